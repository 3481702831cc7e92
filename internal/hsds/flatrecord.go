package hsds

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/id"
	"passerelle/internal/text"
)

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
