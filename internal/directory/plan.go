package directory

import (
	"slices"
)

// Factors, in sixteenths: how much of a word's weight counts when it is met
// under another form.
const (
	asTyped   = 16
	asSynonym = 12
	asGuess   = 8
	asBroader = 6 // the need, when one thing within it is asked
	asBeside  = 8 // the words of a phrase that was understood, and words that only raise
)

// alternative is one form under which a slot is satisfied.
type alternative struct {
	term   string
	factor int32
	said   bool // of a thing within a need: this form says the thing itself
}

// asked is the kind of thing that a slot asks for.
type asked uint8

const (
	askWord   asked = iota
	askPeople       // who it is for
	askTopic        // one thing within a need
	askNeed         // a need by its name
)

// slot is one thing asked: a word, or a phrase that means a need. A listing
// satisfies it by any of its alternatives, and scores by all it holds.
type slot struct {
	kind         asked
	alternatives []alternative
	needs        []string // any of these needs is asked
	echo         bool     // the words of a phrase that was understood: they say nothing more
}

// need reports that the slot asks for a need, and not for words or people.
func (s slot) need() bool { return s.kind == askNeed || s.kind == askTopic }

// plan is what the text of a query means against one state of the directory.
type plan struct {
	required  []slot
	bonus     []slot // score, but leave nothing out
	times     []slot // the words of a time: they raise, and may stand in a name
	facets    Facets
	people    []string // whom it is for, also where that leaves nothing out
	corrected []Correction
	ignored   []string
	residual  bool // words are left beside the facets: relevance leads
	widened   bool // a second reading added guesses
	asked     bool // something was typed that asks
	some      bool // not each slot must be satisfied: those that lack least come first
	needFirst bool // and before that, those that are for the need
}

// vocabulary is what a plan asks of a state of the directory. The index and
// the brute-force reference each answer it in their own way.
type vocabulary interface {
	df(term string) int               // listings that hold a term
	near(word string, k int) []string // words in use, at most k slips away
	beginning(prefix string) []string // words in use that begin so
	place(key string) (located, bool) // a town or a neighbourhood by its name
}

const (
	maxText    = 300 // bytes of text that are read
	maxWords   = 12  // slots have a bit each, of sixteen
	maxTimes   = 4   // and so have the words of a time
	maxGuesses = 6
)

// ask adds a slot.
func (p *plan) ask(s slot) {
	p.asked = true
	p.required = append(p.required, s)
}

// raise adds words that leave nothing out.
func (p *plan) raise(stems ...string) {
	for _, s := range stems {
		p.bonus = append(p.bonus, beside(s))
	}
}

// beside is a slot of words that only raise, in either language.
func beside(stems ...string) (s slot) {
	for _, stem := range stems {
		for _, a := range forms(stem, nil) {
			a.factor = a.factor * asBeside / asTyped
			s.alternatives = addForm(s.alternatives, a)
		}
	}
	return s
}

// word asks for a word that means nothing in particular.
func (p *plan) word(w, stem string, guesses []string) {
	p.facets.Words = append(p.facets.Words, w)
	p.residual = true
	p.ask(slot{kind: askWord, alternatives: forms(stem, guesses)})
}

// forms are the ways of meeting a word, each once: as typed, by another word
// for the same thing, by a guess.
func forms(stem string, guesses []string) []alternative {
	out := []alternative{{stem, asTyped, true}}
	for _, s := range synonyms()[stem] {
		out = addForm(out, alternative{s, asSynonym, true})
	}
	for _, g := range guesses {
		out = addForm(out, alternative{g, asGuess, false})
	}
	return out
}

func addForm(to []alternative, a alternative) []alternative {
	if slices.ContainsFunc(to, func(b alternative) bool { return a.term == b.term }) {
		return to
	}
	return append(to, a)
}

// meant adds what a phrase means. Papers, languages and times become filters,
// and their words still raise a service that bears them in its name.
func (p *plan) meant(r *reading, stems []string, means []meaning, guesses []string) {
	if r.filter(p, means) {
		p.asked = true
		if onlySense(means, senseWhen) && len(p.times) < maxTimes {
			p.times = append(p.times, beside(stems...))
			return
		}
		p.raise(stems...)
		return
	}
	f := &p.facets
	for _, m := range means {
		switch m.sense {
		case senseTopic:
			f.Topics = appendNew(f.Topics, m.code)
		case sensePopulation:
			f.Populations = appendNew(f.Populations, m.code)
		}
	}
	for _, m := range needsOf(means) {
		f.Needs = appendNew(f.Needs, m.code)
	}
	if len(stems) > 1 {
		from := len(p.bonus)
		p.raise(stems...)
		for i := range p.bonus[from:] {
			p.bonus[from+i].echo = true
		}
	}
	p.ask(slotOf(stems, means, guesses))
}

// needsOf are the needs among meanings; what names one need only hints at
// others.
func needsOf(means []meaning) (out []meaning) {
	whole := slices.ContainsFunc(means, func(m meaning) bool { return m.whole })
	for _, m := range means {
		if m.sense == senseNeed && m.whole == whole {
			out = append(out, m)
		}
	}
	return out
}

// slotOf asks for what a phrase means.
func slotOf(stems []string, means []meaning, guesses []string) slot {
	s := slot{kind: askPeople}
	for _, m := range means {
		switch m.sense {
		case senseTopic:
			s.kind = max(s.kind, askTopic)
			s.alternatives = addForm(s.alternatives, alternative{topicMark + m.code, asTyped, true})
		case sensePopulation:
			s.alternatives = addForm(s.alternatives, alternative{populationMark + m.code, asTyped, true})
		}
	}
	for _, m := range needsOf(means) {
		factor := int32(asTyped)
		if !m.whole {
			factor = asBroader
		} else {
			s.kind = askNeed
		}
		s.alternatives = addForm(s.alternatives, alternative{needMark + m.code, factor, m.whole})
		s.needs = append(s.needs, m.code)
	}
	if len(stems) == 1 {
		for _, a := range forms(stems[0], guesses) {
			s.alternatives = addForm(s.alternatives, a)
		}
	}
	return s
}

func appendNew[T comparable](to []T, v T) []T {
	if slices.Contains(to, v) {
		return to
	}
	return append(to, v)
}

// loosely returns the plan of which not all must be satisfied. Unless something
// is apt, a need that was understood then comes before words that were not.
func (p *plan) loosely(apt bool) *plan {
	q := *p
	q.some, q.needFirst = true, p.mixed() && !apt
	return &q
}

// mixed reports a need among other things: words that mean nothing in
// particular, people, or another need.
func (p *plan) mixed() bool {
	return len(p.required) > 1 && slices.ContainsFunc(p.required, slot.need)
}
