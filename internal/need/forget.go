package need

import (
	"context"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

const week = 7 * 24 * time.Hour

// forgotten are the arguments of the job that ends a week.
type forgotten struct {
	Week string `json:"week"`
}

// forget destroys the key of a week and deletes what it sealed.
func (s *Service) forget(ctx context.Context, j job.Job) (err error) {
	defer fault.Wrap(&err, "need.forget")
	var of forgotten
	if err := j.Args(&of); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.vault.Destroy(ctx, tx, j.Region, ofWeek(of.Week)); err != nil {
			return err
		}
		if err := deleteWords(ctx, tx, j.Region, of.Week); err != nil {
			return err
		}
		return deleteMessages(ctx, tx, j.Region, of.Week)
	})
}
