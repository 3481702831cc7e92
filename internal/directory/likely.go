package directory

import (
	"strings"

	"passerelle/internal/text"
)

// Of several words that a misspelt one may have been meant to be, the
// likeliest: one that makes a phrase with its neighbour ("fod bank"), then one
// that sounds alike or has two letters swapped, then one with the same first
// letter, which is rarely mistaken, then a word of the vocabulary (who writes
// "dentsite" wants a dentist), then the commonest.
func (r *reading) likeliest(near []string, w string, next string) string {
	read, top := "", -1
	sound := text.Sound(w)
	for _, c := range near {
		s := min(r.v.df(text.Stem(c)), 1<<20)
		if r.fits(c, next) {
			s += 1 << 24
		}
		if len(sound) > 2 && text.Sound(c) == sound || swapped(c, w) {
			s += 1 << 23
		}
		if c[0] == w[0] {
			s += 1 << 22
		}
		if text.Within1(c, w) {
			s += 1 << 22
		}
		if r.x.known[c] && !r.x.small[c] {
			s += 1 << 21
		}
		if s > top { // near is sorted: the first of equals
			read, top = c, s
		}
	}
	return read
}

// swapped reports two neighbouring letters in each other's place.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// fits reports that a word makes a phrase of the vocabulary with the one
// before it or the one after it.
func (r *reading) fits(c, next string) bool {
	stem := text.Stem(c)
	if n := len(r.stems); n > 0 {
		if k, _ := r.x.longest([]string{r.stems[n-1], stem}, true); k == 2 {
			return true
		}
	}
	if next == "" {
		return false
	}
	k, _ := r.x.longest([]string{stem, text.Stem(next)}, true)
	return k == 2
}

// plausible reports that a hand that meant c may have typed w. In a short word
// any slip makes another word ("farm" is no "form"): there a wrong letter must be
// a neighbour on the keyboard, or sound alike. Nor is the first letter left out,
// or a word of two slips begun with another. Towards what is not of the
// vocabulary, a longer word is a short one.
func (r *reading) plausible(c, w string, slips int) bool {
	if sound := text.Sound(w); len(sound) > 2 && text.Sound(c) == sound {
		return true
	}
	if slips > 1 {
		return c[0] == w[0]
	}
	short := 5
	if !r.x.known[c] {
		short = 8
	}
	if len(c) == len(w) {
		var at []int
		for i := range len(c) {
			if c[i] != w[i] {
				at = append(at, i)
			}
		}
		if len(at) != 1 {
			return true // two letters swapped
		}
		return len(w) > short && at[0] > 0 || besides(c[at[0]], w[at[0]])
	}
	return len(w) > 7 || c[0] == w[0]
}

// respellings are the ways in which French and English write one sound.
var respellings = [][2]string{
	{"o", "eau"}, {"o", "au"}, {"eau", "o"}, {"au", "o"}, {"e", "ai"}, {"ai", "e"}, {"e", "ei"}, {"f", "ph"}, {"ph", "f"},
	{"k", "c"}, {"c", "k"}, {"k", "qu"}, {"qu", "k"}, {"s", "c"}, {"c", "s"}, {"s", "z"}, {"z", "s"}, {"i", "y"}, {"y", "i"},
	{"en", "an"}, {"an", "en"}, {"in", "ain"}, {"t", "th"}, {"th", "t"}, {"j", "g"}, {"g", "gu"},
}

// respelled is a word of the directory that sounds as w is written: a name of
// a place, mostly ("gatino"). The commonest when there are several.
func (r *reading) respelled(w string) (read string) {
	if len(w) < 5 || len(w) > longestNear {
		return ""
	}
	most := 0
	for _, pair := range respellings {
		for at := 0; at < len(w); at++ {
			if !strings.HasPrefix(w[at:], pair[0]) {
				continue
			}
			c := w[:at] + pair[1] + w[at+len(pair[0]):]
			if df := r.v.df(text.Stem(c)); df > most {
				read, most = c, df
			}
		}
	}
	return read
}

// besides reports two letters whose keys touch.
func besides(a, b byte) bool {
	ya, xa := keyOf(a)
	yb, xb := keyOf(b)
	// Each row of keys stands half a key to the right of the one above.
	return ya >= 0 && yb >= 0 && ya-yb <= 1 && yb-ya <= 1 && abs(2*xa+ya-2*xb-yb) <= 2
}

func keyOf(c byte) (row, column int) {
	for y, keys := range [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"} {
		if x := strings.IndexByte(keys, c); x >= 0 {
			return y, x
		}
	}
	return -1, -1
}

func abs(n int) int { return max(n, -n) }

// elision cuts off the small word that an apostrophe was left out after:
// dhiver, laide, lecole.
func (r *reading) elision(w string) (rest string, ok bool) {
	n := 1
	if strings.HasPrefix(w, "qu") {
		n = 2
	}
	least := 4
	if w[0] == 'd' {
		least = 3 // dété
	}
	if len(w) < n+least || n == 1 && strings.IndexByte("ldjmnst", w[0]) < 0 || strings.IndexByte("aeiouyh", w[n]) < 0 {
		return "", false
	}
	return w[n:], r.knows(w[n:])
}
