package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// What the program does on its way through a task. It acts as itself, for who
// asked; each step may be done twice, and work that comes late does nothing.

// Progress is how far a piece of work is.
type Progress struct{ Done, All int64 }

// TaskFor reads the task of a step; fault.Conflict when it has moved on since.
func (s *Service) TaskFor(ctx context.Context, by access.Actor, task string, step int) (t Task, err error) {
	if t, err = s.Task(ctx, by, task); err == nil && (t.Step != step || !t.Waits()) {
		err = fault.New(fault.Conflict, "import_task.moved_on")
	}
	return t, err
}

// Parts gives the pieces of a task's file in their order.
func (s *Service) Parts(ctx context.Context, by access.Actor, task string, fn func([]byte) error) error {
	if !keeps(by) {
		return notFound()
	}
	for no := 0; ; no++ {
		var b []byte
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			b, err = findPart(ctx, tx, task, no)
			return err
		})
		switch {
		case fault.Is(err, fault.NotFound):
			return nil
		case err != nil:
			return err
		}
		if err := fn(b); err != nil {
			return err
		}
	}
}

// Fetched ends the arrival of a file that the program fetched itself: the task
// goes on being read.
func (s *Service) Fetched(ctx context.Context, by access.Actor, task string, step int, name string, size int64) error {
	return s.stepTo(ctx, by, task, step, func(tx *db.Tx, t *Task) error {
		t.File, t.Size = plain(name), size
		return nil
	})
}

// DropParts takes back what arrived of a file, to fetch it again.
func (s *Service) DropParts(ctx context.Context, by access.Actor, task string) error {
	if !keeps(by) {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return removeParts(ctx, tx, task) })
}

// ShowProgress tells pages of this node how far the work is. Nothing is
// written: an import holds the database while it writes.
func (s *Service) ShowProgress(task string, p Progress) { s.underWay.Store(task, p) }

// HideProgress ends it.
func (s *Service) HideProgress(task string) { s.underWay.Delete(task) }

// KeepProgress writes it, for pages of other nodes, and reports whether the
// step still stands: somebody may have given the import up.
func (s *Service) KeepProgress(ctx context.Context, by access.Actor, task string, step int, p Progress) (stands bool, err error) {
	err = s.stepTo(ctx, by, task, step, func(tx *db.Tx, t *Task) error {
		t.Done, t.All = p.Done, p.All
		return nil
	})
	if fault.Is(err, fault.Conflict) {
		return false, nil
	}
	return err == nil, err
}

// AskColumns leaves a task to a person who says what its columns are.
func (s *Service) AskColumns(ctx context.Context, by access.Actor, task string, step int, rules, sample string, found Incoming) error {
	return s.stepTo(ctx, by, task, step, func(tx *db.Tx, t *Task) error {
		t.State, t.Sample = TaskColumns, sample
		if t.Rules == "" {
			t.Rules = rules
		}
		return saveFound(ctx, tx, task, found)
	})
}

// ShowTrial leaves a task to a person who looks at what it would do.
func (s *Service) ShowTrial(ctx context.Context, by access.Actor, task string, step int, rules, sample string, rep *Report, found Incoming) error {
	return s.stepTo(ctx, by, task, step, func(tx *db.Tx, t *Task) error {
		t.State, t.Report, t.Rules, t.Sample = TaskReady, ReportOf(rep), rules, sample
		return saveFound(ctx, tx, task, found)
	})
}

// RefuseTask ends a task of which nothing could be made. why is a key of the
// catalogue; found tells the places, and may be nil.
func (s *Service) RefuseTask(ctx context.Context, by access.Actor, task string, step int, why string, rep *Report, found Incoming) error {
	return s.stepTo(ctx, by, task, step, func(tx *db.Tx, t *Task) error {
		t.Report, t.Why = ReportOf(rep), why
		if err := endTask(ctx, tx, t, TaskRefused); err != nil {
			return err
		}
		return saveFound(ctx, tx, task, found)
	})
}

func (s *Service) stepTo(ctx context.Context, by access.Actor, task string, step int, do func(tx *db.Tx, t *Task) error) error {
	return s.move(ctx, by, task, func(tx *db.Tx, t *Task) error {
		if t.Step != step {
			return fault.New(fault.Conflict, "import_task.moved_on")
		}
		return do(tx, t)
	}, TaskReading, TaskWriting)
}

// saveFound keeps what there is to look at in a file that was tried, in the
// place of what an earlier trial found.
func saveFound(ctx context.Context, tx *db.Tx, task string, found Incoming) error {
	if err := removeIssues(ctx, tx, task); err != nil || found == nil {
		return err
	}
	return keepIssues(ctx, tx, task, found)
}
