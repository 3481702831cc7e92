package directory

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"

	"passerelle/internal/access"
)

// blocks gathers services that share something, so that a directory of a
// hundred thousand is not compared with itself five thousand million times. It
// keeps a number for each thing shared and not the thing, nor the listings.
type blocks struct {
	ids   []access.Service
	seed  maphash.Seed
	keys  []blockKey
	words map[string]int // how many services have a word in their name
	names map[string]int // how many have a name of these words, by sortedKey
}

type blockKey struct {
	hash uint64
	n    uint32 // in ids
}

func newBlocks() *blocks {
	return &blocks{seed: maphash.MakeSeed(), words: map[string]int{}, names: map[string]int{}}
}

func (b *blocks) add(l *Listing) {
	t, n := traitsOf(l), uint32(len(b.ids))
	b.ids = append(b.ids, l.ID)
	for _, w := range distinct(slices.Concat(t.names...)) {
		b.words[w]++
	}
	key := func(kind, of, more string) {
		var h maphash.Hash
		h.SetSeed(b.seed)
		for _, s := range []string{kind, of, more} {
			h.WriteString(s)
			h.WriteByte(0)
		}
		b.keys = append(b.keys, blockKey{h.Sum64(), n})
	}
	for _, p := range t.phones {
		key("phone", p, "")
	}
	for _, d := range t.doors {
		if d.key != "" {
			key("address", d.key, "")
		}
	}
	for _, name := range t.names {
		whole := sortedKey(name)
		b.names[whole]++
		key("org", whole, string(l.Org))
		for _, d := range t.doors {
			if d.city != "" {
				key("city", whole, d.city)
			}
		}
		if len(t.doors) == 0 {
			key("city", whole, "")
		}
	}
}

// pairs lists the pairs that share something, each once, by number.
func (b *blocks) pairs() (out [][2]uint32) {
	slices.SortFunc(b.keys, func(x, y blockKey) int { return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.n, y.n)) })
	b.keys = slices.Compact(b.keys)
	for from := 0; from < len(b.keys); {
		to := from + 1
		for to < len(b.keys) && b.keys[to].hash == b.keys[from].hash {
			to++
		}
		if to-from <= blockMost {
			for i := from; i < to; i++ {
				for j := i + 1; j < to; j++ {
					out = append(out, [2]uint32{b.keys[i].n, b.keys[j].n})
				}
			}
		}
		from = to
	}
	slices.SortFunc(out, func(x, y [2]uint32) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return slices.Compact(out)
}

// weight is how much a word of a name tells one service from another: a word
// that every tenth service has weighs little, one that two have much. It is
// the inverse document frequency of Robertson and Spärck Jones, never below a
// tenth.
func (b *blocks) weight(word string) float64 {
	df := float64(b.words[word])
	return max(0.1, math.Log(1+(float64(len(b.ids))-df+0.5)/(df+0.5)))
}

// alone reports that two services at most have a name of these words.
func (b *blocks) alone(names [][]string) bool {
	for _, n := range names {
		if b.names[sortedKey(n)] > 2 {
			return false
		}
	}
	return true
}
