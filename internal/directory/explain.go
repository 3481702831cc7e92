package directory

// Vocabulary is what reading a text asks of a directory.
type Vocabulary interface {
	DF(term string) int               // searchable listings that hold a term
	Near(word string) []string        // words in use within one slip, sorted
	Beginning(prefix string) []string // words in use that begin so, sorted
}

// Reading is a text as it is understood, laid open: for the reference that
// the index is compared with, and for anyone who asks why an answer came.
type Reading struct {
	Required, Bonus []map[string]int32 // slots: term → sixteenths of its weight
	Facets          Facets
	Corrected       []Correction
	Ignored         []string
	Residual        bool // words remain beside the facets, so relevance leads
	Widened         bool // guesses were added to what was typed
}

// Understand reads a text against a vocabulary.
func Understand(s string, v Vocabulary, wide bool) Reading {
	p := understand(s, asked{v}, wide)
	return Reading{opened(p.required), opened(p.bonus), p.facets, p.corrected, p.ignored, p.residual, p.widened}
}

type asked struct{ v Vocabulary }

func (a asked) df(t string) int             { return a.v.DF(t) }
func (a asked) near(w string) []string      { return a.v.Near(w) }
func (a asked) beginning(p string) []string { return a.v.Beginning(p) }

func opened(slots []slot) []map[string]int32 {
	var out []map[string]int32
	for _, s := range slots {
		m := map[string]int32{}
		for _, a := range s.alternatives {
			m[a.term] += a.factor
		}
		out = append(out, m)
	}
	return out
}

// Weighed is what the index holds of one listing.
type Weighed struct {
	Terms map[string]uint8  // stems, and needs and populations under NeedTerm
	Words map[string]string // folded words → stems
	needs needSet
}

// Answers reports that the listing is for a need, as its source declares or,
// when it declares none, as its name and terms tell.
func (w Weighed) Answers(need string) bool { return w.needs.has(need) }

// Weigh reads a listing as the index does.
func Weigh(l *Listing) Weighed {
	a := newAnalysis()
	w := Weighed{map[string]uint8{}, map[string]string{}, a.read(l)}
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

// Telling is how much a term tells that df of n listings hold, in 1/256 of a
// doubling.
func Telling(n, df int) int32 { return idf(n, df) }

// Veil is the point from which a hidden place is measured.
func Veil(p Point) Point { return veil(p) }
