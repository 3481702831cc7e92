package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/fault"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// oneTap is an act of one button: it happens, and its page shows the result.
func (s *Site) oneTap(v *Visit, do func(form url.Values) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := do(form); err != nil {
		return err
	}
	return s.seeOther(v, "/app/reference/"+v.R.PathValue("id"))
}

func (s *Site) referralReceive(v *Visit) error {
	return s.oneTap(v, func(f url.Values) error { return s.Referral.Receive(v.R.Context(), v.By, ref(v), f.Get("act")) })
}

func (s *Site) referralAccept(v *Visit) error {
	return s.oneTap(v, func(f url.Values) error { return s.Referral.Accept(v.R.Context(), v.By, ref(v), f.Get("act")) })
}

func (s *Site) handoffStart(v *Visit) error {
	return s.oneTap(v, func(f url.Values) error { return s.Referral.StartHandoff(v.R.Context(), v.By, ref(v), f.Get("act")) })
}

func (s *Site) contactNote(v *Visit) error {
	return s.oneTap(v, func(f url.Values) error {
		return s.Referral.NoteContact(v.R.Context(), v.By, ref(v), f.Get("act"),
			referral.Attempt{Reached: f.Get("reached") == "yes", Step: referral.Step(f.Get("step"))})
	})
}

// side opens the referral for a form of one side or both.
func (s *Site) sided(v *Visit, sides ...referral.Side) (referral.View, error) {
	view, err := s.Referral.Show(v.R.Context(), v.By, ref(v))
	if err != nil {
		return view, err
	}
	for _, side := range sides {
		if view.Side == side {
			return view, nil
		}
	}
	return view, fault.New(fault.NotFound, "error.not_found")
}

// reasonKeys are the reasons of a refusal, in the order of the form; each says
// to whom it is attributed, and none is the person's fault.
var reasonKeys = []struct{ code, key string }{
	{"no_capacity", "page_referral.decline_full"}, {"not_eligible", "page_referral.decline_not_eligible"},
	{"out_of_area", "work.decline_area"}, {"closed", "page_referral.decline_closed"}, {"other", "work.decline_other"},
	{"obstacle_travel", "work.obstacle_travel"}, {"obstacle_hours", "work.obstacle_hours"}, {"obstacle_language", "work.obstacle_language"},
	{"obstacle_cost", "work.obstacle_cost"}, {"obstacle_trust", "work.obstacle_trust"}, {"obstacle_other", "page_referral.decline_unable"},
	{"no_longer_wants", "page_referral.decline_unwanted"},
}

func reasons(chosen string) (list []ui.Option) {
	for _, r := range reasonKeys {
		list = append(list, ui.Option{Value: r.code, Key: r.key, Checked: r.code == chosen})
	}
	return list
}

func (s *Site) declineAsk(v *Visit) error {
	view, err := s.sided(v, referral.Target)
	if err != nil {
		return err
	}
	return s.declineForm(v, http.StatusOK, at(v, ""), at(v, "/refuser"), s.fresh(view), nil)
}

func (s *Site) declineForm(v *Visit, status int, back, action string, form url.Values, wrong []ui.Problem) error {
	p := page.ReferralDecline{
		Frame: s.frame(v, v.L.T("page_referral.decline_title")), Reasons: reasons(form.Get("reason")), Words: form.Get("words"),
		Step: ui.Step{
			Back: back, Action: action, Problems: wrong,
			// The version shown: a "no" never undoes a colleague's "yes" in silence.
			Hidden: hidden(form.Get("act"), ui.Hidden{Name: "version", Value: form.Get("version")}),
		},
	}
	return s.page(v, status, page.ReferralDeclinePage(p))
}

// refusal is what the form says.
func refusal(form url.Values) referral.Refusal {
	return referral.Refusal{Reason: form.Get("reason"), Words: typed(form, "words"), Version: change(form).Version}
}

func (s *Site) declineSend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Referral.Decline(v.R.Context(), v.By, ref(v), form.Get("act"), refusal(form))
	if len(problems(err)) > 0 {
		return s.declineForm(v, http.StatusUnprocessableEntity, at(v, ""), at(v, "/refuser"), form, problems(err))
	}
	if err != nil {
		return err
	}
	// A refusal closes what the receiver could read: they go back to the queue.
	return s.seeOther(v, "/app/references")
}

func (s *Site) callAsk(v *Visit) error {
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	return s.callForm(v, http.StatusOK, view, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) callForm(v *Visit, status int, view referral.View, form url.Values, wrong []ui.Problem) error {
	p := page.ReferralCall{
		Frame: s.frame(v, v.L.T("page_referral.call_title")), Person: s.orgName(v, view.Receiver).S, Spans: spanOptions(v, form.Get("together")),
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/appel"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	if view.State == referral.Accepted {
		p.WaiverTo, p.WaiverOn = at(v, "/sans-appel"), s.when(v, waiverFrom(view))
		p.CanWaive = !s.Clock.Now().Before(waiverFrom(view))
		for _, code := range referral.Waivers {
			p.Reasons = append(p.Reasons, ui.Option{Value: code, Key: "work.waiver_" + code, Checked: code == form.Get("reason")})
		}
	}
	return s.page(v, status, page.ReferralCallPage(p))
}

func (s *Site) callNote(v *Visit) error { return s.open(v, referral.ByCall) }

func (s *Site) callWaive(v *Visit) error { return s.open(v, referral.ByWaiver) }

// open passes the tie on: from here the receiver may reach the person.
func (s *Site) open(v *Visit, how referral.OpenedHow) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Referral.OpenHandoff(v.R.Context(), v.By, ref(v), form.Get("act"), referral.Opening{How: how, Reason: form.Get("reason"), Together: together(form)})
	if len(problems(err)) > 0 {
		view, gone := s.sided(v, referral.Source)
		if gone != nil {
			return gone
		}
		return s.callForm(v, http.StatusUnprocessableEntity, view, form, problems(err))
	}
	if err != nil {
		return err
	}
	if view, err := s.sided(v, referral.Source); err == nil && !s.hasAccount(v, view.Receiver) {
		return s.linkPage(v, view, form.Get("act")) // the first link died with the answer; what is open now needs another
	}
	return s.seeOther(v, "/app/reference/"+v.R.PathValue("id"))
}

func (s *Site) outcomeAsk(v *Visit) error {
	if _, err := s.sided(v, referral.Source, referral.Target); err != nil {
		return err
	}
	return s.outcomeForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) outcomeForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	return s.page(v, status, page.ReferralSayPage(page.ReferralSay{
		Frame: s.frame(v, v.L.T("page_referral.say_title")), AskBond: true, Need: form.Get("need_met"), Bond: form.Get("bond_holds"),
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/dire"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}))
}

func (s *Site) outcomeSay(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	var words []referral.Word
	for _, fact := range []referral.Fact{referral.MetNeed, referral.BondHolds} {
		if said := form.Get(string(fact)); said != "" {
			words = append(words, referral.Word{Fact: fact, Said: referral.Said(said)})
		}
	}
	err = s.Referral.SayOutcome(v.R.Context(), v.By, ref(v), form.Get("act"), words...)
	if len(problems(err)) > 0 {
		if _, gone := s.sided(v, referral.Source, referral.Target); gone != nil {
			return gone
		}
		return s.outcomeForm(v, http.StatusUnprocessableEntity, form, []ui.Problem{{Field: "need_met", Key: "referral.said_missing"}})
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/reference/"+v.R.PathValue("id"))
}

// relayAsk is for the person's word, said to the worker who accompanies them:
// it is worth the person's own act (trust.md L5).
func (s *Site) relayAsk(v *Visit) error {
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	return s.page(v, http.StatusOK, page.ReferralWithdrawPage(page.ReferralWithdraw{
		Frame: s.frame(v, v.L.T("page_referral.withdraw_title")), Org: s.orgName(v, view.Receiver),
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/retirer"), Hidden: hidden(s.newAct())},
	}))
}

func (s *Site) relayWithdraw(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	if _, err := s.Consent.Withdraw(v.R.Context(), v.By, form.Get("act"), view.Person, view.Receiver); err != nil {
		return err
	}
	return s.seeOther(v, "/app/reference/"+string(view.ID))
}

// threadOffer asks before five new words are drawn: older ones die with them.
func (s *Site) threadOffer(v *Visit) error {
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	return s.page(v, http.StatusOK, page.ThreadOfferPage(page.ThreadOffer{
		Frame: s.frame(v, v.L.T("work.thread_title")),
		Step:  ui.Step{Back: at(v, ""), Action: at(v, "/mon-lien"), Hidden: hidden(s.newAct(), ui.Hidden{Name: "person", Value: string(view.Person)})},
	}))
}

// threadGive draws the five words and shows them in this very answer: they are
// kept nowhere.
func (s *Site) threadGive(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	if form.Get("person") != string(view.Person) { // a form of another referral
		return fault.New(fault.NotFound, "error.not_found")
	}
	drawn, err := s.Consent.NewThreadBy(v.R.Context(), v.By, form.Get("act"), view.Person)
	if err != nil {
		return err
	}
	p := page.ThreadGiven{
		Frame: s.frame(v, ""), Words: drawn.List(), Digits: drawn.Digits(), Address: s.absolute(v, v.href("/lien")), Back: at(v, ""),
	}
	p.Exit, p.Hat = true, nil
	return s.page(v, http.StatusOK, page.ThreadGivenPage(p))
}
