package directory

import (
	"runtime"
	"sync"
	"sync/atomic"
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
	p := understand(q.Text, s, false, now.In(s.home))
	q = p.apply(q, now)
	res := s.run(&q, p, now)
	// Few hold all the words, or those that do only write them somewhere, and are
	// for another need: "pay hospital bill" is not answered by who writes "pay".
	if res.Total > 0 && len(p.required) > 1 && (res.Total < few || p.mixed() && !res.apt) {
		res = s.run(&q, p.loosely(res.apt), now)
	}
	// A word that is known may be the slip of another, unless a need was understood
	// without it: then that is answered, rather than something else with it.
	if res.Total < few && len(p.required) > 0 && (res.Total > 0 || !p.mixed()) {
		if wide := understand(q.Text, s, true, now.In(s.home)); wide.widened {
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
	f := &p.facets
	if f.Open && q.OpenAt == nil && f.When == nil {
		q.OpenAt = &now
	}
	if q.Near == nil && f.Place != nil {
		q.Near = &f.Place.Point
	}
	if q.Age == 0 {
		q.Age = f.Age
	}
	q.NoPapersAsked = q.NoPapersAsked || f.NoPapers
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
	o := order{sort: q.Sort, leads: p.residual, mixed: p.mixed(), near: q.Near != nil, sieve: sv, plan: p, at: s.usefulAt(q, p, at), fresh: now.Add(-FreshFor).Unix()}
	if o.sort == SortNearest && !o.near {
		o.sort = SortBest
	}
	required := p.required
	if len(required) == 0 && q.Need != "" && KnownNeed(q.Need) {
		// Nothing is asked in words: the services of the need are read
		// instead of the whole directory.
		required = []slot{{kind: askNeed, alternatives: []alternative{{needMark + q.Need, asTyped, true}}}}
	}
	need, extra, times := s.weights(required), s.weights(p.bonus), s.weights(p.times)
	o.prepare(need)
	o.prepareAlso(extra)
	look := func(v *live, sc *scratch, t *harvest) {
		lists, bonus := v.lists(required, need), v.lists(p.bonus, extra)
		if p.some {
			v.scanSome(sc, lists, bonus, sv, o.enough)
		} else {
			v.scan(sc, lists, bonus, sv)
		}
		for i, ls := range v.lists(p.times, times) {
			v.raiseMarking(sc, ls, 1<<(maxWords+i))
		}
		t.count(v, sc, &o)
	}
	t := s.throughParts(q.Offset+q.Limit, look)
	res.Total, res.Exact, res.apt = t.total, t.exact, t.apt
	best := t.best
	answers := best.sorted()
	for _, r := range answers[min(q.Offset, len(answers)):] {
		res.Hits = append(res.Hits, s.hit(r, q, p, &o, at, now))
	}
	return res
}

// harvest is what a search found in some parts.
type harvest struct {
	total, exact int
	apt          bool // one of them is: see order.apt
	best         top
}

// count takes in what a scan left alive in a part.
func (t *harvest) count(v *live, sc *scratch, o *order) {
	t.total += len(sc.alive)
	for _, d := range sc.alive {
		lacks := o.lacking(sc.met[d])
		if lacks == 0 {
			t.exact++
		}
		t.apt = t.apt || o.mixed && o.apt(&v.rows[d], sc.said[d])
		k := o.key(v, int(d), sighting{sc.score[d], sc.said[d], sc.also[d], lacks})
		if !t.best.worse(k) {
			t.best.offer(ranked{k, v, int(d)})
		}
	}
}

// throughParts looks through every part for the k best. In a large directory
// several processors share the parts out: what comes is the same, since the
// order of answers leaves no two equal.
func (s *state) throughParts(k int, look func(*live, *scratch, *harvest)) harvest {
	var next atomic.Int64
	some := func(t *harvest) {
		sc := scratches.Get().(*scratch)
		defer scratches.Put(sc)
		for i := next.Add(1) - 1; i < int64(len(s.parts)); i = next.Add(1) - 1 {
			look(s.parts[i], sc, t)
		}
	}
	hands := 1
	if s.searchable >= s.spread {
		hands = min(runtime.GOMAXPROCS(0), len(s.parts))
	}
	harvests := make([]harvest, max(1, hands))
	var wait sync.WaitGroup
	for i := range harvests {
		harvests[i].best.k = k
		if i > 0 {
			wait.Go(func() { some(&harvests[i]) })
		}
	}
	some(&harvests[0])
	wait.Wait()
	all := harvests[0]
	for _, t := range harvests[1:] {
		all.total, all.exact, all.apt = all.total+t.total, all.exact+t.exact, all.apt || t.apt
		for _, r := range t.best.heap {
			all.best.offer(r)
		}
	}
	return all
}

// usefulAt is the instant at which a door must be open to be useful: a bed is
// looked for in the morning for the night.
func (s *state) usefulAt(q *Query, p *plan, at time.Time) time.Time {
	if q.OpenAt != nil || q.instant != nil || p.facets.When != nil {
		return at
	}
	needs := p.facets.Needs
	if q.Need != "" {
		needs = []string{q.Need}
	}
	if len(needs) == 0 {
		return at
	}
	for _, n := range needs {
		if !nightly[n] {
			return at
		}
	}
	return tonight(at.In(s.home))
}

// nightly are the needs of which the night is what counts.
var nightly = map[string]bool{"sleep.shelter": true}

// tonight is ten in the evening, unless it is already night.
func tonight(local time.Time) time.Time {
	if h := local.Hour(); h >= 22 || h < 5 {
		return local
	}
	y, m, d := local.Date()
	return time.Date(y, m, d, 22, 0, 0, 0, local.Location())
}

func (s *state) hit(r ranked, q *Query, p *plan, o *order, at, now time.Time) Hit {
	l := r.part.listing(r.doc)
	place, metres, _ := o.sieve.choose(r.part, r.doc, o.at)
	h := Hit{Listing: l, Place: place, Metres: -1, Opening: l.OpenAtPlace(place, s.home, at), Score: r.score}
	if q.Near != nil && metres != unknownFar {
		h.Metres = float64(metres)
	}
	h.Why = why(&h, q, p, o.sieve, now)
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
		q.instant, q.OpenAt = q.OpenAt, nil
		if !p.residual { // what was asked by its name stays first
			q.Sort = SortSoonest
		}
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
		n.residual = n.residual || len(n.required) == 0 // "LSQ" may still be what a service is about
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
		return p.loosely(false)
	}},
	{FilterNeed, func(q *Query, p *plan) bool { return q.Need != "" || len(p.required) > 0 }, func(q *Query, p *plan) *plan {
		q.Need = ""
		n := *p
		n.required, n.some = nil, false
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
				names = appendNew(names, r.filter)
			}
		}
		if len(names) == 0 {
			return Result{}, false
		}
		res := s.run(&rq, rp, now)
		res.Relaxed, res.Facets, res.Exact = names, p.facets, 0
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
