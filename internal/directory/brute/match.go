package brute

import (
	"maps"
	"math"
	"slices"
	"time"

	"passerelle/internal/directory"
)

func (d *Directory) meets(r *row, terms map[string]int32, says map[string]bool) (score int32, met, said bool) {
	for term, factor := range terms {
		if w, ok := r.in.Terms[term]; ok {
			score += int32(w) * d.times(term, factor)
			met, said = true, said || says[term]
		}
	}
	return score, met, said
}

// names reports that a word that says the thing asked stands in the names, the
// terms or the places of a listing.
func (r *row) names(asked directory.Demand) bool {
	for term := range asked.Said {
		if asked.Said[term] && r.in.Terms[term] >= directory.Named {
			return true
		}
	}
	return false
}

// useful is when a door must be open to be useful: at ten in the evening for
// who looks for a bed.
func (a *ask) useful(home *time.Location) time.Time {
	if a.OpenAt != nil || a.dropped || a.reading.Facets.When != nil {
		return a.at
	}
	needs := a.reading.Facets.Needs
	if a.Need != "" {
		needs = []string{a.Need}
	}
	if len(needs) == 0 || slices.ContainsFunc(needs, func(n string) bool { return n != "sleep.shelter" }) {
		return a.at
	}
	local := a.at.In(home)
	if local.Hour() >= 22 || local.Hour() < 5 {
		return a.at
	}
	return time.Date(local.Year(), local.Month(), local.Day(), 22, 0, 0, 0, home)
}

func (a *ask) admits(r *row) bool {
	if a.Need != "" && !r.in.Answers(a.Need) {
		return false
	}
	for _, p := range a.papers {
		if r.Papers[p] == directory.AcceptNo {
			return false
		}
	}
	return (len(a.speaks) == 0 || slices.ContainsFunc(a.speaks, r.Speaks)) &&
		(a.Population == "" || r.Serves(a.Population)) &&
		(a.Age == 0 || r.Admits(a.Age)) &&
		(!a.NoPapersAsked || r.AsksNoPapers() || r.in.SaysNoPapers) &&
		(!a.HasCapacity || hasPlace(r, a.now)) &&
		(!a.NotFull || !isFull(r, a.now))
}

// hasPlace reports that the last word on places is that there are some, and
// that it is recent enough to be believed.
func hasPlace(r *row, now time.Time) bool {
	state, _ := r.CapacityNow(now)
	return state == directory.CapacityOpen
}

// isFull reports that the last word on places is that there are none, and that it
// is recent enough to be believed.
func isFull(r *row, now time.Time) bool {
	state, _ := r.CapacityNow(now)
	return state == directory.CapacityFull
}

// place chooses the entry point that is meant: reachable and open where that
// is asked, then the nearest, then one that is open when it is useful, then
// the first.
func (a *ask) place(r *row, home *time.Location, useful time.Time) (place int, metres float64, ok bool) {
	if len(r.Places) == 0 {
		return -1, math.Inf(1), a.opens(r, -1, home)
	}
	open := false
	for i, p := range r.Places {
		away := math.Inf(1)
		if a.Near != nil {
			at, slack := directory.Point{Lat: p.Lat, Lon: p.Lon}, 0.0
			switch {
			case p.HasArea:
				at, slack = p.Area, 20_000
			case p.Hidden:
				at, slack = directory.Veil(at), 20_000
			}
			m := directory.Metres(*a.Near, at)
			if a.WithinMetres > 0 && (!p.HasPoint && !p.HasArea || m > a.WithinMetres+slack) {
				continue
			}
			if p.HasPoint && !p.Hidden {
				away = m
			}
		}
		if !a.opens(r, i, home) {
			continue
		}
		o := a.door(r, i, home, useful) == directory.DoorOpen
		if !ok || away < metres || away == metres && o && !open {
			place, metres, open, ok = i, away, o, true
		}
	}
	return place, metres, ok
}

// opens reports that a place is open when that is asked.
func (a *ask) opens(r *row, place int, home *time.Location) bool {
	return a.OpenAt == nil || r.OpenAtPlace(place, home, *a.OpenAt).Door == directory.DoorOpen
}

func in(r *row, place int, w directory.When) directory.Door {
	if r.Status == directory.TemporarilyClosed {
		return directory.DoorShut
	}
	return directory.OpensIn(r.HoursOf(place), w)
}

// door is the state that the order looks at.
func (a *ask) door(r *row, place int, home *time.Location, useful time.Time) directory.Door {
	if when := a.reading.Facets.When; when != nil {
		return in(r, place, *when)
	}
	return r.OpenAtPlace(place, home, useful).Door
}

// saysTime reports that the words of the listing hold each of the times asked.
func (a *ask) saysTime(r *row) bool {
	for _, terms := range a.reading.Times {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(terms)), func(t string) bool { return r.in.Terms[t] > 0 }) {
			return false
		}
	}
	return len(a.reading.Times) > 0
}

// fit is how well a service answers the needs asked: for all of them, and
// speaking of the thing itself, is 0.
func (a *ask) fit(r *row, speaks bool) int64 {
	topics, every, some := false, true, false
	for _, d := range a.required {
		topics = topics || d.Topic
		if len(d.Needs) > 0 {
			serves := slices.ContainsFunc(d.Needs, r.in.Answers)
			every, some = every && serves, some || serves
		}
	}
	switch {
	case every && speaks:
		return 0
	case every || topics && speaks || some && !topics:
		return 1
	case some:
		return 2
	}
	return 3
}

// named reports that each thing asked within a need stands in a name, a term or
// a place of the listing.
func (a *ask) named(r *row) bool {
	return !slices.ContainsFunc(a.required, func(d directory.Demand) bool { return d.Topic && !r.names(d) })
}

// bearsMore reports that the names of a listing hold half, by what they tell, of
// the first sixteen words that only raise and say more than was understood.
func (a *ask) bearsMore(r *row, d *Directory) bool {
	var held, all int64
	for i, terms := range a.reading.Bonus[:min(16, len(a.reading.Bonus))] {
		if a.reading.Echo[i] {
			continue
		}
		most, named := int64(0), false
		for term, factor := range terms {
			t := d.times(term, factor)
			most = max(most, int64(t))
			named = named || t > 0 && r.in.Terms[term] >= directory.Named
		}
		all += most
		if named {
			held += most
		}
	}
	return 2*held >= all
}

func (a *ask) keys(r *row, d *Directory, order directory.Sort, score int32, lacks int64, speaks bool, place int, metres float64, home *time.Location, useful, now time.Time) [12]int64 {
	far, band := int64(math.MaxInt64), int64(1)
	if !math.IsInf(metres, 1) {
		far, band = int64(metres), 0
		for _, b := range []int64{5_000, 25_000, 100_000} {
			if far > b {
				band++
			}
		}
	}
	unsure, confirmed := int64(0), r.Fresh(now)
	if len(a.papers) > 0 {
		confirmed = true
	}
	for _, p := range a.papers {
		if r.Papers[p] != directory.AcceptConfirmed {
			confirmed = false
			if r.Papers[p] != directory.AcceptAnnounced {
				unsure = 1
			}
		}
	}
	fit := a.fit(r, speaks)
	others := int64(0)
	if len(a.reading.People) > 0 && !slices.ContainsFunc(a.reading.People, r.Serves) {
		others = 1
	}
	relevance, first := -int64(score), int64(0)
	if a.needFirst() {
		first = fit
	}
	switch order {
	case directory.SortRelevance:
		return [12]int64{relevance}
	case directory.SortNearest:
		return [12]int64{far, relevance}
	case directory.SortSoonest:
		wait := int64(math.MaxInt32)
		o, _ := r.OpenAt(home, useful)
		switch {
		case o.Door == directory.DoorOpen:
			wait = 0
		case o.Door == directory.DoorShut && !o.Opens.IsZero():
			wait = o.Opens.Unix()/60 - useful.Unix()/60
		case o.Door != directory.DoorUnknown:
			wait++
		}
		doubt := int64(1)
		if confirmed {
			doubt = 0
		}
		return [12]int64{unsure, first, lacks, fit, wait, doubt, relevance}
	}
	door, late := a.door(r, place, home, useful), int64(0)
	if a.reading.Facets.When != nil && door != directory.DoorOpen && !a.saysTime(r) {
		late = 2
		if door == directory.DoorUnknown {
			late = 1
		}
	}
	if a.reading.Residual {
		silent := int64(0) // of the thing asked
		if !speaks {
			silent = 1
		}
		return [12]int64{unsure, late, first, lacks, silent, relevance}
	}
	unnamed, fewer := int64(1), int64(1)
	if a.named(r) {
		unnamed = 0
	}
	if a.bearsMore(r, d) {
		fewer = 0
	}
	if fit > 0 {
		return [12]int64{unsure, late, first, lacks, fit, unnamed, fewer, others, relevance}
	}
	state := int64(4)
	switch door {
	case directory.DoorOpen:
		state = 1
		if confirmed {
			state = 0
		}
	case directory.DoorShut:
		state = 2
	case directory.DoorUnknown:
		state = 3
	}
	if a.Near == nil {
		far, band = 0, 0
	}
	return [12]int64{unsure, late, first, lacks, fit, unnamed, fewer, others, band, state, far, relevance}
}
