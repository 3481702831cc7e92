package round

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Before refuses a strongbox while a round is under way: phones write to it
// without anybody's session, and what they hold would be lost.
func (s *Service) Before(ctx context.Context, tx *db.Tx, by access.Actor, _ *seal.Strongbox) error {
	n, err := openRounds(ctx, tx, by.Region(), by.Org())
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, "strongbox.rounds_first")
	}
	return err
}
