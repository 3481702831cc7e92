package directory

import (
	"strings"
	"unicode/utf8"
)

// longestNear is the length, in letters, of the longest word whose slips are
// looked for.
const longestNear = 40

// walk yields the numbers of the words within k slips of w, in their order.
//
// The sorted list is walked like a tree: the rows of the table of distances
// are kept for the letters that a word shares with the one before, and once a
// beginning is too far from every beginning of w, all the words that have it
// are leapt over.
func (l wordList) walk(w string, k int, yield func(int)) {
	var typed [longestNear]rune
	n := 0
	for _, r := range w {
		if n == longestNear {
			return
		}
		typed[n] = r
		n++
	}
	t := slips{typed: typed[:n], k: k}
	for j := range t.rows[0][:n+1] {
		t.rows[0][j] = uint8(j)
	}
	last := ""
	for i := 0; i < len(l.words); {
		word := l.words[i]
		at := t.shared(last, word)
		last = word
		dead := 0
		for at < len(word) && dead == 0 {
			r, size := utf8.DecodeRuneInString(word[at:])
			at += size
			if !t.down(r, at) {
				dead = at
			}
		}
		if dead == 0 {
			if int(t.rows[t.depth][n]) <= k {
				yield(i)
			}
			i++
			continue
		}
		// Leap over all that begins so: double the step, then halve it.
		beginning, step := word[:dead], 1
		for i+step < len(l.words) && strings.HasPrefix(l.words[i+step], beginning) {
			i += step
			step <<= 1
		}
		for ; step > 0; step >>= 1 {
			if i+step < len(l.words) && strings.HasPrefix(l.words[i+step], beginning) {
				i += step
			}
		}
		i++
	}
}

// slips is the table of distances between the letters typed and the beginning
// of a word, one row a letter.
type slips struct {
	typed []rune
	k     int
	depth int
	rows  [longestNear + 4][longestNear + 1]uint8
	ends  [longestNear + 4]int // where in the word the letter of a row ends
	runes [longestNear + 4]rune
}

// shared goes back to the letters that two neighbours have in common, and says
// where in the word they end.
func (t *slips) shared(last, word string) int {
	common := 0
	for common < len(last) && common < len(word) && last[common] == word[common] {
		common++
	}
	for t.depth > 0 && t.ends[t.depth] > common {
		t.depth--
	}
	return t.ends[t.depth]
}

// down adds a letter, which ends at a place of the word. It is false when no
// longer word can come near any more; a row of which this is not true may
// then be left.
func (t *slips) down(r rune, end int) bool {
	if t.depth+1 > min(len(t.typed)+t.k, len(t.rows)-1) {
		return false
	}
	t.depth++
	i, far := t.depth, uint8(t.k+1)
	t.ends[i], t.runes[i] = end, r
	now, up := &t.rows[i], &t.rows[i-1]
	from, to := max(1, i-t.k), min(len(t.typed), i+t.k)
	now[0] = uint8(min(i, t.k+1))
	if from > 1 {
		now[from-1] = far
	}
	least := now[0]
	for j := from; j <= to; j++ {
		d := up[j-1]
		if t.typed[j-1] != r {
			d++
		}
		d = min(d, now[j-1]+1)
		if j < i+t.k { // beyond it the row above holds nothing
			d = min(d, up[j]+1)
		}
		if i > 1 && j > 1 && t.typed[j-2] == r && t.typed[j-1] == t.runes[i-1] {
			d = min(d, t.rows[i-2][j-2]+1)
		}
		now[j] = min(d, far)
		least = min(least, now[j])
	}
	if len(t.typed) > to {
		now[len(t.typed)] = far // so that the end of a word can be read off
	}
	return int(least) <= t.k
}
