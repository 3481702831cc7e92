package directory

import (
	"slices"
	"time"
)

// key orders answers: the smaller comes first, and ids decide between equals.
type key struct {
	tier  int64
	value int64
	score int32
}

func (a key) compare(b key) int {
	switch {
	case a.tier < b.tier:
		return -1
	case a.tier > b.tier:
		return 1
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
	mixed bool // words stand beside a need
	near  bool
	sieve *sieve
	plan  *plan
	at    time.Time
	fresh int64 // confirmed after this instant is confirmed

	topics uint32          // slots that ask for one thing within a need
	words  uint32          // slots that are words
	people uint16          // of populationBits
	costs  [maxWords]int64 // slot → what lacking it costs, when not all must be satisfied
	total  int64

	also      [16]int64 // bonus slot → what it tells
	alsoTotal int64
}

// sighting is what a scan says of one answer.
type sighting struct {
	score int32
	said  uint32 // slots met by the thing asked itself
	also  uint16 // slots that only raise, met by a name
	lacks int64  // the cost of the slots not met
}

// prepare reads off the plan what each key needs. times are the multipliers of
// its slots: lacking what tells much costs much, and a need twice a word.
func (o *order) prepare(times [][]int32) {
	for _, code := range o.plan.people {
		if b := bitOf(populationBits, code); b >= 0 {
			o.people |= 1 << b
		}
	}
	for i, s := range o.plan.required {
		if s.kind == askTopic {
			o.topics |= 1 << i
		}
		if s.kind == askWord {
			o.words |= 1 << i
		}
		if !o.plan.some {
			continue
		}
		for _, t := range times[i] {
			o.costs[i] = max(o.costs[i], int64(t))
		}
		if s.need() || s.kind == askPeople {
			o.costs[i] *= 2
		}
		o.total += o.costs[i]
	}
}

// prepareAlso reads off how much each of the words that only raise tells: the
// first sixteen of them, without those that repeat what was understood.
func (o *order) prepareAlso(times [][]int32) {
	for i, s := range o.plan.bonus[:min(len(o.plan.bonus), len(o.also))] {
		if s.echo {
			continue
		}
		for _, t := range times[i] {
			o.also[i] = max(o.also[i], int64(t))
		}
		o.alsoTotal += o.also[i]
	}
}

// bearsMore reports that the names hold half of the words that only raise.
func (o *order) bearsMore(also uint16) bool {
	sum := int64(0)
	for i := range o.also {
		if also>>i&1 != 0 {
			sum += o.also[i]
		}
	}
	return 2*sum >= o.alsoTotal
}

// lacking is the cost of the slots that are not met.
func (o *order) lacking(met uint16) (cost int64) {
	if !o.plan.some {
		return 0
	}
	for i := range o.plan.required {
		if met>>i&1 == 0 {
			cost += o.costs[i]
		}
	}
	return cost
}

// enough reports that what is met tells as much as what is lacking.
func (o *order) enough(met uint16) bool { return 2*o.lacking(met) <= o.total }

// bands are distances that differ for whoever has to go there: on foot, by
// bus, by car.
var bands = []int64{5_000, 25_000, 100_000}

// band is how many of them a distance exceeds. An unknown one, as of a
// telephone line, is neither promised near nor said to be far.
func band(metres int64) (n int64) {
	if metres == unknownFar {
		return 1
	}
	for _, b := range bands {
		if metres > b {
			n++
		}
	}
	return n
}

// Tiers, from the strongest to the weakest reason to stand above.
const (
	tierUnsure = 1 << 50 // did not say that it accepts the paper
	tierLate   = 1 << 48 // when a time is asked: hours not known, then closed
	tierNeed   = 1 << 46 // for the need, where not all the words must be held
	tierLacks  = 1 << 10 // times what is lacking
	tierFit    = 1 << 8  // for the need, speaks of the thing
	tierNamed  = 1 << 7  // does not bear the thing in its name
	tierMore   = 1 << 6  // nor half of the other words that were typed
	tierPeople = 1 << 5  // not for the people asked in particular
	tierBand   = 1 << 3  // how far
)

// key places one answer.
//
// Services that accept the paper, confirmed or announced, stand before those
// that did not say; those that open at the time asked, or bear it in their
// words, before those whose hours are not known and those that are closed then;
// those that hold all that was asked before those that lack
// some of it. Then, for SortBest:
//
// When the text is only facets (screens.md S2), services that are for the need,
// and speak of the thing itself when one thing within it is asked, come first:
// those that bear it in their name before those that mention it, those whose
// name holds the other words that were typed before those that do not, and those
// for the people asked before those for everybody;
// on foot from the place asked, then by bus, then by car; and among these open
// and confirmed, open, opens later, unknown, suspended; then nearest, then most
// relevant. "Confirmed" is of the paper when one is asked, else of the listing.
// What is for the need without speaking of the thing, or speaks of it without
// being for the need, follows by relevance.
//
// When other words were typed, what speaks of the thing asked comes first, and
// then relevance alone leads; and where not all of the words are held, what is
// for the need comes first.
func (o *order) key(v *live, doc int, f sighting) key {
	r := &v.rows[doc]
	switch o.sort {
	case SortRelevance:
		return key{score: f.score}
	case SortNearest:
		_, m, _ := o.sieve.choose(v, doc, o.at)
		return key{value: m, score: f.score}
	}
	fit := o.fit(r, f.said)
	k := key{tier: o.unsure(r)*tierUnsure + f.lacks*tierLacks, score: f.score}
	if o.plan.needFirst {
		k.tier += fit * tierNeed
	}
	if o.sort == SortSoonest {
		k.tier += fit * tierFit
		k.value = o.soonest(v, doc) * 2
		if !o.confirmed(r) {
			k.value++ // of doors that open together, the confirmed one first
		}
		return k
	}
	if o.leads && f.said&o.topics != o.topics {
		k.tier += tierFit
	}
	if o.leads && o.sieve.when == nil {
		return k
	}
	_, m, door := o.sieve.choose(v, doc, o.at)
	k.tier += o.late(door, f.said) * tierLate
	if o.leads {
		return k
	}
	k.tier += fit * tierFit
	if f.said>>namesAt&o.topics != o.topics {
		k.tier += tierNamed
	}
	if !o.bearsMore(f.also) {
		k.tier += tierMore
	}
	if o.people != 0 && r.populations&o.people == 0 {
		k.tier += tierPeople
	}
	if fit > 0 {
		return k
	}
	k.tier += o.useful(r, door)
	if o.near {
		k.value = m
		k.tier += band(m) * tierBand
	}
	return k
}

// late is 0 for what opens at the time asked, or says that time in its words
// ("Soirées dentaires du mercredi"); 1 when its hours are not known; 2 when it
// is closed then.
func (o *order) late(door Door, said uint32) int64 {
	times := uint32(1)<<len(o.plan.times) - 1
	switch {
	case o.sieve.when == nil || door == DoorOpen || times != 0 && said>>maxWords&times == times:
		return 0
	case door == DoorUnknown:
		return 1
	}
	return 2
}

// fit is 0 when a service is for all the needs asked and speaks of the thing
// asked, if there is one; 1 when it does one of the two, or is for some of the
// needs and nothing more is asked; 2 when it is for some of the needs; 3 when it
// only mentions them.
func (o *order) fit(r *row, said uint32) int64 {
	asked, served := 0, 0
	for i := range o.plan.required {
		if needs := o.plan.required[i].needs; len(needs) > 0 {
			asked++
			if slices.ContainsFunc(needs, r.needs.has) {
				served++
			}
		}
	}
	speaks := said&o.topics == o.topics
	switch {
	case served == asked && speaks:
		return 0
	case served == asked, speaks && (served > 0 || o.topics != 0):
		return 1
	case served > 0:
		return 2
	}
	return 3
}

// apt reports a service that is for the needs, or bears the other words in its
// names and places.
func (o *order) apt(r *row, said uint32) bool {
	return o.words != 0 && said&o.words == o.words || o.fit(r, said) == 0
}

// unsure is 1 when the service did not say that it accepts the papers asked.
func (o *order) unsure(r *row) int64 {
	for _, p := range o.sieve.papers {
		if r.accepts(p) < AcceptAnnounced {
			return 1
		}
	}
	return 0
}

func (o *order) useful(r *row, door Door) int64 {
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
