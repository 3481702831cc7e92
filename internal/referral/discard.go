package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Discard throws a draft away: its row, its content and its key. What was sent
// is never thrown away; it is Conflict.
func (s *Service) Discard(ctx context.Context, by access.Actor, id access.Referral, act string) (err error) {
	defer fault.Wrap(&err, "referral.discard(%s)", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "discard", id, func() (string, error) {
			r, err := s.find(ctx, tx, by, access.Send, id)
			if err != nil {
				return "", err
			}
			if r.State != Proposed {
				return "", fault.New(fault.Conflict, happened[r.State])
			}
			if err := s.vault.Destroy(ctx, tx, r.Region, seal.OfPackage(r.ID)); err != nil {
				return "", err
			}
			if err := remove(ctx, tx, by.Scope(access.Send, tx.Now), &r); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, happenedTo(r.ID, DiscardedKind))
		})
		return err
	})
}
