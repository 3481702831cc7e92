package feedback

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Forget destroys the keys of the months before that of an instant, and deletes
// the words they sealed. What was answered, yes or no, is counted as before. It
// says how many.
func (s *Service) Forget(ctx context.Context, region access.Region, before time.Time) (n int, err error) {
	defer fault.Wrap(&err, "feedback.Forget")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		// The keys first: what a copy still holds of the words opens no more.
		if _, err := s.vault.DestroyMonths(ctx, tx, region, keyKind, before); err != nil {
			return err
		}
		if _, err := s.vault.DestroyOlder(ctx, tx, region, olderKeyKind, keyKind, before); err != nil {
			return err
		}
		many, err := forgetWords(ctx, tx, region, month(before))
		n = int(many)
		return err
	})
	return n, err
}
