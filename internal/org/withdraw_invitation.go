package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// WithdrawInvitation makes a link of the administrator's organisation open
// nothing any more. fault.NotFound when it was used already.
func (s *Service) WithdrawInvitation(ctx context.Context, by access.Actor, id string) (err error) {
	defer fault.Wrap(&err, "org.WithdrawInvitation(%s)", id)
	if err := administers(by, by.Org()); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := endInvitation(ctx, tx, by.Org(), id); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, invitationWithdrawn{Invitation: id, Org: by.Org()})
	})
}
