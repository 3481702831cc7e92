package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// campaignsMost is how many campaigns a list holds: the latest.
const campaignsMost = 20

// Campaigns lists the latest campaigns that the actor may lead, latest first.
func (u *Upkeep) Campaigns(ctx context.Context, by access.Actor) (out []Campaign, err error) {
	defer fault.Wrap(&err, "directory.Campaigns")
	if !decides(by) || by.Kind() == access.Updater {
		return nil, notFound()
	}
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		if by.Steward() {
			out, err = campaignsIn(ctx, tx, by.Region(), campaignsMost)
		} else {
			out, err = campaignsOf(ctx, tx, by.Region(), by.Org(), campaignsMost)
		}
		if err != nil {
			return err
		}
		for i := range out {
			orgs, err := campaignOrgs(ctx, tx, by.Region(), out[i])
			if err != nil {
				return err
			}
			countCampaign(&out[i], orgs)
		}
		return nil
	})
	return out, err
}

// ShowCampaign reads one campaign, and who answered.
func (u *Upkeep) ShowCampaign(ctx context.Context, by access.Actor, campaign string) (c Campaign, orgs []CampaignOrg, err error) {
	defer fault.Wrap(&err, "directory.ShowCampaign(%s)", campaign)
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		if c, err = campaignFor(ctx, tx, by, campaign); err != nil {
			return err
		}
		if orgs, err = campaignOrgs(ctx, tx, by.Region(), c); err != nil {
			return err
		}
		countCampaign(&c, orgs)
		return nil
	})
	return c, orgs, err
}

// campaignOrgs are the organisations of a campaign, by name.
func campaignOrgs(ctx context.Context, tx *db.Tx, region access.Region, c Campaign) ([]CampaignOrg, error) {
	orgs, err := orgsAsked(ctx, tx, region, c.ID)
	if err != nil {
		return nil, err
	}
	silent, err := silentOrgs(ctx, tx, region)
	if err != nil {
		return nil, err
	}
	links, err := liveLinks(ctx, tx, region, c.ID)
	if err != nil {
		return nil, err
	}
	messages, err := messagesOf(ctx, tx, region, c.ID)
	if err != nil {
		return nil, err
	}
	twice, err := mendedTwice(ctx, tx, region, c.ID)
	if err != nil {
		return nil, err
	}
	for i := range orgs {
		o := &orgs[i]
		o.Silent, o.LinkUntil = silent[o.Org], links[o.Org].Until
		for _, t := range twice {
			if t.Org == o.Org {
				o.Twice = append(o.Twice, t.Service)
			}
		}
		for _, m := range messages {
			switch {
			case m.Org != o.Org:
			case m.taken.IsZero() && c.Live(tx.Now) && o.writable(m.Kind):
				o.ToSend = m.Kind
			case m.taken.IsZero():
			case m.Kind == MessageReminder:
				o.Reminders++
			case o.Sent.IsZero():
				o.Sent = m.taken.Time
			}
		}
	}
	return orgs, nil
}

// writable reports that a message of a kind may still go to an organisation.
// One that somebody asks for by hand goes also to who wants no messages: they
// said so on the telephone.
func (o *CampaignOrg) writable(kind MessageKind) bool {
	if kind == MessageRenewal {
		return true
	}
	return !o.Silent && !o.Done() && o.Denied.IsZero()
}

// countCampaign says how far a campaign has come.
func countCampaign(c *Campaign, orgs []CampaignOrg) {
	c.Orgs = len(orgs)
	for _, o := range orgs {
		c.Services += o.Services
		c.Answered += o.Answered()
		if o.Done() {
			c.Done++
		}
		if o.ToSend != "" {
			c.ToSend++
		}
	}
}
