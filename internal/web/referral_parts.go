package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// step is a page of the draft that asks one thing. It carries the version it
// was shown from: a colleague's change in between is never overwritten.
func (s *Site) step(v *Visit, path string, form url.Values, wrong []ui.Problem) ui.Step {
	return ui.Step{
		Back: at(v, "/taches"), Action: at(v, path), Problems: wrong,
		Hidden: hidden(form.Get("act"), ui.Hidden{Name: "version", Value: form.Get("version")}),
	}
}

// fresh are the hidden values of a form shown for the first time.
func (s *Site) fresh(view referral.View) url.Values {
	return url.Values{"act": {s.newAct()}, "version": {strconv.Itoa(view.Version)}}
}

// saveStep keeps a step and goes back to the task list; when it cannot be kept
// the form comes back as it was typed.
func (s *Site) saveStep(v *Visit, step func(url.Values) referral.Change, again func(status int, form url.Values, wrong []ui.Problem) error, first string) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	c := step(form)
	c.Version = change(form).Version
	err = s.Referral.Save(v.R.Context(), v.By, ref(v), form.Get("act"), c)
	if err == nil {
		return s.seeOther(v, "/app/reference/"+v.R.PathValue("id")+"/taches")
	}
	if !mends(err) {
		return err
	}
	view, gone := s.draft(v)
	if gone != nil {
		return gone
	}
	wrong := told(err, first)
	form.Set("act", s.newAct())
	form.Set("version", strconv.Itoa(view.Version))
	return again(http.StatusUnprocessableEntity, form, wrong)
}

func typed(form url.Values, name string) string { return strings.TrimSpace(form.Get(name)) }

// needAsk keeps apart what the person said and what the worker saw.
func (s *Site) needAsk(v *Visit) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	form := s.fresh(view)
	if view.Need != nil {
		form.Set("words", view.Need.Words)
		form.Set("language", view.Need.Language)
		form.Set("observed", view.Need.Observed)
	}
	return s.needForm(v, http.StatusOK, form, nil)
}

func (s *Site) needForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	p := s.needFields(v, s.step(v, "/besoin", form, wrong), form)
	p.Frame = s.frame(v, v.L.T("page_referral.need_title"))
	return s.page(v, status, page.ReferralNeedPage(p))
}

func (s *Site) needFields(v *Visit, step ui.Step, form url.Values) page.ReferralNeed {
	p := page.ReferralNeed{Step: step, Words: form.Get("words"), Observed: form.Get("observed")}
	p.Languages = spokenOptions(v.L, form.Get("language"))
	return p
}

func (s *Site) needSave(v *Visit) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	return s.saveStep(v, func(f url.Values) referral.Change {
		n := referral.Need{Words: typed(f, "words"), Language: f.Get("language"), Observed: typed(f, "observed")}
		if view.Need != nil {
			n.Pivot = view.Need.Pivot // asked on another page
		}
		return referral.Change{Need: &n}
	}, func(status int, f url.Values, wrong []ui.Problem) error { return s.needForm(v, status, f, wrong) }, "words")
}

// contactAsk says how to reach the person, safely.
func (s *Site) contactAsk(v *Visit) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	form := s.fresh(view)
	if c := view.Contact; c != nil {
		form.Set("called", c.Called)
		form.Set("reach", c.Reach)
		form.Set("message", c.Message)
		form.Set("avoid", c.Avoid)
	}
	return s.contactForm(v, http.StatusOK, form, nil)
}

func (s *Site) contactForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	p := contactFields(s.step(v, "/joindre", form, wrong), form)
	p.Frame = s.frame(v, v.L.T("page_referral.contact_title"))
	return s.page(v, status, page.ReferralContactPage(p))
}

func contactFields(step ui.Step, form url.Values) page.ReferralContact {
	return page.ReferralContact{Step: step, Called: form.Get("called"), Reach: form.Get("reach"), Message: form.Get("message"), Avoid: form.Get("avoid")}
}

func (s *Site) contactSave(v *Visit) error {
	return s.saveStep(v, func(f url.Values) referral.Change {
		return referral.Change{Contact: &referral.Contact{
			Called: typed(f, "called"), Reach: typed(f, "reach"), Message: typed(f, "message"), Avoid: typed(f, "avoid"),
		}}
	}, func(status int, f url.Values, wrong []ui.Problem) error { return s.contactForm(v, status, f, wrong) }, "called")
}

// delays offered, in hours.
var delays = []int{24, 48, 72, 120, 168, 336}

// doneAsk is what was tried, who goes along, and whom to call first.
func (s *Site) doneAsk(v *Visit) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	form := s.fresh(view)
	if d := view.Done; d != nil {
		form.Set("tried", d.Tried)
		form.Set("companion", d.Companion)
		form.Set("accompanied", tick(d.Accompanied))
	}
	if view.Need != nil {
		form.Set("pivot", view.Need.Pivot)
	}
	form.Set("call_first", tick(view.CallFirst))
	form.Set("delay", strconv.Itoa(int(view.Delay.Hours())))
	return s.doneForm(v, http.StatusOK, form, nil)
}

func tick(on bool) string {
	if on {
		return "1"
	}
	return ""
}

func (s *Site) doneForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	p := s.doneFields(v, s.step(v, "/fait", form, wrong), form)
	p.Frame = s.frame(v, v.L.T("page_referral.done_title"))
	return s.page(v, status, page.ReferralDonePage(p))
}

func (s *Site) doneFields(v *Visit, step ui.Step, form url.Values) page.ReferralDone {
	p := page.ReferralDone{
		Step: step, Tried: form.Get("tried"), Companion: form.Get("companion"), Pivot: form.Get("pivot"),
		Accompanied: form.Get("accompanied") != "", CallFirst: form.Get("call_first") != "",
	}
	for _, h := range delays {
		words := v.L.NText("page_referral.delay_hours", h)
		if h > 48 {
			words = v.L.NText("page_referral.delay_days", h/24)
		}
		p.Delays = append(p.Delays, ui.Option{Value: strconv.Itoa(h), Text: words, Checked: strconv.Itoa(h) == form.Get("delay")})
	}
	return p
}

func (s *Site) doneSave(v *Visit) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	return s.saveStep(v, func(f url.Values) referral.Change {
		var n referral.Need
		if view.Need != nil {
			n = *view.Need
		}
		n.Pivot = typed(f, "pivot")
		first := f.Get("call_first") != ""
		c := referral.Change{
			Need: &n, CallFirst: &first,
			Done: &referral.Done{Tried: typed(f, "tried"), Accompanied: f.Get("accompanied") != "", Companion: typed(f, "companion")},
		}
		if h, err := strconv.Atoi(f.Get("delay")); err == nil {
			d := time.Duration(h) * time.Hour
			c.Delay = &d
		}
		return c
	}, func(status int, f url.Values, wrong []ui.Problem) error { return s.doneForm(v, status, f, wrong) }, "tried")
}
