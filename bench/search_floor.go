package main

import (
	"container/heap"
	"math"
	"slices"

	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// floor is the least that an exact search can do on one thread: frozen lists
// of (service, weight), columns, the rarest word first, dense accumulators, a
// box instead of a circle. No slips, no synonyms, no phrases, no hours, no
// listing read: a floor, not a product.
type floor struct {
	lists    map[string][]posting
	needs    map[string][]int32
	lat, lon []float64
	min, max []float64
	score    []float32
	met      []uint8
}

type posting struct {
	doc    int32
	weight float32
}

func newFloor(listings []*directory.Listing) *floor {
	f := &floor{lists: map[string][]posting{}, needs: map[string][]int32{}}
	n := len(listings)
	f.lat, f.lon, f.min, f.max = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	f.score, f.met = make([]float32, n), make([]uint8, n)
	for i, l := range listings {
		f.lat[i] = math.Inf(1)
		if len(l.Places) > 0 && l.Places[0].HasPoint {
			f.lat[i], f.lon[i] = l.Places[0].Lat, l.Places[0].Lon
		}
		f.min[i], f.max[i] = l.MinAge, l.MaxAge
		if l.MaxAge == 0 {
			f.max[i] = 1000
		}
		if !l.Searchable() {
			continue
		}
		for term, w := range directory.Weigh(l).Terms {
			f.lists[term] = append(f.lists[term], posting{int32(i), float32(w)})
		}
		for _, code := range l.Needs {
			f.needs[code] = append(f.needs[code], int32(i))
		}
	}
	for term, ps := range f.lists {
		telling := float32(math.Log2(float64(n+1) / (float64(len(ps)) + .5)))
		for i := range ps {
			ps[i].weight *= telling
		}
		f.lists[term] = slices.Clip(ps)
	}
	return f
}

func (f *floor) search(q *directory.Query) []scored {
	var top best
	lat, lon := 0.0, 0.0
	if q.Near != nil {
		lat = q.WithinMetres / 111_195
		lon = lat / math.Cos(q.Near.Lat*math.Pi/180)
	}
	pass := func(d int32) bool {
		if q.Near != nil && (math.Abs(f.lat[d]-q.Near.Lat) > lat || math.Abs(f.lon[d]-q.Near.Lon) > lon) {
			return false
		}
		return q.Age == 0 || q.Age >= f.min[d] && q.Age <= f.max[d]
	}
	if q.Text == "" {
		for _, d := range f.needs[q.Need] {
			if pass(d) {
				y, x := f.lat[d]-q.Near.Lat, (f.lon[d]-q.Near.Lon)*lat/lon
				top.offer(scored{d, float32(-(y*y + x*x))})
			}
		}
		return top
	}
	var lists [][]posting
	for _, w := range text.Words(q.Text) {
		lists = append(lists, f.lists[text.Stem(w)])
	}
	slices.SortFunc(lists, func(a, b []posting) int { return len(a) - len(b) })
	for _, p := range lists[0] {
		if pass(p.doc) {
			f.score[p.doc], f.met[p.doc] = p.weight, 1
		}
	}
	for i, l := range lists[1:] {
		for _, p := range l {
			if f.met[p.doc] == uint8(i+1) {
				f.score[p.doc] += p.weight
				f.met[p.doc]++
			}
		}
	}
	for _, p := range lists[0] {
		if f.met[p.doc] == uint8(len(lists)) {
			top.offer(scored{p.doc, f.score[p.doc]})
		}
		f.met[p.doc] = 0
	}
	return top
}

type scored struct {
	doc   int32
	score float32
}

// best keeps the twenty best.
type best []scored

func (b best) Len() int           { return len(b) }
func (b best) Less(i, j int) bool { return b[i].score < b[j].score }
func (b best) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func (b *best) Push(v any)        { *b = append(*b, v.(scored)) }
func (b *best) Pop() any          { panic("never taken out") }

func (b *best) offer(s scored) {
	switch {
	case len(*b) < 20:
		heap.Push(b, s)
	case (*b)[0].score < s.score:
		(*b)[0] = s
		heap.Fix(b, 0)
	}
}
