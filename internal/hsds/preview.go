package hsds

import (
	"strings"

	"passerelle/internal/directory"
)

// Placed is where a mapping puts one cell of a row.
type Placed struct {
	Target string // as a mapping writes it; @taxonomy for an attribute
	Value  string
}

// Preview says what a mapping makes of the first rows of a sample, so that a
// person sees it before anything is read by it. Constants are left out: they
// are the same in each row.
func (m Mapping) Preview(s Sample, rows int) (out [][]Placed) {
	f := m.forFile(s.File, s.Header, false)
	if f == nil {
		return nil
	}
	plan, _ := f.compile(s.Header)
	silent := newMapper("", DefaultLimits.Records) // of its first pass: it tells no issue and keeps no record
	for _, cells := range s.Rows[:min(rows, len(s.Rows))] {
		it := &item{m: silent, marks: make([]byte, len(cells)), cols: make([]*column, len(cells))}
		for i := range it.cols {
			it.cols[i] = &column{name: "#" + two(i+1)}
		}
		l := newLine(plan, it, cells)
		l.columns()
		out = append(out, l.placed())
	}
	return out
}

// placed lists what a row says, in the order of its records.
func (l *line) placed() (out []Placed) {
	for _, g := range groups {
		for _, key := range l.order {
			if key.table != g.table {
				continue
			}
			for _, c := range l.parts[key] {
				to := key
				to.slot, _, _ = strings.Cut(to.slot, "/") // pieces of a list are of one kind
				to.field = c.name
				out = append(out, Placed{to.String(), c.val})
			}
		}
	}
	for _, t := range directory.Tables {
		for _, m := range l.marks[t.Name] {
			out = append(out, Placed{"@" + m.taxonomy, m.code})
		}
	}
	return out
}
