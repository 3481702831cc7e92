package web

import (
	"net/http"
	"net/url"
	"strconv"

	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/pathway"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// runAt is an address of a run.
func runAt(id, more string) string { return "/app/parcours/" + id + more }

// run opens the run of the address.
func (s *Site) run(v *Visit) (pathway.Run, error) {
	return s.Pathway.Open(v.R.Context(), v.By, v.R.PathValue("run"))
}

// runFrame is what each page of a walk has: the alarm first, what marks it as an
// example or a trial, and what the law keeps on screen.
func (s *Site) runFrame(v *Visit, p *pathway.Pathway, trial bool) page.PathwayFrame {
	title := spoken(v.L, p.Title).S
	if p.Discreet {
		title = "" // the tab says nothing
	}
	f := page.PathwayFrame{Frame: s.frame(v, title), Title: spoken(v.L, p.Title), Example: p.Example, Trial: trial, Always: spoken(v.L, p.Always)}
	f.Here = "today"
	if e, ok := p.End(p.Alarm); ok && len(e.Lines) > 0 {
		f.Alarm = e.Lines[0].Number
	}
	return f
}

// runShow is where a run stands: the question that is asked, or the summary.
func (s *Site) runShow(v *Visit) error {
	r, err := s.run(v)
	if err != nil {
		return err
	}
	if r.Walk.Here(r.Pathway).End != nil {
		return s.summaryPage(v, http.StatusOK, &r, "", nil)
	}
	return s.questionPage(v, http.StatusOK, &r, r.Walk.Here(r.Pathway), nil)
}

// runQuestion is the n-th question of a run; beyond the way, where it stands.
func (s *Site) runQuestion(v *Visit) error {
	r, err := s.run(v)
	if err != nil {
		return err
	}
	at := r.Walk.At(r.Pathway, ordinal(v.R.PathValue("n")))
	if at.End != nil {
		return s.seeOther(v, runAt(r.ID, ""))
	}
	return s.questionPage(v, http.StatusOK, &r, at, nil)
}

// ordinal reads a number of an address; 0 is none.
func ordinal(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func (s *Site) questionPage(v *Visit, status int, r *pathway.Run, at pathway.Position, wrong []ui.Problem) error {
	p := page.PathwayStep{
		PathwayFrame: s.runFrame(v, r.Pathway, r.Trial), N: at.N, Problems: wrong, Alert: v.href(runAt(r.ID, "/alerte")),
		Action: v.href(runAt(r.ID, "/"+strconv.Itoa(at.N))), Back: v.href(runAt(r.ID, "/"+strconv.Itoa(at.N-1))),
	}
	if at.N == 1 {
		p.Back = v.href("/app/trajectoires/" + r.Of)
	}
	if at.Step == nil { // a draft that leads nowhere yet
		p.Nowhere = true
		return s.page(v, status, page.PathwayStepPage(p))
	}
	said := r.Walk.Said[at.Step.ID]
	p.Ask, p.Why, p.Number = spoken(v.L, at.Step.Ask), spoken(v.L, at.Step.Why), at.Step.Kind == pathway.Number
	p.Hidden = []ui.Hidden{{Name: "step", Value: at.Step.ID}}
	add := func(value, key string, text i18n.Text) {
		p.Answers = append(p.Answers, page.PathwayAnswer{Value: value, Key: key, Text: text, Was: said == value})
	}
	switch at.Step.Kind {
	case pathway.YesNo:
		add(pathway.Yes, "pathway.yes", i18n.Text{})
		add(pathway.No, "pathway.no", i18n.Text{})
	case pathway.Choice:
		for _, o := range at.Step.Options {
			add(o.Value, "", spoken(v.L, o.Words))
		}
	case pathway.Number:
		p.Least, p.Most = at.Step.Least, at.Step.Most
		if said != pathway.Unsure {
			p.Value = said
		}
	}
	add(pathway.Unsure, "pathway.unsure", i18n.Text{})
	return s.page(v, status, page.PathwayStepPage(p))
}

// runAnswer takes an answer and goes on. One that cannot be taken is asked
// again; a page that is older than the walk leads to where it stands.
func (s *Site) runAnswer(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id, n := v.R.PathValue("run"), ordinal(v.R.PathValue("n"))
	r, err := s.Pathway.Answer(v.R.Context(), v.By, id, n, form.Get("step"), pressed(form))
	if err != nil {
		return s.runRefused(v, id, n, form, err)
	}
	if r.Walk.Here(r.Pathway).End != nil && n >= len(r.Walk.Path) {
		return s.seeOther(v, runAt(id, ""))
	}
	return s.seeOther(v, runAt(id, "/"+strconv.Itoa(n+1)))
}

// pressed is the button that was pressed, or the number that was typed.
func pressed(form url.Values) string {
	if a := form.Get("answer"); a != "" && a != "number" {
		return a
	}
	return typed(form, "number")
}

func (s *Site) runRefused(v *Visit, id string, n int, form url.Values, refused error) error {
	if !mends(refused) {
		return refused
	}
	r, err := s.Pathway.Open(v.R.Context(), v.By, id)
	if err != nil {
		return err
	}
	wrong := told(refused, "answer")
	if fault.Is(refused, fault.Conflict) {
		at := r.Walk.Here(r.Pathway)
		if at.End != nil {
			return s.summaryPage(v, http.StatusConflict, &r, "", told(refused, ""))
		}
		return s.questionPage(v, http.StatusConflict, &r, at, wrong)
	}
	if at := r.Walk.At(r.Pathway, n); at.Step != nil {
		if at.Step.Kind == pathway.Number { // what was typed comes back
			kept := map[string]string{at.Step.ID: typed(form, "number")}
			for k, a := range r.Walk.Said {
				if k != at.Step.ID {
					kept[k] = a
				}
			}
			r.Walk.Said = kept
		}
		return s.questionPage(v, http.StatusUnprocessableEntity, &r, at, wrong)
	}
	return s.summaryPage(v, http.StatusUnprocessableEntity, &r, "", []ui.Problem{{Key: "pathway.moved"}})
}

// runAlarm is the way out of each page: numbers, in big letters, first.
func (s *Site) runAlarm(v *Visit) error {
	r, err := s.run(v)
	if err != nil {
		return err
	}
	e, ok := r.Pathway.End(r.Pathway.Alarm)
	if !ok {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.PathwayAlarm{PathwayFrame: s.runFrame(v, r.Pathway, r.Trial), Back: v.href(runAt(r.ID, "")), Lines: pathwayLines(v.L, e), Heading: spoken(v.L, e.Title), Say: spoken(v.L, e.Say)}
	return s.page(v, http.StatusOK, page.PathwayAlarmPage(p))
}

func pathwayLines(l *i18n.Local, e *pathway.End) (list []page.PathwayNumber) {
	for _, x := range e.Lines {
		list = append(list, page.PathwayNumber{Number: x.Number, Words: spoken(l, x.Words)})
	}
	return list
}

// runFinish destroys what was answered, and leaves.
func (s *Site) runFinish(v *Visit) error {
	if _, err := s.form(v); err != nil {
		return err
	}
	if err := s.Pathway.Finish(v.R.Context(), v.By, v.R.PathValue("run")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/trajectoires?fait=termine")
}
