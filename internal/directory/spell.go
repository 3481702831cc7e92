package directory

import (
	"slices"
	"strings"
	"unicode/utf8"

	"passerelle/internal/text"
)

// spell fills the reading with the words of a text: names of places in full,
// words run together or torn apart mended, slips of the hand corrected towards
// what the vocabulary or the directory holds.
func (r *reading) spell(p *plan, s string, wide bool) {
	words, unfinished := typed(s)
	words = fullNames(words)
	words = words[:min(len(words), maxWords)]
	for i := 0; i < len(words); i++ {
		w := words[i]
		last := unfinished && i == len(words)-1
		stem := text.Stem(w)
		known := r.knows(w)
		if phrase, took := r.heardAs(words[i:]); took > 0 {
			p.corrected = append(p.corrected, Correction{strings.Join(words[i:i+took], " "), strings.Join(phrase, " ")})
			for _, w := range phrase {
				r.add(w, nil)
			}
			i += took - 1
			continue
		}
		if infinitive := r.form(w, known); infinitive != "" {
			r.add(infinitive, nil)
			continue
		}
		if !known && !last && i+1 < len(words) {
			if whole := w + words[i+1]; len(whole) > 4 && r.knows(whole) && !number(w) {
				p.corrected = append(p.corrected, Correction{w + " " + words[i+1], whole})
				r.add(whole, nil)
				i++
				continue
			}
		}
		if rest, ok := r.elision(w); ok && !r.spelled(w) {
			p.corrected = append(p.corrected, Correction{w, rest})
			r.add(rest, nil)
			continue
		}
		if !known && len(r.x.sounds[text.Sound(w)]) == 0 { // medsin is no "med sin"
			if a, b, ok := r.torn(w, true); ok {
				p.corrected = append(p.corrected, Correction{w, a + " " + b})
				r.add(a, nil)
				r.add(b, nil)
				continue
			}
		}
		if known && !wide {
			r.add(w, nil)
			continue
		}
		if whole := r.x.slightly(w); last && !known && whole != "" {
			r.add(whole, nil) // gratui, commen: what it will be asks nothing
			continue
		}
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		read, guesses := r.guess(w, stem, next, last, known)
		if len(guesses) > 0 {
			p.widened = true
		}
		switch {
		case known:
			r.add(w, guesses)
		case read != "":
			p.corrected = append(p.corrected, Correction{w, read})
			r.add(read, guesses)
		case len(guesses) > 0:
			r.add(w, guesses)
		default:
			if alike := r.respelled(w); alike != "" {
				p.corrected = append(p.corrected, Correction{w, alike})
				r.add(alike, nil)
				continue
			}
			if a, b, ok := r.torn(w, false); ok {
				p.corrected = append(p.corrected, Correction{w, a + " " + b})
				r.add(a, nil)
				r.add(b, nil)
				continue
			}
			if _, took := clockTime(words[i:]); took > 0 || number(w) {
				r.add(w, nil) // 17h, or an age: no word is looked up
				continue
			}
			p.ignored = append(p.ignored, w)
		}
	}
	if n := maxWords; len(r.words) > n {
		r.words, r.stems = r.words[:n], r.stems[:n]
	}
}

func (r *reading) add(w string, guesses []string) {
	stem := text.Stem(w)
	r.words, r.stems = append(r.words, w), append(r.stems, stem)
	if len(guesses) > 0 {
		r.guesses[stem] = guesses
	}
}

// form is the infinitive of a word that is a verb and nothing else.
func (r *reading) form(w string, known bool) string {
	if r.x.knows(w) || grammar[w] != "" {
		return ""
	}
	return r.verb(w, known)
}

func (r *reading) knows(w string) bool {
	return r.x.knows(w) || grammar[w] != "" || r.v.df(text.Stem(w)) > 0
}

// spelled reports a word that is known as it is written, and not only as the
// plural or the feminine of another: "laide" is no form of "laid off".
func (r *reading) spelled(w string) bool {
	return r.x.known[w] || grammar[w] != "" || r.v.df(text.Stem(w)) > 0
}

// torn finds the two words that were typed as one: those of a phrase that
// means something, or any two that are known.
func (r *reading) torn(w string, phrase bool) (a, b string, ok bool) {
	if len(w) < 6 || len(w) > 40 {
		return "", "", false
	}
	for i := 3; i <= len(w)-3; i++ {
		if !utf8.RuneStart(w[i]) {
			continue
		}
		a, b := w[:i], w[i:]
		if !r.x.knows(a) && r.v.df(text.Stem(a)) == 0 || !r.x.knows(b) && r.v.df(text.Stem(b)) == 0 {
			continue
		}
		if !phrase {
			return a, b, true
		}
		if n, _ := r.x.longest([]string{text.Stem(a), text.Stem(b)}, true); n == 2 {
			return a, b, true
		}
	}
	return "", "", false
}

// slipsOf is how many slips are forgiven in a word: two in a long one. In one
// of three letters, where a slip makes other words, its neighbour must agree.
func slipsOf(letters int) int {
	switch {
	case letters < 8:
		return 1
	}
	return 2
}

// guess proposes what a word may have been meant to be. For an unknown word
// the best proposal becomes the reading; the others stay as alternatives. Two
// slips are tried only where one explains nothing. next is the word after it.
func (r *reading) guess(w, stem, next string, last, known bool) (read string, others []string) {
	n := utf8.RuneCountInString(w)
	if n < 3 || number(w) {
		return "", nil
	}
	if last && !known {
		// A word that ends a phrase is whole: "hospital bil".
		near := slices.Concat(r.x.near(w, 1), r.v.near(w, 1))
		near = slices.DeleteFunc(near, func(c string) bool { return c == w || !r.plausible(c, w, 1) || !r.fits(c, next) })
		slices.Sort(near)
		if len(near) > 0 {
			return r.likeliest(near, w, next), nil
		}
	}
	if last {
		others = append(r.x.meantBy(w), r.best(r.v.beginning(w), stem, maxGuesses)...)
		if len(others) > 0 && !known {
			return "", others
		}
	}
	for k := 1; k <= slipsOf(n); k++ {
		if known && k > 1 {
			break
		}
		near := slices.Concat(r.x.near(w, k), r.v.near(w, k))
		if !known {
			near = append(near, r.x.sounds[text.Sound(w)]...)
		}
		slices.Sort(near)
		near = slices.Compact(near)
		near = slices.DeleteFunc(near, func(c string) bool {
			return c == w || text.Stem(c) == stem || !known && !r.plausible(c, w, k) || n < 4 && !r.fits(c, next)
		})
		if len(near) == 0 {
			continue
		}
		if !known {
			read = r.likeliest(near, w, next)
			near = slices.DeleteFunc(near, func(c string) bool { return c == read })
			stem = text.Stem(read)
		}
		return read, append(others, r.best(near, stem, maxGuesses-len(others))...)
	}
	return "", others
}

// best returns the stems of the commonest words, without the one they replace.
func (r *reading) best(words []string, stem string, n int) []string {
	type counted struct {
		stem string
		df   int
	}
	var found []counted
	seen := map[string]bool{stem: true}
	for _, w := range words {
		s := text.Stem(w)
		if df := r.v.df(s); !seen[s] && df > 0 {
			seen[s] = true
			found = append(found, counted{s, df})
		}
	}
	slices.SortFunc(found, func(a, b counted) int {
		if a.df != b.df {
			return b.df - a.df
		}
		return strings.Compare(a.stem, b.stem)
	})
	var out []string
	for _, c := range found[:min(len(found), max(n, 0))] {
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

func (x *lexicon) near(w string, k int) []string {
	var out []string
	x.words.near(w, k, func(i int) { out = append(out, x.words.words[i]) })
	return out
}

// slightly is the first of the words that begin so, when all of them only raise
// or ask nothing.
func (x *lexicon) slightly(prefix string) (word string) {
	const least = 4
	if len(prefix) < least {
		return ""
	}
	weighty := false
	x.words.beginning(prefix, func(i int) {
		w := x.words.words[i]
		if word == "" {
			word = w
		}
		weighty = weighty || !x.small[w]
	})
	if weighty {
		return ""
	}
	return word
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
			case senseTopic:
				out = appendNew(out, topicMark+m.code)
			case sensePopulation:
				out = appendNew(out, populationMark+m.code)
			}
		}
	})
	return out[:min(len(out), maxGuesses)]
}
