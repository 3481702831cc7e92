package web

import (
	"net/http"
	"net/url"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// errProve asks a worker whose proof grew old to give it again.
var errProve = fault.New(fault.NotFound, "security.prove_first")

// identifyProven looks whether the worker proved lately who they are. A form
// may be sent for as long after its page as a session may rest.
func (s *Site) identifyProven(v *Visit) error {
	ago, err := s.Org.ProvedAgo(v.R.Context(), v.By, v.Worker.Token)
	if err != nil {
		return err
	}
	if provenLately(v.R.Method, ago) {
		return nil
	}
	return errProve
}

func provenLately(method string, ago time.Duration) bool {
	if unsafe(method) {
		return ago < org.FreshToAct
	}
	return ago < org.FreshToAsk
}

// proveAsk asks for the proof. Where they were going is kept.
func (s *Site) proveAsk(v *Visit) error {
	return s.proveForm(v, http.StatusOK, v.R.URL.Query().Get("suite"), nil)
}

func (s *Site) proveForm(v *Visit, status int, next string, wrong []ui.Problem) error {
	how, err := s.Org.Security(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	next = ours(next)
	carried := ui.Hidden{Name: "suite", Value: next}
	p := page.Prove{
		Frame: s.frame(v, v.L.T("security.prove_title")), Code: how.SecondOn, Demo: s.Demo != nil,
		Step: ui.Step{Back: v.href("/app/moi"), Action: v.href("/app/moi/confirmer"), Hidden: []ui.Hidden{carried}, Problems: wrong},
	}
	p.Here = "me"
	if at, ok := s.passkeyAddress(v); ok && len(how.Passkeys) > 0 && !p.Demo {
		c, err := s.Org.AskPasskeyAgain(v.R.Context(), v.By, at)
		if err != nil {
			return err
		}
		p.Key = passkeyForm(v, &p.Frame, c, "/app/moi/confirmer/cle", "security.passkey_use", ui.Plain, carried)
	}
	return s.page(v, status, page.ProvePage(p))
}

// prove takes the passphrase, and the code of who has a second step.
func (s *Site) prove(v *Visit) error {
	return s.proved(v, func(form url.Values) error {
		if s.Demo != nil {
			return s.Demo.Prove(v.R.Context(), v.By, v.Worker.Token)
		}
		return s.Org.ProveAgain(v.R.Context(), v.By, v.Worker.Token, org.Proof{Password: form.Get("password"), Code: form.Get("code"), Source: s.source(v.R)})
	})
}

// passkeyProve takes a passkey instead of both.
func (s *Site) passkeyProve(v *Visit) error {
	return s.proved(v, func(form url.Values) error {
		at, _ := s.passkeyAddress(v) // of no address, no answer is right
		return s.Org.ProveAgainWithPasskey(v.R.Context(), v.By, v.Worker.Token, s.answerOf(v, at, form))
	})
}

func (s *Site) proved(v *Visit, take func(form url.Values) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = take(form)
	if wrong, status, ok := again(err); ok {
		return s.proveForm(v, status, form.Get("suite"), wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, ours(form.Get("suite")))
}

// workerOf is the colleague that the address names.
func workerOf(v *Visit) access.Worker { return access.Worker(v.R.PathValue("worker")) }
