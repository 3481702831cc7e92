package org

import (
	"context"

	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Opened is an invitation as the holder of its link sees it.
type Opened struct {
	Invitation
	From       string // name of who made it; empty: whoever runs the installation
	HasAccount bool   // the address has one: its password is asked, not a new one
}

// OpenInvitation is what the holder of a link sees before accepting. A link
// that opens nothing has one answer, whatever the reason.
func (s *Service) OpenInvitation(ctx context.Context, link string) (o Opened, err error) {
	defer fault.Wrap(&err, "org.OpenInvitation")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o = Opened{}
		if o.Invitation, err = findInvitation(ctx, tx, s.linkPrint(link)); err != nil {
			return err
		}
		if !o.live(tx.Now) {
			return notFound()
		}
		known, err := findAccount(ctx, tx, o.Email)
		if err != nil {
			return err
		}
		o.HasAccount = known.worker != ""
		if o.MadeBy == "" {
			return nil
		}
		maker, err := findWorker(ctx, tx, o.MadeBy)
		o.From = maker.name
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return Opened{}, linkOver()
	}
	if err != nil {
		return Opened{}, err
	}
	return o, nil
}
