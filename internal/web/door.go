package web

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// doorReasons are what may have happened, in the order of the form. The codes
// are stored; the words are the catalogue's.
var doorReasons = []ui.Option{
	{Value: "closed", Key: "door.closed"},
	{Value: "full", Key: "door.full"},
	{Value: "papers", Key: "door.papers"},
	{Value: "language", Key: "door.language"},
	{Value: "money", Key: "door.money"},
	{Value: "no_answer", Key: "door.no_answer"},
	{Value: "moved", Key: "door.moved"},
	{Value: "other", Key: "door.other"},
}

// doorWords is the longest account of a closed door.
const doorWords = 280

// doorAsk asks what happened.
func (s *Site) doorAsk(v *Visit) error {
	return s.doorForm(v, http.StatusOK, s.newAct(), "", "", nil)
}

func (s *Site) doorForm(v *Visit, status int, act, reason, words string, problems []ui.Problem) error {
	d, err := s.listing(v)
	if err != nil {
		return err
	}
	self := v.href("/service/" + string(d.ID))
	p := page.DoorReport{
		Frame: s.frame(v, v.L.T("door.title")), Service: said(v.L, d.Name), Words: words, MaxWords: doorWords,
		Step: ui.Step{Back: self, Action: self + "/porte", Submit: "door.send", Hidden: []ui.Hidden{{Name: "acte", Value: act}}, Problems: problems},
	}
	p.Exit = d.Sensitive
	for _, o := range doorReasons {
		o.Checked = o.Value == reason
		p.Reasons = append(p.Reasons, o)
	}
	return s.page(v, status, page.DoorReportPage(p))
}

// doorReport keeps the report. It names a service and a reason, and nobody.
func (s *Site) doorReport(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	d, err := s.listing(v)
	if err != nil {
		return err
	}
	reason, words, act := form.Get("raison"), strings.TrimSpace(form.Get("mots")), form.Get("acte")
	var problems []ui.Problem
	if !slices.ContainsFunc(doorReasons, func(o ui.Option) bool { return o.Value == reason }) {
		problems = append(problems, ui.Problem{Field: "raison", Key: "door.reason_needed"})
	}
	if utf8.RuneCountInString(words) > doorWords {
		problems = append(problems, ui.Problem{Field: "mots", Key: "door.words_long", Args: []any{"n", doorWords}})
	}
	if len(problems) > 0 {
		return s.doorForm(v, http.StatusUnprocessableEntity, act, reason, words, problems)
	}
	if err := s.Doors.ReportDoor(v.R.Context(), v.By, act, d.ID, reason, words); err != nil {
		return err
	}
	return s.seeOther(v, "/service/"+string(d.ID)+"/porte/merci")
}

// doorDone thanks, and says what becomes of the report.
func (s *Site) doorDone(v *Visit) error {
	d, err := s.listing(v)
	if err != nil {
		return err
	}
	p := page.DoorDone{Frame: s.frame(v, v.L.T("door.title")), Service: v.href("/service/" + string(d.ID))}
	p.Exit = d.Sensitive
	return s.page(v, http.StatusOK, page.DoorDonePage(p))
}
