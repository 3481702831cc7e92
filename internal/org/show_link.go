package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// InvitationLink shows a link again, after the form's redirect, to the one who
// made it by that act and while it is live. For anyone else there is none: the
// secret is made of who asks as well as of the act.
func (s *Service) InvitationLink(ctx context.Context, by access.Actor, act string) (i Invitation, link string, err error) {
	defer fault.Wrap(&err, "org.InvitationLink")
	if err := administers(by, by.Org()); err != nil {
		return i, "", err
	}
	link = s.link(by, act)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		i, err = findInvitation(ctx, tx, s.linkPrint(link))
		if err == nil && !i.live(tx.Now) {
			return notFound()
		}
		return err
	})
	if err != nil {
		return Invitation{}, "", err
	}
	return i, link, nil
}
