package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// consentWording is the version of the text that is read aloud. It changes
// with the sentences of page_consent.toml, so that a receipt says which ones.
const consentWording = "2026-11"

// partKeys says what would be told.
var partKeys = map[access.Part]string{
	access.PartNeed: "page_consent.part_need", access.PartContact: "page_consent.part_contact", access.PartDone: "page_consent.part_done",
}

// asked are the parts that the package holds: nobody is asked about what is
// not there.
func asked(view referral.View) []access.Part {
	list := []access.Part{access.PartNeed}
	if view.Contact != nil && *view.Contact != (referral.Contact{}) {
		list = append(list, access.PartContact)
	}
	if view.Done != nil && *view.Done != (referral.Done{}) {
		list = append(list, access.PartDone)
	}
	return list
}

func holds(parts []access.Part, p access.Part) bool {
	for _, x := range parts {
		if x == p {
			return true
		}
	}
	return false
}

// consentDraft is the draft whose door is known: without one there is nobody
// to ask about.
func (s *Site) consentDraft(v *Visit) (referral.View, error) {
	view, err := s.draft(v)
	if err == nil && view.Receiver == "" {
		err = fault.New(fault.Conflict, "page_referral.need_door_first")
	}
	return view, err
}

// consentAsk is the worker's side of S4: what for, in a sentence that the
// person will read when the phone is turned to them.
func (s *Site) consentAsk(v *Visit) error {
	view, err := s.consentDraft(v)
	if err != nil {
		return err
	}
	return s.consentPrepare(v, http.StatusOK, view, url.Values{"act": {s.newAct()}, "what_for": {s.referredName(v, view.Service, view.Receiver).S}}, nil)
}

func (s *Site) consentPrepare(v *Visit, status int, view referral.View, form url.Values, wrong []ui.Problem) error {
	p := page.ConsentPrepare{
		Frame: s.frame(v, v.L.T("page_referral.task_consent")), Org: s.orgName(v, view.Receiver), WhatFor: form.Get("what_for"),
		Step: ui.Step{Back: at(v, "/taches"), Action: at(v, "/consentement/question"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	p.Here = "referrals"
	return s.page(v, status, page.ConsentPreparePage(p))
}

// consentShow turns the question to the person: one organisation, one question,
// three answers of one size.
func (s *Site) consentShow(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.consentDraft(v)
	if err != nil {
		return err
	}
	// Told now, to the worker: not at the end, to the person.
	if wrong := problems(consent.CheckWhatFor(form.Get("what_for"))); len(wrong) > 0 {
		return s.consentPrepare(v, http.StatusUnprocessableEntity, view, form, wrong)
	}
	return s.consentQuestion(v, http.StatusOK, view, form, nil)
}

func (s *Site) consentQuestion(v *Visit, status int, view referral.View, form url.Values, wrong []ui.Problem) error {
	about, err := s.Consent.About(v.R.Context(), v.By, view.Person)
	if err != nil {
		return err
	}
	p := page.ConsentAsk{
		Frame: s.frame(v, ""), Org: s.orgName(v, view.Receiver), WhatFor: form.Get("what_for"), LiftRefusal: form.Get("lift") != "",
		Step: ui.Step{Back: at(v, "/taches"), Action: at(v, "/consentement"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	p.Exit, p.Hat = true, nil // the phone is turned to the person: it is their page
	for _, part := range asked(view) {
		p.Parts = append(p.Parts, partKeys[part])
	}
	for _, r := range about {
		if r.Org == view.Receiver && r.Worker == "" && r.Refused() {
			for _, part := range r.Parts {
				if part.State == consent.StateNo {
					p.RefusedOn = s.on(v, part.From)
				}
			}
		}
	}
	return s.page(v, status, page.ConsentAskPage(p))
}

// consentAnswer takes Oui, Non or Pas maintenant. A Non and a Pas maintenant
// are kept at once: nothing more is asked.
func (s *Site) consentAnswer(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.consentDraft(v)
	if err != nil {
		return err
	}
	switch consent.Answer(form.Get("need")) {
	case consent.Yes:
		return s.consentDetails(v, http.StatusOK, view, form, nil)
	case consent.No, consent.Later:
		form.Set("how", string(consent.OnScreen))
		return s.record(v, view, form)
	}
	return s.consentQuestion(v, http.StatusUnprocessableEntity, view, form, []ui.Problem{{Field: "need", Key: "consent.answer_missing"}})
}

// answered are the answers so far, carried to the next page out of the address.
func answered(form url.Values, names ...string) (list []ui.Hidden) {
	for _, n := range names {
		if form.Get(n) != "" {
			list = append(list, ui.Hidden{Name: n, Value: form.Get(n)})
		}
	}
	return list
}

func (s *Site) consentDetails(v *Visit, status int, view referral.View, form url.Values, wrong []ui.Problem) error {
	parts := asked(view)
	p := page.ConsentDetail{
		Frame: s.frame(v, ""), Org: s.orgName(v, view.Receiver),
		AskContact: holds(parts, access.PartContact), AskDone: holds(parts, access.PartDone),
		Contact: form.Get("contact"), Done: form.Get("done"), Until: form.Get("until"), How: form.Get("how"),
		Step: ui.Step{
			Back: at(v, "/consentement"), Action: at(v, "/consentement/detail"), Problems: wrong,
			Hidden: hidden(form.Get("act"), answered(form, "need", "what_for", "lift")...),
		},
	}
	p.Exit, p.Hat = true, nil
	return s.page(v, status, page.ConsentDetailPage(p))
}

// consentDetail shows the answers in icons before they are kept.
func (s *Site) consentDetail(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.consentDraft(v)
	if err != nil {
		return err
	}
	if wrong := detailProblems(asked(view), form); len(wrong) > 0 {
		return s.consentDetails(v, http.StatusUnprocessableEntity, view, form, wrong)
	}
	p := page.ConsentCheck{
		Frame: s.frame(v, ""), Org: s.orgName(v, view.Receiver), WhatFor: form.Get("what_for"),
		Until: s.on(v, consent.Until(form.Get("until")).End(s.Clock.Now())), How: "page_consent.how_" + form.Get("how"),
		Step: ui.Step{
			Back: at(v, "/consentement"), Action: at(v, "/consentement/noter"),
			Hidden: hidden(form.Get("act"), answered(form, "need", "what_for", "lift", "contact", "done", "until", "how")...),
		},
	}
	p.Exit, p.Hat = true, nil
	for _, part := range asked(view) {
		if part == access.PartNeed || form.Get(string(part)) == string(consent.Yes) {
			p.Granted = append(p.Granted, partKeys[part])
		} else {
			p.Denied = append(p.Denied, partKeys[part])
		}
	}
	return s.page(v, http.StatusOK, page.ConsentCheckPage(p))
}

// detailProblems: every part asked about has its own answer, and a Oui has its
// end and its manner.
func detailProblems(parts []access.Part, form url.Values) (wrong []ui.Problem) {
	for _, part := range parts {
		switch consent.Answer(form.Get(string(part))) {
		case consent.Yes, consent.No:
		default:
			wrong = append(wrong, ui.Problem{Field: string(part), Key: "page_consent.yes_or_no"})
		}
	}
	switch consent.Until(form.Get("until")) {
	case consent.SevenDays, consent.ThreeMonths, consent.UntilISay:
	default:
		wrong = append(wrong, ui.Problem{Field: "until", Key: "consent.until_missing"})
	}
	switch consent.How(form.Get("how")) {
	case consent.OnScreen, consent.OnPaper, consent.Spoken:
	default:
		wrong = append(wrong, ui.Problem{Field: "how", Key: "consent.how_missing"})
	}
	return wrong
}

// consentRecord keeps a Oui.
func (s *Site) consentRecord(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.consentDraft(v)
	if err != nil {
		return err
	}
	if wrong := detailProblems(asked(view), form); len(wrong) > 0 {
		return s.consentDetails(v, http.StatusUnprocessableEntity, view, form, wrong)
	}
	return s.record(v, view, form)
}

func (s *Site) record(v *Visit, view referral.View, form url.Values) error {
	q := consent.Question{
		Person: view.Person, Recipient: view.Receiver, Parts: map[access.Part]consent.Answer{},
		Until: consent.Until(form.Get("until")), LiftRefusal: form.Get("lift") != "", WhatFor: typed(form, "what_for"),
		Wording: consentWording, Language: string(v.L.Lang()), How: consent.How(form.Get("how")),
	}
	for _, part := range asked(view) {
		q.Parts[part] = consent.Answer(form.Get(string(part)))
	}
	if need := consent.Answer(form.Get("need")); need != consent.Yes {
		q.Parts = map[access.Part]consent.Answer{access.PartNeed: need}
	}
	if _, err := s.Consent.Record(v.R.Context(), v.By, form.Get("act"), q); err != nil {
		if mends(err) {
			form.Set("act", s.newAct())
			return s.consentQuestion(v, http.StatusUnprocessableEntity, view, form, told(err, "need"))
		}
		return err
	}
	return s.seeOther(v, "/app/reference/"+string(view.ID)+"/consentement/note?r="+url.QueryEscape(form.Get("need")))
}

// consentDone says what was noted; a Non is as calm as a Oui.
func (s *Site) consentDone(v *Visit) error {
	view, err := s.consentDraft(v)
	if err != nil {
		return err
	}
	p := page.ConsentDone{Frame: s.frame(v, ""), Org: s.orgName(v, view.Receiver), Answer: v.R.URL.Query().Get("r"), Tasks: at(v, "/taches")}
	p.Exit, p.Hat = true, nil
	has, err := s.Consent.HasThread(v.R.Context(), v.By, view.Person)
	if err != nil {
		return err
	}
	if !has {
		p.Thread = at(v, "/mon-lien")
	}
	return s.page(v, http.StatusOK, page.ConsentDonePage(p))
}
