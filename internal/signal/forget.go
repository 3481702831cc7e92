package signal

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Forget destroys the key of each signal that was said before an instant, and
// deletes what it sealed, the voice included. The log keeps that there was one,
// who was asked and when they answered. It says how many; the caller asks again
// until there are none.
func (s *Service) Forget(ctx context.Context, region access.Region, before time.Time) (n int, err error) {
	defer fault.Wrap(&err, "signal.Forget")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := saidBefore(ctx, tx, region, before)
		n = len(list)
		for _, id := range list {
			if err := s.vault.Destroy(ctx, tx, region, owner(id)); err != nil {
				return err
			}
			if err := deleteSignal(ctx, tx, region, id); err != nil {
				return err
			}
			if err := s.log.Append(ctx, tx, access.System(region), happened{kind: ForgottenKind, Signal: id}); err != nil {
				return err
			}
		}
		return err
	})
	return n, err
}
