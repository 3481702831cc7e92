package directory

import (
	"slices"
	"sync"
)

// scratch is what one query writes on while it reads one part. Pooled: a
// query allocates nothing that grows with the directory.
type scratch struct {
	score   [partMax]int32
	stage   [partMax]uint8  // slots satisfied so far; refused when a filter said no
	said    [partMax]uint32 // slots met by the thing asked itself, a bit each; from namesAt on, those met by a name
	met     [partMax]uint16 // slots met, when not all must be
	also    [partMax]uint16 // slots that only raise, met by a name
	touched []uint16
	alive   []uint16
}

const refused = 255

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// list is one alternative as a part holds it.
type list struct {
	docs   []uint16
	weight []uint8
	times  int32  // what a weight is multiplied by
	bit    uint32 // of the slot, when this alternative says the thing itself
	names  uint32 // the same, when it stands in a name
	least  uint8  // the weight from which it says it
}

// namesAt is where, in what is said of a listing, the bits of names begin.
const namesAt = 16

// says marks the slot when the posting at i says the thing itself.
func (l *list) says(i int) uint32 {
	switch w := l.weight[i]; {
	case w < l.least:
		return 0
	case w >= named:
		return l.bit | l.names
	}
	return l.bit
}

// lists are the alternatives of a slot, and their postings altogether.
type lists struct {
	of    []list
	total int
	bit   uint16 // of the slot
}

// weights turns the slots of a plan into multipliers, from the state as a
// whole: each part then scores alike.
func (s *state) weights(slots []slot) [][]int32 {
	out := make([][]int32, len(slots))
	for i, sl := range slots {
		out[i] = make([]int32, len(sl.alternatives))
		for j, a := range sl.alternatives {
			if df := s.df(a.term); df > 0 {
				out[i][j] = max(1, idf(s.searchable, df)*a.factor/asTyped)
			}
		}
	}
	return out
}

func (v *live) lists(slots []slot, times [][]int32) []lists {
	out := make([]lists, len(slots))
	for i, sl := range slots {
		out[i].bit = uint16(1) << i // none beyond the sixteenth
		for j, a := range sl.alternatives {
			if times[i][j] == 0 {
				continue
			}
			if t, ok := v.term(a.term); ok {
				docs, weight := v.postings(t)
				l := list{docs: docs, weight: weight, times: times[i][j]}
				if a.said {
					l.bit = uint32(out[i].bit)
					if sl.kind == askTopic {
						l.names = l.bit << namesAt
					}
				}
				if sl.kind == askWord {
					l.least = named
				}
				out[i].of = append(out[i].of, l)
				out[i].total += len(docs)
			}
		}
	}
	return out
}

// scan leaves in sc.alive the listings of a part that satisfy all required
// slots and the sieve, with their scores in sc.score. The rarest slot is read
// first and filtered while it is read; the others only add.
func (v *live) scan(sc *scratch, required, bonus []lists, s *sieve) {
	sc.alive = sc.alive[:0]
	if len(required) == 0 {
		for doc := range v.rows {
			if s.pass(v, doc) {
				sc.alive = append(sc.alive, uint16(doc))
				sc.score[doc], sc.said[doc], sc.met[doc] = 0, 0, 0
			}
		}
		v.raiseAll(sc, bonus)
		return
	}
	slices.SortStableFunc(required, func(a, b lists) int { return a.total - b.total })
	if required[0].total == 0 {
		return
	}
	sc.touched = sc.touched[:0]
	v.first(sc, required[0], s)
	sorted := len(required[0].of) == 1
	for i, r := range required[1:] {
		v.next(sc, r, uint8(i+1), sorted)
	}
	want := uint8(len(required))
	for _, d := range sc.touched {
		if sc.stage[d] == want {
			sc.alive = append(sc.alive, d)
		}
		sc.stage[d] = 0
	}
	if !sorted {
		slices.Sort(sc.alive) // raise and raiseMarking leap through it
	}
	v.raiseAll(sc, bonus)
}

func (v *live) first(sc *scratch, ls lists, s *sieve) {
	for n, l := range ls.of {
		for i, d := range l.docs {
			switch sc.stage[d] {
			case 0:
				if !s.pass(v, int(d)) {
					if n+1 < len(ls.of) { // another alternative may bring it again
						sc.stage[d] = refused
						sc.touched = append(sc.touched, d)
					}
					continue
				}
				sc.stage[d] = 1
				sc.score[d], sc.said[d], sc.met[d] = int32(l.weight[i])*l.times, l.says(i), 0
				sc.touched = append(sc.touched, d)
			case 1:
				sc.score[d] += int32(l.weight[i]) * l.times
				sc.said[d] |= l.says(i)
			}
		}
	}
}

// next keeps what satisfies one more slot. A list much longer than what is
// left is leapt through instead of read.
func (v *live) next(sc *scratch, ls lists, stage uint8, sorted bool) {
	left := sc.touched
	for _, l := range ls.of {
		if sorted && len(l.docs) > 12*len(left) {
			at := 0
			for _, d := range left {
				at = leap(l.docs, at, d)
				if at == len(l.docs) {
					break
				}
				if l.docs[at] == d {
					sc.meet(d, stage, int32(l.weight[at])*l.times, l.says(at))
				}
			}
			continue
		}
		for i, d := range l.docs {
			if st := sc.stage[d]; st >= stage && st != refused {
				sc.meet(d, stage, int32(l.weight[i])*l.times, l.says(i))
			}
		}
	}
}

func (sc *scratch) meet(d uint16, stage uint8, score int32, bit uint32) {
	switch sc.stage[d] {
	case stage:
		sc.stage[d]++
	case stage + 1:
	default:
		return
	}
	sc.score[d] += score
	sc.said[d] |= bit
}

// scanSome leaves in sc.alive the listings that satisfy enough of the slots,
// with marks of which.
func (v *live) scanSome(sc *scratch, every, bonus []lists, s *sieve, enough func(met uint16) bool) {
	sc.alive, sc.touched = sc.alive[:0], sc.touched[:0]
	for _, ls := range every {
		for _, l := range ls.of {
			for i, d := range l.docs {
				if sc.stage[d] == 0 {
					sc.stage[d] = refused
					if s.pass(v, int(d)) {
						sc.stage[d] = 1
					}
					sc.touched = append(sc.touched, d)
					sc.score[d], sc.said[d], sc.met[d] = 0, 0, 0
				}
				sc.score[d] += int32(l.weight[i]) * l.times
				sc.said[d] |= l.says(i)
				sc.met[d] |= ls.bit
			}
		}
	}
	for _, d := range sc.touched {
		if sc.stage[d] == 1 && enough(sc.met[d]) {
			sc.alive = append(sc.alive, d)
		}
		sc.stage[d] = 0
	}
	slices.Sort(sc.alive)
	v.raiseAll(sc, bonus)
}

// raiseAll adds the scores of the bonus slots to what is alive, and marks which
// of them stand in a name.
func (v *live) raiseAll(sc *scratch, bonus []lists) {
	for _, d := range sc.alive {
		sc.also[d] = 0
	}
	for _, b := range bonus {
		v.raise(sc, b)
	}
}

// raise adds the score of a bonus slot to what is alive, which is sorted.
func (v *live) raise(sc *scratch, ls lists) {
	for _, l := range ls.of {
		at := 0
		for _, d := range sc.alive {
			at = leap(l.docs, at, d)
			if at == len(l.docs) {
				break
			}
			if l.docs[at] == d {
				sc.score[d] += int32(l.weight[at]) * l.times
				if l.weight[at] >= named {
					sc.also[d] |= ls.bit
				}
			}
		}
	}
}

// raiseMarking is raise, with a mark on what it raises.
func (v *live) raiseMarking(sc *scratch, ls lists, bit uint32) {
	for _, l := range ls.of {
		at := 0
		for _, d := range sc.alive {
			at = leap(l.docs, at, d)
			if at == len(l.docs) {
				break
			}
			if l.docs[at] == d {
				sc.score[d] += int32(l.weight[at]) * l.times
				sc.said[d] |= bit
			}
		}
	}
}

// leap returns the first place from at on whose number is not below d, by
// steps that double.
func leap(docs []uint16, at int, d uint16) int {
	if at < len(docs) && docs[at] >= d {
		return at
	}
	step := 1
	for at+step < len(docs) && docs[at+step] < d {
		at += step
		step <<= 1
	}
	hi := min(at+step, len(docs))
	lo := at
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if docs[m] < d {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}
