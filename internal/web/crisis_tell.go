package web

import (
	"net/http"
	"strings"
	"time"

	"passerelle/internal/crisis"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// entryKeys say what an entry of the journal tells.
var entryKeys = map[crisis.Kind]string{
	crisis.Opened: "crisis.entry_opened", crisis.Renewed: "crisis.entry_renewed", crisis.Closed: "crisis.entry_closed",
	crisis.Joined: "crisis.entry_joined", crisis.Left: "crisis.entry_left", crisis.Decided: "crisis.entry_decided",
	crisis.Relaxed: "crisis.entry_relaxed", crisis.RuleRenewed: "crisis.entry_rule_renewed", crisis.RuleLifted: "crisis.entry_rule_lifted",
	crisis.Given: "crisis.entry_given", crisis.Done: "crisis.entry_done", crisis.Reviewed: "crisis.entry_reviewed",
	crisis.RuleLapsed: "crisis.entry_rule_lapsed", crisis.Lapsed: "crisis.entry_lapsed",
}

// crisisMinutes is the journal, in the order in which it happened.
func (s *Site) crisisMinutes(v *Visit) error {
	c, err := s.Crisis.Show(v.R.Context(), v.By, v.R.PathValue("crise"))
	if err != nil {
		return err
	}
	p := page.CrisisMinutes{Frame: s.frame(v, v.L.T("crisis.minutes")), Back: v.href("/app/crise/" + c.ID), Title: noted(c.Title), Sector: s.crisisSector(v, c.Crisis)}
	p.Here, p.Paper = "today", true
	for _, e := range c.Minutes() {
		p.Moments = append(p.Moments, s.crisisMoment(v, c, e))
	}
	return s.page(v, http.StatusOK, page.CrisisMinutesPage(p))
}

func (s *Site) crisisMoment(v *Visit, c *crisis.Situation, e crisis.Entry) ui.Moment {
	m := ui.Moment{What: ui.T(v.L, entryKeys[e.Kind], "org", s.orgName(v, e.Org)), When: s.when(v, e.At.Time), Words: noted(e.Words)}
	r, t := c.Rule(e.About), c.Task(e.About)
	switch {
	case e.Kind == crisis.Decided:
		m.Detail = page.CrisisDetail(v.L, v.L.Text("crisis.origin", "words", noted(e.Origin)))
	case e.Kind == crisis.Opened:
		m.Detail = page.CrisisDetail(v.L, v.L.Text("crisis.entry_first_review", "time", s.when(v, e.Until.Time)))
	case e.Kind == crisis.Reviewed:
		m.Detail = page.CrisisDetail(v.L, v.L.Text("crisis.next_review", "time", s.when(v, e.Until.Time)))
	case e.Kind == crisis.Given && t != nil:
		m.Detail = page.CrisisDetail(v.L, v.L.Text("crisis.entry_given_to", "org", s.orgName(v, t.Org)), v.L.Text("crisis.due", "time", s.when(v, e.Until.Time)))
	case e.Kind == crisis.Relaxed && r != nil:
		m.Detail = page.CrisisDetail(v.L, v.L.Text("crisis.allowed_by", "who", noted(r.By)), v.L.Text("crisis.entry_until", "time", s.when(v, e.Until.Time)))
	case !e.Until.IsZero():
		m.Detail = page.CrisisDetail(v.L, v.L.Text("crisis.entry_until", "time", s.when(v, e.Until.Time)))
	}
	if r != nil {
		m.Words = noted(r.Words)
	}
	if t != nil {
		m.Words = noted(t.Words)
	}
	return m
}

// crisisPostMortem is the draft from which the cell learns.
func (s *Site) crisisPostMortem(v *Visit) error {
	p, err := s.postMortem(v)
	if err != nil {
		return err
	}
	return s.page(v, http.StatusOK, page.CrisisPostMortemPage(p))
}

var ruleOutcomeKeys = map[crisis.Outcome]string{
	crisis.StillRelaxed: "crisis.outcome_relaxed", crisis.WasLifted: "crisis.outcome_lifted", crisis.HasLapsed: "crisis.outcome_lapsed", crisis.EndedWithIt: "crisis.outcome_ended",
}

func (s *Site) postMortem(v *Visit) (page.CrisisPostMortem, error) {
	c, err := s.Crisis.Show(v.R.Context(), v.By, v.R.PathValue("crise"))
	if err != nil {
		return page.CrisisPostMortem{}, err
	}
	self := "/app/crise/" + c.ID
	d := c.PostMortem()
	p := page.CrisisPostMortem{
		Frame: s.frame(v, v.L.T("crisis.post_mortem")), Back: v.href(self), Text: v.href(self + "/bilan.txt"), Title: noted(c.Title), Sector: s.crisisSector(v, c.Crisis), Why: noted(c.Why),
		Early: !c.Over(c.Now),
	}
	p.Here, p.Paper = "today", true
	fact := func(key string, args ...any) { p.Facts = append(p.Facts, v.L.Text(key, args...)) }
	fact("crisis.lasted", "days", length(v.L, d.Lasted))
	if d.ByItself {
		fact("crisis.ended_alone")
	}
	if d.Renewals > 0 {
		fact("crisis.n_renewals", "n", d.Renewals)
	}
	fact("crisis.n_members", "n", d.Members)
	fact("crisis.n_in_time", "n", len(d.Done))
	for _, e := range d.Decisions {
		p.Decisions = append(p.Decisions, page.CrisisDecision{Words: noted(e.Words), Origin: noted(e.Origin), Org: s.orgName(v, e.Org), At: s.when(v, e.At.Time)})
	}
	for _, r := range d.Rules {
		x := page.CrisisStory{Words: noted(r.Words), By: v.L.Text("crisis.allowed_by", "who", noted(r.By)), Lasted: v.L.Text("crisis.rule_lasted", "days", length(v.L, r.Lasted)), Outcome: v.L.Text(ruleOutcomeKeys[r.Outcome])}
		if r.Renewed > 0 {
			x.Renewed = v.L.Text("crisis.rule_renewed", "n", r.Renewed)
		}
		p.Rules = append(p.Rules, x)
	}
	p.Done, p.Later, p.Undone = s.storyTasks(v, d.Done), s.storyTasks(v, d.Later), s.storyTasks(v, d.Undone)
	if !d.Missed.IsZero() {
		p.Missed = v.L.Text("crisis.review_missed", "time", s.when(v, d.Missed.Time))
	}
	for _, r := range d.Reviews {
		p.Reviews = append(p.Reviews, page.CrisisReview{At: s.when(v, r.At.Time), Words: noted(r.Words), How: lateness(v.L, r.Late)})
	}
	return p, nil
}

// lateness says how long after its hour a review was held. A quarter of an hour
// is the time that people take to sit down.
func lateness(l *i18n.Local, late time.Duration) i18n.Text {
	if late <= 15*time.Minute {
		return l.Text("crisis.review_in_time")
	}
	return l.Text("crisis.review_after", "days", length(l, late))
}

func (s *Site) storyTasks(v *Visit, tasks []crisis.Task) (list []page.CrisisTask) {
	for _, t := range tasks {
		x := page.CrisisTask{Words: noted(t.Words), Org: s.orgName(v, t.Org), Due: s.when(v, t.Due.Time)}
		if !t.Done.IsZero() {
			x.Done = s.when(v, t.Done.Time)
		}
		list = append(list, x)
	}
	return list
}

// crisisPostMortemText is the draft as plain text, to go on with elsewhere.
func (s *Site) crisisPostMortemText(v *Visit) error {
	p, err := s.postMortem(v)
	if err != nil {
		return err
	}
	return s.download(v, "text/plain; charset=utf-8", "post-mortem.txt", []byte(strings.Join(p.Lines(), "\r\n")))
}
