package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/access"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// tieList is whom a worker knows in their own life: their own page, which nobody
// else opens.
func (s *Site) tieList(v *Visit) error {
	return s.tieForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

// tieSaid is what the page says of the act that led to it. It never says whether
// anybody was found.
var tieSaid = map[string]string{"note": "tie.said", "retire": "tie.said_gone"}

func (s *Site) tieForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	v.W.Header().Set("Cache-Control", "no-store")
	list, err := s.Consent.Ties(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.Ties{
		Frame: s.frame(v, v.L.T("tie.title")), Said: saidOf(v, tieSaid), Words: form.Get("words"),
		Step: ui.Step{Back: v.href("/app/moi"), Action: v.href("/app/moi/liens"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	p.Here = "me"
	for _, t := range list {
		p.List = append(p.List, page.Tie{Words: t.Words, Since: s.on(v, t.Since), Forget: v.href("/app/moi/liens/" + t.ID + "/retirer"), Hidden: hidden(s.newAct())})
	}
	return s.page(v, status, page.TiesPage(p))
}

func (s *Site) tieDeclare(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Consent.DeclareTie(v.R.Context(), v.By, form.Get("act"), typed(form, "words"))
	if wrong := problems(err); len(wrong) > 0 {
		return s.tieForm(v, http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/moi/liens?fait=note")
}

func (s *Site) tieForget(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Consent.ForgetTie(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("tie")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/moi/liens?fait=retire")
}

// knowAsk is "je connais cette personne", from a referral.
func (s *Site) knowAsk(v *Visit) error {
	if _, err := s.Referral.Timeline(v.R.Context(), v.By, ref(v)); err != nil { // who does not follow it knows nobody here
		return err
	}
	return s.knowPage(v, "referrals", at(v, ""), at(v, "/connais"))
}

func (s *Site) knowPage(v *Visit, here, back, action string) error {
	p := page.Know{Frame: s.frame(v, v.L.T("tie.know_title")), Step: ui.Step{Back: back, Action: action, Hidden: hidden(s.newAct())}}
	p.Here = here
	return s.page(v, http.StatusOK, page.KnowPage(p))
}

func (s *Site) know(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Referral.KnowThem(v.R.Context(), v.By, ref(v), form.Get("act")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/references?fait=connais")
}

// knownSaid is what the lists say to whoever said that they know somebody.
var knownSaid = map[string]string{"connais": "tie.known"}

// knowOwnAsk is the same, of somebody whom the organisation accompanies.
func (s *Site) knowOwnAsk(v *Visit) error {
	r, err := s.relayRefusing(v)
	if err != nil {
		return err
	}
	return s.knowPage(v, "today", v.href(r.home), v.href(r.home+"/connais"))
}

func (s *Site) knowOwn(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Consent.KnowThem(v.R.Context(), v.By, form.Get("act"), access.Person(v.R.PathValue("person"))); err != nil {
		return err
	}
	return s.seeOther(v, "/app/accords?fait=connais")
}
