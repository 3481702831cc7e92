package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Knows says what a system may know of a referral at this instant: that it
// exists (follows), on which side its organisation stands, or only that what it
// had in hand ended (over). It opens nothing, and asking leaves no trace: nobody
// is told anything by it.
func (s *Service) Knows(ctx context.Context, by access.Actor, id access.Referral) (side Side, follows, over bool, err error) {
	defer fault.Wrap(&err, "referral.Knows(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		side, follows, over = "", false, false
		r, err := find(ctx, tx, by.Region(), by.Scope(access.Follow, tx.Now), id)
		if err == nil {
			side, follows = r.side(by), true
			return nil
		}
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		if r, err = find(ctx, tx, by.Region(), by.Scope(access.Conclude, tx.Now), id); err == nil {
			side, over = r.side(by), true
		}
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	})
	return side, follows, over, err
}
