package directory

import (
	"slices"
	"strings"

	"passerelle/internal/text"
)

// Themes are the eight tiles of the first page, in their order.
func Themes() []string {
	var out []string
	for _, code := range lexical().needs {
		if !strings.Contains(code, ".") {
			out = append(out, code)
		}
	}
	return out
}

// NeedsOf are the needs under a theme, in their order; none for an unknown one.
func NeedsOf(theme string) []string {
	var out []string
	for _, code := range lexical().needs {
		if ThemeOf(code) == theme && code != theme {
			out = append(out, code)
		}
	}
	return out
}

// ThemeOf is the tile under which a need stands; a theme is its own.
func ThemeOf(code string) string {
	theme, _, _ := strings.Cut(code, ".")
	return theme
}

// KnownNeed reports that code is in the tree.
func KnownNeed(code string) bool {
	_, ok := lexical().needBit[code]
	return ok
}

// NeedKey is the catalogue key of the label of a need.
func NeedKey(code string) string { return "need." + strings.ReplaceAll(code, ".", "_") }

// NeedsIn reads a text written in French or English and returns the needs it
// speaks of, in the order of the tree: what an import proposes for a source
// that has only taxonomy terms or a description.
func NeedsIn(s string) []string { return needsIn(s, false) }

// NeedsSaid reads what a person says of what they need, as a search is read: "I
// want to die" tells nothing of what a service is for, and much of who says it.
func NeedsSaid(s string) []string { return needsIn(s, true) }

func needsIn(s string, vague bool) []string {
	x := lexical()
	stems := stemsOf(s)
	var out []string
	for i := 0; i < len(stems); {
		n, means := x.longest(stems[i:], vague)
		for _, m := range means {
			if m.sense == senseNeed && !slices.Contains(out, m.code) {
				out = append(out, m.code)
			}
		}
		i += max(n, 1)
	}
	slices.SortFunc(out, func(a, b string) int { return x.needBit[a] - x.needBit[b] })
	return out
}

func stemsOf(s string) []string {
	words := slices.DeleteFunc(text.Words(s), text.Stop)
	for i, w := range words {
		words[i] = text.Stem(w)
	}
	return words
}

// needSet holds the needs of a listing: sub-needs by bit, themes by bit.
type needSet struct {
	needs  uint64
	themes uint8
}

func (s *needSet) add(code string) {
	if sub, theme := needBits(code); theme != 0 {
		s.needs |= sub
		s.themes |= theme
	}
}

// has reports that a listing answers a need; a theme is answered by each of
// its needs.
func (s needSet) has(code string) bool {
	sub, theme := needBits(code)
	if sub != 0 {
		return s.needs&sub != 0
	}
	return s.themes&theme != 0
}

func (s needSet) empty() bool { return s.themes == 0 }

// needBits places a code of the tree; zeros for an unknown code. The test of
// the tree proves that the bits suffice.
func needBits(code string) (need uint64, theme uint8) {
	x := lexical()
	at, ok := x.needBit[code]
	if !ok {
		return 0, 0
	}
	themes, subs := 0, 0
	for _, c := range x.needs[:at+1] {
		if strings.Contains(c, ".") {
			subs++
		} else {
			themes++
		}
	}
	theme = 1 << (themes - 1)
	if strings.Contains(code, ".") {
		need = 1 << (subs - 1)
	}
	return need, theme
}
