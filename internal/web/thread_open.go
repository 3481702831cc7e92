package web

import (
	"net/http"

	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// threadAsk asks for the five words; whoever opened their page a moment ago on
// this phone goes straight to it.
func (s *Site) threadAsk(v *Visit) error {
	v.W.Header().Set("Cache-Control", "no-store")
	if err := s.identifyPerson(v); err == nil {
		return s.seeOther(v, "/lien/page")
	}
	return s.threadForm(v, http.StatusOK, nil)
}

// threadForm never shows what was typed: the words stay with the person.
func (s *Site) threadForm(v *Visit, status int, wrong []ui.Problem) error {
	p := page.ThreadOpen{Frame: s.frame(v, ""), Step: ui.Step{Action: v.href("/lien"), Problems: wrong}}
	p.Exit = true
	return s.page(v, status, page.ThreadOpenPage(p))
}

// threadOpen opens the person's page. Words that open nothing are answered at
// the field, always with the same sentence.
func (s *Site) threadOpen(v *Visit) error {
	v.W.Header().Set("Cache-Control", "no-store")
	form, err := s.form(v)
	if err != nil {
		return err
	}
	by, err := s.Consent.Open(v.R.Context(), s.Region, s.Keys.Fingerprint("source", s.source(v.R)), form.Get("words"))
	switch {
	case err == nil:
		s.openThread(v, by)
		return s.seeOther(v, "/lien/page")
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Invalid):
		return s.threadForm(v, http.StatusUnprocessableEntity, told(err, "words"))
	case fault.Is(err, fault.TooMany):
		return s.threadForm(v, http.StatusTooManyRequests, told(err, "words"))
	}
	return err
}

// threadClose closes the person's page on this phone: the cookie goes, and a
// copy of it opens nothing.
func (s *Site) threadClose(v *Visit) error {
	if t, ok := s.threadOf(v); ok {
		if err := s.Consent.Close(v.R.Context(), v.By, t.visit); err != nil {
			return err
		}
	}
	forget(v, threadCookie)
	v.W.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	return s.seeOther(v, "/")
}
