package directory

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// ForgetDoorWords deletes what was typed at closed doors before an instant, and
// destroys the keys of the months that ended before it. The reason, a code,
// stays. It says how many.
func (s *Service) ForgetDoorWords(ctx context.Context, region access.Region, before time.Time) (n int, err error) {
	defer fault.Wrap(&err, "directory.ForgetDoorWords")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if s.vault != nil {
			if _, err := s.vault.DestroyMonths(ctx, tx, region, doorKind, before); err != nil {
				return err
			}
			if _, err := s.vault.DestroyOlder(ctx, tx, region, olderDoorKind, doorKind, before); err != nil {
				return err
			}
		}
		many, err := forgetDoorWords(ctx, tx, region, before)
		n = int(many)
		return err
	})
	return n, err
}
