package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// OpenSession is one of a worker's live sessions, as they see it. It has
// nothing that opens it.
type OpenSession struct {
	Since    db.Time
	LastSeen db.Time
	Current  bool // the one that asks
}

// ListSessions lists the live sessions of the worker who asks with token, the
// newest first, so that one they do not know is seen.
func (s *Service) ListSessions(ctx context.Context, by access.Actor, token string) (out []OpenSession, err error) {
	defer fault.Wrap(&err, "org.ListSessions(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = sessionsOf(ctx, tx, by.Worker(), s.sessionPrint(token))
		return err
	})
	return out, err
}
