package org

import (
	"cmp"
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// Staff is an organisation as those who work in it see it.
type Staff struct {
	Org         Organization
	Teams       []Team
	Members     []Member
	Invitations []Invitation // for the administration alone
}

// Member is one worker and the hats they wear there.
type Member struct {
	Worker access.Worker
	Name   string
	Email  string // for the administration and the management alone
	Hats   []Hat
}

// Administers reports whether the member is an administrator there.
func (m Member) Administers() bool { return m.Has(access.Administration) }

// Has reports whether one of the member's hats there holds a role.
func (m Member) Has(r access.Role) bool {
	return slices.ContainsFunc(m.Hats, func(h Hat) bool { return h.Roles.Has(r) })
}

// Wears reports whether somebody acts for a team.
func (s Staff) Wears(t access.Team) bool {
	return slices.ContainsFunc(s.Members, func(m Member) bool {
		return slices.ContainsFunc(m.Hats, func(h Hat) bool { return h.Team == t })
	})
}

// ListStaff lists the workers of the actor's organisation, by name. Colleagues
// know one another and who administers; addresses and invitations are for those
// who need them.
func (s *Service) ListStaff(ctx context.Context, by access.Actor) (out Staff, err error) {
	defer fault.Wrap(&err, "org.ListStaff(%s)", by.Org())
	if err := isStaff(by); err != nil {
		return Staff{}, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out.Org, err = findOrg(ctx, tx, by.Org()); err != nil {
			return err
		}
		if out.Teams, err = teamsOf(ctx, tx, by.Org()); err != nil {
			return err
		}
		if out.Members, err = members(ctx, tx, by.Org(), by.Has(access.Administration, access.Management)); err != nil {
			return err
		}
		if !by.Has(access.Administration) {
			return nil
		}
		out.Invitations, err = pendingInvitations(ctx, tx, by.Org())
		return err
	})
	if err != nil {
		return Staff{}, err
	}
	return out, nil
}

func members(ctx context.Context, tx *db.Tx, o access.Org, addresses bool) (out []Member, err error) {
	hats, err := hatsIn(ctx, tx, o) // by worker
	if err != nil {
		return nil, err
	}
	for _, h := range hats {
		if len(out) == 0 || out[len(out)-1].Worker != h.Worker {
			w, err := findWorker(ctx, tx, h.Worker)
			if err != nil {
				return nil, err
			}
			out = append(out, Member{Worker: w.id, Name: w.name})
			if addresses {
				out[len(out)-1].Email = w.email
			}
		}
		m := &out[len(out)-1]
		m.Hats = append(m.Hats, h)
	}
	slices.SortFunc(out, func(a, b Member) int {
		return cmp.Or(cmp.Compare(text.Fold(a.Name), text.Fold(b.Name)), cmp.Compare(a.Worker, b.Worker))
	})
	return out, nil
}
