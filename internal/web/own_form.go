package web

import (
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// ownForm is a part of a page as its form shows it: what is typed, or what the
// service says now.
type ownForm struct {
	l     *i18n.Local
	in    *directory.Inside
	typed url.Values
	wrong []ui.Problem
}

func (f *ownForm) group(key string, args ...any) page.OwnGroup {
	return page.OwnGroup{Legend: ui.T(f.l, key, args...)}
}

func (f *ownForm) field(kind page.OwnKind, name, label string) page.OwnField {
	return page.OwnField{Kind: kind, Field: ui.Field{Name: name, Label: label, Problems: f.wrong}, Value: f.typed.Get(name), Most: directory.FieldWords}
}

func (f *ownForm) line(name, label string) page.OwnField { return f.field(page.OwnLine, name, label) }

func (f *ownForm) date(name, label string) page.OwnField { return f.field(page.OwnDate, name, label) }

func (f *ownForm) number(name, label string) page.OwnField {
	return f.field(page.OwnNumber, name, label)
}

// choice is a list to choose one from; checks is a list to tick several in.
func (f *ownForm) choice(name, label string, options []ui.Option) page.OwnField {
	x := f.field(page.OwnChoice, name, label)
	for _, o := range options {
		o.Checked = o.Value == x.Value
		x.Options = append(x.Options, o)
	}
	return x
}

func (f *ownForm) checks(name, label, hint string, options []ui.Option) page.OwnField {
	x := f.field(page.OwnChecks, name, label)
	x.Field.Hint = hint
	for _, o := range options {
		o.Checked = slices.Contains(f.typed[name], o.Value)
		x.Options = append(x.Options, o)
	}
	return x
}

// own are the fields of a part: what is chosen, what is counted, then what is
// written.
func (f *ownForm) own(p ownPart) (list []page.OwnGroup) {
	var ticked, chosen page.OwnGroup
	for _, x := range p.lists {
		var options []ui.Option
		for _, code := range x.codes(f.l, f.in) {
			options = append(options, ui.Option{Value: code, Text: x.word(f.l, code)})
		}
		ticked.Fields = append(ticked.Fields, f.checks(x.name, x.label, x.hint, options))
		if x.ahead != "" {
			ticked.Fields = append(ticked.Fields, f.checks(x.name+".ahead", x.ahead, "", options))
		}
	}
	if p.legend != "" {
		chosen = f.group(p.legend)
	}
	for _, c := range p.choices {
		var options []ui.Option
		for _, o := range c.options {
			options = append(options, ui.Option{Value: o.value, Key: o.key})
		}
		chosen.Fields = append(chosen.Fields, f.choice(c.name(), c.label, options))
	}
	list = append(list, ticked, chosen)
	if p.lines != nil {
		list = append(list, p.lines.groups(f)...)
	}
	list = append(list, f.texts(p), f.showings(p))
	return slices.DeleteFunc(list, func(g page.OwnGroup) bool { return len(g.Fields) == 0 })
}

// texts are the passages of a part, each beside itself in the other language.
func (f *ownForm) texts(p ownPart) (g page.OwnGroup) {
	for _, field := range p.texts {
		x := f.field(page.OwnArea, field, fieldKeys[field])
		switch field {
		case "name", "url", "email", "wait_time":
			x.Kind = page.OwnLine
		case "minimum_age", "maximum_age":
			x.Kind = page.OwnNumber
		}
		x.Field.Optional = field != "name"
		g.Fields = append(g.Fields, x)
		if _, two := f.in.Other[field]; two {
			x.Field.Name, x.Value = field+directory.OtherLanguage, f.typed.Get(field+directory.OtherLanguage)
			x.Field.Label, x.Field.LabelArgs, x.Field.Optional = "own.in_other", []any{"label", f.l.Text(fieldKeys[field]), "language", i18n.Tongue(otherLanguage(f.in))}, true
			g.Fields = append(g.Fields, x)
		}
	}
	return g
}

// showings asks how much of each address is public.
func (f *ownForm) showings(p ownPart) (g page.OwnGroup) {
	if p.aspect != directory.AspectAddress {
		return g
	}
	for _, place := range f.in.Places {
		var options []ui.Option
		for _, s := range directory.Showings {
			options = append(options, ui.Option{Value: string(s), Key: showingKeys[s]})
		}
		x := f.choice("shows."+place.Location, "own.shows", options)
		x.Field.LabelArgs = []any{"place", strings.Trim(place.Name+", "+place.Address, ", ")}
		g.Fields = append(g.Fields, x)
	}
	return g
}

func otherLanguage(in *directory.Inside) string {
	if in.Language == "en" {
		return "fr"
	}
	return "en"
}

var showingKeys = map[directory.Showing]string{
	directory.ShowAddress: "own.shows_address", directory.ShowArea: "own.shows_area", directory.ShowNothing: "own.shows_nothing",
}
