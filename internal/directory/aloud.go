package directory

import (
	"slices"
	"strings"

	"passerelle/internal/text"
)

// Who writes as they speak, or has a phone write for them, cuts words where
// nobody hears a cut: "mal o dan", "kuisine kolektive". A phrase is
// then known by its sound, whole.

const (
	leastSaid = 5 // letters of a sound that is not common to too many
	mostSaid  = 4 // words
)

// said is how words sound one after the other.
func said(words []string) string { return text.Sound(strings.Join(words, "")) }

// aloud notes a phrase, to know how it sounds.
func (x *lexicon) aloud(whole, words []string) { x.loud = append(x.loud, [2][]string{whole, words}) }

// sayAloud says every phrase that was noted; the first that sounds so keeps it.
func (x *lexicon) sayAloud() map[string][]string {
	spoken := map[string][]string{}
	for _, p := range x.loud {
		if sound := said(p[0]); len(sound) >= leastSaid && spoken[sound] == nil {
			spoken[sound] = p[1]
		}
	}
	return spoken
}

// heardAs is the phrase of the vocabulary that sounds like the first words of a
// text, of which one at least means nothing as it is written. The last of them
// may be unfinished: a sound that is not whole is no phrase.
func (r *reading) heardAs(words []string) (phrase []string, took int) {
	for n := min(mostSaid, len(words)); n > 1; n-- {
		if !slices.ContainsFunc(words[:n], func(w string) bool { return !r.knows(w) && !number(w) }) {
			continue
		}
		if phrase = r.x.spoken()[said(words[:n])]; phrase != nil {
			return phrase, n
		}
	}
	return nil, 0
}
