package directory

import (
	"time"
)

const (
	usualLimit = 20
	deepest    = 2000 // answers that can be paged through; nobody reads further
	few        = 3    // fewer answers than this, and a second reading is tried
)

// Search answers a query as things stand at now.
func (ix *Index) Search(q Query, now time.Time) Result {
	return ix.now.Load().search(q, now)
}

func (s *state) search(q Query, now time.Time) Result {
	p := understand(q.Text, s, false)
	q = p.apply(q, now)
	res := s.run(&q, p, now)
	if res.Total < few && len(p.required) > 0 {
		if wide := understand(q.Text, s, true); wide.widened {
			if more := s.run(&q, wide, now); more.Total > res.Total {
				res = more
			}
		}
	}
	if res.Total == 0 {
		res = s.relax(q, p, now)
	}
	return res
}

// apply lets the text speak where the filters are silent.
func (p *plan) apply(q Query, now time.Time) Query {
	if p.facets.Open && q.OpenAt == nil {
		q.OpenAt = &now
	}
	q.NoPapersAsked = q.NoPapersAsked || p.facets.NoPapers
	if q.Limit <= 0 {
		q.Limit = usualLimit
	}
	q.Limit = min(q.Limit, deepest)
	q.Offset = min(max(q.Offset, 0), deepest)
	return q
}

// run answers one reading of a query, whole.
func (s *state) run(q *Query, p *plan, now time.Time) Result {
	res := Result{Facets: p.facets, Corrected: p.corrected, Ignored: p.ignored, Sort: q.Sort}
	at := now
	if q.OpenAt != nil {
		at = *q.OpenAt
	} else if q.instant != nil {
		at = *q.instant
	}
	sv := newSieve(q, &p.facets, now)
	sv.zone = s.home
	o := order{sort: q.Sort, leads: p.residual, near: q.Near != nil, sieve: sv, plan: p, at: at, fresh: now.Add(-FreshFor).Unix()}
	if o.sort == SortNearest && !o.near {
		o.sort = SortBest
	}
	required := p.required
	if len(required) == 0 && q.Need != "" && KnownNeed(q.Need) {
		// Nothing is asked in words: the services of the need are read
		// instead of the whole directory.
		required = []slot{{[]alternative{{needMark + q.Need, asTyped}}}}
	}
	need, extra := s.weights(required), s.weights(p.bonus)
	best := top{k: q.Offset + q.Limit}
	sc := scratches.Get().(*scratch)
	for _, v := range s.parts {
		v.scan(sc, v.lists(required, need), v.lists(p.bonus, extra), sv)
		res.Total += len(sc.alive)
		for _, d := range sc.alive {
			k := o.key(v, int(d), sc.score[d])
			if !best.worse(k) {
				best.offer(ranked{k, v, int(d)})
			}
		}
	}
	scratches.Put(sc)
	answers := best.sorted()
	for _, r := range answers[min(q.Offset, len(answers)):] {
		res.Hits = append(res.Hits, s.hit(r, q, p, sv, at, now))
	}
	return res
}

func (s *state) hit(r ranked, q *Query, p *plan, sv *sieve, at, now time.Time) Hit {
	l := r.part.listing(r.doc)
	place, metres, _ := sv.choose(r.part, r.doc, at)
	h := Hit{Listing: l, Place: place, Metres: -1, Opening: l.OpenAtPlace(place, s.home, at), Score: r.score}
	if q.Near != nil && metres != unknownFar {
		h.Metres = float64(metres)
	}
	h.Why = why(&h, q, p, sv, now)
	return h
}

// relaxation is one condition that may be dropped.
type relaxation struct {
	filter Filter
	asked  func(q *Query, p *plan) bool
	drop   func(q *Query, p *plan) *plan
}

// relaxations in the order in which they are tried: what hurts least first. A
// closed door opens tomorrow and a far one can be reached; another need than
// the one asked is no answer at all, and comes last.
var relaxations = []relaxation{
	{FilterOpen, func(q *Query, _ *plan) bool { return q.OpenAt != nil }, func(q *Query, p *plan) *plan {
		q.instant, q.OpenAt, q.Sort = q.OpenAt, nil, SortSoonest
		return p
	}},
	{FilterDistance, func(q *Query, _ *plan) bool { return q.WithinMetres > 0 && q.Near != nil }, func(q *Query, p *plan) *plan {
		q.WithinMetres = 0
		return p
	}},
	{FilterCapacity, func(q *Query, _ *plan) bool { return q.HasCapacity }, func(q *Query, p *plan) *plan {
		q.HasCapacity = false
		return p
	}},
	{FilterLanguage, func(q *Query, p *plan) bool { return q.Language != "" || len(p.facets.Languages) > 0 }, func(q *Query, p *plan) *plan {
		q.Language = ""
		n := *p
		n.facets.Languages = nil
		return &n
	}},
	{FilterPopulation, func(q *Query, _ *plan) bool { return q.Population != "" }, func(q *Query, p *plan) *plan {
		q.Population = ""
		return p
	}},
	{FilterAge, func(q *Query, _ *plan) bool { return q.Age != 0 }, func(q *Query, p *plan) *plan {
		q.Age = 0
		return p
	}},
	{FilterNoPapers, func(q *Query, _ *plan) bool { return q.NoPapersAsked }, func(q *Query, p *plan) *plan {
		q.NoPapersAsked = false
		return p
	}},
	{FilterWords, func(_ *Query, p *plan) bool { return len(p.required) > 1 }, func(_ *Query, p *plan) *plan {
		return p.anyWord()
	}},
	{FilterNeed, func(q *Query, p *plan) bool { return q.Need != "" || len(p.required) > 0 }, func(q *Query, p *plan) *plan {
		q.Need = ""
		n := *p
		n.required = nil
		return &n
	}},
}

// relax finds the answers that give up least: one condition alone, in order;
// then the first two, the first three, and so on.
func (s *state) relax(q Query, p *plan, now time.Time) Result {
	try := func(which []relaxation) (Result, bool) {
		rq, rp := q, p
		var names []Filter
		for _, r := range which {
			if r.asked(&rq, rp) {
				rp = r.drop(&rq, rp)
				names = append(names, r.filter)
			}
		}
		if len(names) == 0 {
			return Result{}, false
		}
		res := s.run(&rq, rp, now)
		res.Relaxed, res.Facets = names, p.facets
		return res, res.Total > 0
	}
	for i := range relaxations {
		if res, ok := try(relaxations[i : i+1]); ok {
			return res
		}
	}
	for i := range relaxations {
		if res, ok := try(relaxations[:i+1]); ok {
			return res
		}
	}
	return Result{Facets: p.facets, Corrected: p.corrected, Ignored: p.ignored, Sort: q.Sort}
}
