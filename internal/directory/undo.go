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
		if err := takeBack(ctx, tx, r); err != nil {
			return err
		}
		if set.LastRun = r.Before; set.LastRun == "" {
			err = removeDataset(ctx, tx, set.ID)
		} else {
			err = saveDataset(ctx, tx, set)
		}
		if err != nil {
			return err
		}
		if err := sourceFacts(ctx, tx); err != nil {
			return err
		}
		if err := markUndone(ctx, tx, r.ID); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, Undone{Run: r.ID})
	})
}

func takeBack(ctx context.Context, tx *db.Tx, r run) error {
	for _, t := range append([]*Table{Translations}, Tables...) {
		if _, err := removeRun(ctx, tx, t, r.ID); err != nil {
			return err
		}
	}
	if err := removeSource(ctx, tx, r.ID); err != nil {
		return err
	}
	for before := 1 << 60; ; {
		changes, err := changesBefore(ctx, tx, r.ID, before)
		if err != nil || len(changes) == 0 {
			return err
		}
		before = changes[len(changes)-1].No
		for _, c := range changes {
			if err := putBack(ctx, tx, r.Dataset, c); err != nil {
				return err
			}
		}
	}
}

func putBack(ctx context.Context, tx *db.Tx, dataset string, c change) error {
	if c.Type == sourceTable {
		var p place
		if err := json.Unmarshal([]byte(c.Before), &p); err != nil {
			return err
		}
		return moveSource(ctx, tx, dataset, p.Key, p.No, p.Cells, p.Absent)
	}
	var old stored
	if err := json.Unmarshal([]byte(c.Before), &old); err != nil {
		return err
	}
	old.Updated = db.At(tx.Now) // followers must see that it moved
	return update(ctx, tx, &old)
}
