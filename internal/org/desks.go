package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Desks lists the organisations in which somebody works now, for a worker who
// chooses whom to ask. That an organisation is here is public; who works in it is
// not told.
func (s *Service) Desks(ctx context.Context, by access.Actor) (list []Organization, err error) {
	defer fault.Wrap(&err, "org.Desks")
	if by.Kind() != access.Staff {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = staffedOrgs(ctx, tx)
		return err
	})
	return list, err
}
