package partner

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Before refuses a strongbox while an information system speaks for the
// organisation: by it, what is kept there would leave without anybody's hand.
func (s *Service) Before(ctx context.Context, tx *db.Tx, by access.Actor, _ *seal.Strongbox) error {
	n, err := living(ctx, tx, by.Region(), by.Org())
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, "strongbox.systems_first")
	}
	return err
}
