package hsds

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/id"
	"passerelle/internal/text"
)

// flat is a mapping made ready for one table: what to do with each column.
type flat struct {
	columns []flatColumn // as many as the header has
	fixed   []flatConstant
	keys    map[string][]int // the columns that tell records of a table apart
	main    string           // the table of which each row tells one record
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
	p = &flat{columns: make([]flatColumn, len(header)), keys: map[string][]int{}}
	makes := map[string]bool{}
	for i := range f.Columns {
		c := &f.Columns[i]
		at := columnAt(header, c.Column)
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
			if at := columnAt(header, c); at >= 0 {
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
	return p, missing
}

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

// flatRow makes the records that one row of a flat table tells.
func (p *Package) flatRow(f *flat, it *item, cells []string) {
	l := newLine(f, it, cells)
	l.columns()
	if len(l.parts) == 0 {
		return
	}
	l.also()
	l.build()
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

// build makes the records, those that others hang on first.
func (l *line) build() {
	for _, g := range groups {
		for _, key := range l.order {
			if key.table == g.table {
				l.record(g, key)
			}
		}
	}
	for table, list := range l.marks {
		r := l.made[table]
		for i := range list {
			if r == nil {
				(&row{item: l.it}).faulty(&list[i].c, "no_parent")
				continue
			}
			r.attribute(&list[i].c, list[i].taxonomy, list[i].code, "")
		}
	}
}

// record makes one record of a group.
func (l *line) record(g group, key target) {
	r := &row{item: l.it, l: layouts[g.table], many: true}
	for _, c := range l.parts[key] {
		r.cells = append(r.cells, *c)
	}
	if len(g.owners) > 0 {
		l.child(g, key, r)
		return
	}
	for _, to := range above[g.table] {
		if up := l.made[to]; up != nil && r.find(to+"_id") == nil {
			r.cells = append(r.cells, cell{name: to + "_id", raw: up.id(), val: up.id(), at: -1})
		}
	}
	if g.table == "service" && r.find("organization_id") == nil {
		l.keeper(r)
	}
	if r.find("id") == nil {
		r.given = id.Derived(append([]string{l.m.dataset, g.table}, l.keyOf(g.table, r)...)...)
		if g.table == l.main {
			r.many = false
			r.whole = sha256.Sum256([]byte(strings.Join(l.raw, "\x1f")))
		}
	}
	l.m.row(r)
	l.made[g.table] = r
}

// keeper gives a service the organisation of the place that its row names,
// when nothing names its own.
func (l *line) keeper(r *row) {
	for _, key := range l.order {
		for _, c := range l.parts[key] {
			if key.table != "service_at_location" || c.name != "location_id" {
				continue
			}
			if o := l.m.keeper[l.m.resolve("location", c.val)]; o != "" {
				r.cells = append(r.cells, cell{name: "organization_id", raw: o, val: o, at: -1})
				r.fill("organization_id", "inferred")
			}
		}
	}
}

// above are the records of the same row that one belongs to.
var above = map[string][]string{
	"program":             {"organization"},
	"location":            {"organization"},
	"service":             {"organization", "program"},
	"service_at_location": {"service", "location"},
}

// keyOf tells a record without an id apart: by the columns that the mapping
// names, else by its name, what it belongs to and where it is. Not by its
// telephone or its hours: these change, and it stays the same.
func (l *line) keyOf(table string, r *row) []string {
	if columns := l.keys[table]; len(columns) > 0 {
		key := []string{"key"}
		for _, i := range columns {
			if i < len(l.raw) {
				key = append(key, text.Fold(strings.TrimSpace(l.raw[i])))
			}
		}
		return key
	}
	key := []string{"said"}
	for _, name := range telling[table] {
		v := ""
		if c := r.find(name); c != nil {
			v = text.Fold(c.val)
		}
		key = append(key, v)
	}
	if table == "location" || table == "service" {
		for _, k := range l.order {
			if k.table != "address" {
				continue
			}
			for _, c := range l.parts[k] {
				key = append(key, c.name, text.Fold(c.val))
			}
		}
	}
	return key
}

// telling are the fields that tell records of a table apart.
var telling = map[string][]string{
	"organization":        {"name"},
	"program":             {"organization_id", "name"},
	"location":            {"organization_id", "name", "latitude", "longitude"},
	"service":             {"organization_id", "program_id", "name", "alternate_name"},
	"service_at_location": {"service_id", "location_id"},
}

// child makes a record that hangs on another of the row. Its id is its place
// there: a telephone that changes is the same telephone. Where several rows
// tell one owner, their words tell its children apart.
func (l *line) child(g group, key target, r *row) {
	owners := g.owners
	if key.owner != "" {
		owners = []string{key.owner}
	}
	var up *row
	for _, table := range owners {
		if up = l.made[table]; up != nil && !slices.ContainsFunc(r.cells, func(c cell) bool { return c.name == table+"_id" }) {
			r.cells = append(r.cells, cell{name: table + "_id", raw: up.id(), val: up.id(), at: -1})
		}
		if up != nil {
			break
		}
	}
	if g.table == "contact" || g.table == "phone" {
		if l.made[g.table] == nil {
			defer func() { l.made[g.table] = r }()
		}
	}
	if r.find("id") == nil {
		parts := []string{l.m.dataset, g.table, key.slot}
		if up != nil {
			parts = append(parts, up.id())
		}
		if up == nil || up.many {
			sum := digest(r)
			parts = append(parts, hex.EncodeToString(sum[:]))
		}
		r.given = id.Derived(parts...)
	}
	if hours := r.find(hoursField); hours != nil {
		l.hours(r, hours)
		return
	}
	l.m.row(r)
}

// hours makes a schedule of each opening that a text tells; one that holds the
// text, when it cannot be read without a doubt.
func (l *line) hours(r *row, c *cell) {
	openings, ok := readHours(c.val)
	if !ok {
		c.name = "description"
		l.m.row(r)
		r.issue(c, "hours_in_words") // once the record is there, to be corrected
		return
	}
	rest := slices.DeleteFunc(slices.Clone(r.cells), func(x cell) bool { return x.name == hoursField })
	for n, o := range openings {
		one := &row{item: l.it, l: r.l, many: true, given: id.Derived(r.given, strconv.Itoa(n))}
		one.cells = append(slices.Clone(rest),
			cell{name: "freq", raw: c.raw, val: "WEEKLY", at: c.at, with: c.with},
			cell{name: "byday", raw: c.raw, val: o.days, at: c.at, with: c.with},
			cell{name: "opens_at", raw: c.raw, val: o.opens, at: c.at, with: c.with},
			cell{name: "closes_at", raw: c.raw, val: o.closes, at: c.at, with: c.with})
		l.m.row(one)
	}
}
