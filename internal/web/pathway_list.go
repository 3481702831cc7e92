package web

import (
	"net/http"
	"strconv"

	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/pathway"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// spoken is a passage of a pathway, marked with the language it is found in.
func spoken(l *i18n.Local, w pathway.Words) i18n.Text {
	lang := i18n.Source
	if l.Lang() == "en" && w.EN != "" || w.FR == "" {
		lang = "en"
	}
	return i18n.Text{S: w.In(string(lang)), Lang: lang}
}

func spokenAll(l *i18n.Local, list []pathway.Words) (all []i18n.Text) {
	for _, w := range list {
		all = append(all, spoken(l, w))
	}
	return all
}

// pathwayList is what can be walked, and what is being written.
func (s *Site) pathwayList(v *Visit) error { return s.pathwaysPage(v, http.StatusOK, nil) }

func (s *Site) pathwaysPage(v *Visit, status int, wrong []ui.Problem) error {
	published, drafts, err := s.Pathway.List(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	examples, err := pathway.Examples()
	if err != nil {
		return err
	}
	p := page.PathwayList{Frame: s.frame(v, v.L.T("pathway.list_title")), Back: v.href("/app"), Problems: wrong}
	p.Here = "today"
	if v.By.WorksWithPeople() {
		p.Code = v.href("/app/parcours/code")
	}
	line := func(id string, of *pathway.Pathway) page.PathwayLine {
		return page.PathwayLine{Href: v.href("/app/trajectoires/" + id), Title: spoken(v.L, of.Title), About: spoken(v.L, of.About), Example: of.Example}
	}
	for _, x := range published {
		row := line(x.ID, x.Pathway)
		row.Org = s.orgName(v, x.Org)
		p.Published = append(p.Published, row)
	}
	for _, x := range examples {
		p.Examples = append(p.Examples, line(x.ID, x.Pathway))
	}
	for _, x := range drafts {
		row := line(x.ID, x.Pathway)
		row.Href += "/modifier"
		if row.Org = v.L.Text("pathway.state_draft"); x.Proposed() {
			row.Org = v.L.Text("pathway_edit.proposed")
		}
		p.Drafts = append(p.Drafts, row)
	}
	if pathway.MayEdit(v.By) {
		p.New = v.href("/app/trajectoires/nouvelle")
	}
	if v.R.URL.Query().Get("fait") == "termine" {
		p.Said = v.L.T("pathway.finished")
	}
	return s.page(v, status, page.PathwayListPage(p))
}

// pathwayShow is one pathway before it is walked: for whom, what stays to be
// validated, all of its questions.
func (s *Site) pathwayShow(v *Visit) error { return s.pathwayPage(v, http.StatusOK, 0, nil) }

// pathwayVersion is a pathway as it was.
func (s *Site) pathwayVersion(v *Visit) error {
	n, err := strconv.Atoi(v.R.PathValue("number"))
	if err != nil || n < 1 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.pathwayPage(v, http.StatusOK, n, nil)
}

var pathwayStates = map[pathway.State]string{
	pathway.Draft: "pathway.state_draft", pathway.Published: "pathway.state_published", pathway.Earlier: "pathway.state_earlier",
}

func (s *Site) pathwayPage(v *Visit, status, number int, wrong []ui.Problem) error {
	sheet, versions, err := s.Pathway.Read(v.R.Context(), v.By, v.R.PathValue("id"), number)
	if err != nil {
		return err
	}
	self := "/app/trajectoires/" + sheet.ID
	p := page.PathwayShow{
		Frame: s.frame(v, spoken(v.L, sheet.Title).S), Back: v.href("/app/trajectoires"), Problems: wrong, Title: spoken(v.L, sheet.Title), About: spoken(v.L, sheet.About), For: spoken(v.L, sheet.For),
		Always: spoken(v.L, sheet.Always), Example: sheet.Example, Sources: spokenAll(v.L, sheet.Sources), Outline: outline(v.L, sheet.Pathway), Number: sheet.Number,
		Org: s.orgName(v, sheet.Org), State: pathwayStates[sheet.State],
	}
	p.Here = "today"
	if sheet.Discreet {
		p.Frame.Title = "" // the tab says nothing
	}
	if sheet.State == pathway.Published && v.By.WorksWithPeople() {
		p.Begin, p.Hidden = v.href(self+"/commencer"), hidden(s.newAct())
	}
	p.File = v.href(self + "/version/" + strconv.Itoa(number) + "/fichier.json")
	s.pathwayKeeps(v, &p, sheet)
	for _, x := range versions {
		row := page.PathwayVersion{Number: x.Number, State: pathwayStates[x.State], When: s.on(v, x.SavedAt.Time), Href: v.href(self + "/version/" + strconv.Itoa(x.Number)), Shown: x.Number == sheet.Number}
		if !x.PublishedAt.IsZero() {
			row.When = s.on(v, x.PublishedAt.Time)
		}
		p.Versions = append(p.Versions, row)
	}
	return s.page(v, status, page.PathwayShowPage(p))
}

// pathwayKeeps is what the reader may do with a pathway, beside walking it.
func (s *Site) pathwayKeeps(v *Visit, p *page.PathwayShow, sheet pathway.Sheet) {
	self := "/app/trajectoires/" + sheet.ID
	if !pathway.MayReview(v.By) {
		return
	}
	ours := sheet.Number > 0 && sheet.Org == v.By.Org()
	if p.Hidden == nil {
		p.Hidden = hidden(s.newAct())
	}
	if pathway.MayEdit(v.By) && sheet.State == pathway.Published {
		p.Copy = v.href(self + "/copier")
	}
	if ours && pathway.MayEdit(v.By) {
		p.Revise = v.href(self + "/reviser")
	}
	if ours && sheet.State == pathway.Published {
		p.Retire = v.href(self + "/retirer")
	}
}

// outline is all of a pathway to read, question after question.
func outline(l *i18n.Local, p *pathway.Pathway) (o page.PathwayOutline) {
	for _, st := range p.Steps {
		row := page.PathwayOutlineStep{ID: st.ID, Ask: spoken(l, st.Ask), Why: spoken(l, st.Why)}
		for _, b := range st.Next {
			row.Ways = append(row.Ways, page.PathwayWay{When: b.When, To: titleOf(l, p, b.Go)})
		}
		o.Steps = append(o.Steps, row)
	}
	for _, e := range p.Ends {
		o.Ends = append(o.Ends, page.PathwayOutlineEnd{ID: e.ID, Kind: "pathway.kind_" + string(e.Kind), Title: spoken(l, e.Title), Say: spoken(l, e.Say)})
	}
	return o
}

// titleOf is what a branch leads to, in words.
func titleOf(l *i18n.Local, p *pathway.Pathway, id string) i18n.Text {
	if st, ok := p.Step(id); ok {
		return spoken(l, st.Ask)
	}
	if e, ok := p.End(id); ok {
		return spoken(l, e.Title)
	}
	return i18n.Text{S: id}
}

// pathwayBegin begins to walk.
func (s *Site) pathwayBegin(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	run, err := s.Pathway.Begin(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id"))
	if wrong, status, ok := again(err); ok {
		return s.pathwayPage(v, status, 0, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/parcours/"+run+"/1")
}
