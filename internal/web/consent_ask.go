package web

import (
	"net/http"
	"net/url"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

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

// consentAsk is the worker's side of S4: what for, in a sentence that the
// person will read when the phone is turned to them.
func (s *Site) consentAsk(v *Visit) error { return s.forDraft(v, s.askPrepare) }

func (s *Site) askPrepare(v *Visit, a asking) error {
	return s.consentPrepare(v, http.StatusOK, a, url.Values{"act": {s.newAct()}, "what_for": {a.whatFor}}, nil)
}

func (s *Site) consentPrepare(v *Visit, status int, a asking, form url.Values, wrong []ui.Problem) error {
	p := page.ConsentPrepare{
		Frame: s.frame(v, v.L.T("page_referral.task_consent")), Org: s.orgName(v, a.receiver), WhatFor: form.Get("what_for"),
		Step: ui.Step{Back: v.href(a.home), Action: a.at(v, "/question"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	p.Here = "referrals"
	if a.draft == nil { // asked once more: the person has a say in how often
		tired, err := s.Consent.Tired(v.R.Context(), v.By, a.person)
		if err != nil {
			return err
		}
		if tired.Asked >= consent.AsksMost {
			p.Tired, p.TiredUntil = tired.Asked, s.on(v, tired.Until)
		}
	}
	return s.page(v, status, page.ConsentPreparePage(p))
}

// consentShow turns the question to the person: one organisation, one question,
// three answers of one size.
func (s *Site) consentShow(v *Visit) error { return s.forDraft(v, s.askShow) }

func (s *Site) askShow(v *Visit, a asking) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	// Told now, to the worker: not at the end, to the person.
	if wrong := problems(consent.CheckWhatFor(form.Get("what_for"))); len(wrong) > 0 {
		return s.consentPrepare(v, http.StatusUnprocessableEntity, a, form, wrong)
	}
	if a.draft == nil && form.Get("anyway") == "" {
		tired, err := s.Consent.Tired(v.R.Context(), v.By, a.person)
		if err != nil {
			return err
		}
		if tired.Asked >= consent.AsksMost {
			return s.consentPrepare(v, http.StatusUnprocessableEntity, a, form, []ui.Problem{{Field: "tick-anyway", Key: "accord.tired_sure"}})
		}
	}
	return s.consentQuestion(v, http.StatusOK, a, form, nil)
}

func (s *Site) consentQuestion(v *Visit, status int, a asking, form url.Values, wrong []ui.Problem) error {
	about, err := s.Consent.About(v.R.Context(), v.By, a.person)
	if err != nil {
		return err
	}
	p := page.ConsentAsk{
		Frame: s.frame(v, ""), Org: s.orgName(v, a.receiver), WhatFor: form.Get("what_for"), LiftRefusal: form.Get("lift") != "",
		Step: ui.Step{Back: v.href(a.home), Action: a.at(v, ""), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	p.Exit, p.Hat = true, nil // the phone is turned to the person: it is their page
	for _, part := range a.parts {
		p.Parts = append(p.Parts, partKeys[part])
	}
	for _, r := range about {
		if r.Org == a.receiver && r.Worker == "" && r.Refused() {
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
func (s *Site) consentAnswer(v *Visit) error { return s.forDraft(v, s.askAnswer) }

func (s *Site) askAnswer(v *Visit, a asking) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	switch consent.Answer(form.Get("need")) {
	case consent.Yes:
		return s.consentDetails(v, http.StatusOK, a, form, nil)
	case consent.No, consent.Later:
		form.Set("how", string(consent.OnScreen))
		return s.record(v, a, form)
	}
	return s.consentQuestion(v, http.StatusUnprocessableEntity, a, form, []ui.Problem{{Field: "need", Key: "consent.answer_missing"}})
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

func (s *Site) consentDetails(v *Visit, status int, a asking, form url.Values, wrong []ui.Problem) error {
	parts := a.parts
	p := page.ConsentDetail{
		Frame: s.frame(v, ""), Org: s.orgName(v, a.receiver),
		AskContact: holds(parts, access.PartContact), AskDone: holds(parts, access.PartDone),
		Contact: form.Get("contact"), Done: form.Get("done"), Until: form.Get("until"), How: form.Get("how"),
		Day: form.Get("until_day"), Only: form.Get("only"), AskOnly: s.hasAccount(v, a.receiver),
		Step: ui.Step{
			Back: a.at(v, ""), Action: a.at(v, "/detail"), Problems: wrong,
			Hidden: hidden(form.Get("act"), answered(form, "need", "what_for", "lift")...),
		},
	}
	p.Exit, p.Hat = true, nil
	return s.page(v, status, page.ConsentDetailPage(p))
}

// consentDetail shows the answers in icons before they are kept.
func (s *Site) consentDetail(v *Visit) error { return s.forDraft(v, s.askDetail) }

func (s *Site) askDetail(v *Visit, a asking) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if wrong := s.detailProblems(v, a, form); len(wrong) > 0 {
		return s.consentDetails(v, http.StatusUnprocessableEntity, a, form, wrong)
	}
	p := page.ConsentCheck{
		Frame: s.frame(v, ""), Org: s.orgName(v, a.receiver), WhatFor: form.Get("what_for"),
		Until: s.on(v, consent.Until(form.Get("until")).End(s.Clock.Now(), s.dayOf(form)).Add(-time.Millisecond)), Only: form.Get("only"), How: "page_consent.how_" + form.Get("how"),
		Step: ui.Step{
			Back: a.at(v, ""), Action: a.at(v, "/noter"),
			Hidden: hidden(form.Get("act"), answered(form, "need", "what_for", "lift", "contact", "done", "until", "until_day", "only", "how")...),
		},
	}
	p.Exit, p.Hat = true, nil
	for _, part := range a.parts {
		if part == access.PartNeed || form.Get(string(part)) == string(consent.Yes) {
			p.Granted = append(p.Granted, partKeys[part])
		} else {
			p.Denied = append(p.Denied, partKeys[part])
		}
	}
	return s.page(v, http.StatusOK, page.ConsentCheckPage(p))
}

// dayOf is the instant at which the day that the person chose is over; the zero
// time when none was.
func (s *Site) dayOf(form url.Values) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, typed(form, "until_day"), s.Zone)
	if err != nil {
		return time.Time{}
	}
	return day.AddDate(0, 0, 1)
}

// detailProblems: every part asked about has its own answer, and a Oui has its
// end and its manner. A name that is meant for one worker alone is made whole.
func (s *Site) detailProblems(v *Visit, a asking, form url.Values) (wrong []ui.Problem) {
	for _, part := range a.parts {
		switch consent.Answer(form.Get(string(part))) {
		case consent.Yes, consent.No:
		default:
			wrong = append(wrong, ui.Problem{Field: string(part), Key: "page_consent.yes_or_no"})
		}
	}
	switch consent.Until(form.Get("until")) {
	case consent.SevenDays, consent.ThreeMonths, consent.UntilISay:
	case consent.UntilDay:
		if now := s.Clock.Now(); !s.dayOf(form).After(now) || s.dayOf(form).After(now.AddDate(1, 0, 1)) {
			wrong = append(wrong, ui.Problem{Field: "until_day", Key: "consent.day_range"})
		}
	default:
		wrong = append(wrong, ui.Problem{Field: "until", Key: "consent.until_missing"})
	}
	if only := typed(form, "only"); only != "" {
		w, err := s.Consent.OneBearer(v.R.Context(), v.By, a.receiver, only)
		if err == nil {
			var names map[access.Worker]string
			if names, err = s.Org.WorkerNames(v.R.Context(), []access.Worker{w}); err == nil {
				form.Set("only", names[w])
				form.Set("worker", string(w))
			}
		}
		if err != nil {
			wrong = append(wrong, told(err, "only")...)
		}
	}
	switch consent.How(form.Get("how")) {
	case consent.OnScreen, consent.OnPaper, consent.Spoken:
	default:
		wrong = append(wrong, ui.Problem{Field: "how", Key: "consent.how_missing"})
	}
	return wrong
}

// consentRecord keeps a Oui.
func (s *Site) consentRecord(v *Visit) error { return s.forDraft(v, s.askRecord) }

func (s *Site) askRecord(v *Visit, a asking) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if wrong := s.detailProblems(v, a, form); len(wrong) > 0 {
		return s.consentDetails(v, http.StatusUnprocessableEntity, a, form, wrong)
	}
	return s.record(v, a, form)
}

func (s *Site) record(v *Visit, a asking, form url.Values) error {
	q := consent.Question{
		Person: a.person, Recipient: a.receiver, Parts: map[access.Part]consent.Answer{},
		Until: consent.Until(form.Get("until")), Day: s.dayOf(form), LiftRefusal: form.Get("lift") != "", WhatFor: typed(form, "what_for"),
		Text: consentText(v.L), Language: string(v.L.Lang()), How: consent.How(form.Get("how")), Sign: consent.Sign(form.Get("sign")),
	}
	for _, part := range a.parts {
		q.Parts[part] = consent.Answer(form.Get(string(part)))
	}
	if need := consent.Answer(form.Get("need")); need != consent.Yes {
		q.Parts = map[access.Part]consent.Answer{access.PartNeed: need}
	} else if q.Worker = access.Worker(form.Get("worker")); a.draft != nil && a.draft.ReceiverWorker != q.Worker {
		// The draft is for whom the consent is for, before the consent is kept.
		err := s.Referral.Save(v.R.Context(), v.By, a.draft.ID, form.Get("act"), referral.Change{Version: a.draft.Version, ReceiverWorker: &q.Worker})
		if err != nil {
			return err
		}
	}
	if _, err := s.Consent.Record(v.R.Context(), v.By, form.Get("act"), q); err != nil {
		if mends(err) {
			form.Set("act", s.newAct())
			return s.consentQuestion(v, http.StatusUnprocessableEntity, a, form, told(err, "need"))
		}
		return err
	}
	return s.seeOther(v, a.base+"/note?r="+url.QueryEscape(form.Get("need")))
}

// consentDone says what was noted; a Non is as calm as a Oui.
func (s *Site) consentDone(v *Visit) error { return s.forDraft(v, s.askDone) }

func (s *Site) askDone(v *Visit, a asking) error {
	p := page.ConsentDone{Frame: s.frame(v, ""), Org: s.orgName(v, a.receiver), Answer: v.R.URL.Query().Get("r"), Tasks: v.href(a.home), Again: a.draft == nil}
	p.Exit, p.Hat = true, nil
	if a.draft == nil {
		return s.page(v, http.StatusOK, page.ConsentDonePage(p))
	}
	has, err := s.Consent.HasThread(v.R.Context(), v.By, a.person)
	if err != nil {
		return err
	}
	if !has {
		p.Thread = at(v, "/mon-lien")
	}
	list, err := s.Referral.Check(v.R.Context(), v.By, a.draft.ID)
	if err != nil {
		return err
	}
	if list.Ready {
		p.Check = at(v, "/verifier")
	}
	return s.page(v, http.StatusOK, page.ConsentDonePage(p))
}
