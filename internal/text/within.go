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

// Within reports that a and b are at most k slips apart: letters too many, too
// few, wrong, or two neighbours swapped. k is small.
func Within(a, b string, k int) bool {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > k || len(y)-len(x) > k {
		return false
	}
	var rows [3][]int
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		now, last, before := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		now[0] = i
		for j := 1; j <= len(y); j++ {
			d := last[j-1]
			if x[i-1] != y[j-1] {
				d++
			}
			d = min(d, last[j]+1, now[j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = min(d, before[j-2]+1)
			}
			now[j] = d
		}
	}
	return rows[len(x)%3][len(y)] <= k
}
