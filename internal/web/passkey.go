package web

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// passkeyAddress is the name under which browsers keep passkeys for this site.
// false: they would refuse, as it is a number, or its connection is not safe.
func (s *Site) passkeyAddress(v *Visit) (org.Address, bool) {
	u, err := url.Parse(s.base(v))
	if err != nil || u.Hostname() == "" {
		return org.Address{}, false
	}
	host := strings.ToLower(u.Hostname())
	if _, err := netip.ParseAddr(host); err == nil {
		return org.Address{}, false
	}
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	return org.Address{Host: host, Origin: u.Scheme + "://" + strings.ToLower(u.Host)}, u.Scheme == "https" || local
}

// mayAsk lets this page ask the browser for a passkey; every other is refused.
func mayAsk(v *Visit) {
	v.W.Header().Set("Permissions-Policy", strings.NewReplacer("-create=()", "-create=(self)", "-get=()", "-get=(self)").Replace(permissions))
}

// passkeyForm is a form that a passkey answers, nil where there are none.
func passkeyForm(v *Visit, f *ui.Frame, c org.Ceremony, action, submit string, kind ui.Kind, hidden ...ui.Hidden) *ui.Passkey {
	mayAsk(v)
	f.Script = "passkey.js"
	return &ui.Passkey{Options: c.Options, Ticket: c.Ticket, Action: v.href(action), Hidden: hidden, Submit: submit, Kind: kind}
}

// answerOf is what the browser sent back.
func (s *Site) answerOf(v *Visit, at org.Address, form url.Values) org.Answer {
	return org.Answer{At: at, Ticket: form.Get("ticket"), JSON: form.Get("answer"), Source: s.source(v.R)}
}

// keyAddAsk has the worker's device make a passkey.
func (s *Site) keyAddAsk(v *Visit) error {
	return s.keyAddForm(v, http.StatusOK, s.newAct(), "", nil)
}

func (s *Site) keyAddForm(v *Visit, status int, act, name string, wrong []ui.Problem) error {
	p := page.SecurityKeyNew{Frame: s.frame(v, v.L.T("security.key_add")), Step: s.securityStep(v, "/cle", act, wrong), Name: name}
	p.Here = "me"
	if at, ok := s.passkeyAddress(v); ok {
		c, err := s.Org.NewPasskey(v.R.Context(), v.By, at)
		if err != nil {
			return err
		}
		p.Key = passkeyForm(v, &p.Frame, c, "/app/moi/securite/cle", "security.key_make", ui.Primary, hidden(act)...)
		p.Key.Make = true
	}
	return s.page(v, status, page.SecurityKeyNewPage(p))
}

// keyAdd keeps the passkey that the device made.
func (s *Site) keyAdd(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	at, ok := s.passkeyAddress(v)
	if !ok {
		return s.keyAddForm(v, http.StatusOK, form.Get("act"), form.Get("name"), nil)
	}
	err = s.Org.AddPasskey(v.R.Context(), v.By, form.Get("act"), form.Get("name"), s.answerOf(v, at, form))
	if wrong, status, ok := again(err); ok {
		return s.keyAddForm(v, status, form.Get("act"), form.Get("name"), wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/moi/securite")
}

// passkeySignIn opens a session for who has a passkey.
func (s *Site) passkeySignIn(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	next := ours(form.Get("suite"))
	at, ok := s.passkeyAddress(v)
	if !ok {
		return s.signInForm(v, http.StatusOK, "", next, nil)
	}
	session, err := s.Org.SignInWithPasskey(v.R.Context(), s.answerOf(v, at, form), workerToken(v))
	if wrong, status, ok := again(err); ok {
		return s.signInForm(v, status, "", next, wrong)
	}
	if err != nil {
		return err
	}
	return s.signedIn(v, session, next)
}
