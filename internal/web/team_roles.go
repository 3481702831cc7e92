package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// rolesAsk shows the roles of one hat, of a colleague or one's own, to be changed.
func (s *Site) rolesAsk(v *Visit) error {
	return s.rolesForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

// rolesForm keeps what was ticked; with nothing typed it shows the roles as they are.
func (s *Site) rolesForm(v *Visit, status int, typed url.Values, wrong []ui.Problem) error {
	staff, err := s.Org.ListStaff(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	m, h, ok := wearer(staff, v.R.PathValue("hat"))
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.TeamRoles{
		Frame: s.frame(v, v.L.T("page_team.roles_title")), Name: m.Name, Team: hatName(h, string(v.L.Lang())), Own: m.Worker == v.By.Worker(),
		Step: teamStep(v, "/app/equipe/roles/"+h.ID, typed.Get("act"), wrong),
	}
	p.Step.Hidden = append(p.Step.Hidden, ui.Hidden{Name: "was", Value: h.Roles.String()})
	p.Here = "team"
	if p.Roles = roleOptions(h.Roles); typed.Has("was") {
		p.Roles = roleOptions(rolesIn(typed["roles"]))
	}
	return s.page(v, status, page.TeamRolesPage(p))
}

// rolesChange gives the hat the roles that are ticked.
func (s *Site) rolesChange(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	in := org.NewRoles{Act: form.Get("act"), Hat: v.R.PathValue("hat"), Was: rolesIn(strings.Fields(form.Get("was"))), Roles: rolesIn(form["roles"])}
	err = s.Org.ChangeRoles(v.R.Context(), v.By, in)
	if fault.Is(err, fault.Conflict) { // as they are now, under a new act
		return s.rolesForm(v, http.StatusConflict, url.Values{"act": {s.newAct()}}, told(err, ""))
	}
	if wrong, status, ok := again(err); ok {
		return s.rolesForm(v, status, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/equipe?fait=roles")
}

// rolesIn are the roles that words of a form name, known or not.
func rolesIn(words []string) (roles []access.Role) {
	for _, w := range words {
		roles = append(roles, access.Role(w))
	}
	return roles
}

// roleOptions are all roles to choose from, with those that are ticked.
func roleOptions(ticked []access.Role) (list []ui.Option) {
	for _, r := range access.Roles {
		list = append(list, ui.Option{Value: string(r), Key: roleKeys[r], Hint: roleHints[r], Checked: slices.Contains(ticked, r)})
	}
	return list
}

// wearer is who wears a hat of the organisation.
func wearer(staff org.Staff, hat string) (org.Member, org.Hat, bool) {
	for _, m := range staff.Members {
		for _, h := range m.Hats {
			if h.ID == hat {
				return m, h, true
			}
		}
	}
	return org.Member{}, org.Hat{}, false
}
