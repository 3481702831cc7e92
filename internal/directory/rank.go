package directory

import (
	"slices"
	"time"
)

// key orders answers: the smaller comes first, and ids decide between equals.
type key struct {
	tier  int32
	value int64
	score int32
}

func (a key) compare(b key) int {
	switch {
	case a.tier != b.tier:
		return cmp32(a.tier, b.tier)
	case a.value < b.value:
		return -1
	case a.value > b.value:
		return 1
	}
	return cmp32(b.score, a.score)
}

func cmp32(a, b int32) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// order knows how a query sorts.
type order struct {
	sort  Sort
	leads bool // relevance leads SortBest
	near  bool
	sieve *sieve
	plan  *plan
	at    time.Time
	fresh int64 // confirmed after this instant is confirmed
}

// key places one answer.
//
// SortBest, when the text is only facets (screens.md S2): services that accept
// the paper, confirmed or announced, before those that did not say; those that
// are for the need before those that only mention it; then open and confirmed,
// open, opens later, unknown, suspended; then nearest, then most relevant.
// "Confirmed" is of the paper when one is asked, else of the listing.
func (o *order) key(v *live, doc int, score int32) key {
	r := &v.rows[doc]
	switch o.sort {
	case SortRelevance:
		return key{score: score}
	case SortNearest:
		_, m, _ := o.sieve.choose(v, doc, o.at)
		return key{value: m, score: score}
	case SortSoonest:
		value := o.soonest(v, doc) * 2
		if !o.confirmed(r) {
			value++ // of doors that open together, the confirmed one first
		}
		return key{tier: o.unsure(r), value: value, score: score}
	}
	if o.leads {
		return key{tier: o.unsure(r), score: score}
	}
	_, m, door := o.sieve.choose(v, doc, o.at)
	k := key{tier: o.unsure(r)*100 + o.aside(r)*10 + o.useful(r, door), score: score}
	if o.near {
		k.value = m
	}
	return k
}

// unsure is 1 when the service did not say that it accepts the papers asked.
func (o *order) unsure(r *row) int32 {
	for _, p := range o.sieve.papers {
		if r.accepts(p) < AcceptAnnounced {
			return 1
		}
	}
	return 0
}

// aside is 1 when the service speaks of the need without being for it.
func (o *order) aside(r *row) int32 {
	if len(o.plan.facets.Needs) == 0 {
		return 0
	}
	for _, code := range o.plan.facets.Needs {
		if r.needs.has(code) {
			return 0
		}
	}
	return 1
}

func (o *order) useful(r *row, door Door) int32 {
	switch door {
	case DoorOpen:
		if o.confirmed(r) {
			return 0
		}
		return 1
	case DoorShut:
		return 2
	case DoorUnknown:
		return 3
	}
	return 4
}

func (o *order) confirmed(r *row) bool {
	if len(o.sieve.papers) == 0 {
		return r.confirmed > o.fresh
	}
	for _, p := range o.sieve.papers {
		if r.accepts(p) != AcceptConfirmed {
			return false
		}
	}
	return true
}

// soonest is the wait at the entry point that opens first.
func (o *order) soonest(v *live, doc int) int64 {
	least := int64(waitNever)
	for i := range v.entries(doc) {
		e := &v.spots[int(v.rows[doc].spots)+i]
		least = min(least, v.patterns[e.pattern].wait(o.at))
	}
	return least
}

// ranked is an answer on its way to the page.
type ranked struct {
	key
	part *live
	doc  int
}

func (a *ranked) before(b *ranked) bool {
	if c := a.compare(b.key); c != 0 {
		return c < 0
	}
	if a.part == b.part {
		return a.doc < b.doc // listings stand in the order of their ids
	}
	return a.part.id(a.doc) < b.part.id(b.doc)
}

// top keeps the k best of many, exactly: a heap whose root is the worst kept.
type top struct {
	k    int
	heap []ranked
}

// full reports that a score alone can no longer enter.
func (t *top) worse(k key) bool {
	return len(t.heap) == t.k && (t.k == 0 || t.heap[0].compare(k) < 0)
}

func (t *top) offer(r ranked) {
	if t.k == 0 {
		return
	}
	if len(t.heap) < t.k {
		t.heap = append(t.heap, r)
		for i := len(t.heap) - 1; i > 0; {
			up := (i - 1) / 2
			if !t.heap[up].before(&t.heap[i]) {
				break
			}
			t.heap[up], t.heap[i] = t.heap[i], t.heap[up]
			i = up
		}
		return
	}
	if !r.before(&t.heap[0]) {
		return
	}
	t.heap[0] = r
	for i := 0; ; {
		worst := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(t.heap); c++ {
			if t.heap[worst].before(&t.heap[c]) {
				worst = c
			}
		}
		if worst == i {
			return
		}
		t.heap[i], t.heap[worst] = t.heap[worst], t.heap[i]
		i = worst
	}
}

func (t *top) sorted() []ranked {
	slices.SortFunc(t.heap, func(a, b ranked) int {
		if a.before(&b) {
			return -1
		}
		return 1
	})
	return t.heap
}
