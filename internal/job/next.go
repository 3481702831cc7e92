package job

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// Next is when the earliest waiting job of a region is due; zero when none
// waits. Whoever moves a clock by hand stops there, so that each job runs at
// its own instant.
func (q *Queue) Next(ctx context.Context, region access.Region) (at time.Time, err error) {
	err = q.db.Read(ctx, func(tx *db.Tx) error {
		at, err = nextDue(ctx, tx, region)
		return err
	})
	return at, err
}
