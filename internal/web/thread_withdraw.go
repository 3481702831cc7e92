package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/feedback"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// withdrawAsk is the second and last press.
func (s *Site) withdrawAsk(v *Visit) error {
	o, err := s.Consent.Overview(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	for _, r := range o.Recipients {
		if r.Org == orgOf(v) && r.Live() {
			p := page.ThreadWithdraw{
				Frame: s.frame(v, ""), Org: s.orgName(v, r.Org), Action: v.href("/lien/retirer/" + string(r.Org)),
				Hidden: hidden(s.newAct()), Keep: v.href("/lien/page"),
			}
			p.Exit = true
			return s.page(v, http.StatusOK, page.ThreadWithdrawPage(p))
		}
	}
	return fault.New(fault.NotFound, "error.not_found")
}

func (s *Site) withdrawDo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if _, err := s.Consent.Withdraw(v.R.Context(), v.By, form.Get("act"), "", orgOf(v)); err != nil {
		return err
	}
	return s.seeOther(v, "/lien/retire/"+string(orgOf(v)))
}

// withdrawDone is the receipt of the withdrawal, for as long as it stands: it
// says nothing that did not happen.
func (s *Site) withdrawDone(v *Visit) error {
	o, err := s.Consent.Overview(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	for _, r := range o.Recipients {
		at, receipt := r.Taken()
		if r.Org != orgOf(v) || r.Live() || at.IsZero() {
			continue
		}
		p := page.ThreadWithdrawn{
			Frame: s.frame(v, ""), Org: s.orgName(v, r.Org), When: s.when(v, at), Receipt: receipt, Back: v.href("/lien/page"),
		}
		p.Exit = true
		return s.page(v, http.StatusOK, page.ThreadWithdrawnPage(p))
	}
	return fault.New(fault.NotFound, "error.not_found")
}

// own is a referral of the person who visits.
func (s *Site) own(v *Visit) (referral.Summary, error) {
	list, err := s.Referral.List(v.R.Context(), v.By, referral.Filter{})
	if err != nil {
		return referral.Summary{}, err
	}
	for _, r := range list {
		if r.ID == ref(v) {
			return r, nil
		}
	}
	return referral.Summary{}, fault.New(fault.NotFound, "error.not_found")
}

// stopAsk ends one referral, by the person's own act.
func (s *Site) stopAsk(v *Visit) error {
	r, err := s.own(v)
	if err != nil {
		return err
	}
	if r.State.Ended() { // in another window, or by the other side
		return s.seeOther(v, "/lien/page")
	}
	p := page.ReferralWithdraw{
		Frame: s.frame(v, ""), Org: s.orgName(v, r.Receiver),
		Step: ui.Step{Back: v.href("/lien/page"), Action: v.href("/lien/arreter/" + string(r.ID)), Hidden: hidden(s.newAct())},
	}
	p.Exit = true
	return s.page(v, http.StatusOK, page.ReferralWithdrawPage(p))
}

func (s *Site) stopDo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Referral.Withdraw(v.R.Context(), v.By, ref(v), form.Get("act")); err != nil {
		return err
	}
	return s.seeOther(v, "/lien/page")
}

// helpedAsk asks the person whether it helped: one press is a whole answer.
func (s *Site) helpedAsk(v *Visit) error {
	return s.helpedForm(v, http.StatusOK, s.newAct(), nil)
}

func (s *Site) helpedForm(v *Visit, status int, act string, wrong []ui.Problem) error {
	r, err := s.own(v)
	if err != nil {
		return err
	}
	p := page.FeedbackGive{
		Frame: s.frame(v, ""), Service: s.serviceName(v, r.Service), Shown: true,
		Step: ui.Step{Back: v.href("/lien/page"), Action: v.href("/lien/avis/" + string(r.ID)), Hidden: hidden(act), Problems: wrong},
	}
	p.Exit = true
	return s.page(v, status, page.FeedbackGivePage(p))
}

// helpedSay keeps two things apart: what the person says of this referral,
// which both sides see, and an answer about the service, tied to nobody.
func (s *Site) helpedSay(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	said := form.Get("helped")
	err = s.Referral.SayOutcome(v.R.Context(), v.By, ref(v), form.Get("act"), referral.Word{Fact: referral.MetNeed, Said: referral.Said(said)})
	if len(problems(err)) > 0 {
		return s.helpedForm(v, http.StatusUnprocessableEntity, form.Get("act"), []ui.Problem{{Field: "helped", Key: "feedback.helped_missing"}})
	}
	if err != nil {
		return err
	}
	err = s.Feedback.GiveAbout(v.R.Context(), v.By, ref(v), feedback.Answer{Helped: feedback.Helped(said), Language: string(v.L.Lang())})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return s.seeOther(v, "/lien/merci")
}

func (s *Site) helpedDone(v *Visit) error {
	p := page.FeedbackDone{Frame: s.frame(v, ""), Step: ui.Step{Back: v.href("/lien/page")}}
	p.Exit = true
	return s.page(v, http.StatusOK, page.FeedbackDonePage(p))
}

// feedbackAsk is for whoever holds a slip: no account, no name.
func (s *Site) feedbackAsk(v *Visit) error {
	return s.feedbackForm(v, http.StatusOK, s.newAct(), nil)
}

func (s *Site) feedbackForm(v *Visit, status int, act string, wrong []ui.Problem) error {
	v.W.Header().Set("Cache-Control", "no-store")
	service, err := s.Feedback.About(v.R.Context(), s.Region, v.R.PathValue("token"))
	if err != nil {
		return err
	}
	p := page.FeedbackGive{
		Frame: s.frame(v, ""), Service: s.serviceName(v, access.Service(service)),
		Step: ui.Step{Action: v.href("/avis/" + v.R.PathValue("token")), Hidden: hidden(act), Problems: wrong},
	}
	p.Exit = true
	return s.page(v, status, page.FeedbackGivePage(p))
}

func (s *Site) feedbackGive(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	v.W.Header().Set("Cache-Control", "no-store")
	err = s.Feedback.Give(v.R.Context(), s.Region, form.Get("act"), v.R.PathValue("token"),
		feedback.Answer{Helped: feedback.Helped(form.Get("helped")), Words: typed(form, "words"), Language: string(v.L.Lang())})
	if len(problems(err)) > 0 {
		return s.feedbackForm(v, http.StatusUnprocessableEntity, form.Get("act"), problems(err))
	}
	if err != nil {
		return err
	}
	p := page.FeedbackDone{Frame: s.frame(v, "")}
	p.Exit = true
	return s.page(v, http.StatusOK, page.FeedbackDonePage(p))
}
