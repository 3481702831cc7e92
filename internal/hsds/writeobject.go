package hsds

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"passerelle/internal/directory"
)

// writer writes one object of a forest.
type writer struct {
	*bytes.Buffer
	f    *Forest
	form Form
}

// least are the members of the least form: those that the standard requires of
// a service, and when it changed.
var least = map[string]bool{"id": true, "name": true, "status": true, "last_modified": true}

// object writes a record and what nests in it. inside is the table it nests
// in: a link that the nesting tells is not said twice.
func (w writer) object(t *plant, inside string) {
	if inside == "service" && t.Table == "organization" && w.form != Listed {
		if w.f.Sums != nil {
			quote(w.Buffer, w.f.Sums[t.ID()])
			return
		}
		if t.full == nil {
			var b bytes.Buffer
			w.into(&b).write(t, inside)
			t.full = b.Bytes()
		}
		w.Buffer.Write(t.full)
		return
	}
	w.write(t, inside)
}

func (w writer) into(b *bytes.Buffer) writer { w.Buffer = b; return w }

func (w writer) write(t *plant, inside string) {
	table := directory.TableOf(t.Table)
	w.WriteByte('{')
	first := true
	name := func(s string) {
		if !first {
			w.WriteByte(',')
		}
		first = false
		quote(w.Buffer, s)
		w.WriteByte(':')
	}
	said := w.f.spoken(t)
	for i, c := range table.Columns {
		v := t.Values[i]
		if said.values != nil {
			v = said.values[i]
		}
		switch {
		case v == "", told(t.Table, c, inside), w.form == Least && !least[c.Name], w.f.Timeless && t.Table == "service" && c.Name == "last_modified": // absent is left out: null is never valid
			continue
		case c.Kind == directory.Number:
			name(c.Name)
			w.WriteString(v)
		case c.Kind == directory.Web:
			name(c.Name)
			quote(w.Buffer, WebAddress(v))
		default:
			name(c.Name)
			quote(w.Buffer, v)
		}
	}
	if w.form == Least {
		w.WriteByte('}')
		return
	}
	for _, s := range pointed[t.Table] {
		if target := w.f.records[place{s.table, t.Get(s.column)}]; target != nil && points(t.Table, s.table, inside) {
			name(s.member)
			w.object(target, t.Table)
		}
	}
	if w.form != Listed {
		for _, l := range limbs[t.Table] {
			if nests(w.form, t.Table, l.table, inside) {
				w.list(name, l.member, t.below[l.table], t.Table)
			}
		}
		if !unmarked[t.Table] {
			w.list(name, "attributes", t.below["attribute"], t.Table)
		}
		if !unlogged[t.Table] {
			w.list(name, "metadata", t.below["metadata"], t.Table)
		}
		w.translations(name, said.others)
	}
	w.WriteByte('}')
}

func (w writer) list(name func(string), member string, rows []*plant, in string) {
	if len(rows) == 0 {
		return
	}
	name(member)
	if w.form == Whole && in == "organization" && member == "services" {
		w.form = Listed
	}
	w.WriteByte('[')
	for i, r := range rows {
		if i > 0 {
			w.WriteByte(',')
		}
		w.object(r, in)
	}
	w.WriteByte(']')
}

// told reports whether nesting tells a link. Links to a parent of the same
// kind are not nested: they stay. So does the organisation of a program that
// stands in a service, which may be another one's.
func told(table string, c directory.Column, inside string) bool {
	if c.Name == "link_id" || c.Name == "resource_id" && table != "metadata" {
		return true
	}
	if table == "program" && inside == "service" {
		return false
	}
	return c.Kind == directory.Link && c.To != table
}

// translation is one member of translations.
type translation struct{ language, field, value, origin, verified string }

// speech is a record in the language asked for.
type speech struct {
	values []string // nil: as they are
	others []translation
}

// spoken puts a record in the language of the forest, by what a person put
// into it, and lists its texts in other languages, the source's own included
// when it had to give way.
func (f *Forest) spoken(t *plant) (s speech) {
	told := t.below["translation"]
	if len(told) == 0 || untranslated[t.Table] {
		return s
	}
	table := directory.TableOf(t.Table)
	for _, x := range told {
		d := translation{directory.BaseLanguage(x.Get("language")), x.Get("field_name"), x.Get("value"), x.Get("origin"), x.Get("verified_at")}
		if d.origin == "" {
			d.origin = "human"
		}
		at := table.At(d.field)
		if at < 0 || d.language == "" {
			continue
		}
		own := t.Values[at]
		if f.Language != "" && d.language == f.Language && t.Language != f.Language && d.origin == "human" && own != "" && (s.values == nil || s.values[at] == own) {
			if s.values == nil {
				s.values = slices.Clone(t.Values)
			}
			s.values[at] = d.value
			s.others = append(s.others, translation{cmp.Or(t.Language, "und"), d.field, own, "human", ""})
			continue
		}
		s.others = append(s.others, d)
	}
	slices.SortFunc(s.others, func(a, b translation) int {
		return cmp.Or(strings.Compare(a.language, b.language), strings.Compare(a.field, b.field), strings.Compare(a.value, b.value))
	})
	return s
}

func (w writer) translations(name func(string), list []translation) {
	if len(list) == 0 {
		return
	}
	name("translations")
	w.WriteByte('[')
	for i, t := range list {
		if i > 0 {
			w.WriteByte(',')
		}
		for j, m := range [][2]string{{"language", t.language}, {"field", t.field}, {"value", t.value}, {"origin", t.origin}, {"verified_at", t.verified}} {
			switch {
			case m[1] == "":
				continue
			case j == 0:
				w.WriteByte('{')
			default:
				w.WriteByte(',')
			}
			quote(w.Buffer, m[0])
			w.WriteByte(':')
			quote(w.Buffer, m[1])
		}
		w.WriteByte('}')
	}
	w.WriteByte(']')
}
