package app

import (
	"context"
	"fmt"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/db"
	"passerelle/internal/directory"
)

// suggestions are proposed by passers-by, and wait.
func (s *seed) suggestions() {
	for _, x := range s.data.Suggestions {
		s.add(x.Service+x.Value, x.Said, first, "suggestion", func(ctx context.Context) error {
			_, err := s.a.Upkeep.Suggest(ctx, access.Anyone(s.a.Region), s.act(), x.Service+x.Value,
				directory.Proposal{Service: service(x.Service), Field: x.Field, Value: x.Value, Words: x.Words})
			return err
		})
	}
}

// missed is what people looked for and did not find.
func (s *seed) missed() {
	for _, m := range s.data.Missed {
		s.add(m.Need+m.Place, m.Said, first, "missed", func(ctx context.Context) error {
			var c directory.MissedCount
			for range m.Times {
				c.Note(directory.Missed{Need: m.Need, Place: m.Place, Lacking: m.Lacking})
			}
			return s.a.Directory.KeepMissed(ctx, s.a.Region, &c)
		})
	}
}

// campaign lives the campaign under way: it starts with those that are asked,
// their messages are taken, and their links answer.
func (s *seed) campaign() {
	var id string
	var asked []string
	tokens := map[string]string{}
	for i, x := range s.data.Campaign {
		if x.Act == "ask" {
			if asked = append(asked, x.Org); len(asked) == 1 {
				s.add("campaign", x.Done, first, "start", func(ctx context.Context) (err error) {
					id, err = s.startCampaign(ctx, asked)
					return err
				})
			}
			continue
		}
		// Those of one day keep the order of the file.
		s.add("campaign", x.Done, slot(i), x.Act+" "+x.Org, func(ctx context.Context) error {
			if x.Act != "take" {
				return s.answerByLink(ctx, x, tokens[x.Org])
			}
			list, err := s.a.Upkeep.TakeMessages(ctx, s.keeper(), s.act(), id, organization(x.Org))
			if err == nil {
				tokens[x.Org] = list[0].Token
			}
			return err
		})
	}
}

// keeper is somebody who keeps the directory on behalf of all.
func (s *seed) keeper() access.Actor {
	for _, w := range s.data.Workers {
		if by := s.hats[[2]string{w.Code, demo.Steward}].InStewardship(); by.Steward() {
			return by
		}
	}
	return access.Actor{}
}

func (s *seed) startCampaign(ctx context.Context, orgs []string) (string, error) {
	ask := directory.CampaignAsk{Choice: directory.AskStale, Months: directory.StaleMonths[0]}
	all := directory.CampaignAsk{Choice: directory.AskAll}
	var listings []*directory.Listing
	err := s.a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		listings, err = directory.Load(ctx, tx, s.a.Region)
		return err
	})
	if err != nil {
		return "", err
	}
	list := slices.DeleteFunc(directory.WhomToAsk(slices.Values(listings), s.keeper(), all, s.a.Clock.Now()), func(o directory.AskedOrg) bool {
		return !slices.ContainsFunc(orgs, func(code string) bool { return organization(code) == o.Org })
	})
	return s.a.Upkeep.StartCampaign(ctx, s.keeper(), s.act(), ask, list)
}

// answerByLink does what somebody does who opens an organisation's link.
func (s *seed) answerByLink(ctx context.Context, x demo.CampaignAct, token string) error {
	k := directory.UpdateLink{Region: s.a.Region, Source: x.Org, Token: token, Act: s.act()}
	u := s.a.Upkeep
	switch x.Act {
	case "same":
		services := []access.Service{service(x.Service)}
		if x.Service == "" {
			p, err := u.OpenUpdate(ctx, k)
			if err != nil {
				return err
			}
			services = nil
			for _, sv := range p.Services {
				if sv.Answer == directory.SaidNothing {
					services = append(services, sv.ID)
				}
			}
		}
		return u.SayUnchanged(ctx, k, services...)
	case "phone":
		sh, err := u.UpdateSheet(ctx, k, service(x.Service))
		if err != nil {
			return err
		}
		sh.Phones = append(sh.Phones, directory.SheetPhone{Number: x.Value})
		return u.MendByLink(ctx, k, sh)
	case "gone":
		return u.SayGone(ctx, k, service(x.Service))
	case "silence":
		return u.Silence(ctx, k, true)
	case "deny":
		return u.DenyLink(ctx, k)
	}
	return fmt.Errorf("no act %q", x.Act)
}
