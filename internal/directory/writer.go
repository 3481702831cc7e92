package directory

import "slices"

// writer gathers the terms of listings one after the other, then turns them
// round: from listing → terms to term → listings.
type writer struct {
	ends   []uint32 // listing → the end of its terms
	terms  []uint32
	weight []uint8
	spoken []uint32 // word → listings in which it stands
}

func newWriter(listings int) *writer { return &writer{ends: make([]uint32, 0, listings)} }

func (w *writer) take(a *analysis) {
	for _, t := range a.touched {
		w.terms = append(w.terms, uint32(t))
		w.weight = append(w.weight, saturated(a.weight[t]))
	}
	w.spoken = append(w.spoken, make([]uint32, len(a.spelled)-len(w.spoken))...)
	for _, n := range a.said {
		w.spoken[n]++
	}
	w.none()
}

func (w *writer) none() { w.ends = append(w.ends, uint32(len(w.terms))) }

func (w *writer) finish(p *part, a *analysis) {
	// Terms are renumbered in alphabetical order: a term is then found, and
	// the part is the same, whatever came first.
	order := make([]uint32, len(a.names))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		if a.names[x] < a.names[y] {
			return -1
		}
		return 1
	})
	rank := make([]uint32, len(order))
	p.terms = make([]string, len(order))
	for i, t := range order {
		rank[t] = uint32(i)
		p.terms[i] = a.names[t]
	}
	p.terms = packed(p.terms)

	p.starts = make([]uint32, len(order)+1)
	for _, t := range w.terms {
		p.starts[rank[t]+1]++
	}
	for i := 1; i < len(p.starts); i++ {
		p.starts[i] += p.starts[i-1]
	}
	p.docs = make([]uint16, len(w.terms))
	p.weight = make([]uint8, len(w.terms))
	next := slices.Clone(p.starts)
	from := uint32(0)
	for doc, end := range w.ends {
		for i := from; i < end; i++ {
			at := &next[rank[w.terms[i]]]
			p.docs[*at], p.weight[*at] = uint16(doc), w.weight[i]
			*at++
		}
		from = end
	}

	var words []string
	for n, t := range a.termOf {
		if t >= 0 {
			words = append(words, a.spelled[n])
		}
	}
	p.wordList = newWordList(words)
	p.stemOf = make([]uint32, len(words))
	p.spoken = make([]uint32, len(words))
	for i, word := range p.words {
		n := a.words[word]
		p.stemOf[i], p.spoken[i] = rank[a.termOf[n]], w.spoken[n]
	}
}
