package directory

import (
	"context"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Limits of guesses at links: of ten thousand, ten are looked at.
const (
	linksPerSource = 10
	linksPerNode   = 2000
)

// Update is what the holder of an organisation's link sees: its services, and
// what was said of each by this link.
type Update struct {
	Org      access.Org
	Until    time.Time
	Silent   bool // wants no more messages
	Services []UpdatedService
}

// UpdatedService is one of them. Cause is what takes the answer back; empty
// when nothing does.
type UpdatedService struct {
	*Listing
	Answer CampaignAnswer
	At     time.Time
	Cause  string
}

// Left is of how many services nothing was said yet.
func (p Update) Left() (n int) {
	for _, s := range p.Services {
		if s.Answer == SaidNothing {
			n++
		}
	}
	return n
}

// UpdateLink is a visit by the link of a campaign: the secret, where the visit comes
// from (for the limit alone), and the form's act.
type UpdateLink struct {
	Region        access.Region
	Source, Token string
	Act           string
}

// deadUpdate is the one answer for links unknown, run out, replaced or stopped:
// a calm page, with no hint of what exists.
func deadUpdate() error { return fault.New(fault.NotFound, "update.link_dead") }

// OpenUpdate opens an organisation's page by its link.
func (u *Upkeep) OpenUpdate(ctx context.Context, k UpdateLink) (p Update, err error) {
	defer fault.Wrap(&err, "directory.OpenUpdate")
	err = u.guarded(k, func() error {
		return u.db.Read(ctx, func(tx *db.Tx) error {
			l, _, err := u.openLink(ctx, tx, k)
			if err != nil {
				return err
			}
			p, err = updateOf(ctx, tx, k.Region, l)
			return err
		})
	})
	return p, err
}

// UpdateSheet reads the sheet of one service that a link asks about.
func (u *Upkeep) UpdateSheet(ctx context.Context, k UpdateLink, service access.Service) (sh Sheet, err error) {
	defer fault.Wrap(&err, "directory.UpdateSheet(%s)", service)
	err = u.guarded(k, func() error {
		return u.db.Read(ctx, func(tx *db.Tx) error {
			l, by, err := u.openLink(ctx, tx, k)
			if err != nil {
				return err
			}
			if _, err := u.askedOf(ctx, tx, k.Region, by, l, service); err != nil {
				return err
			}
			sh, err = readSheet(ctx, tx, k.Region, service)
			return err
		})
	})
	return sh, err
}

// guarded limits guesses: a try that opened a link does not count.
func (u *Upkeep) guarded(k UpdateLink, do func() error) error {
	if !u.links.Take(k.Source) {
		return fault.New(fault.TooMany, "update.too_many")
	}
	err := do()
	if key, _ := fault.KeyOf(err); key != "update.link_dead" {
		u.links.GiveBack(k.Source)
	}
	return err
}

// openLink finds the live link of a visit and who holds it. Each use-case asks
// again, in its own transaction. The very act that ended the link may come
// again, as browsers do.
func (u *Upkeep) openLink(ctx context.Context, tx *db.Tx, k UpdateLink) (linkRow, access.Actor, error) {
	l, err := findLink(ctx, tx, k.Region, u.linkPrint(k.Token))
	if fault.Is(err, fault.NotFound) {
		err = deadUpdate()
	}
	if err != nil {
		return l, access.Actor{}, err
	}
	if !l.ended.IsZero() && (k.Act == "" || l.EndedAct != k.Act) {
		return l, access.Actor{}, deadUpdate()
	}
	return l, access.ForUpdate(k.Region, l.Org), nil
}

func updateOf(ctx context.Context, tx *db.Tx, region access.Region, l linkRow) (p Update, err error) {
	p = Update{Org: l.Org, Until: l.Until}
	silent, err := silentOrgs(ctx, tx, region)
	if err != nil {
		return p, err
	}
	p.Silent = silent[l.Org]
	answers, err := answersOf(ctx, tx, region, l.Campaign, l.Org)
	if err != nil {
		return p, err
	}
	var ids []access.Service
	for _, a := range answers {
		ids = append(ids, a.Service)
	}
	listings, err := LoadSome(ctx, tx, region, ids)
	if err != nil {
		return p, err
	}
	for _, a := range answers {
		if i := slices.IndexFunc(listings, func(l *Listing) bool { return l.ID == a.Service }); i >= 0 {
			p.Services = append(p.Services, UpdatedService{listings[i], a.Answer, a.at.Time, a.Cause})
		}
	}
	return p, nil
}

// askedOf is what was said of a service that a link asks about; fault.NotFound
// when it is another's, or was not asked about.
func (u *Upkeep) askedOf(ctx context.Context, tx *db.Tx, region access.Region, by access.Actor, l linkRow, service access.Service) (answerRow, error) {
	if _, err := mayChange(ctx, tx, by, service); err != nil {
		return answerRow{}, err
	}
	answers, err := answersOf(ctx, tx, region, l.Campaign, l.Org)
	if err != nil {
		return answerRow{}, err
	}
	i := slices.IndexFunc(answers, func(a answerRow) bool { return a.Service == service })
	if i < 0 {
		return answerRow{}, notFound()
	}
	return answers[i], nil
}
