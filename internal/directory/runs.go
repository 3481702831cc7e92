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
	Tables  map[string]*Counts
}

// Runs lists the last imports, latest first.
func (s *Service) Runs(ctx context.Context, by access.Actor) (out []Run, err error) {
	if !keeps(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out = nil
		sets, err := datasets(ctx, tx)
		if err != nil {
			return err
		}
		rows, err := listRuns(ctx, tx)
		for _, r := range rows {
			x := Run{ID: r.ID, Dataset: sets[r.Dataset].Name, By: access.Org(r.Org), At: r.At.Time, Undone: r.UndoneAt.Time}
			if err := json.Unmarshal([]byte(r.Counts), &x.Tables); err != nil {
				return err
			}
			out = append(out, x)
		}
		return err
	})
	return out, err
}

// Issues reads what an import found to look at, of one reason or of all ("").
// after is how many were read before.
func (s *Service) Issues(ctx context.Context, by access.Actor, run, reason string, after, limit int) (out []Issue, err error) {
	if !keeps(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = listIssues(ctx, tx, run, reason, after, limit)
		return err
	})
	return out, err
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
