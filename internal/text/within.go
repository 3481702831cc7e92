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

// usual is how many letters a word may have that is compared without taking memory.
const usual = 48

// Within reports that a and b are at most k slips apart: letters too many, too
// few, wrong, or two neighbours swapped. k is small. It is the distance of optimal
// string alignment, also called the restricted distance of Damerau and Levenshtein, of
// which only what can still be within k is counted.
func Within(a, b string, k int) bool {
	if n := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); n > k || -n > k {
		return false
	}
	var first, second [usual]rune
	x, y := runes(first[:0], a), runes(second[:0], b)
	var cells [3][usual + 2]int
	var rows [3][]int
	for i := range rows {
		if rows[i] = cells[i][:]; len(y)+2 > len(rows[i]) {
			rows[i] = make([]int, len(y)+2)
		}
	}
	far := k + 1 // as good as any farther
	for j := range min(len(y), k) + 1 {
		rows[0][j] = j
	}
	rows[0][min(len(y), k)+1] = far
	bestLast := 0
	for i := 1; i <= len(x); i++ {
		now, last, before := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		low, high := max(1, i-k), min(len(y), i+k)
		best := far
		if now[low-1] = far; low == 1 && i <= k {
			now[0], best = i, i
		}
		for j := low; j <= high; j++ {
			d := last[j-1]
			if x[i-1] != y[j-1] {
				d++
			}
			d = min(d, last[j]+1, now[j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = min(d, before[j-2]+1)
			}
			now[j] = d
			best = min(best, d)
		}
		now[high+1] = far
		if best > k && bestLast >= k { // a swap comes from two rows before
			return false
		}
		bestLast = best
	}
	return rows[len(x)%3][len(y)] <= k
}

func runes(list []rune, s string) []rune {
	for _, r := range s {
		list = append(list, r)
	}
	return list
}
