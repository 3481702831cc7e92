package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/seal"
)

// PutIn puts the drafts of the actor's organisation into the strongbox that it
// makes. What was sent is its receiver's too, and stays where it is.
func (s *Service) PutIn(ctx context.Context, tx *db.Tx, by access.Actor, into *seal.Strongbox) error {
	drafts, err := draftsOf(ctx, tx, by.Region(), by.Org())
	if err != nil {
		return err
	}
	return seal.PutAllIn(ctx, tx, s.vault, by.Region(), into, drafts, seal.OfPackage)
}
