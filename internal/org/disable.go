package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Disable closes an account whole, in every organisation: for whoever runs the
// installation, when an account is known to be in the wrong hands.
func (s *Service) Disable(ctx context.Context, by access.Actor, email string) (err error) {
	defer fault.Wrap(&err, "org.Disable")
	if err := operates(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := findAccount(ctx, tx, email)
		if err != nil {
			return err
		}
		if err := disableWorker(ctx, tx, a.worker); err != nil {
			return err
		}
		if err := endSessionsOf(ctx, tx, a.worker); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, disabled{a.worker})
	})
}
