package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// lines lists the direct lines of the region, with a number to call on each.
func (s *Site) lines(v *Visit) error {
	query := cut(v.R.URL.Query().Get("q"), 200)
	all, err := s.Directory.Lines(v.R.Context(), v.By, directory.LineFilter{Words: query})
	if err != nil {
		return err
	}
	p := page.Lines{Frame: s.frame(v, v.L.T("line.title")), Back: v.href("/app"), Query: query, Action: v.href("/app/routes"), Ended: v.R.URL.Query().Get("fait") != ""}
	p.Here = "today"
	if ForManager.admits(v.By) {
		p.New = v.href("/app/routes/nouvelle")
	}
	for _, l := range all {
		p.Rows = append(p.Rows, s.lineRow(v, l))
	}
	return s.page(v, http.StatusOK, page.LinesPage(p))
}

// lineRow is a line as a page shows it, in the words of its organisation.
func (s *Site) lineRow(v *Visit, l directory.LineShown) page.Line {
	in := func(t string) i18n.Text { return words(t, l.Lang) }
	row := page.Line{
		Href: v.href("/app/route/" + l.ID), Org: s.orgName(v, l.Org), OrgCard: v.href("/app/comprendre/" + string(l.Org)), Number: l.Number, Ext: l.Ext,
		Purpose: in(l.Purpose), Who: in(l.Who), Role: in(l.Role), Hours: in(l.Hours), BestTime: in(l.BestTime), Limits: in(l.Limits), Decides: in(l.Decides),
		Uses: l.Uses, Closed: l.Closed, Confirmed: s.on(v, l.Confirmed.Time), Stale: !l.Fresh(s.Clock.Now()),
	}
	if l.Service != "" {
		row.Service, row.ServicePage = s.serviceName(v, l.Service), v.href("/service/"+string(l.Service))
	}
	return row
}

// linesOf are those of one organisation, for its card.
func (s *Site) linesOf(v *Visit, org access.Org) (rows []page.Line, err error) {
	all, err := s.Directory.Lines(v.R.Context(), v.By, directory.LineFilter{Org: org})
	for _, l := range all {
		rows = append(rows, s.lineRow(v, l))
	}
	return rows, err
}

var outcomeKeys = map[directory.Outcome]string{
	directory.CallReached: "line.o_reached", directory.CallNoAnswer: "line.o_no_answer", directory.CallOutOfScope: "line.o_out_of_scope",
	directory.CallNoRoom: "line.o_no_room", directory.CallOther: "line.o_other",
}

// lineShow is one line: the number, its limits, and what a call came to.
func (s *Site) lineShow(v *Visit) error {
	return s.linePage(v, http.StatusOK, s.newAct(), "", "", nil)
}

func (s *Site) linePage(v *Visit, status int, act string, what directory.Outcome, typed string, wrong []ui.Problem) error {
	l, calls, err := s.Directory.Line(v.R.Context(), v.By, v.R.PathValue("id"))
	if err != nil {
		return err
	}
	self := "/app/route/" + l.ID
	p := page.LineShow{
		Frame: s.frame(v, v.L.T("line.title")), Back: v.href("/app/routes"), Line: s.lineRow(v, l), Words: typed, Most: directory.DoorWords,
		Call: v.href(self + "/appel"), Hidden: hidden(act), Problems: wrong, Ours: l.Ours,
		Confirm: v.href(self + "/confirmer"), Same: hidden(s.newAct()), Edit: v.href(self + "/modifier"), End: v.href(self + "/retirer"),
	}
	p.Here = "today"
	switch v.R.URL.Query().Get("fait") {
	case "appel":
		p.Said = v.L.T("line.noted", "org", p.Line.Org)
	case "voie":
		p.Said = v.L.T("line.saved")
	}
	for _, o := range directory.Outcomes {
		p.Outcomes = append(p.Outcomes, ui.Option{Value: string(o), Key: outcomeKeys[o], Checked: o == what})
	}
	for _, c := range calls {
		p.Calls = append(p.Calls, page.LineCall{
			Outcome: outcomeKeys[c.Outcome], Words: i18n.Text{S: c.Words},
			From: ui.T(v.L, "line.call_by", "date", s.on(v, c.At.Time), "org", i18n.Text{S: c.OrgName, Lang: i18n.Source}),
		})
	}
	return s.page(v, status, page.LinePage(p))
}

// lineCall keeps what a call came to, and nothing of whom it was for.
func (s *Site) lineCall(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id, act, what, typed := v.R.PathValue("id"), form.Get("act"), directory.Outcome(form.Get("outcome")), form.Get("words")
	err = s.Directory.NoteCall(v.R.Context(), v.By, act, id, what, typed)
	if wrong, status, ok := again(err); ok {
		return s.linePage(v, status, act, what, typed, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/route/"+id+"?fait=appel")
}

// lineConfirm says in one press that a line is still true.
func (s *Site) lineConfirm(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("id")
	if err := s.Directory.ConfirmLine(v.R.Context(), v.By, form.Get("act"), id); err != nil {
		return err
	}
	return s.seeOther(v, "/app/route/"+id+"?fait=voie")
}
