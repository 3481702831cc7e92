package web

import (
	"net/http"
	"net/url"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// reasonShown is how much a reason may hold, as its field says.
const reasonShown = 2000

func groundOf(code string) page.EmergencyGround {
	g, _ := consent.GroundOf(code)
	return page.EmergencyGround{Code: g.Code, Statute: g.Statute, Checked: g.Checked}
}

// verdictKeys say what became of a communication without consent.
var verdictKeys = map[consent.Verdict]string{
	consent.Unreviewed: "emergency.unreviewed", consent.Founded: "emergency.was_founded", consent.Unfounded: "emergency.was_unfounded",
}

// toldTo is what the person reads of what was told without them.
func (s *Site) toldTo(v *Visit, list []consent.Emergency) (out []page.ToldWithout) {
	for _, e := range list {
		until := e.To
		if !e.Ended.IsZero() {
			until = e.Ended
		}
		out = append(out, page.ToldWithout{
			Org: s.orgName(v, e.Recipient), When: s.when(v, e.From), Until: s.when(v, until), Ground: groundOf(e.Ground), Contact: e.Contact, Verdict: verdictKeys[e.Verdict],
		})
	}
	return out
}

// emergencyAsk is a page that one hopes never to open.
func (s *Site) emergencyAsk(v *Visit) error {
	return s.emergencyForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) emergencyForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	r, err := s.relayRefusing(v)
	if err != nil {
		return err
	}
	if !s.known(v, orgOf(v)) || orgOf(v) == v.By.Org() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	codes, err := s.codes(v)
	if err != nil {
		return err
	}
	p := page.EmergencyAsk{
		Frame: s.surround(v, r, v.L.T("emergency.heading")), Org: s.orgName(v, orgOf(v)), Person: codes[r.person], Four: map[string]bool{},
		Contact: form.Get("contact") != "", Reason: form.Get("reason"), Max: reasonShown,
		Step: ui.Step{Back: v.href(r.home), Action: v.href(r.home + "/urgence/" + string(orgOf(v))), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	for _, c := range form["four"] {
		p.Four[c] = true
	}
	for _, g := range consent.Grounds {
		x := groundOf(g.Code)
		x.Chosen = form.Get("ground") == g.Code
		p.Grounds = append(p.Grounds, x)
	}
	return s.page(v, status, page.EmergencyAskPage(p))
}

func (s *Site) emergencyDo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if !s.known(v, orgOf(v)) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	said := func(c string) bool { return slices.Contains(form["four"], c) }
	id, err := s.Consent.Declare(v.R.Context(), v.By, form.Get("act"), consent.Declaration{
		Person: access.Person(v.R.PathValue("person")), Recipient: orgOf(v), Ground: form.Get("ground"), Cause: said("cause"), Serious: said("serious"),
		Urgent: said("urgent"), Helps: said("helps"), Contact: form.Get("contact") != "", Reason: form.Get("reason"),
	})
	if err != nil && mends(err) {
		form.Set("act", s.newAct())
		return s.emergencyForm(v, http.StatusUnprocessableEntity, form, told(err, "four"))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/urgences/"+id+"?fait=1")
}

// emergencyList is what the worker is to look at, and what they declared.
func (s *Site) emergencyList(v *Visit) error {
	list, now, err := s.Consent.Emergencies(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.EmergencyList{Frame: s.frame(v, v.L.T("emergency.list")), Back: v.href("/app/accords")}
	p.Here = "today"
	for _, e := range list {
		row := page.EmergencyRow{
			Org: s.orgName(v, e.Recipient), When: s.when(v, e.From), State: verdictKeys[e.Verdict], Overdue: e.Overdue(now), Href: v.href("/app/urgences/" + e.ID),
		}
		if e.Verdict == consent.Unreviewed {
			row.State, row.Date = "emergency.due", s.on(v, e.Due)
		}
		p.Rows = append(p.Rows, row)
	}
	return s.page(v, http.StatusOK, page.EmergencyListPage(p))
}

func (s *Site) emergencyShow(v *Visit) error {
	return s.emergencyPage(v, http.StatusOK, url.Values{}, nil)
}

func (s *Site) emergencyPage(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	e, review, err := s.Consent.Emergency(v.R.Context(), v.By, v.R.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := s.Org.WorkerNames(v.R.Context(), []access.Worker{e.Worker, e.DecidedBy})
	if err != nil {
		return err
	}
	codes, err := s.codes(v)
	if err != nil {
		return err
	}
	p := page.EmergencyShow{
		Frame: s.frame(v, v.L.T("emergency.list")), Person: codes[e.Person], Org: s.orgName(v, e.Recipient), By: names[e.Worker], When: s.when(v, e.From),
		Until: s.when(v, e.To), Ended: s.when(v, e.Ended), Ground: groundOf(e.Ground), Contact: e.Contact, Reason: words(e.Reason, ""), Due: s.when(v, e.Due),
		Review: review, Chosen: form.Get("verdict"), Typed: form.Get("words"), Decided: s.when(v, e.Decided), Decider: names[e.DecidedBy], Words: words(e.Words, ""),
		Max: reasonShown, Recorded: v.R.URL.Query().Get("fait") != "",
		Step: ui.Step{Back: v.href("/app/urgences"), Action: v.href("/app/urgences/" + e.ID), Hidden: hidden(s.newAct()), Problems: wrong},
	}
	p.Here = "today"
	if e.Verdict != consent.Unreviewed {
		p.Verdict = verdictKeys[e.Verdict]
	}
	return s.page(v, status, page.EmergencyShowPage(p))
}

func (s *Site) emergencyReview(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Consent.Review(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id"), consent.Verdict(form.Get("verdict")), form.Get("words"))
	if list := problems(err); len(list) > 0 {
		return s.emergencyPage(v, http.StatusUnprocessableEntity, form, list)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/urgences/"+v.R.PathValue("id"))
}

// closeAsk is the person's alone: never without my consent.
func (s *Site) closeAsk(v *Visit) error { return s.closeForm(v, http.StatusOK, nil) }

func (s *Site) closeForm(v *Visit, status int, wrong []ui.Problem) error {
	o, err := s.Consent.Overview(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.FileClose{
		Frame: s.frame(v, ""), Closed: o.Closed,
		Step: ui.Step{Back: v.href("/lien/page"), Action: v.href("/lien/jamais"), Hidden: hidden(s.newAct()), Problems: wrong},
	}
	p.Exit = true
	return s.page(v, status, page.FileClosePage(p))
}

func (s *Site) closeDo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	said := map[string]string{"yes": "ferme", "no": "ouvert"}[form.Get("closed")]
	if said == "" {
		return s.closeForm(v, http.StatusUnprocessableEntity, []ui.Problem{{Field: "closed", Key: "error.invalid"}})
	}
	if err := s.Consent.CloseFile(v.R.Context(), v.By, form.Get("act"), said == "ferme"); err != nil {
		return err
	}
	return s.seeOther(v, "/lien/page?fait="+said)
}
