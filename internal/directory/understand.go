package directory

import (
	"slices"
	"strconv"
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
	return p
}

// next understands what begins at a word, and says how many words it took.
func (r *reading) next(p *plan, i int) int {
	if n := r.named(p, i); n > 0 {
		return n
	}
	n, means := r.x.longest(r.stems[i:], true)
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

// refusal reports a word that turns round what follows it.
func refusal(w string) bool { return grammar[w] == "refusal" }

// refusals are the stems of the same words, as they stand in a listing.
var refusals = func() map[string]bool {
	m := map[string]bool{}
	for w, kind := range grammar {
		if kind == "refusal" {
			m[text.Stem(w)] = true
		}
	}
	return m
}()

// grammar are the words that bind others: they are never looked up, nor taken
// for the misspelling of another.
var grammar = func() map[string]string {
	m := map[string]string{}
	for kind, list := range map[string]string{
		"refusal": "sans pas non ni aucun aucune jamais no not without dont cant never isnt arent wont",
		"place":   "pres proche autour alentours environs near around nearby close cote secteur quartier",
		"side":    "apres after avant before",
		"unit":    "h heures heure am pm ans an years year yo",
	} {
		for _, w := range strings.Fields(list) {
			m[w] = kind
		}
	}
	return m
}()

// refused understands a refusal and what it bears on. Who lacks a bed, a
// doctor or food needs one; but no paper, no language, no people and nothing
// that one flees is asked for by being refused.
func (r *reading) refused(p *plan, i int) int {
	p.raise(r.stems[i])
	j := i + 1
	for j < len(r.stems) && j < i+3 {
		n, means := r.x.longest(r.stems[j:], true)
		switch {
		case n > 0 && onlySense(means, senseChatter, senseSoft):
			j += n
			continue
		case n > 0 && slices.ContainsFunc(means, func(m meaning) bool { return m.sense == sensePaper || m.sense == senseNoPapers }):
			p.facets.NoPapers, p.asked = true, true
		case n > 0 && onlySense(means, sensePopulation, senseLanguage):
		case n > 0 && slices.ContainsFunc(means, func(m meaning) bool { return m.sense == senseNeed && fled[ThemeOf(m.code)] || fled[m.code] }):
		default:
			return 1
		}
		p.raise(r.stems[j : j+n]...)
		return j + n - i
	}
	return 1
}

// fled are the needs that "without" keeps away from, instead of asking for.
var fled = map[string]bool{"health.drugs": true, "talk.spirit": true, "safety": true}

// near understands "près de Parc-Extension": from there distances are counted.
func (r *reading) near(p *plan, i int) int {
	if grammar[r.words[i]] != "place" {
		return 0
	}
	from := i + 1
	for n := min(4, len(r.words)-from); n > 0; n-- {
		words := r.words[from : from+n]
		key := placeKey(strings.Join(words, " "))
		at, ok := r.v.place(key)
		if !ok {
			continue
		}
		p.facets.Place = &Spot{Name: at.name(), Point: at.middle()}
		p.asked = true
		p.raise(r.stems[from : from+n]...)
		return 1 + n
	}
	return 0
}

// age understands "16 ans".
func (r *reading) age(p *plan, i int) int {
	n, err := strconv.Atoi(r.words[i])
	if err != nil || n < 1 || n > 110 || i+1 >= len(r.words) || p.facets.Age != 0 {
		return 0
	}
	switch r.words[i+1] {
	case "ans", "an", "years", "year", "yo":
		p.facets.Age, p.asked = float64(n), true
		p.raise(r.stems[i])
		return 2
	}
	return 0
}

// hour understands "20 h", "17h30", "5 pm", and "après" or "avant" them.
func (r *reading) hour(p *plan, i int) int {
	at, side := i, ""
	if grammar[r.words[i]] == "side" {
		side, at = r.words[i], i+1
	}
	if at >= len(r.words) {
		return 0
	}
	minute, took := clockTime(r.words[at:])
	if took == 0 {
		return 0
	}
	from, to := minute, minute+1
	switch side {
	case "apres", "after":
		to = minutesADay
	case "avant", "before":
		from = 0
		to = max(1, minute)
	}
	p.facets.When, p.asked = p.facets.When.between(from, to, r.now), true
	return at - i + took
}

// clockTime reads a time of day from one word or two.
func clockTime(words []string) (minute, took int) {
	w, suffix, took := words[0], "", 1
	end := 0
	for end < len(w) && w[end] >= '0' && w[end] <= '9' {
		end++
	}
	h, err := strconv.Atoi(w[:end])
	if err != nil || h > 24 {
		return 0, 0
	}
	suffix = w[end:]
	if suffix == "" && len(words) > 1 {
		suffix, took = words[1], 2
	}
	m := 0
	if rest, ok := strings.CutPrefix(suffix, "h"); ok && rest != "" && rest != "eures" {
		if m, err = strconv.Atoi(rest); err != nil || len(rest) != 2 || m > 59 {
			return 0, 0
		}
		suffix = "h"
	}
	switch suffix {
	case "h", "heures", "heure":
	case "pm":
		if h > 12 {
			return 0, 0
		}
		h = h%12 + 12
	case "am":
		if h > 12 {
			return 0, 0
		}
		h %= 12
	default:
		return 0, 0
	}
	if h == 24 && took == 1 || h == 24 && m > 0 {
		return 0, 0
	}
	return h*60 + m, took
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
