package org

import (
	"context"

	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// OpenInvitation is what the holder of a link sees before accepting. A link
// that opens nothing has one answer, whatever the reason.
func (s *Service) OpenInvitation(ctx context.Context, link string) (i Invitation, err error) {
	defer fault.Wrap(&err, "org.OpenInvitation")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		i, err = findInvitation(ctx, tx, s.linkPrint(link))
		if fault.Is(err, fault.NotFound) || (err == nil && !i.live(tx.Now)) {
			return linkOver()
		}
		return err
	})
	if err != nil {
		return Invitation{}, err
	}
	return i, nil
}
