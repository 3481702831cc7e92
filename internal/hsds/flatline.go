package hsds

import (
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// line is one row of a flat table while its records are made.
type line struct {
	*flat
	it    *item
	m     *mapper
	raw   []string
	made  map[string]*row      // the record of each table of which a row makes one
	parts map[target][]*cell   // cells by record; the field of the key is ""
	order []target             // of parts, as the columns stand
	marks map[string][]marking // attributes by the table of their record
}

// marking is an attribute to be made.
type marking struct {
	taxonomy, code string
	c              cell
}

func newLine(f *flat, it *item, cells []string) *line {
	return &line{flat: f, it: it, m: it.m, raw: cells, made: map[string]*row{}, parts: map[target][]*cell{}, marks: map[string][]marking{}}
}

// columns places every cell that the mapping speaks of.
func (l *line) columns() {
	for i := range min(len(l.raw), len(l.flat.columns)) {
		l.column(i, l.flat.columns[i])
	}
}

// column places one cell as its rule says.
func (l *line) column(i int, rule flatColumn) {
	val, _ := clean(l.raw[i])
	if rule.MappingColumn == nil || val == "" {
		return
	}
	c := cell{name: l.it.cols[i].name, raw: l.raw[i], val: val, at: i}
	ro := &row{item: l.it}
	if rule.Ignore {
		ro.done(&c, directory.Residual, "")
		return
	}
	pieces := []string{val}
	if rule.Split != "" {
		if ro.endless(&c, rule.Split) {
			return
		}
		pieces = pieces[:0]
		for _, v := range strings.FieldsFunc(val, func(r rune) bool { return strings.ContainsRune(rule.Split, r) }) {
			if v = strings.TrimSpace(v); v != "" {
				pieces = append(pieces, v)
			}
		}
	}
	for n, piece := range pieces {
		said, known := rule.say(piece)
		switch {
		case !known:
			ro.issue(&c, "value_unknown")
			ro.done(&c, directory.Faulty, "")
			continue
		case said == "": // left out on purpose
			continue
		}
		if rule.Label != "" {
			said = rule.Label + " : " + said
		}
		one := c
		one.val = said
		if rule.Attribute != "" {
			of := rule.Of
			if of == "" {
				of = l.main
			}
			l.marks[of] = append(l.marks[of], marking{rule.Attribute, said, one})
		}
		said1 := []string{said}
		if rule.Parts != "" {
			said1 = strings.SplitN(said, rule.Parts, len(rule.to))
		}
		for k, to := range rule.to {
			if rule.Parts != "" {
				if k >= len(said1) || strings.TrimSpace(said1[k]) == "" {
					continue
				}
				one.val = strings.TrimSpace(said1[k])
			}
			if rule.Split != "" && n > 0 {
				to.slot += "/" + strconv.Itoa(n)
			}
			l.put(to, one, rule.Join)
		}
	}
}

// say reads a cell in the rule's table of values.
func (c flatColumn) say(v string) (said string, known bool) {
	if c.values == nil {
		return v, true
	}
	if said, ok := c.values[text.Fold(v)]; ok {
		return said, true
	}
	return v, c.Others == othersKeep
}

// put adds a cell to a record of the row, or appends it to what its field has.
func (l *line) put(to target, c cell, join string) {
	key := to
	key.field = ""
	c.name = to.field
	if l.parts[key] == nil && !slices.Contains(l.order, key) {
		l.order = append(l.order, key)
	}
	for _, had := range l.parts[key] {
		if had.name != to.field {
			continue
		}
		if c.at < 0 { // a constant is for rows that say nothing
			return
		}
		if join == "" {
			join = "\n"
		}
		had.val += join + c.val
		had.with = append(had.with, c.at)
		return
	}
	l.parts[key] = append(l.parts[key], &c)
}

func (l *line) has(table string) bool {
	return slices.ContainsFunc(l.order, func(t target) bool { return t.table == table })
}

// also adds what the row implies: an address is of a place, and a service is
// given at the place beside it; then the constants. A constant completes a
// record that the row makes; only the organisation, or its program, may be told
// by constants alone, when the whole table is of one.
func (l *line) also() {
	if !l.has("location") && l.has("address") && l.main != "" {
		l.order = append(l.order, target{table: "location"})
	}
	if l.has("service") && l.has("location") && !l.has("service_at_location") {
		l.order = append(l.order, target{table: "service_at_location"})
	}
	for _, c := range l.fixed {
		key := c.to
		key.field = ""
		if c.to.table == "organization" || c.to.table == "program" || slices.Contains(l.order, key) {
			l.put(c.to, cell{raw: c.value, val: c.value, at: -1}, "")
		}
	}
}
