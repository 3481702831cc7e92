package directory

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/text"
)

// TaskState is how far an import that was asked for on the web is.
type TaskState string

// The states. Those that wait for the program end by themselves, whatever
// happens to it: their work is a job.
const (
	TaskReceiving TaskState = "receiving" // its file is arriving
	TaskReading   TaskState = "reading"   // the program reads it, and tries the import
	TaskColumns   TaskState = "columns"   // a person says what its columns are
	TaskReady     TaskState = "ready"     // a person looks at what the import would do
	TaskWriting   TaskState = "writing"   // the program imports
	TaskDone      TaskState = "done"
	TaskRefused   TaskState = "refused" // nothing was written, and its issues say why
	TaskDropped   TaskState = "dropped" // a person gave it up
)

// Task is one import on its way, from the file to its end.
type Task struct {
	ID       string
	Dataset  string
	State    TaskState
	Step     int    // what was asked of it so far: work for an earlier step is late
	File     string // as its owner calls it
	Address  string // where it was fetched; empty: it was sent
	Language string // fr, en, or empty: as its texts show
	Size     int64  // bytes
	Rules    string // the mapping of its columns, JSON; empty: it needs none
	Sample   string // the beginnings of its tables, JSON
	Report   TaskReport
	Run      string // what it became
	Why      string // key of the catalogue, when it was refused as a whole
	Org      access.Org
	Worker   access.Worker
	Done     int64 // of All, while it is read
	All      int64
	At       time.Time
	Changed  time.Time
}

// Waits reports that the program is at work on it.
func (t Task) Waits() bool { return t.State == TaskReading || t.State == TaskWriting }

// Over reports that nothing more will happen to it.
func (t Task) Over() bool {
	return t.State == TaskDone || t.State == TaskRefused || t.State == TaskDropped
}

// TaskReport is what is kept of a report for the pages of a task.
type TaskReport struct {
	Version string             `json:"version,omitempty"`
	Mapping string             `json:"mapping,omitempty"`
	Counts  Counts             `json:"counts"`
	Tables  map[string]*Counts `json:"tables,omitempty"`
	Issues  map[string]int     `json:"issues,omitempty"`
	Cells   Ledger             `json:"cells"` // without its files
}

// ReportOf keeps of a report what pages show.
func ReportOf(r *Report) TaskReport {
	if r == nil {
		return TaskReport{}
	}
	cells := r.Ledger
	cells.Files = nil
	return TaskReport{Version: r.Version, Mapping: r.Mapping, Counts: r.Counts, Tables: r.Tables, Issues: r.Issues, Cells: cells}
}

// NewTask is what a person says when they bring a file.
type NewTask struct {
	File     string
	Address  string
	Dataset  string
	Language string
}

// Bounds of what a person brings through the web.
const (
	longestDataset = 100
	longestAddress = 2000
	// PartBytes is how much of a file one row holds.
	PartBytes = 256 << 10
	// keptFor is how long the file of an import that nobody goes on with is kept.
	keptFor = 7 * 24 * time.Hour
)

// BeginTask notes that a file is coming. fault.Invalid names the field that
// cannot be taken.
func (s *Service) BeginTask(ctx context.Context, by access.Actor, n NewTask) (task string, err error) {
	defer fault.Wrap(&err, "directory.BeginTask")
	if !keeps(by) {
		return "", notFound()
	}
	n.Dataset = strings.TrimSpace(n.Dataset)
	n.Address = strings.TrimSpace(n.Address)
	switch {
	case n.Dataset == "" || !text.IsLine(n.Dataset):
		return "", fault.Field("dataset", "import_task.dataset_missing")
	case len(n.Dataset) > longestDataset:
		return "", fault.Field("dataset", "import_task.dataset_long")
	case len(n.Address) > longestAddress || n.Address != "" && !strings.HasPrefix(n.Address, "https://") && !strings.HasPrefix(n.Address, "http://"):
		return "", fault.Field("address", "import_task.address_bad")
	case n.Language != "" && n.Language != "fr" && n.Language != "en":
		return "", fault.Field("language", "error.invalid")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := sweepTasks(ctx, tx, tx.Now.Add(-keptFor)); err != nil {
			return err
		}
		task = tx.NewID()
		return insertTask(ctx, tx, Task{ID: task, Dataset: n.Dataset, State: TaskReceiving, File: plain(n.File), Address: n.Address,
			Language: n.Language, Org: by.Org(), Worker: by.Worker(), At: tx.Now, Changed: tx.Now})
	})
	return task, err
}

// AddPart keeps the next piece of a task's file, in its own transaction: a file
// is larger than what a transaction should hold others for.
func (s *Service) AddPart(ctx context.Context, by access.Actor, task string, no int, bytes []byte) error {
	if !keeps(by) {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findTask(ctx, tx, task)
		switch {
		case err != nil:
			return err
		case t.State != TaskReceiving && t.State != TaskReading:
			return fault.New(fault.Conflict, "import_task.over")
		}
		return insertPart(ctx, tx, task, no, bytes)
	})
}

// Received ends the arrival of a file, and asks the program to read it.
func (s *Service) Received(ctx context.Context, by access.Actor, task string, size int64) error {
	return s.move(ctx, by, task, func(tx *db.Tx, t *Task) error {
		t.Size = size
		return s.ask(ctx, tx, by, t, TaskReading)
	}, TaskReceiving)
}

// SaveRules keeps what a person says of the columns of a task, and leaves it
// there: they are said one at a time.
func (s *Service) SaveRules(ctx context.Context, by access.Actor, task, rules string) error {
	return s.move(ctx, by, task, func(tx *db.Tx, t *Task) error {
		t.Rules, t.State = rules, TaskColumns
		return nil
	}, TaskColumns, TaskReady)
}

// TryTask asks the program to read the file again by what is said of its
// columns.
func (s *Service) TryTask(ctx context.Context, by access.Actor, task string) error {
	return s.move(ctx, by, task, func(tx *db.Tx, t *Task) error { return s.ask(ctx, tx, by, t, TaskReading) }, TaskColumns, TaskReady)
}

// WriteTask asks the program to import what it said it would.
func (s *Service) WriteTask(ctx context.Context, by access.Actor, task string) error {
	return s.move(ctx, by, task, func(tx *db.Tx, t *Task) error { return s.ask(ctx, tx, by, t, TaskWriting) }, TaskReady)
}

// DropTask gives an import up. One that is being written stops where it is, and
// nothing of it is left.
func (s *Service) DropTask(ctx context.Context, by access.Actor, task string) error {
	return s.move(ctx, by, task, func(tx *db.Tx, t *Task) error { return endTask(ctx, tx, t, TaskDropped) },
		TaskReceiving, TaskReading, TaskColumns, TaskReady, TaskWriting)
}

// Task reads one import on its way.
func (s *Service) Task(ctx context.Context, by access.Actor, task string) (t Task, err error) {
	if !keeps(by) {
		return t, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		t, err = findTask(ctx, tx, task)
		return err
	})
	if far, ok := s.underWay.Load(task); ok && t.Waits() { // this node is at it, and knows better than the row
		p := far.(Progress)
		t.Done, t.All = p.Done, p.All
	}
	return t, err
}

// Tasks lists the imports that are on their way, and those that ended without
// one, latest first.
func (s *Service) Tasks(ctx context.Context, by access.Actor) (out []Task, err error) {
	if !keeps(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = listTasks(ctx, tx)
		return err
	})
	return out, err
}

// move changes a task that is in one of some states. In another it answers
// fault.Conflict: somebody else was quicker.
func (s *Service) move(ctx context.Context, by access.Actor, task string, do func(tx *db.Tx, t *Task) error, from ...TaskState) (err error) {
	defer fault.Wrap(&err, "directory.Task(%s)", task)
	if !keeps(by) {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findTask(ctx, tx, task)
		if err != nil {
			return err
		}
		if !oneOf(string(t.State), states(from)...) {
			return fault.New(fault.Conflict, "import_task.moved_on")
		}
		if err := do(tx, &t); err != nil {
			return err
		}
		t.Changed = tx.Now
		return updateTask(ctx, tx, t)
	})
}

func states(list []TaskState) (out []string) {
	for _, s := range list {
		out = append(out, string(s))
	}
	return out
}

// ask moves a task to a state in which the program works, and has it do so.
func (s *Service) ask(ctx context.Context, tx *db.Tx, by access.Actor, t *Task, to TaskState) error {
	t.State, t.Done, t.All = to, 0, 0
	t.Step++
	return s.log.Append(ctx, tx, by, ImportAsked{Task: t.ID, Step: t.Step})
}

// endTask ends a task: its file goes, and what was found when it was tried, if
// nothing came of it.
func endTask(ctx context.Context, tx *db.Tx, t *Task, as TaskState) error {
	t.State = as
	t.Sample = ""
	return removeParts(ctx, tx, t.ID)
}

// ImportAsked: the program is to go on with an import.
type ImportAsked struct {
	Task string `json:"task"`
	Step int    `json:"step"`
}

// Kind implements event.Event.
func (ImportAsked) Kind() string { return "directory.import_asked" }

// Subject implements event.Event.
func (e ImportAsked) Subject() string { return e.Task }

// Mapping is the latest version of how a dataset's columns are read: its rules,
// and which version that is. Nothing when it needs none.
func (s *Service) Mapping(ctx context.Context, by access.Actor, dataset string) (rules string, version int, err error) {
	if !keeps(by) {
		return "", 0, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rules, version, err = lastMapping(ctx, tx, id.Derived("dataset", dataset))
		return err
	})
	return rules, version, err
}

// Datasets lists the names under which sources were imported, in their order.
func (s *Service) Datasets(ctx context.Context, by access.Actor) (names []string, err error) {
	if !keeps(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		names, err = datasetNames(ctx, tx)
		return err
	})
	return names, err
}

func (r TaskReport) text() string {
	b, err := json.Marshal(r)
	if err != nil {
		return "{}" // counts and words: it cannot fail
	}
	return string(b)
}
