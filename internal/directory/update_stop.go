package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Silence says, by the link of an organisation, that it wants no more messages
// of campaigns, of this one and those to come; or that it does again. The link
// goes on living.
func (u *Upkeep) Silence(ctx context.Context, k UpdateLink, silent bool) (err error) {
	defer fault.Wrap(&err, "directory.Silence(%t)", silent)
	_, err = u.act(ctx, k, func(tx *db.Tx, l linkRow, by access.Actor) (string, error) {
		if err := silenceOrg(ctx, tx, k.Region, l.Org, silent); err != nil {
			return "", err
		}
		return "", u.log.Append(ctx, tx, by, MessagesWanted{Org: l.Org, Wanted: !silent})
	})
	return err
}

// DenyLink says that whoever holds a link is not its organisation: it opens
// nothing from then on, no reminder goes, and those who keep the directory see
// that the address must be looked at. What was said by the link before stays,
// and can be taken back in the history.
func (u *Upkeep) DenyLink(ctx context.Context, k UpdateLink) (err error) {
	defer fault.Wrap(&err, "directory.DenyLink")
	_, err = u.act(ctx, k, func(tx *db.Tx, l linkRow, by access.Actor) (string, error) {
		if err := endLinks(ctx, tx, k.Region, l.Campaign, l.Org, k.Act); err != nil {
			return "", err
		}
		if err := denyOrg(ctx, tx, k.Region, l.Campaign, l.Org, db.At(tx.Now)); err != nil {
			return "", err
		}
		return "", u.log.Append(ctx, tx, by, CampaignMessage{Campaign: l.Campaign, Org: l.Org, Message: "denied"})
	})
	return err
}
