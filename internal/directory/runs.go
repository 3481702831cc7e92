package directory

import (
	"context"
	"encoding/json"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/id"
)

// Run is one import as its page shows it.
type Run struct {
	ID      string
	Dataset string
	By      access.Org
	At      time.Time
	Undone  time.Time // zero: it stands
	Counts  Counts
	Tables  map[string]*Counts
	Cells   int  // of its source
	Last    bool // of its dataset: no later one stands on it
}

// Run finds one import.
func (s *Service) Run(ctx context.Context, by access.Actor, id string) (out Run, err error) {
	if !keeps(by) {
		return out, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := findRun(ctx, tx, id)
		if err != nil {
			return err
		}
		out, err = r.shown()
		return err
	})
	return out, err
}

// shown is a run as pages show it.
func (r run) shown() (Run, error) {
	x := Run{ID: r.ID, Dataset: r.DatasetName, By: access.Org(r.Org), At: r.At.Time, Undone: r.UndoneAt.Time, Last: r.Last == r.ID}
	if err := json.Unmarshal([]byte(r.Counts), &x.Tables); err != nil {
		return x, err
	}
	x.Counts = sum(x.Tables)
	if r.Ledger == "" { // a list of runs leaves it out
		return x, nil
	}
	var ledger Ledger
	err := json.Unmarshal([]byte(r.Ledger), &ledger)
	x.Cells = ledger.Cells
	return x, err
}

// CanUndo reports whether an import can still be taken back.
func (r Run) CanUndo(now time.Time) bool {
	return r.Last && r.Undone.IsZero() && now.Sub(r.At) <= UndoFor
}

// Runs lists the last imports, latest first.
func (s *Service) Runs(ctx context.Context, by access.Actor) (out []Run, err error) {
	if !keeps(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out = nil
		rows, err := listRuns(ctx, tx)
		for _, r := range rows {
			x, err := r.shown()
			if err != nil {
				return err
			}
			out = append(out, x)
		}
		return err
	})
	return out, err
}

// Found is an issue of a run, or of a trial of a task, with its number there.
type Found struct {
	Issue
	No int
}

// Issues reads what an import found to look at, of one reason or of all (""):
// up to limit of them, after the one numbered after. A run is named by its
// number, a trial by that of its task.
func (s *Service) Issues(ctx context.Context, by access.Actor, run, reason string, after, limit int) (out []Found, err error) {
	if !keeps(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = listIssues(ctx, tx, run, reason, after, limit)
		return err
	})
	return out, err
}

// IssueCounts counts them by reason.
func (s *Service) IssueCounts(ctx context.Context, by access.Actor, run string) (counts map[string]int, err error) {
	if !keeps(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		counts, err = countIssues(ctx, tx, run)
		return err
	})
	return counts, err
}

// Sources reads back the rows of a dataset as they came, in the order of its
// files: what hsds.GiveBack writes. fault.NotFound when nothing was imported
// under that name.
func (s *Service) Sources(ctx context.Context, by access.Actor, dataset string, fn func(SourceRow) error) error {
	if !keeps(by) {
		return notFound()
	}
	return s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := findDataset(ctx, tx, id.Derived("dataset", dataset)); err != nil {
			return err
		}
		for file, no := "", 0; ; {
			rows, err := sourcePage(ctx, tx, id.Derived("dataset", dataset), file, no)
			if err != nil || len(rows) == 0 {
				return err
			}
			for _, r := range rows {
				if err := fn(r.SourceRow); err != nil {
					return err
				}
			}
			last := rows[len(rows)-1]
			file, no = last.File, last.No
		}
	})
}
