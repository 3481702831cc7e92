package directory

import "slices"

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
