package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// roleKeys and roleHints are the words of roles.
var (
	roleKeys = map[access.Role]string{
		access.Intervention:   "page_team.role_intervention",
		access.Coordination:   "page_team.role_coordination",
		access.Management:     "page_team.role_management",
		access.Administration: "page_team.role_administration",
		access.Privacy:        "page_team.role_privacy",
	}
	roleHints = map[access.Role]string{
		access.Intervention:   "page_team.role_intervention_hint",
		access.Coordination:   "page_team.role_coordination_hint",
		access.Management:     "page_team.role_management_hint",
		access.Administration: "page_team.role_administration_hint",
		access.Privacy:        "page_team.role_privacy_hint",
	}
)

// teamSaid is what the page says of the act that led to it. Done once or twice, by
// oneself or by a colleague meanwhile, it is as true.
var teamSaid = map[string]string{
	"equipe": "page_team.said_team", "parti": "page_team.said_left", "annule": "page_team.said_withdrawn",
	"lien": "page_team.said_link_over", "preuves": "page_team.said_proofs", "roles": "page_team.said_roles",
}

// team shows who works in the organisation; its administration also sees who
// is invited, and may act.
func (s *Site) team(v *Visit) error {
	staff, err := s.Org.ListStaff(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.Team{Frame: s.frame(v, v.L.T("page_team.title")), Org: staff.Org.Name(string(v.L.Lang()))}
	p.Here, p.Said = "team", saidOf(v, teamSaid)
	admin := v.By.Has(access.Administration)
	if admin {
		p.Invite, p.NewTeam = v.href("/app/equipe/inviter"), v.href("/app/equipe/nouvelle")
		p.Systems = v.href("/app/equipe/systemes")
	}
	for _, m := range staff.Members {
		for i, h := range m.Hats {
			c := page.Colleague{Name: m.Name, Team: hatName(h, string(v.L.Lang()))}
			for _, r := range h.Roles {
				c.Roles = append(c.Roles, roleKeys[r])
			}
			if admin {
				c.Change = v.href("/app/equipe/roles/" + h.ID)
			}
			if admin && i == 0 && m.Worker != v.By.Worker() { // one's own leaving is on one's own page
				c.Leave, c.Password = v.href("/app/equipe/depart/"+string(m.Worker)), v.href("/app/equipe/phrase/"+string(m.Worker))
			}
			p.People = append(p.People, c)
		}
	}
	for _, t := range staff.Teams {
		if admin && !staff.Wears(t.ID) {
			p.Empty = append(p.Empty, t.Name)
		}
	}
	for _, i := range staff.Invitations {
		p.Pending = append(p.Pending, page.Pending{
			Email: i.Email, Until: s.when(v, i.Expires.Time), Renews: i.RenewsPassword(),
			Withdraw: v.href("/app/equipe/invitation/" + i.ID + "/annuler"),
		})
	}
	return s.page(v, http.StatusOK, page.TeamPage(p))
}

// teamCreateAsk asks the name of a new team.
func (s *Site) teamCreateAsk(v *Visit) error {
	return s.teamCreateForm(v, http.StatusOK, s.newAct(), "", nil)
}

func (s *Site) teamCreateForm(v *Visit, status int, act, name string, wrong []ui.Problem) error {
	p := page.TeamNew{Frame: s.frame(v, v.L.T("org.new_team")), Step: teamStep(v, "/app/equipe/nouvelle", act, wrong), Name: name}
	p.Here = "team"
	return s.page(v, status, page.TeamNewPage(p))
}

func (s *Site) teamCreate(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	_, err = s.Org.CreateTeam(v.R.Context(), v.By, form.Get("act"), form.Get("name"))
	if wrong, status, ok := again(err); ok {
		return s.teamCreateForm(v, status, form.Get("act"), form.Get("name"), wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/equipe?fait=equipe")
}

// teamStep is a form of the team's pages: it goes back to the team.
func teamStep(v *Visit, action, act string, wrong []ui.Problem) ui.Step {
	return ui.Step{Back: v.href("/app/equipe"), Action: v.href(action), Hidden: hidden(act), Problems: wrong}
}

// colleague finds a member of the actor's organisation.
func (s *Site) colleague(v *Visit, id access.Worker) (org.Member, org.Staff, error) {
	staff, err := s.Org.ListStaff(v.R.Context(), v.By)
	if err != nil {
		return org.Member{}, org.Staff{}, err
	}
	for _, m := range staff.Members {
		if m.Worker == id {
			return m, staff, nil
		}
	}
	return org.Member{}, org.Staff{}, fault.New(fault.NotFound, "error.not_found")
}

// hatName is what a hat is called: its team, or the organisation itself.
func hatName(h org.Hat, lang string) string {
	if h.TeamName != "" {
		return h.TeamName
	}
	return h.OrgName.In(lang)
}

// named is a name as people gave it, in whatever language.
func named(s string) i18n.Text { return i18n.Text{S: s} }
