package text

import "unicode/utf8"

// Within1 reports that a and b are equal or one slip apart: a letter too many,
// too few, wrong, or two neighbours swapped. Letters are runes.
func Within1(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > utf8.UTFMax {
		return false
	}
	p := 0
	for p < len(a) && a[p] == b[p] {
		p++
	}
	for p > 0 && (p < len(a) && !utf8.RuneStart(a[p]) || p < len(b) && !utf8.RuneStart(b[p])) {
		p-- // back to the beginning of a letter
	}
	a, b = a[p:], b[p:]
	if a == b {
		return true
	}
	if a == "" {
		return oneRune(b)
	}
	ra, na := utf8.DecodeRuneInString(a)
	rb, nb := utf8.DecodeRuneInString(b)
	if a[na:] == b[nb:] || a == b[nb:] || a[na:] == b { // wrong, one more, one less
		return true
	}
	if na == len(a) || nb == len(b) {
		return false
	}
	ra2, na2 := utf8.DecodeRuneInString(a[na:])
	rb2, nb2 := utf8.DecodeRuneInString(b[nb:])
	return ra == rb2 && ra2 == rb && a[na+na2:] == b[nb+nb2:] // swapped
}

func oneRune(s string) bool {
	_, n := utf8.DecodeRuneInString(s)
	return n == len(s)
}
