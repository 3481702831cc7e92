package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/fault"
	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// halfCookie holds half a session, while its second step is waited for.
const halfCookie = "__Host-etape"

// signedIn ends a sign-in: at next, or at the page of the second step.
func (s *Site) signedIn(v *Visit, session org.Session, next string) error {
	if session.Half != "" {
		cookie(v, halfCookie, session.Half)
		return s.seeOther(v, withNext("/connexion/etape", next))
	}
	if halfToken(v) != "" {
		forget(v, halfCookie)
	}
	cookie(v, workerCookie, session.Token)
	return s.seeOther(v, next)
}

// withNext is an address that keeps where one was going.
func withNext(path, next string) string {
	return path + "?" + url.Values{"suite": {ours(next)}}.Encode()
}

func halfToken(v *Visit) string {
	c, err := v.R.Cookie(halfCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// codeAsk asks for a code, of who has just given the passphrase; anyone else is
// sent to the door.
func (s *Site) codeAsk(v *Visit) error {
	err := s.Org.HalfSignedIn(v.R.Context(), halfToken(v))
	if fault.Is(err, fault.NotFound) {
		return s.signInAgain(v, v.R.URL.Query().Get("suite"))
	}
	if err != nil {
		return err
	}
	return s.codeForm(v, http.StatusOK, v.R.URL.Query().Get("suite"), nil)
}

func (s *Site) signInAgain(v *Visit, next string) error {
	v.W.Header().Set("Cache-Control", "no-store")
	forget(v, halfCookie)
	return s.seeOther(v, withNext("/connexion", next))
}

func (s *Site) codeForm(v *Visit, status int, next string, wrong []ui.Problem) error {
	v.W.Header().Set("Cache-Control", "no-store")
	return s.page(v, status, page.SignInCodePage(page.SignInCode{
		Frame: s.frame(v, v.L.T("security.second_title")),
		Step:  ui.Step{Back: v.href("/connexion"), Action: v.href("/connexion/etape"), Hidden: []ui.Hidden{{Name: "suite", Value: ours(next)}}, Problems: wrong},
	}))
}

// code finishes a sign-in.
func (s *Site) code(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	session, err := s.Org.FinishSignIn(v.R.Context(), org.SecondStep{
		Half: halfToken(v), Code: form.Get("code"), Source: s.source(v.R), Previous: workerToken(v),
	})
	if wrong, status, ok := again(err); ok {
		return s.codeForm(v, status, form.Get("suite"), wrong)
	}
	if fault.Is(err, fault.NotFound) {
		return s.signInAgain(v, form.Get("suite"))
	}
	if err != nil {
		return err
	}
	return s.signedIn(v, session, ours(form.Get("suite")))
}
