package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Actor says who holds a session's token, under which hat, at this instant. It
// is asked at each request and remembers nothing: whatever ended since the
// last one ends here. fault.NotFound when there is no live session.
func (s *Service) Actor(ctx context.Context, token string) (_ access.Actor, err error) {
	defer fault.Wrap(&err, "org.Actor")
	print := s.sessionPrint(token)
	var p present
	var stale bool
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = findPresent(ctx, tx, print)
		stale = err == nil && tx.Now.Sub(p.seen.Time) >= touch
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return access.Actor{}, sessionOver()
	}
	if err == nil && stale {
		err = s.db.Write(ctx, func(tx *db.Tx) error { return touchSession(ctx, tx, print) })
	}
	if err != nil {
		return access.Actor{}, err
	}
	by := access.ForWorker(s.region, p.worker, p.org, p.team, p.roles...)
	if p.steward {
		by = by.InStewardship()
	}
	return by, nil
}
