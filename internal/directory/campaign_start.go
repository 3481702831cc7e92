package directory

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// StartCampaign asks organisations to look at their services, and returns the
// campaign. Those who speak for an organisation may ask it, those who keep the
// directory may ask all; whose a service is is looked up again here. No message
// leaves by itself: each waits for somebody to take it. A retried act starts
// once.
func (u *Upkeep) StartCampaign(ctx context.Context, by access.Actor, act string, ask CampaignAsk, asked []AskedOrg) (campaign string, err error) {
	defer fault.Wrap(&err, "directory.StartCampaign(%s)", ask.Choice)
	if !decides(by) {
		return "", notFound()
	}
	if err := ask.check(); err != nil {
		return "", err
	}
	services := 0
	for _, o := range asked {
		services += len(o.Services)
	}
	switch {
	case services == 0:
		return "", fault.Field("choice", "campaign.nobody")
	case services > campaignMost:
		return "", fault.Field("choice", "campaign.too_many", "most", campaignMost)
	}
	err = u.db.Write(ctx, func(tx *db.Tx) error {
		campaign, err = event.Once(ctx, tx, by, act, func() (string, error) { return u.startCampaign(ctx, tx, by, ask, asked) })
		return err
	})
	return campaign, err
}

// check is what is wrong with a choice, at its field.
func (a CampaignAsk) check() error {
	switch {
	case !slices.Contains(CampaignChoices, a.Choice):
		return fault.Field("choice", "campaign.choice_missing")
	case a.Choice == AskStale && !slices.Contains(StaleMonths, a.Months):
		return fault.Field("months", "campaign.months_missing")
	case a.Choice == AskChosen && a.Org == "":
		return fault.Field("org", "campaign.org_missing")
	}
	return nil
}

func (u *Upkeep) startCampaign(ctx context.Context, tx *db.Tx, by access.Actor, ask CampaignAsk, asked []AskedOrg) (string, error) {
	var ids []string
	for _, o := range asked {
		for _, s := range o.Services {
			ids = append(ids, string(s))
		}
	}
	owners, err := ownersOf(ctx, tx, ids)
	if err != nil {
		return "", err
	}
	var mine []askedService
	for _, o := range asked {
		for _, s := range o.Services {
			// A service that moved since the form was shown is not asked about.
			if owner, shown := owners[s]; shown && owner == o.Org && SpeaksFor(by, owner) {
				mine = append(mine, askedService{o.Org, s})
			}
		}
	}
	if len(mine) == 0 {
		return "", fault.Field("choice", "campaign.nobody")
	}
	c := Campaign{ID: tx.NewID(), Choice: ask.Choice, Months: ask.Months, Org: by.Org(), Started: tx.Now, Ends: tx.Now.Add(CampaignLife)}
	if err := insertCampaign(ctx, tx, by, c); err != nil {
		return "", err
	}
	if err := insertCampaignServices(ctx, tx, by.Region(), c.ID, mine); err != nil {
		return "", err
	}
	silent, err := silentOrgs(ctx, tx, by.Region())
	if err != nil {
		return "", err
	}
	for i, s := range mine {
		if i > 0 && mine[i-1].Org == s.Org {
			continue
		}
		if err := insertCampaignOrg(ctx, tx, by.Region(), c.ID, s.Org); err != nil {
			return "", err
		}
		if silent[s.Org] {
			continue // they may still be called, and given a link by hand
		}
		if err := queueMessage(ctx, tx, by.Region(), c.ID, s.Org, MessageFirst, 0); err != nil {
			return "", err
		}
	}
	return c.ID, u.log.Append(ctx, tx, by, CampaignChanged{Campaign: c.ID, What: "started"})
}

// StopCampaign ends a campaign: its links open nothing any more and no message
// waits. What was answered stays. Stopping what is stopped does nothing.
func (u *Upkeep) StopCampaign(ctx context.Context, by access.Actor, campaign string) (err error) {
	defer fault.Wrap(&err, "directory.StopCampaign(%s)", campaign)
	return u.db.Write(ctx, func(tx *db.Tx) error {
		c, err := campaignFor(ctx, tx, by, campaign)
		if err != nil || !c.Live(tx.Now) {
			return err
		}
		if err := stopCampaign(ctx, tx, by.Region(), c.ID); err != nil {
			return err
		}
		return u.log.Append(ctx, tx, by, CampaignChanged{Campaign: c.ID, What: "stopped"})
	})
}

// campaignFor finds a campaign that the actor may lead: those of one's own
// organisation, or all for those who keep the directory.
func campaignFor(ctx context.Context, tx *db.Tx, by access.Actor, campaign string) (Campaign, error) {
	c, err := findCampaign(ctx, tx, by.Region(), campaign)
	if err == nil && !SpeaksFor(by, c.Org) {
		err = notFound()
	}
	if err == nil && by.Kind() == access.Updater {
		err = notFound() // a link speaks of services, and leads nothing
	}
	return c, err
}
