package directory

import (
	"maps"
	"slices"

	"passerelle/internal/access"
)

// live is a part with its marks of deletion. It is never changed: strike
// returns another one, so that a search under way sees one state throughout.
type live struct {
	*part
	gone  []uint64 // bit by listing; nil while nothing is gone
	open  []uint64 // bit by listing: left, and may be found
	lost  []uint32 // term → postings that are gone
	mute  []uint32 // word → listings gone in which it stood
	count int      // listings gone
	hid   int      // of these, those that were searchable
	moved places   // what those that are gone take from places
}

func (v *live) dead(doc int) bool { return v.gone != nil && v.gone[doc>>6]>>(doc&63)&1 == 1 }

// size is the number of listings that are left.
func (v *live) size() int { return v.part.size() - v.count }

// searchables is the number of listings left that may be found.
func (v *live) searchables() int { return v.searchable - v.hid }

// df is how many of the listings left hold a term.
func (v *live) df(t uint32) int {
	n := int(v.starts[t+1] - v.starts[t])
	if v.lost != nil {
		n -= int(v.lost[t])
	}
	return n
}

// heard reports that some listing left holds a word, letter for letter.
func (v *live) heard(word int) bool {
	return v.mute == nil || v.spoken[word] > v.mute[word]
}

// left are the listings that are not gone, in the order of their ids.
func (v *live) left() []*Listing {
	out := make([]*Listing, 0, v.size())
	for i := range v.rows {
		if !v.dead(i) {
			out = append(out, v.listing(i))
		}
	}
	return out
}

// bearing is a listing that is left under a key of rare, nil when there is none.
func (v *live) bearing(key string) *Listing {
	for _, doc := range v.rare[key] {
		if !v.dead(int(doc)) {
			return v.listing(int(doc))
		}
	}
	return nil
}

func (v *live) get(id access.Service) *Listing {
	if i, ok := v.find(id); ok && !v.dead(i) {
		return v.listing(i)
	}
	return nil
}

// strike marks listings as gone.
func (v *live) strike(docs []int) *live {
	w := &live{part: v.part, count: v.count, hid: v.hid}
	w.gone, w.lost, w.mute, w.open = slices.Clone(v.gone), slices.Clone(v.lost), slices.Clone(v.mute), slices.Clone(v.open)
	if w.moved = maps.Clone(v.moved); w.moved == nil {
		w.moved = places{}
	}
	if w.gone == nil {
		w.gone = make([]uint64, len(v.shown))
		w.lost = make([]uint32, len(v.terms))
		w.mute = make([]uint32, len(v.words))
	}
	a := newAnalysis()
	for _, doc := range docs {
		if w.dead(doc) {
			continue
		}
		w.gone[doc>>6] |= 1 << (doc & 63)
		w.open[doc>>6] &^= 1 << (doc & 63)
		w.count++
		l := v.listing(doc)
		w.moved.count(l, -1)
		if !l.Searchable() {
			continue
		}
		w.hid++
		// What a listing holds is read again from the listing: keeping it
		// would double the memory for something that happens rarely.
		a.read(l)
		for _, t := range a.touched {
			if at, ok := v.term(a.names[t]); ok {
				w.lost[at]++
			}
		}
		for _, n := range a.said {
			if at, ok := slices.BinarySearch(v.words, a.spelled[n]); ok {
				w.mute[at]++
			}
		}
		a.clear()
	}
	return w
}
