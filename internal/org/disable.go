package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Disable closes an account whole, in every organisation: for whoever runs the
// installation, when an account is known to be in the wrong hands. It leaves each of
// its organisations, and what ends with that ends.
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
		if err := s.leaveAll(ctx, tx, by, a.worker); err != nil {
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

// leaveAll has a worker leave each of their organisations: the invitations that they
// made there open nothing either.
func (s *Service) leaveAll(ctx context.Context, tx *db.Tx, by access.Actor, w access.Worker) error {
	hats, err := hatsOf(ctx, tx, w)
	if err != nil {
		return err
	}
	done := map[access.Org]bool{}
	for _, h := range hats {
		if done[h.Org] {
			continue
		}
		done[h.Org] = true
		if err := s.leave(ctx, tx, by, w, h.Org); err != nil {
			return err
		}
	}
	return nil
}
