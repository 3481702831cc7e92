package consent

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// wordFile lists the words of threads, one a line: simple, concrete French
// words, no two within one slip of each other. A word's place is its number on
// paper, so the list only ever grows at its end.
//
//go:embed words.txt
var wordFile string

// list is the words as written; folded maps each to its place.
var list, folded = readWords(wordFile)

func readWords(file string) (words []string, places map[string]int) {
	places = map[string]int{}
	for _, w := range strings.Fields(file) {
		places[text.Fold(w)] = len(words)
		words = append(words, w)
	}
	return words, places
}

// WordList is those words, for whoever else draws a secret that people say.
func WordList() []string { return slices.Clone(list) }

// length of a thread: five words of 1024 are 2^50 possibilities.
const length = 5

// Words are a thread's secret. They are shown once and never stored.
type Words [length]int

// drawn are the words of a keyed fingerprint: 48 bits for each, so that all of
// the list are as likely.
func drawn(print string) (w Words) {
	sum := sha256.Sum256([]byte(print))
	for i := range w {
		w[i] = int((binary.BigEndian.Uint64(sum[6*i:]) >> 16) % uint64(len(list)))
	}
	return w
}

// String is the five words, for the page, the paper and the voice.
func (w Words) String() string {
	s := make([]string, length)
	for i, n := range w {
		s[i] = list[n]
	}
	return strings.Join(s, " ")
}

// Digits is the same thread for those who read no alphabet of ours: five
// groups of four digits, each a word's number, counted from 0001.
func (w Words) Digits() string {
	s := make([]string, length)
	for i, n := range w {
		s[i] = fmt.Sprintf("%04d", n+1)
	}
	return strings.Join(s, " ")
}

// normal is the one form that is fingerprinted.
func (w Words) normal() string { return text.Fold(w.String()) }

// unknownThread is the one answer to words that open nothing, whatever the
// reason: nobody learns which of them was right.
func unknownThread() error { return fault.New(fault.NotFound, "consent.thread_unknown") }

// ParseWords reads what somebody typed: five words in any case, with or
// without accents, with hyphens or too many spaces, each with at most one slip
// as long as one word alone is meant; or the digits.
func ParseWords(typed string) (w Words, err error) {
	if len(typed) > 400 { // no honest hand types so much
		return w, unknownThread()
	}
	words := text.Words(typed)
	if groups, ok := digits(words); ok {
		words = groups
	}
	if len(words) != length {
		return w, unknownThread()
	}
	for i, word := range words {
		if w[i], err = place(word); err != nil {
			return Words{}, err
		}
	}
	return w, nil
}

// digits regroups a thread typed in digits, with or without spaces; ok is
// false when it holds anything else.
func digits(words []string) (groups []string, ok bool) {
	all := strings.Join(words, "")
	if all == "" || strings.Trim(all, "0123456789") != "" {
		return nil, false
	}
	if len(words) == length { // leading zeros may have been left out
		return words, true
	}
	for len(all) >= 4 {
		groups = append(groups, all[:4])
		all = all[4:]
	}
	return groups, all == ""
}

func place(word string) (int, error) {
	if n, err := strconv.Atoi(word); err == nil {
		if n < 1 || n > len(list) {
			return 0, unknownThread()
		}
		return n - 1, nil
	}
	if n, ok := folded[word]; ok {
		return n, nil
	}
	found, n := 0, 0
	for i, w := range list {
		if text.Within1(word, text.Fold(w)) {
			found, n = found+1, i
		}
	}
	if found != 1 {
		return 0, unknownThread()
	}
	return n, nil
}

// List is the five words apart.
func (w Words) List() []string { return strings.Fields(w.String()) }
