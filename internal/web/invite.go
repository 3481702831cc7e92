package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// inviteAsk asks whom to invite, and to do what.
func (s *Site) inviteAsk(v *Visit) error {
	return s.inviteForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

// inviteForm keeps all that was typed.
func (s *Site) inviteForm(v *Visit, status int, typed url.Values, wrong []ui.Problem) error {
	staff, err := s.Org.ListStaff(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.TeamInvite{
		Frame: s.frame(v, v.L.T("page_team.invite_title")), Email: typed.Get("email"),
		Step: teamStep(v, "/app/equipe/inviter", typed.Get("act"), wrong),
	}
	p.Here = "team"
	if len(staff.Teams) > 0 {
		p.Teams = []ui.Option{{Key: "org.no_team"}}
	}
	for _, t := range staff.Teams {
		p.Teams = append(p.Teams, ui.Option{Value: string(t.ID), Text: named(t.Name), Checked: typed.Get("team") == string(t.ID)})
	}
	p.Roles = roleOptions(rolesIn(typed["roles"]))
	return s.page(v, status, page.TeamInvitePage(p))
}

// invite makes the link and shows it to who made it.
func (s *Site) invite(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	in := org.NewInvitation{Act: form.Get("act"), Email: form.Get("email"), Team: access.Team(form.Get("team")), Roles: rolesIn(form["roles"])}
	_, err = s.Org.Invite(v.R.Context(), v.By, in)
	if wrong, status, ok := again(err); ok {
		return s.inviteForm(v, status, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/equipe/lien/"+url.PathEscape(in.Act))
}

// inviteShow shows a link to who made it, while it is live. The address holds
// the form's id, which opens nothing for anybody else.
func (s *Site) inviteShow(v *Visit) error {
	i, link, err := s.Org.InvitationLink(v.R.Context(), v.By, v.R.PathValue("act"))
	if fault.Is(err, fault.NotFound) { // it served meanwhile: the team shows who came
		return s.seeOther(v, "/app/equipe?fait=lien")
	}
	if err != nil {
		return err
	}
	p := page.TeamInvited{
		Frame: s.frame(v, v.L.T("page_team.invite_title")), Email: i.Email,
		Until: s.when(v, i.Expires.Time), Link: s.publicAddress(v, "/invitation/"+link), Back: v.href("/app/equipe"), Renews: i.RenewsPassword(),
	}
	if p.Renews {
		p.Frame.Title = v.L.T("org.password_link")
	}
	p.Here = "team"
	return s.page(v, http.StatusOK, page.TeamInvitedPage(p))
}

// inviteWithdraw makes a link open nothing any more.
func (s *Site) inviteWithdraw(v *Visit) error {
	err := s.Org.WithdrawInvitation(v.R.Context(), v.By, v.R.PathValue("id"))
	if fault.Is(err, fault.NotFound) { // pressed twice, or taken meanwhile: the team shows who came
		return s.seeOther(v, "/app/equipe?fait=lien")
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/equipe?fait=annule")
}

// passwordLinkAsk confirms before making a link that replaces a password.
func (s *Site) passwordLinkAsk(v *Visit) error {
	return s.passwordLinkForm(v, http.StatusOK, s.newAct(), nil)
}

func (s *Site) passwordLinkForm(v *Visit, status int, act string, wrong []ui.Problem) error {
	m, _, err := s.colleague(v, workerOf(v))
	if err != nil {
		return err
	}
	p := page.TeamPassword{
		Frame: s.frame(v, v.L.T("org.password_link")), Name: m.Name,
		Step: teamStep(v, "/app/equipe/phrase/"+string(m.Worker), act, wrong), Forget: v.href("/app/equipe/phrase/" + string(m.Worker) + "/cles"),
	}
	p.Here = "team"
	return s.page(v, status, page.TeamPasswordPage(p))
}

// passwordLink makes the link; who made it sees it on the same page as an
// invitation's.
func (s *Site) passwordLink(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	_, err = s.Org.PasswordLink(v.R.Context(), v.By, form.Get("act"), workerOf(v))
	if elsewhere(err) {
		return s.passwordLinkForm(v, http.StatusConflict, form.Get("act"), told(err, ""))
	}
	if wrong, status, ok := again(err); ok {
		return s.passwordLinkForm(v, status, form.Get("act"), wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/equipe/lien/"+url.PathEscape(form.Get("act")))
}

// elsewhere reports that the colleague is not one organisation's to let in.
func elsewhere(err error) bool {
	key, _ := fault.KeyOf(err)
	return key == "org.works_elsewhere"
}
