package directory

import (
	"slices"
	"testing"

	"passerelle/internal/text"
)

// The short way must find exactly what comparing with every word finds.
func TestNearMissesNothing(t *testing.T) {
	t.Parallel()
	words := slices.Clone(lexical().words.words)
	words = append(words, "ab", "ba", "abc", "الاسنان", "اسنان", "тест", "тсет", "é", "a")
	l := newWordList(slices.Compact(slices.Sorted(slices.Values(words))))
	asked := append(slices.Clone(l.words), "dentsite", "edntiste", "dentistee", "dentist", "xentiste", "aab", "الاسنن", "тес", "zzzz", "")
	for n, w := range asked {
		if n%3 == 0 && len(w) > 3 {
			w = w[1:] // no longer a word, perhaps no longer whole letters
		}
		for k := 1; k <= 2; k++ {
			var got, want []int
			l.near(w, k, func(i int) { got = append(got, i) })
			for i, v := range l.words {
				if text.Within(v, w, k) {
					want = append(want, i)
				}
			}
			if !slices.Equal(slices.Sorted(slices.Values(got)), want) {
				t.Fatalf("within %d of %q: %d words, want %d", k, w, len(got), len(want))
			}
		}
	}
}

func TestBeginning(t *testing.T) {
	t.Parallel()
	l := newWordList([]string{"dent", "lit", "dentiste", "den", "dentier"})
	var got []string
	l.beginning("dent", func(i int) { got = append(got, l.words[i]) })
	if !slices.Equal(got, []string{"dent", "dentier", "dentiste"}) {
		t.Errorf("%v", got)
	}
}
