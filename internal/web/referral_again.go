package web

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// againAsk looks for another door: what goes along is asked of the person.
func (s *Site) againAsk(v *Visit) error {
	return s.againForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) againForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	if !view.State.Ended() || view.State == referral.NeedMet {
		return fault.New(fault.Conflict, "again.not_closed")
	}
	p := page.Again{
		Frame: s.frame(v, v.L.T("again.title")), Door: ui.Run(v.L, s.doorTried(v, view)),
		Fresh: v.href("/app/reference/nouvelle", "precedente", string(view.ID)),
		Step:  ui.Step{Back: at(v, ""), Action: at(v, "/suite"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	p.Here = "referrals"
	add := func(name, key string, texts ...i18n.Text) {
		part := page.AgainPart{Name: name, Key: key, Checked: form.Get(name) != ""}
		for _, t := range texts {
			if t.S != "" {
				part.Texts = append(part.Texts, t)
			}
		}
		if len(part.Texts) > 0 {
			p.Parts = append(p.Parts, part)
		}
	}
	if n := view.Need; n != nil {
		add("words", "page_referral.words", words(n.Words, n.Language))
		add("observed", "page_referral.observed", words(n.Observed, ""))
	}
	if c := view.Contact; c != nil {
		add("contact", "page_referral.contact_title", words(c.Called, ""), words(c.Reach, ""), words(c.Message, ""), words(c.Avoid, ""))
	}
	if d := view.Done; d != nil {
		add("done", "page_referral.tried", words(d.Tried, ""))
	}
	add("door", "again.door", s.doorTried(v, view))
	return s.page(v, status, page.AgainPage(p))
}

// doorTried says which door was tried and what it answered, to whom it is
// attributed: never as a fault of the person's.
func (s *Site) doorTried(v *Visit, view referral.View) i18n.Text {
	org, date := s.orgName(v, view.Receiver).S, s.on(v, view.Ended)
	switch {
	case view.State == referral.Expired:
		return i18n.Text{S: v.L.T("again.door_silent", "org", org, "date", date)}
	case view.State == referral.Withdrawn:
		return i18n.Text{S: v.L.T("again.door_withdrawn", "org", org, "date", date)}
	}
	reason := ""
	for _, o := range reasons("") {
		if o.Value == view.DeclineReason {
			reason = v.L.T(o.Key)
		}
	}
	return i18n.Text{S: v.L.T("again.door_said", "org", org, "date", date, "reason", reason)}
}

func (s *Site) againDo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	view, err := s.sided(v, referral.Source)
	if err != nil {
		return err
	}
	on := func(name string) bool { return form.Get(name) != "" }
	c := referral.Carried{Words: on("words"), Observed: on("observed"), Contact: on("contact"), Done: on("done")}
	if on("door") {
		c.Door = s.doorTried(v, view).S
	}
	made, err := s.Referral.Again(v.R.Context(), v.By, view.ID, form.Get("act"), c)
	if wrong := problems(err); len(wrong) > 0 {
		wrong[0].Field = "tick-door" // what makes the rest too long
		return s.againForm(v, http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/reference/"+string(made)+"/taches")
}

// follows leads from a package to the one it follows; nil when it is the first.
func (s *Site) follows(v *Visit, view referral.View) templ.Component {
	if view.Previous == "" {
		return nil
	}
	return page.FollowsLink(v.L, v.href("/app/reference/"+string(view.Previous)))
}
