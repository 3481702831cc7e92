package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// threadBonds are those who are with the person while a tie is handed over, and
// what others say in their place.
func (s *Site) threadBonds(v *Visit, p *page.ThreadShow, queue []referral.Summary) error {
	for _, r := range queue {
		if len(r.UnwantedBy) > 0 && !r.State.Ended() {
			org := r.Sender
			if r.UnwantedBy[0] == referral.Target {
				org = r.Receiver
			}
			p.Doubts = append(p.Doubts, page.ThreadDoubt{
				Org: s.orgName(v, org), To: s.orgName(v, r.Receiver), Action: v.href("/lien/veut/" + string(r.ID)), Hidden: hidden(s.newAct()),
				Stop: v.href("/lien/arreter/" + string(r.ID)),
			})
		}
		if r.Bond.Stage == referral.NoBond || r.Bond.Stage == referral.BondApart && r.State == referral.NeedMet {
			continue // nobody yet, or it was never handed over
		}
		view, err := s.Referral.Show(v.R.Context(), v.By, r.ID)
		if err != nil {
			return err
		}
		t, err := s.tied(v, view)
		if err != nil {
			return err
		}
		b := page.ThreadBond{
			Stage: string(r.Bond.Stage), Pivot: t.pivot, From: t.from, Receiver: t.receiver, To: t.to, Since: s.on(v, r.Bond.From), Until: s.on(v, r.Bond.Until),
			Back: s.on(v, r.Bond.SteppedBack),
		}
		if r.Bond.Stage != referral.BondApart || r.State != referral.Accepted {
			b.Ask = v.href("/lien/tient/" + string(r.ID))
		}
		if org := relayedBy(view.Outcomes, referral.BondHolds); org != "" && !r.Bond.Held.IsZero() {
			b.Relayed = s.orgName(v, org)
		}
		p.Bonds = append(p.Bonds, b)
	}
	return nil
}

// bondAsk asks the person whether the bond holds: one press is a whole answer.
func (s *Site) bondAsk(v *Visit) error {
	return s.bondForm(v, http.StatusOK, s.newAct(), nil)
}

func (s *Site) bondForm(v *Visit, status int, act string, wrong []ui.Problem) error {
	r, err := s.own(v)
	if err != nil {
		return err
	}
	if r.Bond.Stage == referral.NoBond {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.BondAsk{
		Frame: s.frame(v, ""), Org: s.orgName(v, r.Receiver), Passed: r.Bond.Stage == referral.BondPassed,
		Step: ui.Step{Back: v.href("/lien/page"), Action: v.href("/lien/tient/" + string(r.ID)), Hidden: hidden(act), Problems: wrong},
	}
	p.Exit = true
	return s.page(v, status, page.BondAskPage(p))
}

func (s *Site) bondSay(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Referral.SayOutcome(v.R.Context(), v.By, ref(v), form.Get("act"), referral.Word{Fact: referral.BondHolds, Said: referral.Said(form.Get("holds"))})
	if len(problems(err)) > 0 {
		return s.bondForm(v, http.StatusUnprocessableEntity, form.Get("act"), []ui.Problem{{Field: "holds", Key: "bond.holds_missing"}})
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/lien/page")
}

// stillWanted is the person's answer to whoever said that they no longer want.
func (s *Site) stillWanted(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Referral.StillWanted(v.R.Context(), v.By, access.Referral(v.R.PathValue("id")), form.Get("act")); err != nil {
		return err
	}
	return s.seeOther(v, "/lien/page")
}
