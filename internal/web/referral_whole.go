package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// wholeAsk is all that a worker writes of a referral on one page (S6: "frequent
// users may open all on one page"), with what the organisation's own last
// package about the person says already. The consent is never on it.
func (s *Site) wholeAsk(v *Visit) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	form := s.fresh(view)
	if n := view.Need; n != nil {
		form.Set("words", n.Words)
		form.Set("language", n.Language)
		form.Set("observed", n.Observed)
		form.Set("pivot", n.Pivot)
	}
	if c := view.Contact; c != nil {
		form.Set("called", c.Called)
		form.Set("reach", c.Reach)
		form.Set("message", c.Message)
		form.Set("avoid", c.Avoid)
	}
	if d := view.Done; d != nil {
		form.Set("tried", d.Tried)
		form.Set("companion", d.Companion)
		form.Set("accompanied", tick(d.Accompanied))
	}
	form.Set("call_first", tick(view.CallFirst))
	form.Set("delay", strconv.Itoa(int(view.Delay.Hours())))
	return s.wholeForm(v, http.StatusOK, form, nil)
}

func (s *Site) wholeForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	step := s.step(v, "/tout", form, wrong)
	p := page.ReferralWhole{
		Frame: s.frame(v, v.L.T("page_referral.whole_title")), Step: step, Words: form.Get("q"),
		Need: s.needFields(v, step, form), Contact: contactFields(step, form), Done: s.doneFields(v, step, form),
	}
	p.Here = "referrals"
	p.Need.L, p.Contact.L, p.Done.L = v.L, v.L, v.L
	if view.Service != "" {
		p.Chosen = s.referredName(v, view.Service, view.Receiver)
	}
	codes, err := s.codes(v)
	if err != nil {
		return err
	}
	p.Person = codes[view.Person]
	return s.page(v, status, page.ReferralWholePage(p))
}

// wholeSave keeps all of it in one act, and goes on to the doors that were asked
// for, or to what is left to do.
func (s *Site) wholeSave(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	first := form.Get("call_first") != ""
	c := referral.Change{
		Version: change(form).Version, CallFirst: &first,
		Need:    &referral.Need{Words: typed(form, "words"), Language: form.Get("language"), Observed: typed(form, "observed"), Pivot: typed(form, "pivot")},
		Contact: &referral.Contact{Called: typed(form, "called"), Reach: typed(form, "reach"), Message: typed(form, "message"), Avoid: typed(form, "avoid")},
		Done:    &referral.Done{Tried: typed(form, "tried"), Accompanied: form.Get("accompanied") != "", Companion: typed(form, "companion")},
	}
	if h, err := strconv.Atoi(form.Get("delay")); err == nil {
		d := time.Duration(h) * time.Hour
		c.Delay = &d
	}
	if err := s.Referral.Save(v.R.Context(), v.By, ref(v), form.Get("act"), c); err != nil {
		if !mends(err) {
			return err
		}
		view, gone := s.draft(v)
		if gone != nil {
			return gone
		}
		form.Set("act", s.newAct())
		form.Set("version", strconv.Itoa(view.Version))
		return s.wholeForm(v, http.StatusUnprocessableEntity, form, told(err, "words"))
	}
	self := "/app/reference/" + v.R.PathValue("id")
	if q := cut(typed(form, "q"), 200); q != "" {
		return s.seeOther(v, self+"/porte?"+url.Values{"q": {q}, "tout": {"1"}}.Encode())
	}
	return s.goOn(v)
}

// goOn leads to the one thing that is left: the check when all is there, the
// consent when only it is owed, the list of tasks otherwise.
func (s *Site) goOn(v *Visit) error {
	list, err := s.Referral.Check(v.R.Context(), v.By, ref(v))
	if err != nil {
		return err
	}
	self := "/app/reference/" + v.R.PathValue("id")
	if list.Ready {
		return s.seeOther(v, self+"/verifier")
	}
	owed := false
	for _, t := range list.Tasks {
		switch {
		case t.Task == referral.TaskConsent:
			owed = t.Progress == referral.Incomplete
		case t.Progress != referral.Finished:
			return s.seeOther(v, self+"/taches")
		}
	}
	if owed && !list.Refused {
		return s.seeOther(v, self+"/consentement")
	}
	return s.seeOther(v, self+"/taches")
}
