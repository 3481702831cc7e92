package web

import (
	"net/http"
	"net/url"
	"strconv"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// linePublishAsk asks for all of a line on one page: it is seldom written, by
// somebody who has it in mind.
func (s *Site) linePublishAsk(v *Visit) error {
	return s.lineForm(v, http.StatusOK, s.newAct(), directory.Line{}, nil, nil)
}

func (s *Site) linePublish(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	typed := lineTyped(v, form)
	id, err := s.Directory.PublishLine(v.R.Context(), v.By, form.Get("act"), typed)
	if wrong, status, ok := again(err); ok {
		return s.lineForm(v, status, form.Get("act"), typed, nil, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/route/"+id+"?fait=voie")
}

func (s *Site) lineEditAsk(v *Visit) error {
	l, err := s.ownLine(v)
	if err != nil {
		return err
	}
	return s.lineForm(v, http.StatusOK, s.newAct(), l.Line, nil, nil)
}

func (s *Site) lineEdit(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	l, err := s.ownLine(v)
	if err != nil {
		return err
	}
	typed := lineTyped(v, form)
	if typed.ID = l.ID; typed.Purpose == l.Purpose {
		typed.Lang = l.Lang // a number mended on the English page leaves French words French
	}
	err = s.Directory.EditLine(v.R.Context(), v.By, form.Get("act"), typed)
	if wrong, status, ok := again(err); ok {
		return s.lineForm(v, status, form.Get("act"), typed, nil, wrong)
	}
	if fault.Is(err, fault.Conflict) { // what is typed stays; what was saved stands beside it
		typed.Version = l.Version
		now := s.lineRow(v, l)
		return s.lineForm(v, http.StatusConflict, s.newAct(), typed, &now, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/route/"+l.ID+"?fait=voie")
}

// ownLine is a line that the worker may change; any other is not found.
func (s *Site) ownLine(v *Visit) (directory.LineShown, error) {
	l, _, err := s.Directory.Line(v.R.Context(), v.By, v.R.PathValue("id"))
	if err == nil && !l.Ours {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return l, err
}

func lineTyped(v *Visit, form url.Values) directory.Line {
	version, _ := strconv.Atoi(form.Get("version")) // anything else is no version: a conflict
	return directory.Line{
		Service: access.Service(form.Get("service")), Version: version, Lang: string(v.L.Lang()), Purpose: form.Get("purpose"), Who: form.Get("who"), Role: form.Get("role"),
		Number: form.Get("number"), Ext: form.Get("ext"), Hours: form.Get("hours"), BestTime: form.Get("best_time"), Limits: form.Get("limits"), Decides: form.Get("decides"),
	}
}

// lineForm shows a line to write; now is what stands there when somebody else
// saved first.
func (s *Site) lineForm(v *Visit, status int, act string, l directory.Line, now *page.Line, wrong []ui.Problem) error {
	p := page.LineEdit{
		Frame: s.frame(v, v.L.T("line.title")), Heading: "line.new", Now: now, Most: directory.LineWords,
		Purpose: l.Purpose, Who: l.Who, Role: l.Role, Number: l.Number, Ext: l.Ext, Hours: l.Hours, BestTime: l.BestTime, Limits: l.Limits, Decides: l.Decides,
		Step: ui.Step{Back: v.href("/app/routes"), Action: v.href("/app/routes/nouvelle"), Submit: "line.save", Problems: wrong, Hidden: hidden(act)},
	}
	p.Here = "today"
	if l.ID != "" {
		self := "/app/route/" + l.ID
		p.Heading, p.Step.Back, p.Step.Action = "line.edit_heading", v.href(self), v.href(self+"/modifier")
		p.Step.Hidden = hidden(act, ui.Hidden{Name: "version", Value: strconv.Itoa(l.Version)})
	}
	p.Services = []ui.Option{{Key: "line.whole", Checked: l.Service == ""}}
	for _, d := range s.Finder.ByOrg(v.By.Org()) {
		p.Services = append(p.Services, ui.Option{Value: string(d.ID), Text: said(v.L, d.Name), Checked: d.ID == l.Service})
	}
	return s.page(v, status, page.LineEditPage(p))
}

// lineEndAsk asks before a line goes: it is not made again with one press.
func (s *Site) lineEndAsk(v *Visit) error {
	l, err := s.ownLine(v)
	if err != nil {
		return err
	}
	self := "/app/route/" + l.ID
	p := page.LineEnd{Frame: s.frame(v, v.L.T("line.end_heading")), Purpose: words(l.Purpose, l.Lang),
		Step: ui.Step{Back: v.href(self), Action: v.href(self + "/retirer"), Submit: "line.end", Hidden: hidden(s.newAct())}}
	p.Here = "today"
	return s.page(v, http.StatusOK, page.LineEndPage(p))
}

func (s *Site) lineEnd(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Directory.EndLine(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/routes?fait=1")
}
