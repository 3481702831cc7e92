package intake

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
	"passerelle/internal/job"
)

// Job is the kind of the work.
const Job = "directory.import"

// Intake works on the tasks of one directory.
type Intake struct {
	Directory *directory.Service
	Fetcher   Fetcher
	Limits    hsds.Limits
	Log       *slog.Logger
}

// tries is how often a piece of work is begun before its task is given up: a
// file that stops the program each time must not do so for ever.
const tries = 4

// Work does the step that an event asks for.
func (i *Intake) Work(ctx context.Context, j job.Job) error {
	var r event.Record
	var asked directory.ImportAsked
	if err := errors.Join(j.Args(&r), json.Unmarshal([]byte(r.Body), &asked)); err != nil {
		return err
	}
	by := access.System(r.Region)
	t, err := i.Directory.TaskFor(ctx, by, asked.Task, asked.Step)
	if late(err) {
		return nil // somebody moved it on, or gave it up
	}
	if err != nil {
		return err
	}
	w := &work{Intake: i, by: by, task: t}
	if j.Attempt > tries {
		return w.refuse(ctx, "import_task.failed", nil, nil)
	}
	ctx, stop := w.watch(ctx)
	defer stop()
	err = w.do(ctx)
	if late(err) || errors.Is(context.Cause(ctx), errGivenUp) {
		return nil
	}
	return err
}

func late(err error) bool { return fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) }

// work is one step of one task.
type work struct {
	*Intake
	by   access.Actor
	task directory.Task
	far  progress
}

func (w *work) do(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "passerelle-import-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file, err := w.file(ctx, dir)
	if err != nil || file == "" {
		return err
	}
	mapping, err := w.mapping(ctx)
	if err != nil {
		return err
	}
	p, err := hsds.Open(ctx, hsds.Options{Dataset: w.task.Dataset, Language: w.task.Language, Mapping: mapping, Limits: w.Limits,
		Progress: func(at hsds.Progress) { w.far.reading(at.Done, at.All) }}, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if w.task.State == directory.TaskWriting {
		return w.write(ctx, p)
	}
	return w.try(ctx, p)
}

// file brings the task's file into a folder, under its own name, which tells
// what it is. "" when it could not be fetched and its task was ended.
func (w *work) file(ctx context.Context, dir string) (string, error) {
	if w.task.Address != "" && w.task.Size == 0 {
		if err := w.fetch(ctx); err != nil {
			return "", err
		}
		if w.task.Size == 0 {
			return "", nil
		}
	}
	name := path.Base(strings.ReplaceAll(w.task.File, "\\", "/"))
	if strings.Trim(name, "./") == "" {
		name = "import"
	}
	to := filepath.Join(dir, name)
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	err = w.Directory.Parts(ctx, w.by, w.task.ID, func(b []byte) error {
		_, err := f.Write(b)
		return err
	})
	return to, errors.Join(err, f.Close())
}

// mapping is what a person said of the columns, else what was said when the
// dataset last came.
func (w *work) mapping(ctx context.Context) (*hsds.Mapping, error) {
	rules := w.task.Rules
	if rules == "" {
		var err error
		if rules, _, err = w.Directory.Mapping(ctx, w.by, w.task.Dataset); err != nil || rules == "" {
			return nil, err
		}
	}
	m, err := hsds.ParseMapping([]byte(rules))
	return &m, err
}

// try reads the package and leaves it to a person: to say what its columns are,
// or to look at what its import would do.
func (w *work) try(ctx context.Context, p *hsds.Package) error {
	sample, err := sampleOf(p.Samples())
	if err != nil {
		return err
	}
	s := p.Summary()
	if !s.Refused && len(s.Tables) == 0 && len(p.Samples()) > 0 {
		return w.Directory.AskColumns(ctx, w.by, w.task.ID, w.task.Step, string(p.Suggested().JSON()), sample, p)
	}
	rep, err := w.Directory.Import(ctx, w.by, p, directory.ImportOptions{DryRun: true, Progress: w.far.comparing})
	if fault.Is(err, fault.Invalid) {
		key, _ := fault.KeyOf(err)
		return w.refuse(ctx, key, rep, p)
	}
	if err != nil {
		return err
	}
	return w.Directory.ShowTrial(ctx, w.by, w.task.ID, w.task.Step, s.Rules, sample, rep, p)
}

func (w *work) write(ctx context.Context, p *hsds.Package) error {
	rep, err := w.Directory.Import(ctx, w.by, p, directory.ImportOptions{Task: w.task.ID, Org: w.task.Org, Worker: w.task.Worker, Progress: w.far.comparing})
	if fault.Is(err, fault.Invalid) {
		key, _ := fault.KeyOf(err)
		return w.refuse(ctx, key, rep, p)
	}
	return err
}

func (w *work) refuse(ctx context.Context, why string, rep *directory.Report, found directory.Incoming) error {
	return w.Directory.RefuseTask(ctx, w.by, w.task.ID, w.task.Step, why, rep, found)
}

// shownRows of a sample are what a screen shows beside each column.
const shownRows = 8

// sampleOf keeps of samples what screens show.
func sampleOf(all []hsds.Sample) (string, error) {
	kept := make([]hsds.Sample, len(all))
	for k, s := range all {
		kept[k] = hsds.Sample{File: s.File, Header: s.Header, Rows: s.Rows[:min(len(s.Rows), shownRows)]}
	}
	if len(kept) == 0 {
		return "", nil
	}
	b, err := json.Marshal(kept)
	return string(b), err
}

// Sample reads back what was kept of a task's tables.
func Sample(t directory.Task) (all []hsds.Sample, err error) {
	if t.Sample == "" {
		return nil, nil
	}
	err = json.Unmarshal([]byte(t.Sample), &all)
	return all, err
}

var errGivenUp = errors.New("given up")

// pulse is how often the work says how far it is, and looks whether it is still
// wanted.
const pulse = time.Second

// watch ends the work when its task moves on without it, and tells pages how
// far it is.
func (w *work) watch(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer w.Directory.HideProgress(w.task.ID)
		tick := time.NewTicker(pulse)
		defer tick.Stop()
		for {
			w.Directory.ShowProgress(w.task.ID, w.far.now())
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if !w.wanted(ctx) {
				cancel(errGivenUp)
				return
			}
		}
	}()
	return ctx, func() {
		cancel(nil)
		<-ended
	}
}

// wanted asks whether the step still stands. While a package is read, it also
// writes how far that is; while it is imported it only looks, for on SQLite the
// import holds the writer.
func (w *work) wanted(ctx context.Context) bool {
	var err error
	stands := true
	if w.task.State == directory.TaskReading {
		stands, err = w.Directory.KeepProgress(ctx, w.by, w.task.ID, w.task.Step, w.far.now())
	} else if _, err = w.Directory.TaskFor(ctx, w.by, w.task.ID, w.task.Step); late(err) {
		return false
	}
	if err != nil && ctx.Err() == nil {
		w.Log.Warn("progress of an import not kept", "kind", fault.KindOf(err).String(), "cause", err)
	}
	return stands
}
