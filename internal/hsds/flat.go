package hsds

import (
	"slices"
	"strings"

	"passerelle/internal/text"
)

// flat is a mapping made ready for one table: what to do with each column.
type flat struct {
	columns []flatColumn // as many as the header has
	fixed   []flatConstant
	keys    map[string][]int // the columns that tell records of a table apart
	main    string           // the table of which each row tells one record
	name    int              // the column of its name; -1 when none has it
}

// flatColumn is the rule of one column; nil when the mapping names it not.
type flatColumn struct {
	*MappingColumn
	to     []target
	values map[string]string // folded
}

type flatConstant struct {
	to    target
	value string
}

// compile makes the part of a mapping ready for a table with that header.
// missing are the columns it speaks of that the table does not have.
func (f *MappingFile) compile(header []string) (p *flat, missing []string) {
	p = &flat{columns: make([]flatColumn, len(header)), keys: map[string][]int{}, name: -1}
	makes, places := map[string]bool{}, headerOf(header)
	for i := range f.Columns {
		c := &f.Columns[i]
		at := places.find(c.Column)
		if at < 0 {
			missing = append(missing, c.Column)
			continue
		}
		fc := flatColumn{MappingColumn: c}
		for _, s := range c.To {
			t, _ := parseTarget(s) // checked when the mapping was read
			fc.to = append(fc.to, t)
			makes[t.table] = true
		}
		if len(c.Values) > 0 {
			fc.values = make(map[string]string, len(c.Values))
			for from, to := range c.Values {
				fc.values[text.Fold(strings.TrimSpace(from))] = to
			}
		}
		p.columns[at] = fc
	}
	for _, c := range f.Constants {
		t, _ := parseTarget(c.To)
		p.fixed = append(p.fixed, flatConstant{t, c.Value})
	}
	for table, columns := range f.Keys {
		for _, c := range columns {
			if at := places.find(c); at >= 0 {
				p.keys[table] = append(p.keys[table], at)
			}
		}
	}
	for _, table := range []string{"service", "location", "program", "organization"} {
		if makes[table] {
			p.main = table
			break
		}
	}
	for i, c := range p.columns {
		if p.name < 0 && slices.ContainsFunc(c.to, func(t target) bool { return t.table == p.main && t.field == "name" }) {
			p.name = i
		}
	}
	return p, missing
}

// flatRow makes the records that one row of a flat table tells.
func (p *Package) flatRow(f *flat, it *item, cells []string) {
	l := newLine(f, it, cells)
	l.columns()
	if len(l.parts) == 0 {
		return
	}
	l.also()
	if f.name >= 0 && !l.has(f.main) { // what the row tells stands on no page
		c := cell{name: it.cols[f.name].name, at: f.name}
		if c.at >= len(cells) {
			c.at = -1 // the row ends before it
		}
		(&row{item: it}).issue(&c, "missing")
	}
	l.build()
}
