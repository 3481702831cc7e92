package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// SignOut ends one session. A session that is over already is signed out too.
func (s *Service) SignOut(ctx context.Context, token string) (err error) {
	defer fault.Wrap(&err, "org.SignOut")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return endSession(ctx, tx, s.sessionPrint(token))
	})
}

// SignOutEverywhere ends all sessions of the worker who asks, on every device.
func (s *Service) SignOutEverywhere(ctx context.Context, by access.Actor) (err error) {
	defer fault.Wrap(&err, "org.SignOutEverywhere(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return endSessionsOf(ctx, tx, by.Worker())
	})
}
