package web

import (
	"net/http"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// replyAsked are the answers as the form offers them.
var replyAsked = map[directory.ReplyKind]string{
	directory.ReplyChanged: "closed_door.as_changed", directory.ReplyExplained: "closed_door.as_explained", directory.ReplyNotOurs: "closed_door.as_not_ours",
}

// doors lists the closed doors of the worker's organisation, and what was
// answered.
func (s *Site) doors(v *Visit) error {
	all, err := s.Directory.DoorsOf(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.Doors{Frame: s.frame(v, v.L.T("closed_door.list_title")), Back: v.href("/app"), Done: v.R.URL.Query().Get("fait") != ""}
	p.Here = "today"
	for _, d := range all {
		row := s.closedDoor(v, d)
		if d.Reply == nil {
			p.Waiting = append(p.Waiting, row)
		} else {
			p.Answered = append(p.Answered, row)
		}
	}
	return s.page(v, http.StatusOK, page.DoorsPage(p))
}

func (s *Site) closedDoor(v *Visit, d directory.DoorReported) page.ClosedDoor {
	row := page.ClosedDoor{
		Service: s.serviceName(v, d.Service), See: v.href("/service/" + string(d.Service)), Reason: doorKeys[d.Reason], Words: i18n.Text{S: d.Words},
		From: ui.T(v.L, "closed_door.from_public", "date", s.on(v, d.At.Time)),
	}
	if d.Org != "" {
		row.From = ui.T(v.L, "closed_door.from_org", "date", s.on(v, d.At.Time), "org", s.orgName(v, d.Org))
	}
	if r := d.Reply; r != nil {
		row.Reply = &page.Reply{Kind: replyKeys[r.Kind], Words: words(r.Words, r.Lang), On: s.on(v, r.At)}
	}
	if ForManager.admits(v.By) {
		row.Answer = v.href("/app/porte/" + d.ID)
	}
	return row
}

// doorReported finds one of the reports that the worker's organisation reads.
func (s *Site) doorReported(v *Visit) (d directory.DoorReported, err error) {
	all, err := s.Directory.DoorsOf(v.R.Context(), v.By)
	if err != nil {
		return d, err
	}
	for _, d := range all {
		if d.ID == v.R.PathValue("report") {
			return d, nil
		}
	}
	return d, fault.New(fault.NotFound, "error.not_found")
}

func (s *Site) doorAnswerAsk(v *Visit) error {
	d, err := s.doorReported(v)
	if err != nil {
		return err
	}
	var typed directory.DoorReply
	if d.Reply != nil {
		typed = *d.Reply
	}
	return s.doorAnswerForm(v, http.StatusOK, s.newAct(), d, typed, nil)
}

func (s *Site) doorAnswerForm(v *Visit, status int, act string, d directory.DoorReported, typed directory.DoorReply, wrong []ui.Problem) error {
	p := page.DoorAnswer{
		Frame: s.frame(v, v.L.T("closed_door.reply_title")), Door: s.closedDoor(v, d), Words: typed.Words, Most: directory.DoorWords,
		Step: ui.Step{Back: v.href("/app/portes"), Action: v.href("/app/porte/" + d.ID), Submit: "closed_door.reply_send", Hidden: hidden(act), Problems: wrong},
	}
	p.Here = "today"
	for _, k := range directory.ReplyKinds {
		p.Kinds = append(p.Kinds, ui.Option{Value: string(k), Key: replyAsked[k], Checked: k == typed.Kind})
	}
	return s.page(v, status, page.DoorAnswerPage(p))
}

// doorAnswer publishes what the service answers.
func (s *Site) doorAnswer(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	d, err := s.doorReported(v)
	if err != nil {
		return err
	}
	typed := directory.DoorReply{Report: d.ID, Kind: directory.ReplyKind(form.Get("kind")), Words: form.Get("words"), Lang: string(v.L.Lang())}
	if d.Reply != nil && typed.Words == d.Reply.Words {
		typed.Lang = d.Reply.Lang
	}
	err = s.Directory.AnswerDoor(v.R.Context(), v.By, form.Get("act"), typed)
	if wrong, status, ok := again(err); ok {
		return s.doorAnswerForm(v, status, form.Get("act"), d, typed, wrong)
	}
	if err != nil {
		return err
	}
	if err := s.current(v, d.Service); err != nil {
		return err
	}
	return s.seeOther(v, "/app/portes?fait=1")
}
