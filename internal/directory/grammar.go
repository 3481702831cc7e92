package directory

import (
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/text"
)

// The words that bind others: what is refused, near what, of what age, at what
// hour.

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
