package directory

import (
	"slices"
	"strings"
	"unicode/utf8"

	"passerelle/internal/text"
)

// Factors, in sixteenths: how much of a word's weight counts when it is met
// under another form.
const (
	asTyped   = 16
	asSynonym = 12
	asGuess   = 8
)

// alternative is one form under which a slot is satisfied.
type alternative struct {
	term   string
	factor int32
}

// slot is one thing asked: a word, or a phrase that means a need. A listing
// satisfies it by any of its alternatives, and scores by all it holds.
type slot struct {
	alternatives []alternative
}

// plan is what the text of a query means against one state of the directory.
type plan struct {
	required  []slot
	bonus     []slot // score, but leave nothing out
	facets    Facets
	corrected []Correction
	ignored   []string
	residual  bool // words are left beside the facets: relevance leads
	widened   bool // a second reading added guesses
}

// vocabulary is what a plan asks of a state of the directory. The index and
// the brute-force reference each answer it in their own way.
type vocabulary interface {
	df(term string) int               // listings that hold a term
	near(word string) []string        // words in use, one slip away
	beginning(prefix string) []string // words in use that begin so
}

const (
	maxText    = 200 // bytes of text that are read
	maxWords   = 12
	maxGuesses = 6
)

// understand reads a text. wide asks for guesses also for words that are
// known, when the plain reading found little.
func understand(s string, v vocabulary, wide bool) *plan {
	p := &plan{}
	words, unfinished := typed(s)
	x := lexical()
	var stems, content []string
	guesses := map[string][]string{}
	for i, w := range words {
		last := unfinished && i == len(words)-1
		stem := text.Stem(w)
		known := x.known[w] || v.df(stem) > 0
		if !known || wide {
			read, g := guess(w, stem, x, v, last, known)
			if len(g) > 0 {
				p.widened = true
			}
			if !known && read == "" && len(g) == 0 {
				p.ignored = append(p.ignored, w)
				continue
			}
			if !known && read != "" {
				p.corrected = append(p.corrected, Correction{w, read})
				w, stem = read, text.Stem(read)
			}
			guesses[stem] = g
		}
		content, stems = append(content, w), append(stems, stem)
	}
	for i := 0; i < len(stems); {
		n, means := x.longest(stems[i:], true)
		if n == 0 {
			p.word(content[i], stems[i], guesses[stems[i]])
			i++
			continue
		}
		p.phrase(stems[i:i+n], means, guesses[stems[i]])
		i += n
	}
	return p
}

// typed cuts the text into the words that tell something, and says whether
// the last one may still be being typed.
func typed(s string) (words []string, unfinished bool) {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	all := text.Words(s)
	// Words such as "où est" ask nothing that can be looked up.
	words = slices.DeleteFunc(slices.Clone(all), text.Stop)
	unfinished = len(all) > 0 && len(words) > 0 && words[len(words)-1] == all[len(all)-1] && strings.HasSuffix(text.Fold(s), all[len(all)-1])
	return words[:min(len(words), maxWords)], unfinished && len(words) <= maxWords
}

// guess proposes what a word may have been meant to be. For an unknown word
// the best proposal becomes the reading; the others stay as alternatives.
func guess(w, stem string, x *lexicon, v vocabulary, last, known bool) (read string, others []string) {
	n := utf8.RuneCountInString(w)
	if n < 3 || number(w) {
		return "", nil
	}
	if last {
		others = append(x.meantBy(w), best(v.beginning(w), stem, v, maxGuesses)...)
		if len(others) > 0 && !known {
			return "", others
		}
	}
	if n < 4 {
		return "", others
	}
	near := slices.Concat(x.near(w), v.near(w))
	slices.Sort(near)
	near = slices.Compact(near)
	near = slices.DeleteFunc(near, func(c string) bool { return c == w || text.Stem(c) == stem })
	if !known {
		read = likeliest(near, w, x, v)
		near = slices.DeleteFunc(near, func(c string) bool { return c == read })
		if read != "" {
			stem = text.Stem(read)
		}
	}
	return read, append(others, best(near, stem, v, maxGuesses-len(others))...)
}

// likeliest prefers the same first letter, which is rarely mistaken, then a
// word of the vocabulary (who writes "dentsite" wants a dentist), then the
// commonest.
func likeliest(near []string, w string, x *lexicon, v vocabulary) string {
	read, top := "", -1
	for _, c := range near {
		s := min(v.df(text.Stem(c)), 1<<20)
		if c[0] == w[0] {
			s += 1 << 22
		}
		if x.known[c] {
			s += 1 << 21
		}
		if s > top { // near is sorted: the first of equals
			read, top = c, s
		}
	}
	return read
}

// best returns the stems of the commonest words, without the one they replace.
func best(words []string, stem string, v vocabulary, n int) []string {
	type counted struct {
		stem string
		df   int
	}
	var all []counted
	seen := map[string]bool{stem: true}
	for _, w := range words {
		s := text.Stem(w)
		if df := v.df(s); !seen[s] && df > 0 {
			seen[s] = true
			all = append(all, counted{s, df})
		}
	}
	slices.SortFunc(all, func(a, b counted) int {
		if a.df != b.df {
			return b.df - a.df
		}
		return strings.Compare(a.stem, b.stem)
	})
	var out []string
	for _, c := range all[:min(len(all), max(n, 0))] {
		out = append(out, c.stem)
	}
	return out
}

func number(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return true
}

func (x *lexicon) near(w string) []string {
	var out []string
	x.words.near(w, func(i int) { out = append(out, x.words.words[i]) })
	return out
}

// meantBy returns the concepts of the single words that begin so, so that
// "denti" finds the dentists before it is typed to the end.
func (x *lexicon) meantBy(prefix string) []string {
	var out []string
	x.words.beginning(prefix, func(i int) {
		_, means := x.longest([]string{text.Stem(x.words.words[i])}, false)
		for _, m := range means {
			switch m.sense {
			case senseNeed:
				out = appendNew(out, needMark+m.code)
			case sensePopulation:
				out = appendNew(out, populationMark+m.code)
			}
		}
	})
	return out[:min(len(out), maxGuesses)]
}

// word asks for a word that means nothing in particular.
func (p *plan) word(w, stem string, guesses []string) {
	p.facets.Words = append(p.facets.Words, w)
	p.residual = true
	p.required = append(p.required, slot{forms(stem, guesses)})
}

// forms are the ways of meeting a word, each once: as typed, by another word
// for the same thing, by a guess.
func forms(stem string, guesses []string) []alternative {
	out := []alternative{{stem, asTyped}}
	add := func(term string, factor int32) {
		if !slices.ContainsFunc(out, func(a alternative) bool { return a.term == term }) {
			out = append(out, alternative{term, factor})
		}
	}
	for _, s := range synonyms()[stem] {
		add(s, asSynonym)
	}
	for _, g := range guesses {
		add(g, asGuess)
	}
	return out
}

// phrase asks for what a phrase means. Papers, languages, "open now" become
// filters, and their words still raise a service that bears them in its name.
func (p *plan) phrase(stems []string, means []meaning, guesses []string) {
	filter := false
	for _, m := range means {
		switch m.sense {
		case sensePaper:
			p.facets.Papers = appendNew(p.facets.Papers, Paper(m.code))
		case senseLanguage:
			p.facets.Languages = appendNew(p.facets.Languages, m.code)
		case senseNoPapers:
			p.facets.NoPapers = true
		case senseOpen:
			p.facets.Open = true
		default:
			continue
		}
		filter = true
	}
	for _, s := range stems {
		if filter || len(stems) > 1 {
			p.bonus = append(p.bonus, slot{[]alternative{{s, asTyped}}})
		}
	}
	if filter {
		return
	}
	var ask slot
	for _, m := range means {
		switch m.sense {
		case senseNeed:
			p.facets.Needs = appendNew(p.facets.Needs, m.code)
			ask.alternatives = append(ask.alternatives, alternative{needMark + m.code, asTyped})
		case sensePopulation:
			p.facets.Populations = appendNew(p.facets.Populations, m.code)
			ask.alternatives = append(ask.alternatives, alternative{populationMark + m.code, asTyped})
		}
	}
	if len(stems) == 1 {
		ask.alternatives = append(ask.alternatives, forms(stems[0], guesses)...)
	}
	p.required = append(p.required, ask)
}

func appendNew[T comparable](to []T, v T) []T {
	if slices.Contains(to, v) {
		return to
	}
	return append(to, v)
}

// anyWord turns a plan that asks for everything into one that asks for
// something.
func (p *plan) anyWord() *plan {
	q := *p
	var one slot
	for _, s := range p.required {
		for _, a := range s.alternatives {
			if !slices.ContainsFunc(one.alternatives, func(b alternative) bool { return a.term == b.term }) {
				one.alternatives = append(one.alternatives, a)
			}
		}
	}
	q.required = []slot{one}
	return &q
}
