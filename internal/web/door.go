package web

import (
	"net/http"

	"passerelle/internal/directory"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// doorKeys are the words of what may have happened.
var doorKeys = map[directory.DoorReason]string{
	directory.DoorClosedHours: "door.closed_hours", directory.DoorFull: "door.full", directory.DoorPaperRefused: "door.paper_refused",
	directory.DoorNotEligible: "door.not_eligible", directory.DoorLanguage: "door.language", directory.DoorOther: "door.other",
}

// doorAsk asks what happened.
func (s *Site) doorAsk(v *Visit) error {
	return s.doorForm(v, http.StatusOK, s.newAct(), "", "", nil)
}

func (s *Site) doorForm(v *Visit, status int, act, reason, words string, wrong []ui.Problem) error {
	d, err := s.listing(v)
	if err != nil {
		return err
	}
	self := v.href("/service/" + string(d.ID))
	p := page.DoorReport{
		Frame: s.frame(v, v.L.T("door.title")), Service: said(v.L, d.Name), Words: words, MaxWords: directory.DoorWords,
		Step: ui.Step{Back: self, Action: self + "/porte", Submit: "door.send", Hidden: hidden(act), Problems: wrong},
	}
	p.Exit = d.Sensitive
	for _, why := range directory.DoorReasons {
		p.Reasons = append(p.Reasons, ui.Option{Value: string(why), Key: doorKeys[why], Checked: string(why) == reason})
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
	act, why, words := form.Get("act"), form.Get("reason"), form.Get("words")
	err = s.Doors.ReportClosedDoor(v.R.Context(), v.By, act, d.ID, directory.DoorReason(why), words)
	if wrong, status, ok := again(err); ok {
		return s.doorForm(v, status, act, why, words, wrong)
	}
	if err != nil {
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
