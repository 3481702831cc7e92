package directory

import (
	"slices"
	"time"

	"passerelle/internal/text"
)

// why says in facts why a service is shown. Only the answers on the page are
// asked, so it reads the listing again rather than carrying reasons about.
func why(h *Hit, q *Query, p *plan, sv *sieve, now time.Time) []Reason {
	l := h.Listing
	out := make([]Reason, 0, 8)
	add := func(kind ReasonKind, detail string) { out = append(out, Reason{Kind: kind, Detail: detail}) }

	if len(p.facets.Words) > 0 {
		name := wordsIn(l.Name)
		var org []string // seldom looked at
		var held map[string]uint8
		if p.some || p.widened || len(p.required) == 0 {
			held = Weigh(l).Terms // it may be shown for want of a better one
		}
		for _, w := range p.facets.Words {
			stem := text.Stem(w)
			if bears(name, stem) {
				add(WhyName, w)
				continue
			}
			if org == nil {
				org = wordsIn(l.OrgName)
			}
			switch {
			case bears(org, stem):
				add(WhyOrg, w)
			case held == nil || holds(held, stem):
				add(WhyWord, w)
			}
		}
	}
	needs := p.facets.Needs
	if q.Need != "" {
		needs = []string{q.Need}
	}
	for _, code := range needs {
		if slices.ContainsFunc(l.Needs, func(has string) bool { return has == code || ThemeOf(has) == code }) {
			add(WhyNeed, code)
		}
	}
	for _, i := range sv.papers {
		out = append(out, Reason{WhyPaper, string(paperBits[i]), l.Papers[paperBits[i]]})
	}
	for _, code := range sv.languages {
		if slices.Contains(l.Languages, code) {
			add(WhyLanguage, code)
		}
	}
	for _, code := range append(slices.Clone(p.facets.Populations), q.Population) {
		if code != "" && l.Serves(code) {
			add(WhyServes, code)
		}
	}
	if q.NoPapersAsked && l.AsksNoPapers() {
		add(WhyNoPapers, "")
	}
	if h.Opening.Door == DoorOpen {
		add(WhyOpen, "")
	}
	if h.Metres >= 0 {
		add(WhyNear, "")
	}
	if l.Fresh(now) {
		add(WhyConfirmed, "")
	}
	return out
}

func wordsIn(t Text) []string {
	out := text.AppendWords(make([]string, 0, 16), t.FR)
	if t.EN != "" {
		out = text.AppendWords(out, t.EN)
	}
	return out
}

// holds reports that a stem, or another word for the same thing, is among terms.
func holds(terms map[string]uint8, stem string) bool {
	return slices.ContainsFunc(forms(stem, nil), func(a alternative) bool { return terms[a.term] > 0 })
}

// bears reports that one of the words has a stem. A stem begins as its words do,
// so most need not be brought to theirs.
func bears(words []string, stem string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return w[0] == stem[0] && text.Stem(w) == stem })
}
