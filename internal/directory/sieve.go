package directory

import (
	"math"
	"slices"
	"time"
)

// sieve is the filters of a query, ready for many rows.
type sieve struct {
	need       string
	needBits   uint64
	themeBits  uint8
	papers     []int    // of paperBits
	others     []string // papers without a column, as keys of rare
	languages  []string // any of them
	langBits   uint64
	langRare   []string // those that have no column, as keys of rare
	home       bool     // French or English is among them: see Speaks
	population string
	popBit     uint16
	popRare    string // its key of rare, when it has no column
	age        float64
	noPapers   bool
	capacity   bool
	notFull    bool
	now        int64 // unix seconds: what was said of places is believed for a time
	openAt     *time.Time
	when       *When

	near         *spot
	limit, loose float64 // haversines: of the distance asked, and of the distance for hidden places
	box          float64 // degrees of latitude in radians beyond which nothing is within limit
	window       *area   // outside of it nothing is within limit
	inert        bool    // nothing is asked
	byPlace      bool    // an entry point must be looked for
	zone         *time.Location
}

func newSieve(q *Query, f *Facets, now time.Time) *sieve {
	s := &sieve{need: q.Need, population: q.Population, age: q.Age, noPapers: q.NoPapersAsked, capacity: q.HasCapacity, notFull: q.NotFull, now: now.Unix(), openAt: q.OpenAt, when: f.When}
	if q.Need != "" {
		s.needBits, s.themeBits = needBits(q.Need)
		if s.needBits != 0 {
			s.themeBits = 0
		}
	}
	papers := f.Papers
	if q.Paper != "" && !slices.Contains(papers, q.Paper) {
		papers = append([]Paper{q.Paper}, papers...)
	}
	for _, p := range papers {
		if b := bitOf(paperBits, p); b >= 0 {
			s.papers = append(s.papers, b)
		} else {
			s.others = append(s.others, rareRefused+string(p))
		}
	}
	s.languages = f.Languages
	if len(s.languages) == 0 && q.Language != "" {
		s.languages = []string{q.Language}
	}
	for _, l := range s.languages {
		if b := languageBit(l); b >= 0 {
			s.langBits |= 1 << b
		} else {
			s.langRare = append(s.langRare, rareLanguage+l)
		}
		s.home = s.home || l == "fr" || l == "en"
	}
	if q.Population != "" {
		if b := bitOf(populationBits, q.Population); b >= 0 {
			s.popBit = 1 << b
		} else {
			s.popRare = rarePopulation + q.Population
		}
	}
	if q.Near != nil {
		at := spotAt(*q.Near)
		s.near = &at
		s.limit, s.loose, s.box = math.Inf(1), math.Inf(1), math.Inf(1)
		if q.WithinMetres > 0 {
			s.limit, s.loose = within(q.WithinMetres), within(q.WithinMetres+veilReach)
			s.box = (q.WithinMetres + veilReach) / earth * 1.0001
			s.window = windowOf(at, s.box)
		}
	}
	s.byPlace = s.openAt != nil || s.near != nil && !math.IsInf(s.limit, 1)
	s.inert = s.need == "" && len(s.papers)+len(s.others)+len(s.languages) == 0 && s.population == "" &&
		s.age == 0 && !s.noPapers && !s.capacity && !s.notFull && !s.byPlace
	return s
}

// pass reports that a listing satisfies every filter, at one entry point.
func (s *sieve) pass(v *live, doc int) bool {
	if v.open[doc>>6]>>(doc&63)&1 == 0 {
		return false
	}
	if s.inert {
		return true
	}
	if s.window != nil && !s.window.meets(&v.areas[doc]) {
		return false
	}
	r := &v.rows[doc]
	if s.need != "" && r.needs.needs&s.needBits == 0 && r.needs.themes&s.themeBits == 0 {
		return false
	}
	for _, p := range s.papers {
		if r.accepts(p) == AcceptNo {
			return false
		}
	}
	for _, p := range s.others {
		if v.rare.has(p, doc) {
			return false
		}
	}
	if len(s.languages) > 0 && r.languages&s.langBits == 0 && !(s.home && r.flags&rowSilent != 0) {
		if r.flags&rowElsewhere == 0 || !slices.ContainsFunc(s.langRare, func(key string) bool { return v.rare.has(key, doc) }) {
			return false
		}
	}
	if s.population != "" && r.populations&s.popBit == 0 {
		if s.popRare == "" || r.flags&rowOthers == 0 || !v.rare.has(s.popRare, doc) {
			return false
		}
	}
	if s.age != 0 && (s.age < float64(r.minAge) || r.maxAge != 0 && s.age > float64(r.maxAge)) {
		return false
	}
	if s.noPapers && r.flags&(rowNoPapers|rowSaysNoPapers) == 0 || s.capacity && (r.capacity != CapacityOpen || s.now >= r.believed) {
		return false
	}
	if s.notFull && r.capacity == CapacityFull && s.now < r.believed {
		return false
	}
	if !s.byPlace {
		return true
	}
	for i := range v.entries(doc) {
		e := &v.spots[int(r.spots)+i]
		if s.reaches(r, e) && s.opens(v, e) {
			return true
		}
	}
	return false
}

func (s *sieve) opens(v *live, e *entry) bool {
	return s.openAt == nil || v.patterns[e.pattern].door(*s.openAt) == DoorOpen
}

// door is the state that the order looks at.
func (s *sieve) door(p *pattern, at time.Time) Door {
	if s.when != nil {
		return p.in(s.when)
	}
	return p.door(at)
}

// reaches reports that an entry point is near enough. A service without any
// place (a telephone line) is near everyone; a place that is known to exist,
// but not where, is near no one.
func (s *sieve) reaches(r *row, e *entry) bool {
	if s.near == nil || math.IsInf(s.limit, 1) || r.flags&rowPlaceless != 0 {
		return true
	}
	if d := e.at.lat - s.near.lat; e.located == nowhere || d > s.box || d < -s.box {
		return false
	}
	if e.located == roughly {
		return haversine(*s.near, e.at) <= s.loose
	}
	return haversine(*s.near, e.at) <= s.limit
}

// unknownFar sorts what has no distance after all that has one.
const unknownFar = math.MaxInt32

// choose returns the entry point to show, as a place number, and its distance
// in whole metres: among those that pass, the open one, then the nearest, then
// the first. Without the filter on hours, the nearest comes before the open
// one: the distance on the card is to the door nearest by.
func (s *sieve) choose(v *live, doc int, at time.Time) (where int, metres int64, door Door) {
	r := &v.rows[doc]
	best, h := -1, math.Inf(1)
	for i := range v.entries(doc) {
		e := &v.spots[int(r.spots)+i]
		if !s.reaches(r, e) || !s.opens(v, e) {
			continue
		}
		d := math.Inf(1)
		if s.near != nil && e.located == exactly {
			d = haversine(*s.near, e.at)
		}
		o := s.door(v.patterns[e.pattern], at)
		if best < 0 || d < h || d == h && door != DoorOpen && o == DoorOpen {
			best, h, door, where = i, d, o, int(e.place)
		}
	}
	if best < 0 {
		return -1, unknownFar, DoorUnknown
	}
	if math.IsInf(h, 1) {
		return where, unknownFar, door
	}
	return where, int64(arc(h)), door
}
