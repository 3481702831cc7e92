package directory

import (
	"slices"
	"strings"
	"time"

	"passerelle/internal/text"
)

// reading is a text being understood.
type reading struct {
	x   *lexicon
	v   vocabulary
	now time.Time // by the clock on the wall of the region

	words, stems []string // those that tell something, corrected
	guesses      map[string][]string
	heard        []heard // phrases that mean something
	yielding     []heard // those that count only when nothing else is asked
}

// heard is a phrase and what it may mean.
type heard struct {
	stems, guesses []string
	means          []meaning
}

// understand reads a text. wide asks for guesses also for words that are
// known, when the plain reading found little.
func understand(s string, v vocabulary, wide bool, now time.Time) *plan {
	p := &plan{}
	r := &reading{x: lexical(), v: v, now: now, guesses: map[string][]string{}}
	r.spell(p, s, wide)
	for i := 0; i < len(r.stems); {
		i += r.next(p, i)
	}
	r.settle()
	for _, h := range r.heard {
		p.meant(r, h.stems, h.means, h.guesses)
	}
	needs := slices.ContainsFunc(p.required, slot.need)
	for _, h := range slices.Concat(r.heard, r.yielding) {
		for _, m := range h.means {
			if m.sense == sensePopulation {
				p.people = appendNew(p.people, m.code)
			}
		}
	}
	for _, y := range r.yielding {
		if needs {
			p.bonus = append(p.bonus, slotOf(y.stems, y.means, nil))
		} else {
			p.meant(r, y.stems, y.means, y.guesses)
		}
	}
	if !p.asked && len(r.stems) > 0 { // small words alone are words after all
		p.bonus = nil
		for i, w := range r.words {
			p.word(w, r.stems[i], r.guesses[r.stems[i]])
		}
	}
	r.towns(p)
	return p
}

// towns raises what stands in the towns that are named: a name that only bears
// the word of a town comes after.
func (r *reading) towns(p *plan) {
	if p.facets.Place != nil {
		return // from there distances are counted
	}
	for i := 0; i < len(r.words); i++ {
		for n := min(4, len(r.words)-i); n > 0; n-- {
			key := placeKey(strings.Join(r.words[i:i+n], " "))
			if key == "" || r.v.df(townMark+key) == 0 {
				continue
			}
			p.bonus = append(p.bonus, slot{alternatives: []alternative{{term: townMark + key, factor: asTyped}}})
			i += n - 1
			break
		}
	}
}

// next understands what begins at a word, and says how many words it took.
func (r *reading) next(p *plan, i int) int {
	if n := r.named(p, i); n > 0 {
		return n
	}
	n, means := r.x.longest(r.stems[i:], true)
	if n == 1 {
		means = r.slight(i, means)
		if onlySense(means, senseLanguage) && r.cries(r.words[i]) {
			return 1
		}
	}
	if n < 2 {
		if c, over := r.stridden(i); c > 1 {
			n, means = c, over
		}
	}
	if n < 2 {
		if c, crossed := r.x.longestCrossed(r.stems[i:]); c > 1 {
			n, means = c, crossed
		}
	}
	if n < 2 {
		if took := r.hour(p, i) + r.age(p, i); took > 0 {
			return took
		}
		if took := r.near(p, i); took > 0 {
			return took
		}
		if n == 0 && refusal(r.words[i]) {
			return r.refused(p, i)
		}
	}
	stems := r.stems[i : i+max(n, 1)]
	switch {
	case n == 0 && grammar[r.words[i]] != "":
		return 1
	case n == 0 && number(r.words[i]) && r.v.df(stems[0]) == 0:
		p.ignored = append(p.ignored, r.words[i])
		return 1
	case n == 0:
		p.word(r.words[i], stems[0], r.guesses[stems[0]])
		return 1
	case onlySense(means, senseChatter):
		return n
	case onlySense(means, senseSoft, senseChatter):
		p.raise(stems...)
		return n
	}
	guesses := r.guesses[stems[0]]
	if yields(means) {
		// "urgence" is the emergency room when said alone, and a word that
		// raises beside "loyer"; "enfants" says who, beside a need.
		r.yielding = append(r.yielding, heard{stems, guesses, means})
		return n
	}
	r.heard = append(r.heard, heard{stems, guesses, means})
	return n
}

// stridden understands a phrase of several words with words that say nothing
// between them: "perdu tous mes papiers" is "perdu mes papiers".
func (r *reading) stridden(i int) (n int, means []meaning) {
	kept, at := r.stems[i:i+1:i+1], []int{i} // the words that are left, and where they stood
	for j := i + 1; j < len(r.stems) && len(kept) < 4; j++ {
		if !r.idle(j) {
			kept, at = append(kept, r.stems[j]), append(at, j)
		}
	}
	if len(kept) < 2 || at[1] == i+1 && (len(at) < 3 || at[len(at)-1] == i+len(at)-1) {
		return 0, nil // nothing was stepped over
	}
	n, means = r.x.longest(kept, true)
	if n < 2 {
		return 0, nil
	}
	return at[n-1] - i + 1, means
}

// idle reports a word that asks nothing and binds nothing.
func (r *reading) idle(i int) bool {
	if grammar[r.words[i]] != "" {
		return false
	}
	n, means := r.x.longest(r.stems[i:i+1], true)
	return n == 1 && onlySense(r.slight(i, means), senseChatter)
}

// slight is what a word alone means: a small word is itself, though the stem of
// another is the same. "Tous" is no cough ("toux"), nor "j'habite" a suit.
func (r *reading) slight(i int, means []meaning) []meaning {
	if s, ok := r.x.slight[r.words[i]]; ok {
		return []meaning{{sense: s}}
	}
	return means
}

// settle takes, of a phrase that may mean several needs, those that the rest
// of the text speaks of: a hearing beside asylum is not one of ears.
func (r *reading) settle() {
	for i := range r.heard {
		h := &r.heard[i]
		if len(needsOf(h.means)) < 2 {
			continue
		}
		agreed := func(code string) bool {
			for j, other := range r.heard {
				if j != i && slices.ContainsFunc(needsOf(other.means), func(m meaning) bool { return m.code == code }) {
					return true
				}
			}
			return false
		}
		needOf := func(m meaning) string { need, _, _ := strings.Cut(m.code, ":"); return need }
		if !slices.ContainsFunc(needsOf(h.means), func(m meaning) bool { return agreed(m.code) }) {
			continue
		}
		h.means = slices.DeleteFunc(slices.Clone(h.means), func(m meaning) bool {
			return (m.sense == senseNeed || m.sense == senseTopic) && !agreed(needOf(m))
		})
	}
}

// named understands the name of a place of several words, of which some would
// be read as something else: "trois" in Trois-Rivières.
func (r *reading) named(p *plan, i int) int {
	most := min(4, len(r.words)-i)
	if !r.swallowed(r.stems[i : i+most]) {
		return 0
	}
	for n := most; n > 1; n-- {
		if _, ok := r.v.place(placeKey(strings.Join(r.words[i:i+n], " "))); !ok {
			continue
		}
		for j := i; j < i+n; j++ {
			p.word(r.words[j], r.stems[j], nil)
		}
		return n
	}
	return 0
}

// swallowed reports that one of the words would leave nothing out, or nothing
// at all, if it stood alone.
func (r *reading) swallowed(stems []string) bool {
	return slices.ContainsFunc(stems, func(s string) bool {
		n, means := r.x.longest([]string{s}, true)
		return n > 0 && onlySense(means, senseSoft, senseChatter)
	})
}

func onlySense(means []meaning, of ...sense) bool {
	return !slices.ContainsFunc(means, func(m meaning) bool { return !slices.Contains(of, m.sense) })
}

// yields reports a phrase that is a need among other things, or a whole theme:
// "police" and "argent" say little beside a need that is named.
func yields(means []meaning) bool {
	need, other := false, false
	for _, m := range means {
		switch m.sense {
		case senseNeed, senseTopic:
			need = true
			other = other || m.whole && ThemeOf(m.code) == m.code
		case senseSoft, sensePopulation, senseChatter:
			other = true
		}
	}
	return need && other
}

// filter turns the meanings that are conditions into filters; false when there
// are none, or when the phrase may also be a need.
func (r *reading) filter(p *plan, means []meaning) bool {
	f := &p.facets
	found := false
	for _, m := range means {
		switch m.sense {
		case sensePaper:
			f.Papers = appendNew(f.Papers, Paper(m.code))
		case senseLanguage:
			f.Languages = appendNew(f.Languages, m.code)
		case senseNoPapers:
			f.NoPapers = true
		case senseOpen:
			f.Open = true
		case senseWhen:
			f.When = f.When.with(m.code, r.now)
		default:
			continue
		}
		found = true
	}
	return found
}

// typed cuts the text into the words that tell something, and says whether
// the last one may still be being typed.
func typed(s string) (words []string, unfinished bool) {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	every := text.Words(s)
	// Words such as "où est" ask nothing that can be looked up.
	words = slices.DeleteFunc(slices.Clone(every), text.Stop)
	unfinished = len(every) > 0 && len(words) > 0 && words[len(words)-1] == every[len(every)-1] && strings.HasSuffix(text.Fold(s), every[len(every)-1])
	return words[:min(len(words), maxWords)], unfinished && len(words) <= maxWords
}
