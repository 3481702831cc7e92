package hsds

import (
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/id"
)

// item is one source row while its cells find their places: a row of a table,
// or an object of a JSON list with all that is nested in it.
type item struct {
	m     *mapper
	file  string
	no    int
	marks []byte
	cols  []*column // of each cell, for the ledger
	lines []int     // of each cell, where a row has several lines; else nil
}

// cell is one value of a row. at is its place among the marks of the item; -1
// for a value that comes from nesting and not from a cell.
type cell struct {
	name, raw string
	val       string // trimmed
	at        int
	with      []int // places of further cells whose text was joined to it
	guess     bool  // nesting suggests it and nothing says it
}

// row is one object of the source on its way to a record.
type row struct {
	*item
	l      *layout
	cells  []cell
	rec    directory.Record
	source string   // its id as written
	given  string   // its id here, made of what tells it apart where no id is written
	known  bool     // it has one of both: it is found again where it is met again
	many   bool     // it may be met many times: nested in others, or told by several rows
	whole  [32]byte // of the whole line, when given stands for one line
	lost   bool     // a parent it needs is not there
	parent bool     // at least one parent is
	orphan bool     // it named a parent that is not there
	skip   bool     // an identical row was there already
	bad    bool     // something else keeps it from being published
	inner  bool     // many, and without an id: its place tells it apart
	quiet  bool     // a lesser copy of an object: the richest one tells its issues
	// guessed is a link that nothing says and its nesting suggests: the program
	// of a service is most often one of the service's organisation.
	guessed string
}

func (r *row) id() string { return r.rec.ID() }

// find returns a non-empty cell by name.
func (r *row) find(name string) *cell {
	for i := range r.cells {
		if r.cells[i].name == name && r.cells[i].val != "" {
			return &r.cells[i]
		}
	}
	return nil
}

// done gives a cell its disposition, once. A later, weaker word does not undo
// it.
func (r *item) done(c *cell, d directory.Disposition, path string) {
	if c.at >= 0 {
		r.mark(c.at, d, path)
	}
	for _, at := range c.with {
		r.mark(at, d, path)
	}
}

func (r *item) mark(at int, d directory.Disposition, path string) {
	if path != "" && (r.marks[at] == 0 || r.marks[at] == byte(d)) { // a cell may go to several fields
		r.cols[at].reached(path)
	}
	if r.marks[at] == 0 {
		r.marks[at] = byte(d)
	}
}

func (r *row) mapped(c *cell, field string) { r.done(c, directory.Mapped, r.l.to+"."+field) }

// issue tells something about a cell that did find its place.
func (r *row) issue(c *cell, reason string) {
	if r.quiet {
		return
	}
	col, val := "", ""
	if c != nil {
		col, val = c.name, c.raw
		if c.at >= 0 {
			col = r.cols[c.at].name
		}
	}
	i := directory.Issue{File: r.file, Row: r.no, Column: col, Value: clip(val), Reason: reason}
	if c != nil && c.at >= 0 && r.lines != nil {
		i.Row = r.lines[c.at]
	}
	if c != nil {
		i = r.about(i, c.name)
	}
	r.m.issue(i)
}

// about says which record and field an issue is about, once the row has its
// record: that is where a person can correct it.
func (r *row) about(i directory.Issue, name string) directory.Issue {
	if r.l == nil || r.rec.Values == nil {
		return i
	}
	i.Table, i.ID = r.rec.Table, r.id()
	if a := r.l.alias[name]; a != "" {
		name = a
	}
	if directory.TableOf(r.rec.Table).Has(name) {
		i.Field = name
	}
	return i
}

// faulty keeps a cell word for word, with an issue.
func (r *row) faulty(c *cell, reason string) {
	r.issue(c, reason)
	r.done(c, directory.Faulty, "")
}

// clip keeps an issue readable; the whole cell is in the source row.
func clip(s string) string { return clipTo(s, 200) }

func clipTo(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// put writes a field from a cell, reading it as the field's kind asks.
func (r *row) put(c *cell, field string) {
	t := directory.TableOf(r.rec.Table)
	col := t.Columns[t.At(field)]
	if col.Kind == directory.Link {
		r.link(c, col)
		return
	}
	v, how := read(col.Kind, c.val)
	if how == unread {
		r.faulty(c, unreadable[col.Kind])
		return
	}
	if reason := r.senseless(col, v); reason != "" {
		r.refuse(c, reason)
		return
	}
	if how == repaired {
		r.issue(c, repair[col.Kind])
	}
	if r.rec.Get(field) != "" { // two columns of one name: the first has it
		r.done(c, directory.Residual, "")
		return
	}
	if odd := oddText(col.Kind, c.val); odd != "" {
		r.issue(c, odd)
	}
	r.rec.Set(field, v)
	r.mapped(c, field)
}

var unreadable = map[directory.ColumnKind]string{directory.Number: "bad_number", directory.Date: "bad_date",
	directory.Moment: "bad_moment", directory.Hour: "bad_time", directory.Web: "bad_url", directory.Mail: "bad_email"}

var repair = map[directory.ColumnKind]string{directory.Number: "fixed_number", directory.Date: "fixed_date",
	directory.Moment: "fixed_moment", directory.Web: "fixed_url"}

// link points a field at another record, whether it is there or not.
func (r *row) link(c *cell, col directory.Column) {
	if strings.Contains(c.val, "*") && col.To == "taxonomy_term" { // two terms joined: no id of ours
		r.faulty(c, "joined_terms")
		return
	}
	if c.guess {
		if r.rec.Get(col.Name) != "" {
			return
		}
		r.guessed = col.Name
	}
	target := r.m.resolve(col.To, c.val)
	if col.To == r.rec.Table {
		self := keyOf(col.To, r.id())
		switch {
		case r.m.first:
			r.m.above[self] = keyOf(col.To, target)
		case r.m.looped[self]:
			r.faulty(c, "under_itself")
			return
		}
	}
	r.rec.Set(col.Name, target)
	r.mapped(c, col.Name)
	if r.m.exists(col.To, target) {
		r.parent = true
		return
	}
	r.issue(c, "dangling")
	r.orphan = true
	if col.Required {
		r.lost = true
	}
}

// append adds a text to a field that may hold one already.
func (r *row) append(field, val string) {
	if old := r.rec.Get(field); old != "" {
		val = old + "\n" + val
	}
	r.rec.Set(field, val)
}

// child makes a record that hangs on this one and was told in one of its
// cells. Its id depends on the place and the words, so it is found again.
func (r *row) child(table, link, field, val string) directory.Record {
	rec := directory.NewRecord(table, id.Derived(r.m.dataset, table, r.id(), field, val))
	rec.Set(link, r.id())
	rec.Set(field, val)
	return rec
}

// attribute says something of a record through a taxonomy of ours.
func (r *row) attribute(c *cell, taxonomy, code, value string) {
	term := r.m.term(taxonomy, code)
	rec := directory.NewRecord("attribute", id.Derived(r.m.dataset, "attribute", r.id(), term, value))
	rec.Set("link_id", r.id())
	rec.Set("link_entity", r.rec.Table)
	rec.Set("taxonomy_term_id", term)
	rec.Set("label", code)
	rec.Set("value", value)
	rec.Withheld = Opaque(taxonomy, code)
	r.m.emit(rec)
	if c != nil {
		r.done(c, directory.AsAttribute, taxonomy+"/"+code)
	}
}
