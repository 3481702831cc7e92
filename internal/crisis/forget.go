package crisis

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Forget destroys the key of each crisis that was over before an instant, and
// deletes what it sealed. What is to be learned from it is in the post-mortem
// that somebody downloaded; the log keeps that there was a crisis. It says how
// many.
func (s *Service) Forget(ctx context.Context, region access.Region, before time.Time) (n int, err error) {
	defer fault.Wrap(&err, "crisis.Forget")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := overBefore(ctx, tx, region, before)
		n = len(list)
		for _, id := range list {
			if err := s.vault.Destroy(ctx, tx, region, owner(id)); err != nil {
				return err
			}
			if err := deleteCrisis(ctx, tx, region, id); err != nil {
				return err
			}
			if err := s.log.Append(ctx, tx, access.System(region), happened{kind: "crisis.forgotten", Crisis: id}); err != nil {
				return err
			}
		}
		return err
	})
	return n, err
}
