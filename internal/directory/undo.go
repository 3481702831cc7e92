package directory

import (
	"context"
	"encoding/json"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// UndoFor is how long an import can be taken back.
const UndoFor = 30 * 24 * time.Hour

// Undo takes an import back: what it added goes, what it changed or marked is
// as it was. Only the last import of a dataset can be undone, for those after
// it stand on it: fault.Conflict otherwise, or after thirty days, or twice.
// What was said here in the meantime (confirmations, corrections, our own
// facts) stays.
func (s *Service) Undo(ctx context.Context, by access.Actor, runID string) (err error) {
	defer fault.Wrap(&err, "directory.Undo(%s)", runID)
	if !keeps(by) {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := findRun(ctx, tx, runID)
		if err != nil {
			return err
		}
		set, err := findDataset(ctx, tx, r.Dataset)
		switch {
		case r.State == "undone":
			return fault.New(fault.Conflict, "import.undone_already")
		case err != nil:
			return err
		case set.LastRun != r.ID:
			return fault.New(fault.Conflict, "import.not_last")
		case tx.Now.Sub(r.At.Time) > UndoFor:
			return fault.New(fault.Conflict, "import.too_late")
		}
		back := takingBack{tx: tx, run: r, set: set, told: sourced{by: by, revision: revision{Kind: ByImportUndo, Source: set.Name, Cause: r.ID}}}
		if err := back.all(ctx); err != nil {
			return err
		}
		freed, err := freeStranded(ctx, tx)
		if err != nil {
			return err
		}
		if back.set.LastRun = r.Before; back.set.LastRun == "" {
			err = removeDataset(ctx, tx, set.ID)
		} else {
			err = saveDataset(ctx, tx, back.set)
		}
		if err != nil {
			return err
		}
		if err := sourceFacts(ctx, tx); err != nil {
			return err
		}
		if err := guessAll(ctx, tx, by.Region(), append(back.serviced, freed...)); err != nil {
			return err
		}
		if err := markUndone(ctx, tx, r.ID); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, Undone{Run: r.ID})
	})
}

// takingBack is the work of one undo.
type takingBack struct {
	tx       *db.Tx
	run      run
	set      dataset
	fixed    map[string][]correction
	told     sourced
	serviced []string // services that go or say again what they said
}

func (u *takingBack) all(ctx context.Context) (err error) {
	if u.serviced, err = addedBy(ctx, u.tx, u.run.ID); err != nil {
		return err
	}
	for _, t := range append([]*Table{Translations}, Tables...) {
		if err := removeRun(ctx, u.tx, t, u.run.ID, u.run.Dataset); err != nil {
			return err
		}
	}
	if err := removeSource(ctx, u.tx, u.run.ID); err != nil {
		return err
	}
	if u.fixed, err = corrections(ctx, u.tx); err != nil {
		return err
	}
	for before := 1 << 60; ; {
		changes, err := changesBefore(ctx, u.tx, u.run.ID, before)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return u.told.flush(ctx, u.tx, 1)
		}
		before = changes[len(changes)-1].No
		for _, c := range changes {
			if err := u.putBack(ctx, c); err != nil {
				return err
			}
		}
	}
}

func (u *takingBack) putBack(ctx context.Context, c change) error {
	switch c.Type {
	case sourceTable:
		var p place
		if err := json.Unmarshal([]byte(c.Before), &p); err != nil {
			return err
		}
		return moveSource(ctx, u.tx, u.run.Dataset, p.Key, p.No, p.Cells, p.Absent)
	case datasetTable:
		var was dataset
		err := json.Unmarshal([]byte(c.Before), &was)
		u.set.Language, u.set.Version = was.Language, was.Version
		return err
	}
	var old stored
	if err := json.Unmarshal([]byte(c.Before), &old); err != nil {
		return err
	}
	return u.record(ctx, c, old)
}

// record gives a record back what it said, and keeps what was corrected here
// since. Where another dataset has taken the record over, its word stands.
func (u *takingBack) record(ctx context.Context, c change, old stored) error {
	now, err := fullOf(ctx, u.tx, TableOf(c.Type), []string{c.ID})
	if err != nil || len(now) == 0 || now[0].Dataset != u.run.Dataset {
		return err
	}
	for _, fix := range u.fixed[c.Type+"|"+c.ID] {
		fix.Source = old.field(fix.Field)
		if err := moveSourceValue(ctx, u.tx, fix); err != nil {
			return err
		}
		old.setField(fix.Field, fix.Local)
	}
	if err := u.told.row(ctx, u.tx, &now[0], &old); err != nil {
		return err
	}
	if c.Type == "service" {
		u.serviced = append(u.serviced, c.ID)
	}
	old.Updated = db.At(u.tx.Now) // followers must see that it moved
	return update(ctx, u.tx, &old)
}
