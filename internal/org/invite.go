package org

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// NewInvitation is what is typed to invite somebody.
type NewInvitation struct {
	Act   string     // the form's id
	Org   access.Org // whoever runs the installation says which; a worker's is their own
	Team  access.Team
	Roles []access.Role
	Email string
}

// Invite makes a link by which one person joins the organisation, once, within
// InvitationLife. It returns the link's secret; [Service.InvitationLink] shows
// it again to who made it. Whether the address has an account is not said.
func (s *Service) Invite(ctx context.Context, by access.Actor, in NewInvitation) (link string, err error) {
	defer fault.Wrap(&err, "org.Invite")
	if by.Kind() == access.Staff {
		in.Org = by.Org()
	}
	if err := administers(by, in.Org); err != nil {
		return "", err
	}
	i, err := in.check()
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		link, err = s.invite(ctx, tx, by, in.Act, i)
		return err
	})
	return link, err
}

func (s *Service) invite(ctx context.Context, tx *db.Tx, by access.Actor, act string, i Invitation) (string, error) {
	link := s.link(by, act)
	_, err := event.Once(ctx, tx, by, act, func() (string, error) {
		if err := teamIsIn(ctx, tx, i.Org, i.Team); err != nil {
			return "", err
		}
		i.ID, i.MadeBy, i.Expires = tx.NewID(), by.Worker(), db.At(tx.Now.Add(InvitationLife))
		if err := insertInvitation(ctx, tx, i, s.linkPrint(link)); err != nil {
			return "", err
		}
		return i.ID, s.log.Append(ctx, tx, by, invited{Invitation: i.ID, Org: i.Org, Team: i.Team, Roles: i.Roles.String()})
	})
	return link, err
}

func (in NewInvitation) check() (Invitation, error) {
	var bad fault.Fields
	i := Invitation{purpose: toJoin, Org: in.Org, Team: in.Team, Email: address(&bad, "email", in.Email)}
	roles, wrong := checkedRoles(in.Roles)
	if i.Roles = roles; wrong != nil {
		bad = append(bad, wrong)
	}
	return i, bad.Err()
}

// teamIsIn: a team of another organisation is as good as none.
func teamIsIn(ctx context.Context, tx *db.Tx, o access.Org, t access.Team) error {
	if t == "" {
		return nil
	}
	teams, err := teamsOf(ctx, tx, o)
	if err == nil && !slices.ContainsFunc(teams, func(x Team) bool { return x.ID == t }) {
		return fault.Field("team", "org.choose_one")
	}
	return err
}
