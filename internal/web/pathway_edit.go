package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/pathway"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// editAt is an address of the editor of the pathway of the visit.
func editAt(v *Visit, more string) string {
	return "/app/trajectoires/" + v.R.PathValue("id") + "/modifier" + more
}

// editSaid is what the outline says of the act that led to it.
var editSaid = map[string]string{"enregistre": "pathway_edit.said_saved", "propose": "pathway_edit.said_proposed"}

// pathwayEdit is the outline of a draft: its questions and ends in order, what
// is to mend, its cases with their results, and who publishes it.
func (s *Site) pathwayEdit(v *Visit) error { return s.editPage(v, http.StatusOK, nil) }

func (s *Site) editPage(v *Visit, status int, wrong []ui.Problem) error {
	d, err := s.Pathway.FindDraft(v.R.Context(), v.By, v.R.PathValue("id"))
	if err != nil {
		return err
	}
	act := func() []ui.Hidden { return hidden(s.newAct(), editionOf(d)) }
	p := page.PathwayEdit{
		Frame: s.frame(v, v.L.T("pathway_edit.title")), Back: v.href("/app/trajectoires"), Wrong: wrong, Title: spoken(v.L, d.Title), Number: d.Number, Example: d.Example,
		Saved: s.when(v, d.SavedAt.Time), Proposed: d.Proposed(), Mine: d.ProposedBy == v.By.Worker(), Edits: pathway.MayEdit(v.By),
		Head: v.href(editAt(v, "/titre")), Cases: v.href(editAt(v, "/cas")), NewStep: v.href(editAt(v, "/question/nouvelle")), NewEnd: v.href(editAt(v, "/fin/nouvelle")),
		Order: v.href(editAt(v, "/ordre")), Simulate: v.href(editAt(v, "/essayer")), Propose: v.href(editAt(v, "/proposer")), Publish: v.href(editAt(v, "/publier")), Discard: v.href(editAt(v, "/jeter")),
		File: v.href("/app/trajectoires/" + d.ID + "/version/" + itoa(d.Number) + "/fichier.json"), Read: v.href("/app/trajectoires/" + d.ID + "/version/" + itoa(d.Number)),
		Act: act(), Once: act(), More: act(),
	}
	p.Here = "today"
	if key := editSaid[v.R.URL.Query().Get("fait")]; key != "" {
		p.Said = v.L.T(key)
	}
	s.editProblems(v, &p, d.Pathway)
	for _, st := range d.Steps {
		p.Steps = append(p.Steps, page.PathwayEditRow{ID: st.ID, Name: spoken(v.L, st.Ask), Href: v.href(editAt(v, "/question/"+st.ID)), First: st.ID == d.Start, Wrong: p.Wrongs(st.ID), Hidden: act()})
	}
	for _, e := range d.Ends {
		p.Ends = append(p.Ends, page.PathwayEditRow{ID: e.ID, Name: spoken(v.L, e.Title), Kind: "pathway.kind_" + string(e.Kind), Href: v.href(editAt(v, "/fin/"+e.ID)), Alarm: e.ID == d.Alarm, Wrong: p.Wrongs(e.ID), Hidden: act()})
	}
	for _, c := range d.Cases {
		o := pathway.Try(d.Pathway, c)
		row := page.PathwayCase{Name: c.Name, Passes: o.Passes(), Path: strings.Join(append(o.Path, cmp.Or(o.End, "…")), " › "), Want: c.End}
		p.CaseRows = append(p.CaseRows, row)
	}
	return s.page(v, status, page.PathwayEditPage(p))
}

// editProblems sorts what the checker says: what lacks a language, and the rest.
func (s *Site) editProblems(v *Visit, p *page.PathwayEdit, of *pathway.Pathway) {
	for _, x := range pathway.Check(of) {
		row := page.PathwayProblem{Where: x.Where, Place: x.Place(), What: ui.T(v.L, x.Key, x.Args...), Href: v.href(editAt(v, problemPage(of, x)))}
		if strings.HasPrefix(x.Key, "pathway_check.translation_") {
			p.Untranslated = append(p.Untranslated, row)
		} else {
			p.Problems = append(p.Problems, row)
		}
	}
}

// problemPage is where a problem is mended.
func problemPage(of *pathway.Pathway, x pathway.Problem) string {
	_, step := of.Step(x.Where)
	_, end := of.End(x.Where)
	switch {
	case step:
		return "/question/" + x.Where
	case end:
		return "/fin/" + x.Where
	case strings.HasPrefix(x.Field, "cases"):
		return "/cas"
	}
	return "/titre"
}

func editionOf(d pathway.Sheet) ui.Hidden { return ui.Hidden{Name: "edition", Value: itoa(d.Edition)} }

// onDraft runs an act of the outline, and says what cannot be done.
func (s *Site) onDraft(v *Visit, said string, do func(act string, edition int, field func(string) string) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = do(form.Get("act"), ordinal(form.Get("edition")), form.Get)
	if err == nil {
		return s.seeOther(v, said)
	}
	if fault.Is(err, fault.Conflict) {
		return s.editPage(v, http.StatusConflict, told(err, ""))
	}
	return err
}

func (s *Site) pathwayOrder(v *Visit) error {
	return s.onDraft(v, editAt(v, "?fait=enregistre"), func(act string, edition int, field func(string) string) error {
		id, move, _ := strings.Cut(field("move"), ":")
		if !slices.Contains([]pathway.Move{pathway.Up, pathway.Down, pathway.Remove}, pathway.Move(move)) {
			return fault.New(fault.Conflict, "pathway_edit.stale")
		}
		return s.Pathway.Save(v.R.Context(), v.By, act, v.R.PathValue("id"), edition, func(p *pathway.Pathway) error { return p.Shift(id, pathway.Move(move)) })
	})
}

func (s *Site) pathwayPropose(v *Visit) error {
	return s.onDraft(v, editAt(v, "?fait=propose"), func(act string, edition int, _ func(string) string) error {
		return s.Pathway.Propose(v.R.Context(), v.By, act, v.R.PathValue("id"), edition)
	})
}

func (s *Site) pathwayPublish(v *Visit) error {
	return s.onDraft(v, "/app/trajectoires/"+v.R.PathValue("id"), func(act string, edition int, _ func(string) string) error {
		return s.Pathway.Publish(v.R.Context(), v.By, act, v.R.PathValue("id"), edition)
	})
}

func (s *Site) pathwayDiscard(v *Visit) error {
	return s.onDraft(v, "/app/trajectoires", func(act string, edition int, _ func(string) string) error {
		return s.Pathway.Discard(v.R.Context(), v.By, act, v.R.PathValue("id"), edition)
	})
}

// pathwaySimulate walks the draft as it is.
func (s *Site) pathwaySimulate(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	run, err := s.Pathway.Simulate(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id"))
	if wrong, status, ok := again(err); ok {
		return s.editPage(v, status, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, runAt(run, "/1"))
}
