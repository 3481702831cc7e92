package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// asking is a question about to be put to a person: about one organisation, and
// about the parts that would be told. It comes from a draft, or from an answer
// whose time has come to be asked for again.
type asking struct {
	person   access.Person
	receiver access.Org
	parts    []access.Part
	whatFor  string
	home     string         // where it leads back to, without a language
	base     string         // of its addresses, without a language
	draft    *referral.View // nil when it is asked again
}

// at is an address of the question.
func (a asking) at(v *Visit, more string) string { return v.href(a.base + more) }

// question is a page of the question.
type question func(*Visit, asking) error

// forDraft asks about the draft whose door is known: without one there is nobody
// to ask about.
func (s *Site) forDraft(v *Visit, do question) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	self := "/app/reference/" + string(view.ID)
	if view.Receiver == "" {
		return s.seeOther(v, self+"/taches") // which says that the door comes first
	}
	return do(v, asking{
		person: view.Person, receiver: view.Receiver, parts: asked(view), whatFor: s.referredName(v, view.Service, view.Receiver).S,
		base: self + "/consentement", home: self + "/taches", draft: &view,
	})
}

// again asks once more what a person answered about an organisation; NotFound
// when they never did, or when the person is not the organisation's own.
func (s *Site) again(do question) Handle {
	return func(v *Visit) error {
		p := access.Person(v.R.PathValue("person"))
		list, err := s.Consent.About(v.R.Context(), v.By, p)
		if err != nil {
			return err
		}
		a := asking{person: p, receiver: orgOf(v), home: "/app/accords/" + string(p), base: "/app/accords/" + string(p) + "/demander/" + string(orgOf(v))}
		found := map[access.Part]bool{}
		for _, r := range list {
			if r.Org != a.receiver || r.Named != "" {
				continue
			}
			if a.whatFor == "" {
				a.whatFor = r.WhatFor
			}
			for _, part := range r.Parts {
				found[part.Part] = true
			}
		}
		for _, part := range access.Parts {
			if found[part] {
				a.parts = append(a.parts, part)
			}
		}
		if len(a.parts) == 0 {
			return fault.New(fault.NotFound, "error.not_found")
		}
		return do(v, a)
	}
}

// accordList is whom to ask again, and everybody the organisation accompanies.
func (s *Site) accordList(v *Visit) error {
	due, err := s.Consent.ToAskAgain(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	labels, err := s.Consent.Labels(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	told, _, err := s.Consent.Emergencies(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.AccordList{Frame: s.frame(v, v.L.T("accord.list_title")), Said: saidOf(v, knownSaid), Back: v.href("/app"), Told: v.href("/app/urgences")}
	for _, e := range told {
		if consent.MayReview(v.By, e) && e.Verdict == consent.Unreviewed {
			p.Review++
		}
	}
	p.Here = "today"
	codes := codes{}
	for _, l := range labels {
		codes[l.ID] = l.Code
		p.People = append(p.People, page.AccordRow{Code: l.Code, Href: v.href("/app/accords/" + string(l.ID))})
	}
	forced, err := s.Consent.Pressed(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	for _, d := range forced {
		p.Forced = append(p.Forced, page.AccordRow{
			Code: codes[d.Person], Href: v.href("/app/accords/" + string(d.Person)), Org: s.orgName(v, d.Recipient), Since: s.on(v, d.Since),
		})
	}
	for _, d := range due {
		p.Again = append(p.Again, page.AccordRow{
			Code: codes[d.Person], Href: v.href("/app/accords/" + string(d.Person)), Org: s.orgName(v, d.Recipient), Since: s.on(v, d.Since), Ended: d.Ended,
		})
	}
	return s.page(v, http.StatusOK, page.AccordListPage(p))
}

// accordSaid is what the page says of the act that led to it.
var accordSaid = map[string]string{"non": "refuse.said", "retire": "accord.said_withdrawn", "joindre": "reach.said"}

// accordShow is what one person allowed and refused, for those who accompany
// them.
func (s *Site) accordShow(v *Visit) error {
	person := access.Person(v.R.PathValue("person"))
	list, err := s.Consent.About(v.R.Context(), v.By, person)
	if err != nil {
		return err
	}
	names, err := s.namedWorkers(v, list)
	if err != nil {
		return err
	}
	codes, err := s.codes(v)
	if err != nil {
		return err
	}
	self := "/app/accords/" + string(person)
	p := page.AccordShow{
		Frame: s.frame(v, v.L.T("accord.title", "person", codes[person])), Back: v.href("/app/accords"), Code: codes[person], Said: saidOf(v, accordSaid),
		Know: v.href(self + "/connais"), Refuse: v.href(self + "/non"), Own: v.href(self + "/non/" + string(v.By.Org())), Reach: v.href(self + "/joindre"),
	}
	p.Here = "today"
	queue, err := s.Referral.List(v.R.Context(), v.By, referral.Filter{Box: referral.Out, Person: person})
	if err != nil {
		return err
	}
	underWay := withWhom(queue)
	for _, r := range list {
		row, err := s.accord(v, self, r, names)
		if err != nil {
			return err
		}
		row.Idle = r.Live() && !underWay[r.Org]
		p.Around = append(p.Around, row)
	}
	return s.page(v, http.StatusOK, page.AccordShowPage(p))
}

func (s *Site) accord(v *Visit, self string, r consent.Recipient, names map[access.Worker]string) (page.Accord, error) {
	a := page.Accord{Knower: s.knower(v, r, names), Recorded: "accord.said_" + string(r.How)}
	if r.Recorded == "" {
		a.Recorded = "accord.said_by_person"
	} else {
		by, err := s.Org.WorkerNames(v.R.Context(), []access.Worker{r.Recorded})
		if err != nil {
			return a, err
		}
		a.By = by[r.Recorded]
		if team, err := s.Org.TeamName(v.R.Context(), r.Team); err != nil {
			return a, err
		} else if team != "" {
			a.By = v.L.T("accord.by_team", "person", a.By, "team", team)
		}
	}
	if on := r.AskAgain(); !on.IsZero() {
		a.AskOn, a.AskNow = s.on(v, on), !on.After(s.Clock.Now())
	}
	if r.Live() {
		a.Withdraw = v.href(self + "/retirer/" + string(r.Org))
	}
	if !r.Refused() {
		a.Refuse = v.href(self + "/non/" + string(r.Org))
	}
	if r.Named == "" && !r.Live() {
		a.Urgent = v.href(self + "/urgence/" + string(r.Org))
	}
	if r.Named == "" {
		a.Again = v.href(self + "/demander/" + string(r.Org))
	}
	return a, nil
}

// accordWithdrawAsk is for the person's word, said to whoever accompanies them:
// it is worth their own act (trust.md L5).
func (s *Site) accordWithdrawAsk(v *Visit) error {
	r, err := s.relayRefusing(v)
	if err != nil {
		return err
	}
	if !s.known(v, orgOf(v)) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.page(v, http.StatusOK, page.ReferralWithdrawPage(page.ReferralWithdraw{
		Frame: s.surround(v, r, v.L.T("page_referral.withdraw_title")), Org: s.orgName(v, orgOf(v)),
		Step: ui.Step{Back: v.href(r.home), Action: v.href(r.home + "/retirer/" + string(orgOf(v))), Hidden: hidden(s.newAct())},
	}))
}

func (s *Site) accordWithdraw(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	r, err := s.relayRefusing(v)
	if err != nil {
		return err
	}
	if _, err := s.Consent.Withdraw(v.R.Context(), v.By, form.Get("act"), r.person, orgOf(v)); err != nil {
		return err
	}
	return s.seeOther(v, r.home+"?fait=retire")
}
