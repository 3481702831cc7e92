package hsds

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"passerelle/internal/directory"
)

// copies are what is remembered of an object that may be met many times.
type copies struct {
	best  int               // how much the richest copy says
	order int               // which copy that was
	met   int               // so far in this pass
	cells []uint64          // of the richest copy
	links map[string]string // what any copy hangs on
}

// copiesOf is the entry's memory of its copies.
func (e *entry) copiesOf() *copies {
	if e.many == nil {
		e.many = &copies{}
	}
	return e.many
}

// rich counts the cells of a row that say something.
func (r *row) rich() (n int) {
	for _, c := range r.cells {
		if c.val != "" && c.at >= 0 {
			n++
		}
	}
	return n
}

func (r *row) sums() []uint64 {
	out := make([]uint64, 0, len(r.cells))
	for _, c := range r.cells {
		if c.val != "" && c.at >= 0 {
			out = append(out, c.sum())
		}
	}
	slices.Sort(out)
	return out
}

func (c cell) sum() uint64 {
	h := sha256.New()
	part(h, c.name)
	part(h, c.raw)
	return binary.BigEndian.Uint64(h.Sum(nil))
}

// settle decides whether this copy of the record is the one to write. Tables
// have decided in assign; of nested objects the richest copy is written, with
// all the links that any copy had.
func (m *mapper) settle(r *row) bool {
	if !r.many || !r.known {
		return !r.skip
	}
	e := m.entry(r.rec.Table, r.id()).copiesOf()
	e.met++
	if m.first {
		if n := r.rich(); n > e.best || e.cells == nil {
			e.best, e.order, e.cells = n, e.met, r.sums()
		}
		e.remember(r)
		return true
	}
	if e.met != e.order {
		return false
	}
	return true
}

// complete gives the copy of an object that is written the links that its
// other copies had: one place is met inside its organisation, and again inside
// each service that is given there.
func (m *mapper) complete(r *row, t *directory.Table) {
	if !r.many || m.first || !r.known || r.quiet {
		return
	}
	for name, v := range m.entry(r.rec.Table, r.id()).copiesOf().links {
		if r.rec.Get(name) != "" && r.guessed != name {
			continue
		}
		r.rec.Set(name, v)
		c := t.Columns[t.At(name)]
		switch {
		case m.exists(c.To, v):
			r.parent = r.parent || slices.Contains(parents[t.Name], name)
		default:
			r.fill(name, "dangling")
			r.orphan, r.lost = true, r.lost || c.Required
		}
	}
}

// remember keeps the links of a copy. What nesting only suggests gives way to
// what any copy says.
func (e *copies) remember(r *row) {
	for i, c := range directory.TableOf(r.rec.Table).Columns {
		v := r.rec.Values[i]
		if c.Kind != directory.Link || v == "" || c.Name == r.guessed {
			continue
		}
		if e.links == nil {
			e.links = map[string]string{}
		}
		if e.links[c.Name] == "" {
			e.links[c.Name] = v
		}
	}
}

// compare keeps what a lesser copy of an object says otherwise than the copy
// that is written.
func (m *mapper) compare(r *row) {
	if !r.many || m.first || !r.known {
		return
	}
	e := m.entry(r.rec.Table, r.id()).copiesOf()
	if e.met+1 == e.order {
		return
	}
	for i := range r.cells {
		c := &r.cells[i]
		if c.val == "" || c.at < 0 {
			continue
		}
		if _, same := slices.BinarySearch(e.cells, c.sum()); !same {
			r.faulty(c, "differs")
		}
	}
	r.quiet = true
}
