package directory

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// sourced gathers what a source changed, into one revision of the whole import.
// It keeps no state to put back: an import is taken back whole. New records
// leave nothing here; the record itself says which import brought it.
type sourced struct {
	revision
	by      access.Actor
	begun   bool
	waiting []revisedField
}

// row notes in what a record differs from what it was.
func (s *sourced) row(ctx context.Context, tx *db.Tx, old, now *stored) error {
	t, of := TableOf(now.Table), hangsOn(now.Record)
	for i, c := range t.Columns {
		if c.Kind == Link || c.Name == "last_modified" || old.Values[i] == now.Values[i] {
			continue
		}
		s.note(now, of, c.Name, old.Values[i], now.Values[i])
	}
	if old.Withheld != now.Withheld {
		was, is := summary(old.Record), ""
		if old.Withheld {
			was, is = "", summary(now.Record)
		}
		s.note(now, of, publishedField, was, is)
	}
	return s.flush(ctx, tx, batch)
}

// left notes that a service is told by its source no more.
func (s *sourced) left(ctx context.Context, tx *db.Tx, row *stored, since time.Time) error {
	if row.Table == "service" {
		s.note(row, row.ID(), "absent_since", "", since.UTC().Format(time.RFC3339))
	}
	return s.flush(ctx, tx, batch)
}

func (s *sourced) note(row *stored, of, field, old, now string) {
	s.waiting = append(s.waiting, revisedField{Key: stateKey{row.Table, row.ID(), field}, Of: of, OldValue: old, NewValue: now})
}

// flush stores what waits, once there is enough of it.
func (s *sourced) flush(ctx context.Context, tx *db.Tx, atLeast int) error {
	if len(s.waiting) == 0 || len(s.waiting) < atLeast {
		return nil
	}
	if !s.begun {
		s.begun, s.ID = true, tx.NewID()
		s.revision.By, s.Org, s.Worker, s.At = s.by.Kind(), s.by.Org(), s.by.Worker(), db.At(tx.Now)
		var err error
		if s.OrgName, err = orgNameOf(ctx, tx, s.Org); err != nil {
			return err
		}
		if err := insertRevision(ctx, tx, s.revision); err != nil {
			return err
		}
	}
	err := insertRevised(ctx, tx, s.ID, s.waiting)
	s.waiting = s.waiting[:0]
	return err
}
