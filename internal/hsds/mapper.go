package hsds

import (
	"crypto/sha256"
	"encoding/hex"
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
	latest  int    // year in which something may have begun
	today   string // the last day that has begun somewhere
	first   bool
	out     sink

	index     map[key]*entry
	ranks     map[[32]byte]int
	terms     map[[32]byte]string // by a digest of their words, which may be long
	licensed  map[string]bool     // taxonomies that ask for a licence; all are known after the first pass
	addressed map[string]uint8
	provinced map[string]string // by location, the province of its physical addresses; several when they differ
	keeper    map[string]string // location → organisation
	eligible  map[string][]string
	waiting   int    // bytes of eligible
	most      int    // records
	over      string // the reason to read no further
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

func newMapper(dataset string, most int) *mapper {
	return &mapper{dataset: dataset, most: most, first: true, index: map[key]*entry{}, addressed: map[string]uint8{}, provinced: map[string]string{},
		eligible: map[string][]string{}, above: map[key]key{}, keeper: map[string]string{}, tables: map[string]bool{}, ranks: map[[32]byte]int{}, terms: map[[32]byte]string{}, licensed: map[string]bool{}}
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
		if len(m.index) >= m.most { // forgotten at once: the package is refused at its next row
			m.over = "too_many_records"
			return e
		}
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
	k := sha256.Sum256([]byte(name))
	uuid, ok := m.terms[k]
	if !ok {
		uuid = id.Derived(m.dataset, "taxonomy", "name", name)
		m.terms[k] = uuid
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
	k := sha256.Sum256([]byte(taxonomy + "\x00" + code))
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
