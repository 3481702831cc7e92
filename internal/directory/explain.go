package directory

import (
	"math"
	"time"
)

// Vocabulary is what reading a text asks of a directory.
type Vocabulary interface {
	DF(term string) int                                // searchable listings that hold a term
	Near(word string, k int) []string                  // words in use within k slips, sorted
	Beginning(prefix string) []string                  // words in use that begin so, sorted
	Place(key string) (at Point, name string, ok bool) // a town or neighbourhood by its folded name
}

// Reading is a text as it is understood, laid open: for the reference that
// the index is compared with, and for anyone who asks why an answer came.
type Reading struct {
	Required  []Demand
	Bonus     []map[string]int32 // term → sixteenths of its weight
	Echo      []bool             // of each bonus: it repeats what was understood
	Times     []map[string]int32 // the same, for the words of a time
	Facets    Facets
	People    []string // whom it is for, also where that leaves nothing out
	Corrected []Correction
	Ignored   []string
	Residual  bool // words remain beside the facets, so relevance leads
	Widened   bool // guesses were added to what was typed
}

// Demand is one thing that a text asks for.
type Demand struct {
	Terms  map[string]int32 // any of them will do: sixteenths of its weight
	Said   map[string]bool  // of these, those that say the thing itself
	Topic  bool             // one thing within a need
	Word   bool             // a word that means nothing in particular
	Need   bool             // a need, or one thing within it
	People bool             // whom it is for
	Needs  []string         // any of these needs is asked
}

// Understand reads a text against a vocabulary, at an instant by the clock on
// the wall of the region.
func Understand(s string, v Vocabulary, wide bool, now time.Time) Reading {
	p := understand(s, opened{v}, wide, now)
	r := Reading{Facets: p.facets, People: p.people, Corrected: p.corrected, Ignored: p.ignored, Residual: p.residual, Widened: p.widened}
	for _, sl := range p.required {
		a := Demand{Terms: map[string]int32{}, Said: map[string]bool{}, Topic: sl.kind == askTopic, Word: sl.kind == askWord, Need: sl.need(), People: sl.kind == askPeople, Needs: sl.needs}
		for _, alt := range sl.alternatives {
			a.Terms[alt.term] += alt.factor
			a.Said[alt.term] = alt.said
		}
		r.Required = append(r.Required, a)
	}
	for _, sl := range p.bonus {
		r.Echo = append(r.Echo, sl.echo)
	}
	r.Bonus, r.Times = laidOpen(p.bonus), laidOpen(p.times)
	return r
}

func laidOpen(slots []slot) (out []map[string]int32) {
	for _, sl := range slots {
		m := map[string]int32{}
		for _, alt := range sl.alternatives {
			m[alt.term] += alt.factor
		}
		out = append(out, m)
	}
	return out
}

// opened turns the exported vocabulary into ours.
type opened struct{ v Vocabulary }

func (a opened) df(t string) int               { return a.v.DF(t) }
func (a opened) near(w string, k int) []string { return a.v.Near(w, k) }
func (a opened) beginning(p string) []string   { return a.v.Beginning(p) }
func (a opened) place(key string) (located, bool) {
	at, name, ok := a.v.Place(key)
	return located{lat: int64(math.Round(at.Lat * micro)), lon: int64(math.Round(at.Lon * micro)), n: 1, names: []spelling{{name, 1}}}, ok
}

// Weighed is what the index holds of one listing.
type Weighed struct {
	Terms map[string]uint8  // stems, and needs and populations under NeedTerm
	Words map[string]string // folded words → stems
	needs needSet
	// SaysNoPapers: its name, its terms or its description say that no paper
	// is asked.
	SaysNoPapers bool
}

// Answers reports that the listing is for a need, as its source declares or,
// when it declares none, as its name and terms tell.
func (w Weighed) Answers(need string) bool { return w.needs.has(need) }

// Weigh reads a listing as the index does.
func Weigh(l *Listing) Weighed {
	a := newAnalysis()
	w := Weighed{Terms: map[string]uint8{}, Words: map[string]string{}, needs: a.read(l)}
	w.SaysNoPapers = a.noPapers
	for _, t := range a.touched {
		w.Terms[a.names[t]] = saturated(a.weight[t])
	}
	for _, n := range a.said {
		w.Words[a.spelled[n]] = a.names[a.termOf[n]]
	}
	return w
}

// NeedTerm is the term under which a need is weighed.
func NeedTerm(code string) string { return needMark + code }

// Named is the weight from which a word stands in a name, a term or a place.
const Named = named

// Telling is how much a term tells that df of n listings hold, in 1/256 of a
// doubling.
func Telling(n, df int) int32 { return idf(n, df) }

// Veil is the point from which a hidden place is measured.
func Veil(p Point) Point { return veil(p) }

// PlaceKey is the form under which names of places are compared.
func PlaceKey(name string) string { return placeKey(name) }

// BetterSpelling reports that a, which n organisations write, is a better name
// for a place than b, which m write.
func BetterSpelling(a string, n int, b string, m int) bool {
	return betterSpelling(spelling{a, int64(n)}, spelling{b, int64(m)})
}
