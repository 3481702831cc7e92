package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/crisis"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// crisisRuleAsk asks for how long a relaxed rule is renewed.
func (s *Site) crisisRuleAsk(v *Visit) error {
	return s.crisisRulePage(v, http.StatusOK, s.newAct(), url.Values{}, nil)
}

func (s *Site) crisisRulePage(v *Visit, status int, act string, typed url.Values, wrong []ui.Problem) error {
	c, err := s.Crisis.Show(v.R.Context(), v.By, v.R.PathValue("crise"))
	if err != nil {
		return err
	}
	r := c.Rule(v.R.PathValue("regle"))
	if r == nil || !r.InForce(c.Crisis, c.Now) || !crisis.MayWrite(v.By) || c.Member(v.By.Org()) == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	self := "/app/crise/" + c.ID
	ask := page.CrisisForms["prolonger"]
	p := page.CrisisAsk{
		Frame: s.frame(v, v.L.T(ask.Title)), What: "prolonger", Rule: noted(r.Words), Typed: typed,
		Step: ui.Step{Back: v.href(self), Action: v.href(self + "/regle/" + r.ID), Submit: ask.Submit, Problems: wrong, Hidden: hidden(act)},
		For:  hourOptions(crisisStretches, typed.Get("for"), 24),
	}
	p.Here = "today"
	return s.page(v, status, page.CrisisAskPage(p))
}

func (s *Site) crisisRuleRenew(v *Visit) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("crise")
	err = s.Crisis.RenewRule(v.R.Context(), v.By, f.Get("act"), id, v.R.PathValue("regle"), hoursOf(f, "for"))
	if wrong, status, ok := again(err); ok {
		return s.crisisRulePage(v, status, f.Get("act"), f, wrong)
	}
	return s.crisisDone(v, id, err)
}

func (s *Site) crisisLift(v *Visit) error {
	return s.crisisPress(v, func(act, id string) error {
		return s.Crisis.LiftRule(v.R.Context(), v.By, act, id, v.R.PathValue("regle"))
	})
}

func (s *Site) crisisFinish(v *Visit) error {
	return s.crisisPress(v, func(act, id string) error {
		return s.Crisis.Finish(v.R.Context(), v.By, act, id, v.R.PathValue("tache"))
	})
}

func (s *Site) crisisLeave(v *Visit) error {
	return s.crisisPress(v, func(act, id string) error { return s.Crisis.Leave(v.R.Context(), v.By, act, id) })
}

// crisisPress runs an act of one button.
func (s *Site) crisisPress(v *Visit, do func(act, id string) error) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("crise")
	err = do(f.Get("act"), id)
	if wrong, status, ok := again(err); ok {
		return s.crisisPage(v, status, wrong)
	}
	return s.crisisDone(v, id, err)
}

// crisisCloseAsk says what closing does, before.
func (s *Site) crisisCloseAsk(v *Visit) error {
	c, err := s.Crisis.Show(v.R.Context(), v.By, v.R.PathValue("crise"))
	if err != nil {
		return err
	}
	if !crisis.MayWrite(v.By) || c.Over(c.Now) || c.Member(v.By.Org()) == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	self := "/app/crise/" + c.ID
	ask := page.CrisisForms["fermer"]
	p := page.CrisisAsk{
		Frame: s.frame(v, v.L.T(ask.Title)), What: "fermer", Typed: url.Values{},
		Step: ui.Step{Back: v.href(self), Action: v.href(self + "/fermer"), Submit: ask.Submit, Hidden: hidden(s.newAct())},
	}
	p.Here = "today"
	return s.page(v, http.StatusOK, page.CrisisAskPage(p))
}

func (s *Site) crisisClose(v *Visit) error {
	return s.crisisPress(v, func(act, id string) error { return s.Crisis.Close(v.R.Context(), v.By, act, id) })
}
