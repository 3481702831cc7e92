package hsds

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/id"
)

// mapper turns rows into records. It goes over the package twice: the first
// time to learn which ids there are and which of several copies of a nested
// object says most, the second time to write. It holds about a hundred bytes
// an object and none of their texts, except those of eligibility tables.
type mapper struct {
	dataset string
	family  int
	first   bool
	out     sink

	index     map[key]*entry
	ranks     map[[32]byte]int
	terms     map[string]string
	addressed map[string]uint8
	keeper    map[string]string // location → organisation
	eligible  map[string][]string
	tables    map[string]bool
	above     map[key]key  // record → the record of its kind that it says it stands under
	looped    map[key]bool // those that stand under themselves
}

// sink takes what the second pass finds.
type sink interface {
	record(directory.Record)
	issue(directory.Issue)
}

type key struct {
	table uint8
	id    [16]byte
}

// tableNumber is a table's place in a key.
var tableNumber = func() map[string]uint8 {
	m := map[string]uint8{directory.Translations.Name: 0}
	for i, t := range directory.Tables {
		m[t.Name] = uint8(i + 1)
	}
	return m
}()

// entry is what is remembered of one id.
type entry struct {
	hash    uint64 // of the row that has it
	pass    bool   // the pass in which hash was set: first or not
	written bool
	many    *copies
}

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

func newMapper(dataset string) *mapper {
	return &mapper{dataset: dataset, first: true, index: map[key]*entry{}, addressed: map[string]uint8{},
		eligible: map[string][]string{}, above: map[key]key{}, keeper: map[string]string{}, tables: map[string]bool{}, ranks: map[[32]byte]int{}, terms: map[string]string{}}
}

// again starts the second pass.
func (m *mapper) again(out sink) {
	m.first, m.out = false, out
	m.looped = loops(m.above)
	m.above = nil
	clear(m.ranks)
	clear(m.terms)
	for _, e := range m.index {
		if e.many != nil {
			e.many.met = 0
		}
	}
}

// loops finds the records that a walk from one to the next above comes back to.
func loops(above map[key]key) map[key]bool {
	looped, walked := map[key]bool{}, map[key]key{} // record → where the walk that met it began
	for start := range above {
		at, more := start, true
		for more && walked[at] == (key{}) {
			walked[at] = start
			at, more = above[at]
		}
		if !more || walked[at] != start {
			continue
		}
		for ; !looped[at]; at = above[at] {
			looped[at] = true
		}
	}
	return looped
}

func (m *mapper) issue(i directory.Issue) {
	if !m.first {
		m.out.issue(i)
	}
}

func (m *mapper) emit(rec directory.Record) {
	m.tables[rec.Table] = true
	e := m.entry(rec.Table, rec.ID())
	if m.first || e.written {
		return
	}
	e.written = true
	m.out.record(rec)
}

func keyOf(table, uuid string) key {
	k := key{table: tableNumber[table]}
	hex.Decode(k.id[:], []byte(strings.ReplaceAll(uuid, "-", "")))
	return k
}

func (m *mapper) entry(table, uuid string) *entry {
	k := keyOf(table, uuid)
	e := m.index[k]
	if e == nil {
		e = &entry{pass: !m.first}
		m.index[k] = e
	}
	return e
}

// resolve gives the id that a source id of a table has here.
func (m *mapper) resolve(table, source string) string {
	if id.IsUUID(source) {
		return strings.ToLower(source)
	}
	return id.Derived(m.dataset, table, source)
}

// exists is known only once everything was read.
func (m *mapper) exists(table, uuid string) bool {
	return m.first || m.index[keyOf(table, uuid)] != nil
}

// lookup finds what an id names when its table may be unknown. found is the
// table; "" when nothing has that id.
func (m *mapper) lookup(table, source string) (target, found string) {
	if directory.TableOf(table) != nil {
		target = m.resolve(table, source)
		if m.exists(table, target) {
			return target, table
		}
		return target, ""
	}
	for _, t := range directory.Tables {
		if target = m.resolve(t.Name, source); m.index[keyOf(t.Name, target)] != nil {
			return target, t.Name
		}
	}
	if m.first {
		return m.resolve(table, source), table
	}
	return m.resolve(table, source), ""
}

// taxonomy makes the taxonomy of a name once, and returns its id.
func (m *mapper) taxonomy(name string) string {
	uuid, ok := m.terms[name]
	if !ok {
		uuid = id.Derived(m.dataset, "taxonomy", "name", name)
		m.terms[name] = uuid
		rec := directory.NewRecord("taxonomy", uuid)
		rec.Set("name", name)
		rec.Set("description", name)
		rec.Withheld = proprietary(name)
		m.emit(rec)
	}
	return uuid
}

// term makes a term of a taxonomy of ours once, and returns its id.
func (m *mapper) term(taxonomy, code string) string {
	k := taxonomy + "\x00" + code
	uuid, ok := m.terms[k]
	if !ok {
		uuid = id.Derived(m.dataset, "taxonomy_term", taxonomy, code)
		m.terms[k] = uuid
		rec := directory.NewRecord("taxonomy_term", uuid)
		rec.Set("code", taxonomy+":"+code) // codes are unique over a whole package
		rec.Set("name", code)
		rec.Set("description", code)
		rec.Set("taxonomy", taxonomy)
		rec.Set("taxonomy_id", m.taxonomy(taxonomy))
		rec.Withheld = Opaque(taxonomy, code)
		m.emit(rec)
	}
	return uuid
}

// assign gives a row its id and says whether an identical row had it before.
func (m *mapper) assign(r *row) {
	c := r.find("id")
	if c == nil {
		for name, to := range r.l.alias {
			if to == "id" {
				c = r.find(name)
			}
		}
	}
	sum := digest(r)
	if r.given != "" {
		r.known = true
		r.start(r.given)
		if !r.many {
			m.apart(r, nil, r.given, r.whole)
		}
		return
	}
	if c == nil {
		rank := 0
		if !r.many || !r.inner { // of equal nested objects one is enough: their parent may be met again
			rank = m.ranks[sum]
			m.ranks[sum]++
		}
		r.fill("id", "no_id")
		r.start(id.Derived(m.dataset, r.l.space, "row", hex.EncodeToString(sum[:]), strconv.Itoa(rank)))
		return
	}
	r.source, r.known = c.val, true
	uuid := m.resolve(r.l.space, c.val)
	r.start(uuid)
	r.mapped(c, "id")
	if !r.many {
		m.apart(r, c, c.val, sum)
	}
}

// apart gives rows of one id and different content an id each; of identical
// ones the first is enough. source is what the id was made of, c its cell.
func (m *mapper) apart(r *row, c *cell, source string, sum [32]byte) {
	uuid, hash := r.id(), binary.BigEndian.Uint64(sum[:8])
	for {
		e := m.entry(r.l.to, uuid)
		if e.hash == 0 || e.pass != !m.first {
			e.hash, e.pass = hash, !m.first
			break
		}
		if e.hash == hash {
			r.fill("id", "row_twice")
			r.skip = true
			break
		}
		if twice := id.Derived(m.dataset, r.l.space, source, "row", hex.EncodeToString(sum[:])); twice != uuid {
			uuid = twice
			if c != nil {
				r.issue(c, "id_twice")
			} else {
				r.fill("", "same_twice")
			}
			continue
		}
		break
	}
	r.start(uuid)
}

func (r *row) start(uuid string) { r.rec = directory.NewRecord(r.l.to, uuid) }

// digest tells rows of different content apart.
func digest(r *row) (sum [32]byte) {
	h := sha256.New()
	for _, c := range r.cells {
		part(h, c.name)
		part(h, c.raw)
	}
	h.Sum(sum[:0])
	return sum
}

func part(h hash.Hash, s string) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(s)))
	h.Write(n[:])
	h.Write([]byte(s))
}

// row maps one row of a table, or one object.
func (m *mapper) row(r *row) {
	if r.l.instead != nil {
		r.l.instead(r)
		return
	}
	m.assign(r)
	m.fields(r)
}

// fields places the cells of a row that has its id, and hands on the record.
func (m *mapper) fields(r *row) {
	t := directory.TableOf(r.l.to)
	m.compare(r)
	for i := range r.cells {
		c := &r.cells[i]
		if c.val == "" || c.name == "id" || r.l.alias[c.name] == "id" {
			continue
		}
		field := c.name
		if a := r.l.alias[c.name]; a != "" {
			field = a
		}
		switch special := r.l.special[c.name]; {
		case special != nil:
			special(r, c)
		case t.Has(field):
			r.put(c, field)
		}
	}
	m.complete(r, t)
	if r.l.finish != nil {
		r.l.finish(r)
	}
	r.check(t)
	m.findable(r)
	if m.settle(r) {
		m.emit(r.rec)
	}
}

// parents are the tables whose records hang on others.
var parents = map[string][]string{
	"contact":           {"organization_id", "service_id", "service_at_location_id", "location_id"},
	"phone":             {"location_id", "service_id", "organization_id", "contact_id", "service_at_location_id"},
	"address":           {"location_id"},
	"schedule":          {"service_id", "location_id", "service_at_location_id"},
	"service_area":      {"service_id", "service_at_location_id"},
	"language":          {"service_id", "location_id", "phone_id"},
	"accessibility":     {"location_id"},
	"funding":           {"organization_id", "service_id"},
	"required_document": {"service_id"},
	"url":               {"organization_id", "service_id"},
}

// check decides whether the record may be published.
func (r *row) check(t *directory.Table) {
	for i, c := range t.Columns {
		if !c.Required || r.rec.Values[i] != "" || i == 0 {
			continue
		}
		switch {
		case c.Kind == directory.Link || c.Name == "link_id":
			r.fill(c.Name, "no_parent")
			r.lost = true
		case c.Name == "name" || c.Name == "number" || c.Name == "url" && t.Name == "url":
			if r.find(c.Name) == nil || t.Name == "url" {
				r.fill(c.Name, "missing")
			}
			r.bad = true
		case t.Name != "metadata":
			r.fill(c.Name, "missing")
		}
	}
	if p := parents[t.Name]; p != nil && !r.parent && !r.lost {
		if !r.orphan {
			r.fill(p[0], "no_parent")
		}
		r.lost = true
	}
	r.rec.Withheld = r.lost || r.bad
}

// findable keeps a source id that is not a UUID where people look for it.
func (m *mapper) findable(r *row) {
	if r.source == "" || id.IsUUID(r.source) || r.skip {
		return
	}
	switch r.rec.Table {
	case "location":
		if r.rec.Get("external_identifier") == "" {
			r.rec.Set("external_identifier", r.source)
			r.rec.Set("external_identifier_type", "source")
		}
	case "organization":
		rec := r.child("organization_identifier", "organization_id", "identifier", r.source)
		rec.Set("identifier_type", "source")
		m.emit(rec)
	case "service", "program":
		r.attribute(nil, "source-id", "source-id", r.source)
	}
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
