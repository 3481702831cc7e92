package crisis

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Give says which organisation of the cell does what, and by when. sure: whoever
// wrote was asked, and nobody is named.
func (s *Service) Give(ctx context.Context, by access.Actor, act, id string, to access.Org, words string, d time.Duration, sure bool) (task string, err error) {
	defer fault.Wrap(&err, "crisis.Give(%s)", id)
	var due *fault.Error
	if d < StretchLeast || d > DueMost {
		due = fault.Field("due", "crisis.due_range", "days", int(DueMost/(24*time.Hour)))
	}
	if err := wrong(s.told("words", words, WordsMost, "crisis.words_missing", sure), due); err != nil {
		return "", err
	}
	return s.on(ctx, by, act, id, true, func(tx *db.Tx, c *cell) (string, error) {
		switch in, err := memberNow(ctx, tx, by.Region(), id, to); {
		case err != nil:
			return "", err
		case !in:
			return "", fault.Field("org", "crisis.org_missing")
		}
		n, err := countTasks(ctx, tx, by.Region(), id)
		if err != nil {
			return "", err
		}
		if n >= KindMost {
			return "", fault.New(fault.Invalid, "crisis.full", "most", KindMost)
		}
		t := Task{ID: tx.NewID(), Org: to, Words: words, Given: db.At(tx.Now), Due: db.At(tx.Now.Add(d))}
		b, err := c.seal(t.ID, words)
		if err != nil {
			return "", err
		}
		if err := insertTask(ctx, tx, by.Region(), id, t, b); err != nil {
			return "", err
		}
		return t.ID, s.write(ctx, tx, c, Entry{Kind: Given, About: t.ID, Until: t.Due})
	})
}

// Finish says that a task is done. Any worker of the organisation that does it
// may, except those who only administer; those who write in the cell may, too:
// what was done is not to wait for a password. It may be said after the end.
func (s *Service) Finish(ctx context.Context, by access.Actor, act, id, task string) (err error) {
	defer fault.Wrap(&err, "crisis.Finish(%s)", task)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			c, err := s.find(ctx, tx, by, id)
			if err != nil {
				return "", err
			}
			row, err := findTask(ctx, tx, by.Region(), id, task)
			if err != nil {
				return "", err
			}
			member, err := memberNow(ctx, tx, by.Region(), id, by.Org())
			if err != nil {
				return "", err
			}
			own := row.Org == by.Org() && by.Has(access.Intervention, access.Coordination, access.Management)
			if !own && !(member && MayWrite(by)) {
				return "", notFound()
			}
			if !row.Done.IsZero() {
				return "", fault.New(fault.Conflict, "crisis.task_done")
			}
			if err := finishTask(ctx, tx, by.Region(), task); err != nil {
				return "", err
			}
			return "", s.write(ctx, tx, c, Entry{Kind: Done, About: task})
		})
		return err
	})
}
