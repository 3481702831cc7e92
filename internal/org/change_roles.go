package org

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// NewRoles is what a hat is to be of, as the form says it.
type NewRoles struct {
	Act   string // the form's id
	Hat   string
	Was   Roles // what the page showed; empty: it does not say
	Roles []access.Role
}

// ChangeRoles gives a hat of the administrator's own organisation other roles. It
// counts at the very next request of whoever wears it. fault.Conflict when somebody
// else changed them since the page was read; at the field "roles" when none is left,
// or when nobody would look after access.
func (s *Service) ChangeRoles(ctx context.Context, by access.Actor, in NewRoles) (err error) {
	defer fault.Wrap(&err, "org.ChangeRoles(%s)", in.Hat)
	if err := isStaff(by); err != nil {
		return err
	}
	if err := administers(by, by.Org()); err != nil {
		return err
	}
	roles, bad := checkedRoles(in.Roles)
	if bad != nil {
		return bad
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, in.Act, func() (string, error) {
			hats, err := hatsIn(ctx, tx, by.Org())
			if err != nil {
				return "", err
			}
			at := slices.IndexFunc(hats, func(h Hat) bool { return h.ID == in.Hat })
			if at < 0 {
				return "", notFound()
			}
			h := hats[at]
			switch {
			case slices.Equal(h.Roles, roles):
				return "", nil // it is so
			case len(in.Was) > 0 && !slices.Equal(h.Roles, ordered(in.Was)):
				return "", fault.New(fault.Conflict, "org.roles_changed")
			}
			hats[at].Roles = roles
			if !slices.ContainsFunc(hats, func(h Hat) bool { return h.Roles.Has(access.Administration) }) {
				return "", fault.Field("roles", "org.last_access")
			}
			if err := saveRoles(ctx, tx, h.ID, roles); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, rolesChanged{Worker: h.Worker, Org: h.Org, Team: h.Team, Roles: roles.String()})
		})
		return err
	})
}

// checkedRoles are known roles, at least one, in the order of screens.
func checkedRoles(list []access.Role) (Roles, *fault.Error) {
	roles := ordered(list)
	if len(roles) == 0 || slices.ContainsFunc(list, func(r access.Role) bool { return !roles.Has(r) }) {
		return nil, fault.Field("roles", "org.choose_role")
	}
	return roles, nil
}
