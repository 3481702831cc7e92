package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// referralCheck shows all that will leave, and what will not.
func (s *Site) referralCheck(v *Visit) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	return s.checkPage(v, http.StatusOK, view, nil)
}

func (s *Site) checkPage(v *Visit, status int, view referral.View, wrong []ui.Problem) error {
	list, err := s.Referral.Check(v.R.Context(), v.By, view.ID)
	if err != nil {
		return err
	}
	granted, err := s.grantedTo(v, view)
	if err != nil {
		return err
	}
	p := page.ReferralCheck{
		Frame: s.frame(v, v.L.T("page_referral.check_title")), Org: s.orgName(v, view.Receiver),
		Answers: s.leaving(v, view, granted), Slip: at(v, "/papier"),
		Step: ui.Step{Back: at(v, "/taches"), Action: at(v, "/envoyer"), Hidden: hidden(s.newAct()), Problems: wrong},
	}
	p.Here = "referrals"
	switch {
	case list.Refused:
		p.Blocked = "page_referral.door_refused"
	case !list.Ready:
		return s.seeOther(v, "/app/reference/"+string(view.ID)+"/taches")
	}
	return s.page(v, status, page.ReferralCheckPage(p))
}

// grantedTo are the parts the receiver may be told now. It is for the page:
// the receiver's own reading asks again.
func (s *Site) grantedTo(v *Visit, view referral.View) (map[access.Part]bool, error) {
	about, err := s.Consent.About(v.R.Context(), v.By, view.Person)
	if err != nil {
		return nil, err
	}
	yes := map[access.Part]bool{}
	for _, r := range about {
		if r.Org != view.Receiver || r.Worker != "" {
			continue
		}
		for _, part := range r.Parts {
			yes[part.Part] = part.State == "yes"
		}
	}
	return yes, nil
}

// leaving are the rows of the check, each with its way back.
func (s *Site) leaving(v *Visit, view referral.View, granted map[access.Part]bool) (rows []ui.Answer) {
	row := func(key string, text i18n.Text, part access.Part, path string) {
		a := ui.Answer{Label: ui.T(v.L, key), Value: page.Written(v.L, text), Change: at(v, path), Of: ui.T(v.L, key)}
		if !granted[part] && text.S != "" {
			a.Value = ui.T(v.L, "page_referral.not_allowed")
		}
		rows = append(rows, a)
	}
	if n := view.Need; n != nil {
		row("page_referral.words", words(n.Words, n.Language), access.PartNeed, "/besoin")
		row("page_referral.observed", words(n.Observed, ""), access.PartNeed, "/besoin")
		row("page_referral.pivot", words(n.Pivot, ""), access.PartNeed, "/fait")
	}
	if c := view.Contact; c != nil {
		row("page_referral.called", words(c.Called, ""), access.PartContact, "/joindre")
		row("page_referral.reach", words(c.Reach, ""), access.PartContact, "/joindre")
		row("page_referral.message", words(c.Message, ""), access.PartContact, "/joindre")
		row("page_referral.avoid", words(c.Avoid, ""), access.PartContact, "/joindre")
	}
	if d := view.Done; d != nil {
		row("page_referral.tried", words(d.Tried, ""), access.PartDone, "/fait")
		row("page_referral.companion", words(d.Companion, ""), access.PartDone, "/fait")
	}
	first := v.L.Text("page_referral.no_short")
	if view.CallFirst {
		first = v.L.Text("page_referral.yes_short")
	}
	return append(rows, ui.Answer{Label: ui.T(v.L, "page_referral.call_first"), Value: ui.Run(v.L, first), Change: at(v, "/fait"), Of: ui.T(v.L, "page_referral.call_first")})
}

// referralSend sends. When the receiver has no account, the answer link is
// made and shown in this very answer: it is stored nowhere, so no later page
// could show it.
func (s *Site) referralSend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id := ref(v)
	if err := s.Referral.Send(v.R.Context(), v.By, id, form.Get("act")); err != nil {
		view, gone := s.draft(v)
		if gone != nil || !mends(err) {
			return err
		}
		return s.checkPage(v, http.StatusConflict, view, told(err, "send"))
	}
	view, err := s.Referral.Show(v.R.Context(), v.By, id)
	if err != nil {
		return err
	}
	if s.hasAccount(v, view.Receiver) {
		return s.seeOther(v, "/app/reference/"+string(id)+"/envoyee")
	}
	return s.linkPage(v, view, form.Get("act"))
}

// referralLink makes the answer link again; the one before dies.
func (s *Site) referralLink(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.Referral.Show(v.R.Context(), v.By, ref(v))
	if err != nil {
		return err
	}
	if view.Side != referral.Source {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.linkPage(v, view, form.Get("act"))
}

func (s *Site) linkPage(v *Visit, view referral.View, act string) error {
	token, err := s.Referral.MakeLinkBy(v.R.Context(), v.By, act, view.ID)
	if err != nil {
		return err
	}
	p, err := s.sentPage(v, view)
	if err != nil {
		return err
	}
	p.Link = s.absolute(v, v.href("/reponse/"+token))
	p.LinkUntil = s.on(v, s.Clock.Now().Add(referral.LinkLife))
	return s.page(v, http.StatusOK, page.ReferralSentPage(p))
}

// referralSent says what happened, what comes next, when, and who.
func (s *Site) referralSent(v *Visit) error {
	view, err := s.Referral.Show(v.R.Context(), v.By, ref(v))
	if err != nil {
		return err
	}
	if view.Side != referral.Source || view.SentAt.IsZero() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p, err := s.sentPage(v, view)
	if err != nil {
		return err
	}
	return s.page(v, http.StatusOK, page.ReferralSentPage(p))
}

func (s *Site) sentPage(v *Visit, view referral.View) (page.ReferralSent, error) {
	p := page.ReferralSent{
		Frame: s.frame(v, v.L.T("page_referral.sent_title")), Org: s.orgName(v, view.Receiver),
		Due: s.on(v, view.Due), Code: view.Code, Slip: at(v, "/papier"),
	}
	p.Here = "referrals"
	if d := s.referredTo(view.Service, view.Receiver); d != nil {
		if ph := phones(v.L, d, -1); len(ph) > 0 {
			p.Contact = i18n.Phone(ph[0].Number)
		}
	}
	has, err := s.Consent.HasThread(v.R.Context(), v.By, view.Person)
	if err == nil && !has {
		p.Thread = at(v, "/mon-lien")
	}
	return p, err
}

// absolute is an address that works from elsewhere: on paper, in a message.
func (s *Site) absolute(v *Visit, path string) string {
	if s.URL != "" {
		return s.URL + path
	}
	scheme := "http://"
	if v.R.TLS != nil {
		scheme = "https://"
	}
	return scheme + v.R.Host + path
}
