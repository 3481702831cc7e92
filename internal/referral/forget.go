package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// forgetAtOnce is how many packages one transaction destroys.
const forgetAtOnce = 50

// Forget destroys the packages of what ended before an instant, and of drafts
// that nobody sent since: their keys, then what they sealed. It says how many;
// the caller asks again until there are none. The shell stays: that there was a
// referral, its dates and states, and no word.
func (s *Service) Forget(ctx context.Context, region access.Region, before time.Time) (n int, err error) {
	defer fault.Wrap(&err, "referral.Forget")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := overBefore(ctx, tx, region, before, forgetAtOnce)
		if err != nil {
			return err
		}
		n = len(list)
		return s.destroy(ctx, tx, region, list)
	})
	return n, err
}

// OnPersonForgotten destroys every package about somebody, with the rest of them.
func (s *Service) OnPersonForgotten(ctx context.Context, tx *db.Tx, r event.Record) error {
	list, err := packagesAbout(ctx, tx, r.Region, access.Person(r.Subject))
	if err != nil {
		return err
	}
	return s.destroy(ctx, tx, r.Region, list)
}

func (s *Service) destroy(ctx context.Context, tx *db.Tx, region access.Region, list []access.Referral) error {
	for _, id := range list {
		if err := s.vault.Destroy(ctx, tx, region, seal.OfPackage(id)); err != nil {
			return err
		}
		if err := wipe(ctx, tx, region, id); err != nil {
			return err
		}
		if err := s.log.Append(ctx, tx, access.System(region), happenedTo(id, ForgottenKind)); err != nil {
			return err
		}
	}
	return nil
}
