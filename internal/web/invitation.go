package web

import (
	"net/http"

	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// invitationAsk shows an invitation to whoever holds its link.
func (s *Site) invitationAsk(v *Visit) error {
	return s.invitationForm(v, http.StatusOK, s.newAct(), "", nil)
}

func (s *Site) invitationForm(v *Visit, status int, act, name string, wrong []ui.Problem) error {
	link := v.R.PathValue("link")
	i, err := s.Org.OpenInvitation(v.R.Context(), link)
	if err != nil {
		return err
	}
	p := page.Invitation{
		Frame: s.frame(v, v.L.T("page_sign.invite_title")),
		Step:  ui.Step{Action: v.href("/invitation/" + link), Hidden: hidden(act), Problems: wrong},
		Org:   i.OrgName.In(string(v.L.Lang())), Team: i.TeamName, By: i.From,
		Until: s.when(v, i.Expires.Time), Email: i.Email, Name: name,
		HasAccount: i.HasAccount && !i.RenewsPassword(), Renew: i.RenewsPassword(),
	}
	if p.By == "" {
		p.By = p.Org // made at the command line, when nobody was there yet
	}
	if p.Renew {
		p.Frame.Title = v.L.T("page_sign.renew_title")
	}
	return s.page(v, status, page.InvitationPage(p))
}

// invitationAccept uses the link and opens a session under the new hat.
func (s *Site) invitationAccept(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	session, err := s.Org.Accept(v.R.Context(), org.Acceptance{
		Act: form.Get("act"), Link: v.R.PathValue("link"), Name: form.Get("name"), Password: form.Get("password"),
		Source: s.source(v.R), Previous: workerToken(v),
	})
	if wrong, status, ok := again(err); ok {
		return s.invitationForm(v, status, form.Get("act"), form.Get("name"), wrong)
	}
	if err != nil {
		return err
	}
	return s.signedIn(v, session, "/app")
}
