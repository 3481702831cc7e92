package directory

import (
	"hash/maphash"
	"math"
	"slices"
	"sort"
	"sync/atomic"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/shelf"
)

// partMax is the most listings a part holds: a number in a part fits in two
// bytes, and the accumulators of a query in the cache of the processor.
const partMax = 1 << 16

// part is a frozen piece of the index: listings in the order of their ids,
// for each term the sorted numbers of those that hold it with their weights,
// and columns for the filters. Only the marks of deletion change, by being
// replaced (see live).
type part struct {
	listings []*Listing            // nil when they stand on the shelf
	shelf    *shelf.Shelf[Listing] // nil when they stand in listings
	ids      texts
	rows     []row
	areas    []area
	shown    []uint64 // bit by listing: it may be found
	spots    []entry
	patterns []*pattern
	places   places // what the listings call their places, for Locator
	codes    texts
	byCode   []uint16 // numbers, in the order of codes
	orgs     texts    // distinct, sorted
	orgFrom  []uint32 // organisation → its first number in byOrg; one more at the end
	byOrg    []uint16 // numbers, in the order of organisations

	terms  []string // sorted
	starts []uint32 // term → its first posting; one more at the end
	docs   []uint16
	weight []uint8

	wordList          // folded words, for beginnings of words and slips of the hand
	stemOf   []uint32 // word → term
	spoken   []uint32 // word → listings in which it stands

	searchable int
	rare       rare

	recent []atomic.Pointer[recent] // recentMost of them, where there is a shelf
}

// rare holds, by what has no column in row, the sorted numbers of the listings
// that say it: a language, a population, a paper that is refused, a service
// that became one with them.
type rare map[string][]uint16

// The keys of rare, before the code.
const (
	rareLanguage   = "l:"
	rarePopulation = "p:"
	rareRefused    = "n:"
	rareFormer     = "f:" // and an id
	rareFormerCode = "c:" // and a short address
)

func (r rare) add(l *Listing, doc int) {
	say := func(key string) {
		if at := r[key]; len(at) == 0 || int(at[len(at)-1]) != doc {
			r[key] = append(at, uint16(doc))
		}
	}
	for _, code := range l.Languages {
		if languageBit(code) < 0 {
			say(rareLanguage + code)
		}
	}
	for _, code := range l.Populations {
		if bitOf(populationBits, code) < 0 {
			say(rarePopulation + code)
		}
	}
	for paper, a := range l.Papers {
		if a == AcceptNo && bitOf(paperBits, paper) < 0 {
			say(rareRefused + string(paper))
		}
	}
	for _, f := range l.Particulars().Former {
		say(rareFormer + string(f.ID))
		say(rareFormerCode + f.Code)
	}
}

func (r rare) has(key string, doc int) bool {
	_, found := slices.BinarySearch(r[key], uint16(doc))
	return found
}

// recentMost is how many listings of a shelf a part keeps at hand: what is
// looked for is much the same from one hour to the next, and reading one back
// takes longer than finding it.
const recentMost = 1 << 11

// recent is a listing that was looked at lately.
type recent struct {
	doc     int
	listing *Listing
}

// row holds what filters and order look at, for one listing.
type row struct {
	needs       needSet
	languages   uint64
	populations uint16
	papers      uint16 // two bits a paper, in the order of paperBits
	flags       uint8
	capacity    Capacity
	minAge      float32
	maxAge      float32
	confirmed   int64 // unix seconds; the earliest instant when never
	believed    int64 // unix seconds until which capacity holds
	spots       uint32
}

const (
	rowNoPapers  = 1 << iota
	rowSilent    // declares no language
	rowElsewhere // speaks a language that has no column
	rowOthers    // declares a population that has no column
	rowPlaceless
	rowSaysNoPapers // in words, without declaring it
)

// entry is an entry point: one place of a listing, or the listing itself when
// it has no place.
type entry struct {
	at      spot
	place   int32 // index in Listing.Places, -1
	pattern uint32
	located precision
}

type precision uint8

const (
	nowhere precision = iota
	exactly
	roughly // a hidden address: see veil
)

// pattern is a schedule shared by all entry points that keep the same hours.
type pattern struct {
	hours []Hours
	zone  *time.Location
	shut  bool         // temporarily closed
	memo  atomic.Int64 // minute<<3 | door+1 of the last question
	queue atomic.Int64 // minute<<16 | wait+1 of the last question
	times atomic.Int64 // When.key<<2 | door+1 of the last question
}

// door is the state at a minute. It is asked for thousands of entry points in
// one query, and few hours differ: the answer is kept for the minute.
func (p *pattern) door(at time.Time) Door {
	minute := at.Unix() / 60
	if m := p.memo.Load(); m>>3 == minute && m&7 != 0 {
		return Door(m&7) - 1
	}
	d := DoorUnknown
	switch {
	case p.shut:
		d = DoorSuspended
	case len(p.hours) > 0:
		day, m := wall(at.In(p.zone))
		_, d = doorAt(p.hours, day, m)
	}
	p.memo.Store(minute<<3 | int64(d) + 1)
	return d
}

// in is whether it opens at some moment of a time: DoorOpen, DoorShut, or
// DoorUnknown.
func (p *pattern) in(w *When) Door {
	key := w.key()
	if m := p.times.Load(); m>>2 == key && m&3 != 0 {
		return Door(m&3) - 1
	}
	d := DoorShut
	if !p.shut {
		d = OpensIn(p.hours, *w)
	}
	p.times.Store(key<<2 | int64(d) + 1)
	return d
}

// waits, in minutes, of doors that do not open soon; see pattern.wait.
const (
	waitUnknown = 1<<16 - 4
	waitNever   = 1<<16 - 3
)

// wait is 0 for a door that is open at a minute, else the minutes until it
// opens.
func (p *pattern) wait(at time.Time) int64 {
	minute := at.Unix() / 60
	if m := p.queue.Load(); m>>16 == minute && m&0xffff != 0 {
		return m&0xffff - 1
	}
	w := int64(waitNever)
	switch p.door(at) {
	case DoorOpen:
		w = 0
	case DoorUnknown:
		w = waitUnknown
	case DoorShut:
		if o := OpenAt(p.hours, p.zone, at); !o.Opens.IsZero() {
			w = min(max(1, o.Opens.Unix()/60-minute), waitUnknown-1) // a rhythm may come back later than is told apart
		}
	}
	p.queue.Store(minute<<16 | w + 1)
	return w
}

var populationBits = Populations

var paperBits = []Paper{IFHP, RAMQ, OHIP, NoPapers, AnyID, PrivateInsurance, Paid, ProofOfAddress}

func bitOf[T comparable](in []T, v T) int { return slices.Index(in, v) }

// languageBit is the column of a language, -1 when it has none.
func languageBit(code string) int {
	if i := bitOf(lexical().languages, code); i < 64 {
		return i
	}
	return -1
}

// size is the number of listings, gone or not.
func (p *part) size() int { return len(p.rows) }

// id is the id of a listing.
func (p *part) id(doc int) access.Service { return access.Service(p.ids.at(doc)) }

// listing is a listing whole, to read only. Two calls may give two copies.
func (p *part) listing(doc int) *Listing {
	if p.shelf == nil {
		return p.listings[doc]
	}
	slot := &p.recent[doc%recentMost]
	if r := slot.Load(); r != nil && r.doc == doc {
		return r.listing
	}
	l := p.shelf.At(doc)
	slot.Store(&recent{doc, l})
	return l
}

// put has the listings of the part stand on a shelf.
func (p *part) put(on *shelf.Shelf[Listing]) {
	p.shelf, p.recent = on, make([]atomic.Pointer[recent], recentMost)
}

func (r *row) fill(l *Listing) {
	r.confirmed = math.MinInt64
	if !l.ConfirmedAt.IsZero() {
		r.confirmed = l.ConfirmedAt.Unix()
	}
	r.minAge, r.maxAge = float32(l.MinAge), float32(l.MaxAge)
	var until time.Time
	r.capacity, _, until = l.capacity()
	r.believed = until.Unix()
	for i, paper := range paperBits {
		r.papers |= uint16(l.Papers[paper]) << (2 * i)
	}
	for _, code := range l.Populations {
		if b := bitOf(populationBits, code); b >= 0 {
			r.populations |= 1 << b
		} else {
			r.flags |= rowOthers
		}
	}
	for _, code := range l.Languages {
		if b := languageBit(code); b >= 0 {
			r.languages |= 1 << b
		} else {
			r.flags |= rowElsewhere
		}
	}
	if len(l.Languages) == 0 {
		r.flags |= rowSilent
	}
	if l.AsksNoPapers() {
		r.flags |= rowNoPapers
	}
	if len(l.Places) == 0 {
		r.flags |= rowPlaceless
	}
}

func (r *row) accepts(paper int) Acceptance { return Acceptance(r.papers >> (2 * paper) & 3) }

// entries are the entry points of a listing.
func (p *part) entries(doc int) []entry {
	end := uint32(len(p.spots))
	if doc+1 < len(p.rows) {
		end = p.rows[doc+1].spots
	}
	return p.spots[p.rows[doc].spots:end]
}

// find returns the number of an id.
func (p *part) find(id access.Service) (int, bool) { return p.ids.find(string(id)) }

// ofCode yields the numbers of the listings of a short address.
func (p *part) ofCode(code string, yield func(doc int)) {
	i := sort.Search(len(p.byCode), func(i int) bool { return p.codes.at(int(p.byCode[i])) >= code })
	for ; i < len(p.byCode) && p.codes.at(int(p.byCode[i])) == code; i++ {
		yield(int(p.byCode[i]))
	}
}

// ofOrg yields the numbers of the listings of an organisation.
func (p *part) ofOrg(org access.Org, yield func(doc int)) {
	if i, ok := p.orgs.find(string(org)); ok {
		for _, doc := range p.byOrg[p.orgFrom[i]:p.orgFrom[i+1]] {
			yield(int(doc))
		}
	}
}

func (p *part) term(name string) (uint32, bool) {
	t, ok := slices.BinarySearch(p.terms, name)
	return uint32(t), ok
}

// postings are the listings that hold a term, and how much it weighs in each.
func (p *part) postings(t uint32) ([]uint16, []uint8) {
	from, to := p.starts[t], p.starts[t+1]
	return p.docs[from:to], p.weight[from:to]
}

// patterns gives each distinct schedule one place in the part.
type patterns struct {
	part *part
	home *time.Location
	seed maphash.Seed
	seen map[uint64][]uint32
}

func newPatterns(p *part, home *time.Location) *patterns {
	return &patterns{p, home, maphash.MakeSeed(), map[uint64][]uint32{}}
}

func (ps *patterns) place(l *Listing) {
	shut := l.Status == TemporarilyClosed
	if len(l.Places) == 0 {
		ps.part.spots = append(ps.part.spots, entry{place: -1, pattern: ps.of(l.Hours, ps.home, shut)})
		return
	}
	for i := range l.Places {
		pl := &l.Places[i]
		e := entry{place: int32(i), pattern: ps.of(l.HoursOf(i), pl.Zone(ps.home), shut)}
		switch {
		case pl.Hidden && pl.HasPoint:
			e.at, e.located = spotAt(veil(Point{pl.Lat, pl.Lon})), roughly
		case pl.HasArea:
			e.at, e.located = spotAt(pl.Area), roughly
		case pl.HasPoint:
			e.at, e.located = spotAt(Point{pl.Lat, pl.Lon}), exactly
		}
		ps.part.spots = append(ps.part.spots, e)
	}
}

func (ps *patterns) of(hours []Hours, zone *time.Location, shut bool) uint32 {
	var h maphash.Hash
	h.SetSeed(ps.seed)
	h.WriteString(zone.String())
	for _, x := range hours {
		maphash.WriteComparable(&h, x.Days)
		maphash.WriteComparable(&h, x.Opens)
		maphash.WriteComparable(&h, x.Closes)
		maphash.WriteComparable(&h, x.From.Unix())
	}
	key := h.Sum64()
	for _, i := range ps.seen[key] {
		if q := ps.part.patterns[i]; q.shut == shut && q.zone == zone && slices.EqualFunc(q.hours, hours, sameHours) {
			return i
		}
	}
	i := uint32(len(ps.part.patterns))
	ps.part.patterns = append(ps.part.patterns, &pattern{hours: hours, zone: zone, shut: shut})
	ps.seen[key] = append(ps.seen[key], i)
	return i
}

func sameHours(a, b Hours) bool { return a.Same(b) }
