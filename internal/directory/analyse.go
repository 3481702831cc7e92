package directory

import (
	"math/bits"

	"passerelle/internal/text"
)

// Weights of the fields, after BM25F: a word in a name tells more than the
// same word in a description. Integers, so that the sum of many never depends
// on the order of adding. pivot is the usual length of the field: beyond it a
// word counts less, below it more.
//
// The usual length is a constant and not the mean of the directory: a weight
// is then a function of its own row alone, and two nodes that saw the changes
// in different orders hold the same index.
const (
	inName, namePivot       = 6000, 6
	inOrg, orgPivot         = 3000, 6
	inTerms, termsPivot     = 3000, 6
	inPlace, placePivot     = 2000, 6
	inSummary, summaryPivot = 1000, 50
	inDetail, detailPivot   = 500, 50

	inTown = 6000 // stands in the town itself, which a name may only mention

	needDeclared = 6000
	needInName   = 4000
	needInTerms  = 4000
	needInText   = 800

	saturation = 4000 // half of the greatest weight

	// named is the weight of what stands in a name, a term or a place, once
	// saturated: one mention in a description weighs less.
	named = 85
)

// Concepts stand in the index beside words, under names no word can have.
const (
	needMark       = "\x01"
	populationMark = "\x02"
	topicMark      = "\x03"
	townMark       = "\x04"
)

// analysis reads listings into weights. It belongs to one goroutine, and keeps
// what it learns of words from one listing to the next.
type analysis struct {
	lexicon *lexicon
	words   map[string]int32 // folded word → its number
	termOf  []int32          // word → term; -1 for a stop word
	spelled []string         // word → its letters
	seen    []bool           // word → stands in the current listing
	said    []int32          // the words that do
	terms   map[string]int32 // stem or concept → term
	names   []string         // term → its name
	begins  []bool           // term → some phrase begins with it
	towns   map[string]int32 // name of a town → its term; -1 when it holds no word

	weight   []int32 // term → weight in the current listing
	touched  []int32
	buffer   []string
	line     []int32 // the terms of the current field, in order
	stems    []string
	derived  needSet // needs told by the name and the taxonomy terms
	noPapers bool    // the words say that no paper is asked
}

func newAnalysis() *analysis {
	return &analysis{lexicon: lexical(), words: map[string]int32{}, terms: map[string]int32{}, towns: map[string]int32{}}
}

// read sets a.touched and a.weight to the terms of l, and a.said to its words. The caller calls clear
// when it has taken them.
func (a *analysis) read(l *Listing) needSet {
	a.derived, a.noPapers = needSet{}, false
	a.both(l.Name, inName, namePivot, needInName, true)
	a.field(l.Code, inName, namePivot, 0, false)
	a.both(l.OrgName, inOrg, orgPivot, needInText, false)
	for _, t := range l.Particulars().Also {
		a.both(t, inOrg, orgPivot, needInText, false)
	}
	for _, t := range l.Terms {
		a.field(t, inTerms, termsPivot, needInTerms, true)
	}
	a.both(l.Summary, inSummary, summaryPivot, needInText, false)
	for _, t := range [...]Text{l.Eligibility, l.Process, l.Fees, l.Interpreter, l.Alert} {
		a.both(t, inDetail, detailPivot, 0, false)
	}
	for i := range l.Documents {
		a.both(l.Documents[i], inDetail, detailPivot, 0, false)
	}
	for i := range l.Places {
		p := &l.Places[i]
		a.both(p.Name, inPlace, placePivot, 0, false)
		a.field(p.City, inPlace, placePivot, 0, false)
		a.town(p.City)
		if p.Neighbourhood != p.City {
			a.field(p.Neighbourhood, inPlace, placePivot, 0, false)
			a.town(p.Neighbourhood)
		}
		a.both(p.Access, inDetail, detailPivot, needInText, false) // dogs, wheelchairs
		if !p.Hidden {                                             // the street of a hidden place must not be found by asking for it
			a.field(p.Address, inDetail, placePivot, 0, false)
			a.field(p.Postal, inDetail, placePivot, 0, false)
		}
	}

	has := needSet{}
	for _, code := range l.Needs {
		has.add(code)
		a.concept(code, needDeclared)
	}
	for _, p := range l.Populations {
		a.add(a.term(populationMark+p), needDeclared)
	}
	if has.empty() {
		has = a.derived // an import without codes is still found under its tiles
	}
	return has
}

func (a *analysis) clear() {
	for _, t := range a.touched {
		a.weight[t] = 0
	}
	a.touched = a.touched[:0]
	for _, n := range a.said {
		a.seen[n] = false
	}
	a.said = a.said[:0]
}

func (a *analysis) both(t Text, weight, pivot, need int32, tells bool) {
	a.field(t.FR, weight, pivot, need, tells)
	if t.EN != t.FR {
		a.field(t.EN, weight, pivot, need, tells)
	}
}

// field adds the words of one passage, and the needs its phrases speak of.
// tells says that these needs are what the service is for.
func (a *analysis) field(s string, weight, pivot, need int32, tells bool) {
	if s == "" {
		return
	}
	a.buffer = text.AppendWords(a.buffer[:0], s)
	a.line, a.stems = a.line[:0], a.stems[:0]
	phrases := false
	for _, w := range a.buffer {
		n, ok := a.words[w]
		if !ok {
			n = a.learn(w)
		}
		if t := a.termOf[n]; t >= 0 {
			if !a.seen[n] {
				a.seen[n] = true
				a.said = append(a.said, n)
			}
			a.line = append(a.line, t)
			a.stems = append(a.stems, a.names[t])
			phrases = phrases || a.begins[t]
		}
	}
	each := weight * 2 * pivot / (pivot + int32(len(a.line)))
	for _, t := range a.line {
		a.add(t, each)
	}
	if need > 0 && phrases {
		a.meanings(need, tells)
	}
}

func (a *analysis) meanings(need int32, tells bool) {
	refused := 0 // words after a "no", which says that something is not there
	for i := 0; i < len(a.line); {
		if !a.begins[a.line[i]] {
			if refusals[a.names[a.line[i]]] {
				refused = 3
			}
			refused--
			i++
			continue
		}
		n, means := a.lexicon.longest(a.stems[i:], false)
		for _, m := range means {
			switch {
			case refused > 0:
			case m.sense == senseNeed:
				a.concept(m.code, need)
				if tells {
					a.derived.add(m.code)
				}
			case m.sense == senseTopic:
				a.add(a.term(topicMark+m.code), need)
			case m.sense == senseNoPapers:
				a.noPapers = true
			case m.sense == sensePopulation:
				a.add(a.term(populationMark+m.code), need)
			}
		}
		i += max(n, 1)
		refused -= max(n, 1)
	}
}

// concept adds a need, and its theme: who asks for health finds the dentists.
func (a *analysis) concept(code string, weight int32) {
	a.add(a.term(needMark+code), weight)
	if theme := ThemeOf(code); theme != code {
		a.add(a.term(needMark+theme), weight/2)
	}
}

// town adds a town or a neighbourhood as a whole, beside the words of its name:
// who asks for San Francisco does not ask for South San Francisco.
func (a *analysis) town(name string) {
	t, ok := a.towns[name]
	if !ok {
		t = -1
		if key := placeKey(name); key != "" {
			t = a.term(townMark + key)
		}
		a.towns[clone(name)] = t
	}
	if t >= 0 && a.weight[t] == 0 {
		a.add(t, inTown)
	}
}

func (a *analysis) add(t, weight int32) {
	if a.weight[t] == 0 {
		a.touched = append(a.touched, t)
	}
	a.weight[t] = min(a.weight[t]+weight, 1<<20)
}

// saturated brings a sum to one byte: the tenth mention tells little more than
// the third. Never 0, for a word that is there counts.
func saturated(sum int32) uint8 {
	return uint8(max(1, 255*int64(sum)/(int64(sum)+saturation)))
}

func (a *analysis) learn(w string) int32 {
	t := int32(-1)
	if len(w) > 64 {
		// Not a word: a line of dashes, a key, a page pasted without spaces.
	} else if !text.Stop(w) {
		t = a.term(text.Stem(w))
	}
	w = clone(w)
	n := int32(len(a.spelled))
	a.words[w] = n
	a.spelled, a.termOf, a.seen = append(a.spelled, w), append(a.termOf, t), append(a.seen, false)
	return n
}

func (a *analysis) term(name string) int32 {
	if t, ok := a.terms[name]; ok {
		return t
	}
	name = clone(name)
	t := int32(len(a.names))
	a.terms[name] = t
	a.names = append(a.names, name)
	_, begins := a.lexicon.byFirst[name]
	a.begins = append(a.begins, begins)
	a.weight = append(a.weight, 0)
	return t
}

// clone cuts a word from the passage it stands in, which would otherwise be
// kept in memory with it.
func clone(s string) string { return string([]byte(s)) }

// idf is how much a term tells, in 1/256: a term held by df of n services.
// Computed when asked, never stored, so that it follows every change.
func idf(n, df int) int32 {
	// log(1 + (n-df+½)/(df+½)) = log((2n+2)/(2df+1))
	return int32(log2x256(uint64(2*n+2)) - log2x256(uint64(2*df+1)))
}

// log2x256 is 256·log2(v) by squaring, in integers: a logarithm in floating
// point may differ in its last digit from one processor to another.
func log2x256(v uint64) int64 {
	whole := bits.Len64(v) - 1
	out := int64(whole) << 8
	var x uint64 // v as a number between 1 and 2, with 31 bits after the point
	if whole <= 31 {
		x = v << (31 - whole)
	} else {
		x = v >> (whole - 31)
	}
	for bit := int64(128); bit > 0; bit >>= 1 {
		x = x * x >> 31
		if x >= 1<<32 {
			x >>= 1
			out += bit
		}
	}
	return out
}
