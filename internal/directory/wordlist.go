package directory

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"passerelle/internal/text"
)

// wordList is a sorted list of words that can be asked which begin so, and
// which are a slip or two away, without looking at all of them.
type wordList struct {
	words []string
	back  []uint32 // numbers of words, sorted by length and then by their ends
}

func newWordList(words []string) wordList {
	slices.Sort(words)
	l := wordList{packed(words), make([]uint32, len(words))}
	for i := range l.back {
		l.back[i] = uint32(i)
	}
	slices.SortFunc(l.back, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(utf8.RuneCountInString(words[a]), utf8.RuneCountInString(words[b])), fromEnd(words[a], words[b]))
	})
	return l
}

// packed copies words into one piece of memory, in their order: neighbours in
// the alphabet are then neighbours in the cache.
func packed(words []string) []string {
	all := strings.Join(words, "")
	out := make([]string, len(words))
	for i, w := range words {
		out[i], all = all[:len(w)], all[len(w):]
	}
	return out
}

// fromEnd compares two words read backwards.
func fromEnd(a, b string) int {
	for i, j := len(a)-1, len(b)-1; i >= 0 && j >= 0; i, j = i-1, j-1 {
		if a[i] != b[j] {
			return cmp.Compare(a[i], b[j])
		}
	}
	return cmp.Compare(len(a), len(b))
}

// beginning yields the numbers of the words that begin so.
func (l wordList) beginning(prefix string, yield func(int)) {
	i, _ := slices.BinarySearch(l.words, prefix)
	for ; i < len(l.words) && strings.HasPrefix(l.words[i], prefix); i++ {
		yield(i)
	}
}

// near yields the numbers of the words within k slips of w.
func (l wordList) near(w string, k int, yield func(int)) {
	if k == 1 {
		l.nearOne(w, yield) // three times quicker than to walk
		return
	}
	l.walk(w, k, yield)
}

// nearOne yields the numbers of the words within one slip of w.
//
// A slip touches two neighbouring letters at most: it spares either the first
// half of the word or all that follows the letter after that half. Only the
// words that share one or the other are compared.
func (l wordList) nearOne(w string, yield func(int)) {
	n := utf8.RuneCountInString(w)
	head, tail := w[:offset(w, n/2)], w[offset(w, n/2+1):]
	l.beginning(head, func(i int) {
		if text.Within1(l.words[i], w) {
			yield(i)
		}
	})
	for length := n - 1; length <= n+1; length++ {
		from := l.ending(length, tail, 0)
		to := l.ending(length, tail, 1)
		for _, i := range l.back[from:to] {
			if v := l.words[i]; text.Within1(v, w) && !strings.HasPrefix(v, head) { // those with the head were seen above
				yield(int(i))
			}
		}
	}
}

// ending is where, among the words of a length, those that end with tail
// begin in l.back, or where they are over when past is 1.
func (l wordList) ending(length int, tail string, past int) int {
	i, _ := slices.BinarySearchFunc(l.back, tail, func(i uint32, tail string) int {
		w := l.words[i]
		if c := cmp.Compare(utf8.RuneCountInString(w), length); c != 0 {
			return c
		}
		if strings.HasSuffix(w, tail) {
			return -past
		}
		return fromEnd(w, tail)
	})
	return i
}

// offset is where the n-th letter of w begins; its end when it has fewer.
func offset(w string, n int) int {
	for i := range w {
		if n == 0 {
			return i
		}
		n--
	}
	return len(w)
}
