package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// StaffOf names who works in an organisation now, in the caller's transaction.
// It is for a rule that compares names, not for a page: who works where is shown
// to colleagues alone (ListStaff).
func (s *Service) StaffOf(ctx context.Context, tx *db.Tx, o access.Org) (_ map[access.Worker]string, err error) {
	defer fault.Wrap(&err, "org.StaffOf(%s)", o)
	hats, err := hatsIn(ctx, tx, o)
	if err != nil {
		return nil, err
	}
	ids := make([]access.Worker, len(hats))
	for i, h := range hats {
		ids[i] = h.Worker
	}
	return Names(ctx, tx, ids)
}
