package directory

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/text"
)

// Slot is a part of the week in which a door may be open.
type Slot uint8

// Le jour (7 h to 17 h, Monday to Friday), le soir (17 h to 23 h), la nuit
// (23 h to 7 h, every day), la fin de semaine (7 h to 23 h).
const (
	SlotDay Slot = iota
	SlotEvening
	SlotNight
	SlotWeekend
)

// Slots lists them in the order of screens.
var Slots = []Slot{SlotDay, SlotEvening, SlotNight, SlotWeekend}

// The columns of a cell beside the slots.
const (
	columnAny     = 4 // whatever the hours
	columnUnknown = 5 // no hours are known
	columns       = 6
)

// Ground is what a territory is.
type Ground string

// A city, or the sector of the first three characters of a postal code.
const (
	ByCity   Ground = "city"
	BySector Ground = "sector"
)

// Whole and Nowhere are the two territories that are none: the region, and the
// services without a place (a line, a visit, an address that is kept secret).
const (
	Whole   = "*"
	Nowhere = "-"
)

// AnyNeed is the count of all services, whatever they answer.
const AnyNeed = ""

// Coverage counts services by need, territory and part of the week. A service
// counts once in each territory where it has a place. It is a picture of what
// the directory knows: a hole may be a service that nobody wrote down.
type Coverage struct {
	Ground      Ground
	Needs       []string // themes, each before its needs; AnyNeed is not among them
	Territories []Territory
	needAt      map[string]int
	groundAt    map[string]int
}

// Territory is one of the places counted.
type Territory struct {
	Key      string // folded name, or Whole, or Nowhere
	Name     string
	Services int
	cells    []tally // (need, then AnyNeed) × columns
}

// tally counts services, and tells one organisation from several.
type tally struct {
	services uint32
	org      uint32 // of the first, from 1
	several  bool
}

func (t *tally) add(org uint32) {
	t.services++
	t.several = t.several || t.org != 0 && t.org != org
	if t.org == 0 {
		t.org = org
	}
}

// Cover counts listings. on is the date for which hours are read, in the zone
// of the region; what is closed for a time on that date covers nothing.
func Cover(listings iter.Seq[*Listing], by Ground, on time.Time) *Coverage {
	c := &Coverage{Ground: by, Needs: lexical().needs, needAt: map[string]int{}, groundAt: map[string]int{}}
	for i, n := range c.Needs {
		c.needAt[n] = i
	}
	c.needAt[AnyNeed] = len(c.Needs)
	s := survey{Coverage: c, day: dayOf(on), orgs: map[access.Org]uint32{}, spelled: map[string]map[string]int{}, keys: map[string]string{}}
	for l := range listings {
		_, closed := l.ClosedAt(on.Location(), on)
		if l.Searchable() && l.Status != TemporarilyClosed && !closed {
			s.count(l)
		}
	}
	s.settle()
	return c
}

// survey is a count under way.
type survey struct {
	*Coverage
	day     int
	orgs    map[access.Org]uint32
	spelled map[string]map[string]int // territory → the ways it is written
	keys    map[string]string         // a spelling → its territory
	found   []found                   // of the listing at hand
	asked   []int
}

// found is what one listing offers in one territory.
type found struct {
	territory string
	slots     uint8 // by Slot
	known     bool
}

func (s *survey) count(l *Listing) {
	s.needsOf(l)
	s.placesOf(l)
	if s.orgs[l.Org] == 0 {
		s.orgs[l.Org] = uint32(len(s.orgs) + 1)
	}
	for _, f := range s.found {
		t := s.territory(f.territory)
		t.Services++
		for _, n := range s.asked {
			cells := t.cells[n*columns : (n+1)*columns]
			for _, slot := range Slots {
				if f.slots>>slot&1 == 1 {
					cells[slot].add(s.orgs[l.Org])
				}
			}
			cells[columnAny].add(s.orgs[l.Org])
			if !f.known {
				cells[columnUnknown].add(s.orgs[l.Org])
			}
		}
	}
}

// needsOf gathers the needs and the themes of a listing, each once.
func (s *survey) needsOf(l *Listing) {
	s.asked = append(s.asked[:0], s.needAt[AnyNeed])
	for _, code := range l.Needs {
		for _, c := range []string{code, ThemeOf(code)} {
			if at, ok := s.needAt[c]; ok && !slices.Contains(s.asked, at) {
				s.asked = append(s.asked, at)
			}
		}
	}
}

// placesOf gathers the territories of a listing, each once, the whole first.
func (s *survey) placesOf(l *Listing) {
	s.found = append(s.found[:0], found{territory: Whole})
	if len(l.Places) == 0 {
		s.see(Nowhere, l.Hours)
		return
	}
	for i := range l.Places {
		s.see(s.key(&l.Places[i]), l.HoursOf(i))
	}
}

func (s *survey) see(territory string, hours []Hours) {
	slots, known := slotsOf(hours, s.day)
	at := 1 + slices.IndexFunc(s.found[1:], func(f found) bool { return f.territory == territory })
	if at == 0 {
		at = len(s.found)
		s.found = append(s.found, found{territory: territory})
	}
	for _, f := range []*found{&s.found[0], &s.found[at]} {
		f.slots, f.known = f.slots|slots, f.known || known
	}
}

// key is the territory of a place. The sector of an address that is kept
// secret is not known here: its postal code never reached the listing.
func (s *survey) key(p *Place) string {
	name := p.City
	if s.Ground == BySector {
		name = sectorOf(p.Postal)
	}
	if name == "" {
		return Nowhere
	}
	k, ok := s.keys[name]
	if !ok {
		k = strings.Join(text.Words(name), " ")
		s.keys[name] = k
	}
	if s.spelled[k] == nil {
		s.spelled[k] = map[string]int{}
	}
	s.spelled[k][name]++
	return k
}

// sectorOf is the first half of a Canadian postal code; empty for any other.
func sectorOf(postal string) string {
	p := strings.ToUpper(strings.TrimSpace(postal))
	if len(p) < 3 || !letterA(p[0]) || p[1] < '0' || p[1] > '9' || !letterA(p[2]) {
		return ""
	}
	return p[:3]
}

func letterA(b byte) bool { return 'A' <= b && b <= 'Z' }

func (s *survey) territory(key string) *Territory {
	at, ok := s.groundAt[key]
	if !ok {
		at = len(s.Territories)
		s.groundAt[key] = at
		s.Territories = append(s.Territories, Territory{Key: key, cells: make([]tally, len(s.needAt)*columns)})
	}
	return &s.Territories[at]
}

// settle names the territories as they are most often written, and puts those
// that have most to show first.
func (s *survey) settle() {
	for i := range s.Territories {
		t, most := &s.Territories[i], 0
		for name, n := range s.spelled[t.Key] {
			if n > most || n == most && name < t.Name {
				t.Name, most = name, n
			}
		}
	}
	rank := func(t Territory) int {
		switch t.Key {
		case Whole:
			return 0
		case Nowhere:
			return 2
		}
		return 1
	}
	slices.SortFunc(s.Territories, func(a, b Territory) int {
		return cmp.Or(rank(a)-rank(b), b.Services-a.Services, strings.Compare(a.Key, b.Key))
	})
	for i, t := range s.Territories {
		s.groundAt[t.Key] = i
	}
}

// Tally is what a cell of the matrix says.
type Tally struct {
	Slots   [4]int // services open in each Slot
	Any     int    // services, whatever their hours
	Unknown int    // of these, those whose hours nobody knows
	Several bool   // of more than one organisation
}

// Has reports that something was counted in a territory.
func (c *Coverage) Has(territory string) bool { _, ok := c.groundAt[territory]; return ok }

// At reads a need in a territory; zeros for one that is not there.
func (c *Coverage) At(need, territory string) (out Tally) {
	n, ok1 := c.needAt[need]
	t, ok2 := c.groundAt[territory]
	if !ok1 || !ok2 {
		return out
	}
	cells := c.Territories[t].cells[n*columns : (n+1)*columns]
	for _, slot := range Slots {
		out.Slots[slot] = int(cells[slot].services)
	}
	out.Any, out.Unknown, out.Several = int(cells[columnAny].services), int(cells[columnUnknown].services), cells[columnAny].several
	return out
}
