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

// Keeps reports that an organisation keeps the directory on behalf of all, in the
// caller's transaction.
func (s *Service) Keeps(ctx context.Context, tx *db.Tx, o access.Org) (_ bool, err error) {
	defer fault.Wrap(&err, "org.Keeps(%s)", o)
	return keeps(ctx, tx, o)
}

// Accompanying are those who accompany people in an organisation now, in the
// caller's transaction: whom a colleague's people can be handed to.
func (s *Service) Accompanying(ctx context.Context, tx *db.Tx, o access.Org) (_ map[access.Worker]bool, err error) {
	defer fault.Wrap(&err, "org.Accompanying(%s)", o)
	hats, err := hatsIn(ctx, tx, o)
	if err != nil {
		return nil, err
	}
	who := map[access.Worker]bool{}
	for _, h := range hats {
		if h.Roles.Has(access.Intervention) || h.Roles.Has(access.Coordination) {
			who[h.Worker] = true
		}
	}
	return who, nil
}
