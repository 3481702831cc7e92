package web

import (
	"net/http"
	"strings"

	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// signInAsk asks who one is. Where they were going is kept.
func (s *Site) signInAsk(v *Visit) error {
	return s.signInForm(v, http.StatusOK, "", v.R.URL.Query().Get("suite"), institutionProblem(v))
}

func (s *Site) signInForm(v *Visit, status int, email, next string, wrong []ui.Problem) error {
	v.W.Header().Set("Cache-Control", "no-store") // it may hold an address
	carried := ui.Hidden{Name: "suite", Value: ours(next)}
	p := page.SignIn{
		Frame: s.frame(v, v.L.T("page_sign.title")), Email: email,
		Step: ui.Step{Action: v.href("/connexion"), Hidden: []ui.Hidden{carried}, Problems: wrong},
	}
	believed, err := s.Org.Institutions(v.R.Context())
	if err != nil {
		return err
	}
	for _, i := range believed {
		p.Institutions = append(p.Institutions, page.InstitutionDoor{Name: i.OrgName.In(string(v.L.Lang())), Href: v.href("/connexion/institution/"+i.ID, "suite", ours(next))})
	}
	if at, ok := s.passkeyAddress(v); ok {
		c, err := s.Org.AskPasskey(v.R.Context(), at)
		if err != nil {
			return err
		}
		p.Key = passkeyForm(v, &p.Frame, c, "/connexion/cle", "security.passkey_use", ui.Plain, carried)
	}
	return s.page(v, status, page.SignInPage(p))
}

// signIn opens a session, or asks for a second step. What was typed is kept, except the password.
func (s *Site) signIn(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	email, next := form.Get("email"), ours(form.Get("suite"))
	session, err := s.Org.SignIn(v.R.Context(), org.Credentials{
		Email: email, Password: form.Get("password"), Source: s.source(v.R), Previous: workerToken(v),
	})
	if wrong, status, ok := again(err); ok {
		return s.signInForm(v, status, email, next, wrong)
	}
	if err != nil {
		return err
	}
	return s.signedIn(v, session, next)
}

// signOut closes the session of this browser and leaves nothing of it there.
func (s *Site) signOut(v *Visit) error {
	if token := workerToken(v); token != "" {
		if err := s.Org.SignOut(v.R.Context(), token); err != nil {
			return err
		}
	}
	return s.signedOut(v)
}

// signOutEverywhere closes the worker's sessions on every device.
func (s *Site) signOutEverywhere(v *Visit) error {
	if err := s.Org.SignOutEverywhere(v.R.Context(), v.By); err != nil {
		return err
	}
	return s.signedOut(v)
}

func (s *Site) signedOut(v *Visit) error {
	h := v.W.Header()
	h.Set("Clear-Site-Data", `"cache", "storage"`) // cookies too would close a person's page
	h.Set("Cache-Control", "no-store")
	forget(v, workerCookie)
	return s.seeOther(v, "/connexion")
}

// workerToken is the session the browser came with, if any.
func workerToken(v *Visit) string {
	c, err := v.R.Cookie(workerCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// ours is a place of the work area to go to; anything else is its first page.
func ours(path string) string {
	if (path == "/app" || strings.HasPrefix(path, "/app/")) && !strings.ContainsAny(path, "\\\r\n\t") && len(path) < 300 {
		return path
	}
	return "/app"
}
