package org

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// ChangeHat has the session of token act under another of the worker's own
// live hats from its next request on. fault.NotFound for a hat that is not
// theirs to wear.
func (s *Service) ChangeHat(ctx context.Context, by access.Actor, token, hat string) (err error) {
	defer fault.Wrap(&err, "org.ChangeHat(%s)", hat)
	if err := isStaff(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		hats, err := hatsOf(ctx, tx, by.Worker())
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(hats, func(h Hat) bool { return h.ID == hat }) {
			return notFound()
		}
		if err := switchHat(ctx, tx, s.sessionPrint(token), by.Worker(), hat); err != nil {
			return err
		}
		return wear(ctx, tx, hat)
	})
}
