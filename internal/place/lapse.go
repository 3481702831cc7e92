package place

import (
	"context"
	"strconv"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// machineWork is the argument of the jobs.
type machineWork struct {
	Hold  string  `json:"hold"`
	Until db.Time `json:"until"` // of a lapse: another end was given since when it differs
}

// lapseAt stores that a hold ends by itself. The place is free at that instant
// whether the job has run or not; the job tells the log.
func (s *Service) lapseAt(ctx context.Context, tx *db.Tx, region access.Region, h hold) error {
	key := h.ID + "/" + strconv.FormatInt(h.Until.UnixMilli(), 10)
	return s.queue.Enqueue(ctx, tx, region, lapseJob, key, machineWork{Hold: h.ID, Until: h.Until}, h.Until.Time)
}

// lapse notes that a hold has passed its time. It may run twice.
func (s *Service) lapse(ctx context.Context, j job.Job) error {
	var w machineWork
	if err := j.Args(&w); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		h, err := findHold(ctx, tx, j.Region, w.Hold)
		switch {
		case fault.Is(err, fault.NotFound):
			return nil // ended, and forgotten since
		case err != nil:
			return err
		case h.Ending != Running || !h.Until.Equal(w.Until.Time):
			return nil // it ended otherwise, or has a later end and a job of its own
		case tx.Now.Before(h.Until.Time):
			return fault.New(fault.Unavailable, "error.unavailable") // the clock went back: the queue tries again
		}
		return s.end(ctx, tx, access.System(j.Region), h, Lapsed)
	})
}

// forget deletes the row of a hold that ended a day ago.
func (s *Service) forget(ctx context.Context, j job.Job) error {
	var w machineWork
	if err := j.Args(&w); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return deleteEnded(ctx, tx, j.Region, w.Hold)
	})
}
