package reach

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Forget deletes what says that messages were sent before an instant.
func (s *Service) Forget(ctx context.Context, region access.Region, before time.Time) (n int, err error) {
	defer fault.Wrap(&err, "reach.Forget")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		many, err := deleteMessagesBefore(ctx, tx, region, before)
		n = int(many)
		return err
	})
	return n, err
}

// OnPersonForgotten destroys how somebody was reached, with the rest of them.
func (s *Service) OnPersonForgotten(ctx context.Context, tx *db.Tx, r event.Record) error {
	p := access.Person(r.Subject)
	if err := s.vault.Destroy(ctx, tx, r.Region, OfPerson(p)); err != nil {
		return err
	}
	return deleteAbout(ctx, tx, r.Region, p)
}
