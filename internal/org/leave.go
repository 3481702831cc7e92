package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Leave ends a worker's access to the actor's organisation: every hat and
// session there, and the invitations made to them or by them. What they did
// stays under their name. It counts at their next request.
//
// A worker may leave; the administration may have anyone leave. The last
// administrator must name a successor among those who stay; otherwise nobody
// could let anybody in again.
func (s *Service) Leave(ctx context.Context, by access.Actor, w, successor access.Worker) (err error) {
	defer fault.Wrap(&err, "org.Leave(%s)", w)
	if err := isStaff(by); err != nil {
		return err
	}
	if by.Worker() != w {
		if err := administers(by, by.Org()); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		hats, err := hatsIn(ctx, tx, by.Org())
		if err != nil {
			return err
		}
		heir, err := heirOf(hats, w, successor)
		if err != nil {
			return err
		}
		if err := s.nameAdministrator(ctx, tx, by, heir); err != nil {
			return err
		}
		return s.leave(ctx, tx, by, w, by.Org())
	})
}

// heirOf is the rule: whose hat becomes an administrator's when w leaves, if
// any does. An administrator may name a successor even when others remain; who
// does not administer has nothing to give on.
func heirOf(hats []Hat, leaver, successor access.Worker) (heir *Hat, err error) {
	works, administers, remains := false, false, false
	for i, h := range hats {
		admin := h.Roles.Has(access.Administration)
		switch h.Worker {
		case leaver:
			works, administers = true, administers || admin
			continue
		case successor:
			heir = &hats[i]
		}
		remains = remains || admin
	}
	switch {
	case !works:
		return nil, notFound()
	case !administers:
		return nil, nil
	case successor != "" && heir == nil:
		return nil, fault.Field("successor", "org.choose_one")
	case !remains && heir == nil:
		return nil, fault.Field("successor", "org.last_administrator")
	}
	return heir, nil
}

func (s *Service) nameAdministrator(ctx context.Context, tx *db.Tx, by access.Actor, h *Hat) error {
	if h == nil || h.Roles.Has(access.Administration) {
		return nil
	}
	if err := saveRoles(ctx, tx, h.ID, h.Roles.with(access.Administration)); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, administratorNamed{Worker: h.Worker, Org: h.Org})
}

func (s *Service) leave(ctx context.Context, tx *db.Tx, by access.Actor, w access.Worker, o access.Org) error {
	leaver, err := findWorker(ctx, tx, w)
	if err != nil {
		return err
	}
	if err := endSessionsIn(ctx, tx, w, o); err != nil {
		return err
	}
	if _, err := endHats(ctx, tx, w, o); err != nil {
		return err
	}
	if err := endInvitationsAround(ctx, tx, o, leaver); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, left{Worker: w, Org: o})
}
