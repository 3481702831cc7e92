package app

import (
	"context"
	"fmt"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/org"
)

// staff opens the organisations that have accounts, their teams and workers.
func (s *seed) staff(ctx context.Context) error {
	for _, o := range s.data.Organizations {
		if !o.Account {
			continue
		}
		_, err := s.a.Org.CreateOrg(ctx, s.operator, org.NewOrg{
			ID: organization(o.Code), Sector: org.Sector(o.Sector), Regime: org.Regime(o.Regime),
			NameFR: o.Name.FR, NameEN: o.Name.EN, AnswerEmail: o.Email,
		})
		if err != nil {
			return fmt.Errorf("demo: organisation %s: %w", o.Code, err)
		}
	}
	if err := s.a.Directory.AppointSteward(ctx, s.operator, organization(demo.Steward), true); err != nil {
		return fmt.Errorf("demo: steward: %w", err)
	}
	for _, t := range s.data.Teams {
		made, err := s.a.Org.CreateTeamIn(ctx, s.operator, organization(t.Org), s.act(), t.Name.FR)
		if err != nil {
			return fmt.Errorf("demo: team %s: %w", t.Code, err)
		}
		s.teams[t.Code] = made
	}
	for _, w := range s.data.Workers {
		hats := s.hatsOf(w)
		made, err := s.a.Org.AddInvented(ctx, s.operator, w.Name, w.Email, hats...)
		if err != nil {
			return fmt.Errorf("demo: worker %s: %w", w.Code, err)
		}
		for _, h := range hats {
			s.hats[[2]string{w.Code, s.codeOf(h.Org)}] = access.ForWorker(s.a.Region, made, h.Org, h.Team, h.Roles...)
		}
	}
	return nil
}

// hatsOf lists the hats of a worker, their own team last: it is the one worn
// when they come in.
func (s *seed) hatsOf(w demo.Worker) (out []org.NewHat) {
	for _, h := range s.data.Hats {
		if h.Worker == w.Code {
			out = append(out, org.NewHat{Org: organization(h.Org), Team: s.teams[h.Team], Roles: roles(h.Roles)})
		}
	}
	return append(out, org.NewHat{Org: organization(w.Org), Team: s.teams[w.Team], Roles: roles(w.Roles)})
}

func roles(names []string) (out []access.Role) {
	for _, n := range names {
		out = append(out, access.Role(n))
	}
	return out
}

func (s *seed) codeOf(o access.Org) string {
	for code := range s.orgs {
		if organization(code) == o {
			return code
		}
	}
	return ""
}
