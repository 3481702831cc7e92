package web

import (
	"errors"
	"io"
	"net/url"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// signalHome is where what is said in words may come with a voice, or without.
const signalHome = "/app/signal/"

// waiting answers an act that may not be done as it came: the session is over, the
// proof grew old, or another hat is worn than the one its page was read under. What
// was typed waits in the page, and is sent again to the same address by one press.
// false when err is none of these.
func (s *Site) waiting(v *Visit, err error) (bool, error) {
	if !unsafe(v.R.Method) {
		return false, nil
	}
	p := page.Waiting{Submit: "waiting.send"}
	switch {
	case errors.Is(err, errSignIn) && !hatless(v):
		p.Title, p.Lead, p.Go, p.GoTo = "waiting.over_title", "waiting.over", "page_sign.go", v.href("/connexion")
	case errors.Is(err, errProve):
		p.Title, p.Lead, p.Go, p.GoTo = "security.prove_title", "security.prove_first", "security.prove_go", v.href("/app/moi/confirmer")
	case errors.Is(err, errHat):
		read, _ := v.Worker.hat(v.Worker.readUnder)
		worn, _ := v.Worker.hat(v.Worker.Worn)
		p.Title, p.Lead, p.Submit = "waiting.hat_title", "waiting.hat", "waiting.hat_do"
		p.Args = []any{"read", behalf(v.L, read), "now", behalf(v.L, worn)}
		p.Step.Hidden = []ui.Hidden{{Name: resumeField, Value: read.ID}}
	case errors.Is(err, errStranger):
		p.Title, p.Lead, p.Today = "waiting.stranger_title", "waiting.stranger", v.href("/app")
	default:
		return false, nil
	}
	v.W.Header().Set("Cache-Control", "no-store")
	p.Frame, p.Step.Action = s.frame(v, v.L.T(p.Title)), v.href(v.path())
	p.Langs, p.Exit = workLanguages(p.Langs), v.Worker == nil
	if !errors.Is(err, errStranger) {
		form, file := typedOf(v)
		p.File, p.Typed = file, len(form) > 0
		p.Step.Hidden = append(typedAgain(form), p.Step.Hidden...)
	}
	return true, s.page(v, statuses[fault.KindOf(err)], page.WaitingPage(p))
}

// typedOf are the fields of the form that came. A file cannot wait in a page; what
// was typed beside it does, where its address takes it without.
func typedOf(v *Visit) (form url.Values, file bool) {
	if urlEncoded(v.R) {
		form, _ = asCame(v) // what cannot be read waits nowhere
		return form, false
	}
	parts, err := v.R.MultipartReader()
	if err != nil || !strings.HasPrefix(v.R.URL.Path, signalHome) {
		return nil, true
	}
	form = url.Values{}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return form, file
		}
		if part.FileName() != "" {
			file = true
			continue
		}
		b, err := io.ReadAll(io.LimitReader(part, fieldBytes))
		if err != nil {
			return form, file
		}
		form.Add(part.FormName(), text.Clean(string(b)))
	}
}
