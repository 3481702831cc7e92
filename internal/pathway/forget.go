package pathway

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// forgetting is the argument of the job.
type forgetting struct {
	Run string `json:"run"`
}

// Finish destroys a run of the worker's own at once: a shared telephone is
// passed on with nothing in it.
func (s *Service) Finish(ctx context.Context, by access.Actor, id string) (err error) {
	defer fault.Wrap(&err, "pathway.Finish(%s)", id)
	if err := walks(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		row, err := findRun(ctx, tx, by.Region(), by.Org(), by.Worker(), id)
		if fault.Is(err, fault.NotFound) {
			return nil // pressed twice, or never theirs: one answer for both
		}
		if err != nil {
			return err
		}
		return s.destroy(ctx, tx, by, row.ID, row.Of)
	})
}

// forget destroys a run whose day is over. It may run twice.
func (s *Service) forget(ctx context.Context, j job.Job) error {
	var f forgetting
	if err := j.Args(&f); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		of, err := pastRun(ctx, tx, j.Region, f.Run)
		if fault.Is(err, fault.NotFound) {
			return nil // finished before
		}
		if err != nil {
			return err
		}
		return s.destroy(ctx, tx, access.System(j.Region), f.Run, of)
	})
}

// destroy deletes a run's row and its key: a copy of the row, wherever one
// lies, opens no more.
func (s *Service) destroy(ctx context.Context, tx *db.Tx, by access.Actor, id, of string) error {
	if err := deleteRun(ctx, tx, by.Region(), id); err != nil {
		return err
	}
	if err := s.vault.Destroy(ctx, tx, by.Region(), ofRun(id)); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, runEvent{finishedKind, id, of})
}
