package web

import (
	"net/url"
	"strconv"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/pathway"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

func itoa(n int) string { return strconv.Itoa(n) }

// The head of a pathway.

func (s *Site) pathwayHeadAsk(v *Visit) error  { return s.partAsk(v, s.headForm(v)) }
func (s *Site) pathwayHeadSave(v *Visit) error { return s.sheetSave(v, s.headForm(v)) }

func (s *Site) headForm(v *Visit) sheetForm {
	return sheetForm{
		title: "pathway_edit.head_title",
		fill: func(d pathway.Sheet, form url.Values) error {
			putBoth(form, "title", d.Title)
			putBoth(form, "about", d.About)
			putBoth(form, "for", d.For)
			putBoth(form, "always", d.Always)
			form.Set("sources", pathway.WriteSources(d.Sources))
			form.Set("start", d.Start)
			form.Set("alarm", d.Alarm)
			form.Set("example", tick(d.Example))
			form.Set("discreet", tick(d.Discreet))
			return nil
		},
		fields: func(d pathway.Sheet, form url.Values) (list []page.PathwayField) {
			list = append(list, pair(form, "title", "pathway_edit.f_title")...)
			list = append(list, pair(form, "about", "pathway_edit.f_about")...)
			list = append(list, pair(form, "for", "pathway.for")...)
			var steps, ends []ui.Option
			for _, st := range d.Steps {
				steps = append(steps, ui.Option{Value: st.ID, Text: spoken(v.L, st.Ask)})
			}
			for _, e := range d.Ends {
				ends = append(ends, ui.Option{Value: e.ID, Text: spoken(v.L, e.Title)})
			}
			list = append(list, chosenOf(form, "start", "pathway_edit.f_start", steps), chosenOf(form, "alarm", "pathway_edit.f_alarm", ends))
			list = append(list, pair(form, "always", "pathway_edit.f_always")...)
			return append(list, listed(form, "sources", "pathway.sources", "pathway_edit.h_sources"),
				page.PathwayField{Name: "example", Label: "pathway_edit.f_example", Tick: true, Value: form.Get("example")},
				page.PathwayField{Name: "discreet", Label: "pathway_edit.f_discreet", Tick: true, Value: form.Get("discreet")})
		},
		change: func(p *pathway.Pathway, form url.Values) (err error) {
			sources, err := pathway.ReadSources("sources", form.Get("sources"))
			if err != nil {
				return err
			}
			p.Title, p.About, p.For, p.Always, p.Sources = both(form, "title"), both(form, "about"), both(form, "for"), both(form, "always"), sources
			p.Start, p.Alarm, p.Example, p.Discreet = form.Get("start"), form.Get("alarm"), form.Get("example") != "", form.Get("discreet") != ""
			return nil
		},
	}
}

// The test cases.

func (s *Site) pathwayCasesAsk(v *Visit) error  { return s.partAsk(v, casesForm()) }
func (s *Site) pathwayCasesSave(v *Visit) error { return s.sheetSave(v, casesForm()) }

func casesForm() sheetForm {
	return sheetForm{
		title: "pathway_edit.cases_title",
		fill: func(d pathway.Sheet, form url.Values) error {
			form.Set("cases", pathway.WriteCases(d.Pathway))
			return nil
		},
		fields: func(_ pathway.Sheet, form url.Values) []page.PathwayField {
			return []page.PathwayField{listed(form, "cases", "pathway_edit.f_cases", "pathway_edit.h_cases")}
		},
		change: func(p *pathway.Pathway, form url.Values) error {
			cases, err := pathway.ReadCases("cases", form.Get("cases"))
			p.Cases = cases
			return err
		},
	}
}

// A question.

func (s *Site) pathwayStepAsk(v *Visit) error { return s.partAsk(v, stepForm(v.R.PathValue("part"))) }
func (s *Site) pathwayStepSave(v *Visit) error {
	return s.sheetSave(v, stepForm(v.R.PathValue("part")))
}

func stepForm(part string) sheetForm {
	return sheetForm{
		title: "pathway_edit.step_title",
		fill: func(d pathway.Sheet, form url.Values) error {
			form.Set("kind", string(pathway.YesNo))
			if part == newName {
				return nil
			}
			st, ok := d.Step(part)
			if !ok {
				return fault.New(fault.NotFound, "error.not_found")
			}
			putBoth(form, "ask", st.Ask)
			putBoth(form, "why", st.Why)
			form.Set("kind", string(st.Kind))
			form.Set("options", pathway.WriteOptions(st.Options))
			form.Set("next", pathway.WriteBranches(st.Next))
			if st.Kind == pathway.Number {
				form.Set("least", itoa(st.Least))
				form.Set("most", itoa(st.Most))
			}
			return nil
		},
		fields: func(_ pathway.Sheet, form url.Values) (list []page.PathwayField) {
			if part == newName {
				list = append(list, page.PathwayField{Name: "id", Label: "pathway_edit.f_id", Hint: "pathway_edit.h_id", Value: form.Get("id"), Line: true})
			}
			list = append(list, pair(form, "ask", "pathway_edit.f_ask")...)
			list = append(list, pair(form, "why", "pathway_edit.f_why")...)
			return append(list,
				chosenOf(form, "kind", "pathway_edit.f_kind", []ui.Option{
					{Value: string(pathway.YesNo), Key: "pathway_edit.kind_yesno"}, {Value: string(pathway.Choice), Key: "pathway_edit.kind_choice"}, {Value: string(pathway.Number), Key: "pathway_edit.kind_number"},
				}),
				listed(form, "options", "pathway_edit.f_options", "pathway_edit.h_options"),
				page.PathwayField{Name: "least", Label: "pathway_edit.f_least", Value: form.Get("least"), Line: true},
				page.PathwayField{Name: "most", Label: "pathway_edit.f_most", Value: form.Get("most"), Line: true},
				listed(form, "next", "pathway_edit.f_next", "pathway_edit.h_next"))
		},
		change: func(p *pathway.Pathway, form url.Values) error {
			st := pathway.Step{ID: part, Ask: both(form, "ask"), Why: both(form, "why"), Kind: pathway.Kind(form.Get("kind"))}
			id, err := partName(p, part, form)
			st.ID = id
			var bad [4]error
			bad[0] = err
			if st.Next, bad[1] = pathway.ReadBranches("next", form.Get("next")); st.Kind == pathway.Choice {
				st.Options, bad[2] = pathway.ReadOptions("options", form.Get("options"))
			}
			if st.Kind == pathway.Number {
				st.Least, st.Most, bad[3] = bounds(form)
			}
			if err := allOf(bad[:]...); err != nil {
				return err
			}
			p.PutStep(st)
			return nil
		},
	}
}

// bounds reads those of a number.
func bounds(form url.Values) (least, most int, err error) {
	least, bad := strconv.Atoi(typed(form, "least"))
	if bad != nil {
		return 0, 0, fault.Field("least", "pathway_check.range")
	}
	if most, bad = strconv.Atoi(typed(form, "most")); bad != nil {
		return 0, 0, fault.Field("most", "pathway_check.range")
	}
	return least, most, nil
}

// partName is the name of what the page is about: of something new, one that is
// free; of something that is gone, nothing.
func partName(p *pathway.Pathway, part string, form url.Values) (string, error) {
	if part == newName {
		id := typed(form, "id")
		return id, p.FreeName(id)
	}
	_, step := p.Step(part)
	_, end := p.End(part)
	if !step && !end {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	return part, nil
}

// An end.

func (s *Site) pathwayEndAsk(v *Visit) error  { return s.partAsk(v, endForm(v.R.PathValue("part"))) }
func (s *Site) pathwayEndSave(v *Visit) error { return s.sheetSave(v, endForm(v.R.PathValue("part"))) }

func endForm(part string) sheetForm {
	return sheetForm{
		title: "pathway_edit.end_title",
		fill: func(d pathway.Sheet, form url.Values) error {
			form.Set("kind", string(pathway.Refer))
			if part == newName {
				return nil
			}
			e, ok := d.End(part)
			if !ok {
				return fault.New(fault.NotFound, "error.not_found")
			}
			putBoth(form, "title", e.Title)
			putBoth(form, "say", e.Say)
			putBoth(form, "search", e.Search)
			putBoth(form, "together", e.Together)
			form.Set("kind", string(e.Kind))
			form.Set("because", pathway.WriteReasons(e.Because))
			form.Set("lines", pathway.WriteLines(e.Lines))
			form.Set("slices", pathway.WriteSlices(e.Slices))
			return nil
		},
		fields: func(_ pathway.Sheet, form url.Values) (list []page.PathwayField) {
			if part == newName {
				list = append(list, page.PathwayField{Name: "id", Label: "pathway_edit.f_id", Hint: "pathway_edit.h_id", Value: form.Get("id"), Line: true})
			}
			var kinds []ui.Option
			for _, k := range pathway.EndKinds {
				kinds = append(kinds, ui.Option{Value: string(k), Key: "pathway.kind_" + string(k)})
			}
			list = append(list, pair(form, "title", "pathway_edit.f_end")...)
			list = append(list, pair(form, "say", "pathway_edit.f_say")...)
			list = append(list, chosenOf(form, "kind", "pathway_edit.f_end_kind", kinds),
				listed(form, "because", "pathway.because", "pathway_edit.h_because"),
				listed(form, "lines", "pathway_edit.f_lines", "pathway_edit.h_lines"),
				listed(form, "slices", "pathway_edit.f_slices", "pathway_edit.h_slices"))
			list = append(list, pair(form, "search", "pathway_edit.f_search")...)
			return append(list, pair(form, "together", "pathway_edit.f_together")...)
		},
		change: func(p *pathway.Pathway, form url.Values) error {
			e := pathway.End{Kind: pathway.EndKind(form.Get("kind")), Title: both(form, "title"), Say: both(form, "say"), Search: both(form, "search"), Together: both(form, "together")}
			var bad [4]error
			e.ID, bad[0] = partName(p, part, form)
			e.Because, bad[1] = pathway.ReadReasons("because", form.Get("because"))
			e.Lines, bad[2] = pathway.ReadLines("lines", form.Get("lines"))
			e.Slices, bad[3] = pathway.ReadSlices("slices", form.Get("slices"))
			if err := allOf(bad[:]...); err != nil {
				return err
			}
			p.PutEnd(e)
			return nil
		},
	}
}

// fileName is what a pathway is called when it is taken away.
func fileName(p *pathway.Pathway) string {
	words := strings.FieldsFunc(strings.ToLower(p.Title.EN), func(r rune) bool { return r < 'a' || r > 'z' })
	return "trajectoire-" + strings.Join(words, "-") + ".json"
}
