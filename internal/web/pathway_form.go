package web

import (
	"net/http"
	"net/url"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/pathway"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// newName stands in the address of what has no name yet.
const newName = "nouvelle"

// sheetForm is a page of the editor with a form: it shows what is, takes what is
// typed, and comes back as typed when it cannot be taken.
type sheetForm struct {
	title  string // key
	fields func(d pathway.Sheet, form url.Values) []page.PathwayField
	fill   func(d pathway.Sheet, form url.Values) error
	change func(p *pathway.Pathway, form url.Values) error
}

func (s *Site) partAsk(v *Visit, f sheetForm) error {
	d, err := s.Pathway.FindDraft(v.R.Context(), v.By, v.R.PathValue("id"))
	if err != nil {
		return err
	}
	form := url.Values{"act": {s.newAct()}, "edition": {itoa(d.Edition)}}
	if err := f.fill(d, form); err != nil {
		return err
	}
	return s.sheetPage(v, http.StatusOK, f, d, form, nil)
}

func (s *Site) sheetPage(v *Visit, status int, f sheetForm, d pathway.Sheet, form url.Values, wrong []ui.Problem) error {
	p := page.PathwaySheet{
		Frame: s.frame(v, v.L.T(f.title)), Title: f.title, Fields: f.fields(d, form), Names: sheetNames(v.L, d.Pathway),
		Step: ui.Step{Back: v.href(editAt(v, "")), Action: v.href("/app/trajectoires/" + d.ID + strings.TrimPrefix(v.R.URL.Path, "/app/trajectoires/"+d.ID)), Submit: "pathway_edit.save", Problems: wrong,
			Hidden: hidden(form.Get("act"), ui.Hidden{Name: "edition", Value: form.Get("edition")})},
	}
	p.Here = "today"
	for _, x := range pathway.Check(d.Pathway) {
		if x.Where != "" && x.Where == v.R.PathValue("part") {
			p.Known = append(p.Known, page.PathwayProblem{Place: x.Field, What: ui.T(v.L, x.Key, x.Args...)})
		}
	}
	return s.page(v, status, page.PathwaySheetPage(p))
}

// sheetNames are the names that conditions and branches may say.
func sheetNames(l *i18n.Local, p *pathway.Pathway) (list []page.PathwayName) {
	for _, st := range p.Steps {
		row := page.PathwayName{ID: st.ID, Words: spoken(l, st.Ask)}
		switch st.Kind {
		case pathway.Choice:
			for _, o := range st.Options {
				row.Values = append(row.Values, o.Value)
			}
		case pathway.Number:
			row.Values = append(row.Values, itoa(st.Least)+"–"+itoa(st.Most))
		default:
			row.Values = append(row.Values, pathway.Yes, pathway.No)
		}
		row.Values = append(row.Values, pathway.Unsure)
		list = append(list, row)
	}
	for _, e := range p.Ends {
		list = append(list, page.PathwayName{ID: e.ID, Words: spoken(l, e.Title)})
	}
	return list
}

func (s *Site) sheetSave(v *Visit, f sheetForm) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Pathway.Save(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id"), ordinal(form.Get("edition")), func(p *pathway.Pathway) error {
		return f.change(p, form)
	})
	if err == nil {
		return s.seeOther(v, editAt(v, "?fait=enregistre"))
	}
	if !mends(err) {
		return err
	}
	d, gone := s.Pathway.FindDraft(v.R.Context(), v.By, v.R.PathValue("id"))
	if gone != nil {
		return gone
	}
	status := http.StatusUnprocessableEntity
	if fault.Is(err, fault.Conflict) { // what was typed comes back; to save it over the other's words is then a choice
		status = http.StatusConflict
		form.Set("edition", itoa(d.Edition))
	}
	form.Set("act", s.newAct())
	return s.sheetPage(v, status, f, d, form, told(err, ""))
}

// both reads a passage in two languages.
func both(form url.Values, name string) pathway.Words {
	return pathway.Words{FR: typed(form, name+"_fr"), EN: typed(form, name+"_en")}
}

func putBoth(form url.Values, name string, w pathway.Words) {
	form.Set(name+"_fr", w.FR)
	form.Set(name+"_en", w.EN)
}

// pair are the two fields of a passage.
func pair(form url.Values, name, label string) []page.PathwayField {
	return []page.PathwayField{
		{Name: name + "_fr", Label: label, Lang: "pathway_edit.in_fr", Value: form.Get(name + "_fr"), Most: pathway.WordsMost},
		{Name: name + "_en", Label: label, Lang: "pathway_edit.in_en", Value: form.Get(name + "_en"), Most: pathway.WordsMost},
	}
}

// listed is a list that is edited as lines.
func listed(form url.Values, name, label, hint string) page.PathwayField {
	return page.PathwayField{Name: name, Label: label, Hint: hint, Value: form.Get(name), List: true}
}

// chosenOf is a choice among names.
func chosenOf(form url.Values, name, label string, options []ui.Option) page.PathwayField {
	for i := range options {
		options[i].Checked = options[i].Value == form.Get(name)
	}
	return page.PathwayField{Name: name, Label: label, Options: options}
}

// allOf runs readers of several fields, and says all that is wrong at once.
func allOf(errs ...error) error {
	var bad fault.Fields
	for _, err := range errs {
		if err == nil {
			continue
		}
		fields := fault.FieldsOf(err)
		if len(fields) == 0 {
			return err
		}
		bad = append(bad, fields...)
	}
	return bad.Err()
}
