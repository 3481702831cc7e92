package incident

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/seal"
)

// PutIn puts the register of the actor's organisation into the strongbox that it
// makes. It shows nothing to the actor, who only administers.
func (s *Service) PutIn(ctx context.Context, tx *db.Tx, by access.Actor, into *seal.Strongbox) error {
	list, err := heldBy(ctx, tx, by.Region(), by.Org())
	if err != nil {
		return err
	}
	return seal.PutAllIn(ctx, tx, s.vault, by.Region(), into, list, owner)
}
