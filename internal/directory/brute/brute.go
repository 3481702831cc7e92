// Package brute answers a directory search by reading every listing, in the
// plainest way. It is the reference that the index must equal, for tests and
// benchmarks only. It shares with the index how a text is read and what a word
// weighs in one listing; filters, orders, counts and relaxing are written
// again here, from the words of their definitions.
package brute

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// Directory holds listings by id.
type Directory struct {
	home *time.Location
	all  map[access.Service]*row

	df    map[string]int // nil after a change
	words []string
	n     int
}

type row struct {
	*directory.Listing
	in directory.Weighed
}

// New makes a directory.
func New(listings []*directory.Listing) *Directory {
	d := &Directory{home: directory.Zone(directory.HomeZone, nil), all: map[access.Service]*row{}}
	d.Apply(listings, nil)
	return d
}

// Apply changes listings.
func (d *Directory) Apply(changed []*directory.Listing, removed []access.Service) {
	for _, l := range changed {
		d.all[l.ID] = &row{l, directory.Weigh(l)}
	}
	for _, id := range removed {
		delete(d.all, id)
	}
	d.df = nil
}

// Count gathers the statistics of words. Search does it when needed.
func (d *Directory) Count() {
	if d.df != nil {
		return
	}
	d.df, d.words, d.n = map[string]int{}, nil, 0
	seen := map[string]bool{}
	for _, r := range d.all {
		if !r.Searchable() {
			continue
		}
		d.n++
		for t := range r.in.Terms {
			d.df[t]++
		}
		for w := range r.in.Words {
			if !seen[w] {
				seen[w] = true
				d.words = append(d.words, w)
			}
		}
	}
	slices.Sort(d.words)
}

// DF, Near and Beginning make it a directory.Vocabulary.
func (d *Directory) DF(term string) int { return d.df[term] }

// Near is documented with directory.Vocabulary.
func (d *Directory) Near(word string, k int) (out []string) {
	for _, w := range d.words {
		if text.Within(w, word, k) {
			out = append(out, w)
		}
	}
	return out
}

// Beginning is documented with directory.Vocabulary.
func (d *Directory) Beginning(prefix string) (out []string) {
	for _, w := range d.words {
		if strings.HasPrefix(w, prefix) {
			out = append(out, w)
		}
	}
	return out
}

// Place is documented with directory.Vocabulary.
func (d *Directory) Place(key string) (at directory.Point, name string, ok bool) {
	var lat, lon, n int64
	spelled := map[string]int{}
	for _, r := range d.all {
		if !r.Searchable() {
			continue
		}
		for _, p := range r.Places {
			if p.Hidden || !p.HasPoint {
				continue
			}
			area := strings.ToUpper(strings.ReplaceAll(p.Postal, " ", ""))
			area = area[:min(3, len(area))]
			for i, name := range []string{p.City, p.Neighbourhood, area} {
				if directory.PlaceKey(name) != key || i == 1 && directory.PlaceKey(p.City) == key || i == 2 && !postal.MatchString(p.Postal) {
					continue
				}
				lat, lon, n = lat+int64(math.Round(p.Lat*1e6)), lon+int64(math.Round(p.Lon*1e6)), n+1
				spelled[name]++
			}
		}
	}
	if n == 0 {
		return at, "", false
	}
	for s, times := range spelled {
		if directory.BetterSpelling(s, times, name, spelled[name]) {
			name = s
		}
	}
	return directory.Point{Lat: float64(lat) / float64(n) / 1e6, Lon: float64(lon) / float64(n) / 1e6}, name, true
}

var postal = regexp.MustCompile(`(?i)^\s*[a-z]\s*\d\s*[a-z]\s*(.\s*.\s*.\s*)?$`)

// Result is what is compared.
type Result struct {
	IDs       []access.Service
	Places    []int
	Total     int
	Exact     int
	Relaxed   []directory.Filter
	Corrected []directory.Correction
	Ignored   []string
	Sort      directory.Sort
}

// ask is a query with its reading, of which conditions may be dropped.
type ask struct {
	directory.Query
	reading  directory.Reading
	required []directory.Demand
	loosely  bool // not each demand must be met
	dropped  bool // an instant was asked, and given up
	papers   []directory.Paper
	speaks   []string
	at, now  time.Time
}

// Search answers a query.
func (d *Directory) Search(q directory.Query, now time.Time) Result {
	d.Count()
	a := d.ask(q, false, now)
	res := d.run(a, now)
	if res.Total > 0 && res.Total < 3 && len(a.required) > 1 {
		b := a
		b.loosely = true
		res = d.run(b, now)
	}
	if res.Total < 3 && len(a.required) > 0 {
		if w := d.ask(q, true, now); w.reading.Widened {
			if more := d.run(w, now); more.Total > res.Total {
				res = more
			}
		}
	}
	if res.Total > 0 {
		return res
	}
	for together := range 2 {
		for i := range dropping {
			first := i * (1 - together)
			b := a
			var names []directory.Filter
			for _, step := range dropping[first : i+1] {
				if step.drop(&b) {
					names = append(names, step.name)
				}
			}
			if len(names) == 0 {
				continue
			}
			if res := d.run(b, now); res.Total > 0 {
				res.Relaxed, res.Exact = names, 0
				return res
			}
		}
	}
	return Result{Sort: q.Sort, Corrected: a.reading.Corrected, Ignored: a.reading.Ignored}
}

func (d *Directory) ask(q directory.Query, wide bool, now time.Time) ask {
	a := ask{Query: q, reading: directory.Understand(q.Text, d, wide, now.In(d.home)), at: now, now: now}
	f := a.reading.Facets
	a.required = a.reading.Required
	a.papers = f.Papers
	if q.Paper != "" && !slices.Contains(f.Papers, q.Paper) {
		a.papers = append([]directory.Paper{q.Paper}, f.Papers...)
	}
	a.speaks = f.Languages
	if len(a.speaks) == 0 && q.Language != "" {
		a.speaks = []string{q.Language}
	}
	if f.Open && q.OpenAt == nil && f.When == nil {
		a.OpenAt = &now
	}
	if a.OpenAt != nil {
		a.at = *a.OpenAt
	}
	if a.Near == nil && f.Place != nil {
		a.Near = &f.Place.Point
	}
	if a.Age == 0 {
		a.Age = f.Age
	}
	a.NoPapersAsked = q.NoPapersAsked || f.NoPapers
	if a.Limit == 0 {
		a.Limit = 20
	}
	return a
}

var dropping = []struct {
	name directory.Filter
	drop func(*ask) bool
}{
	{directory.FilterOpen, func(a *ask) bool {
		had := a.OpenAt != nil
		if had && !a.reading.Residual {
			a.Sort = directory.SortSoonest
		}
		a.OpenAt, a.dropped = nil, a.dropped || had
		return had
	}},
	{directory.FilterDistance, func(a *ask) bool {
		had := a.Near != nil && a.WithinMetres > 0
		a.WithinMetres = 0
		return had
	}},
	{directory.FilterCapacity, func(a *ask) bool { return take(&a.HasCapacity) }},
	{directory.FilterLanguage, func(a *ask) bool { return take(&a.speaks) }},
	{directory.FilterPopulation, func(a *ask) bool { return take(&a.Population) }},
	{directory.FilterAge, func(a *ask) bool { return take(&a.Age) }},
	{directory.FilterNoPapers, func(a *ask) bool { return take(&a.NoPapersAsked) }},
	{directory.FilterWords, func(a *ask) bool {
		had := len(a.required) > 1
		a.loosely = a.loosely || had
		return had
	}},
	{directory.FilterNeed, func(a *ask) bool {
		had := a.Need != "" || len(a.required) > 0
		a.Need, a.required, a.loosely = "", nil, false
		return had
	}},
}

// take empties a condition and says whether it was there.
func take[T any](v *T) bool {
	var zero T
	had := false
	switch x := any(*v).(type) {
	case bool:
		had = x
	case string:
		had = x != ""
	case float64:
		had = x != 0
	case []string:
		had = len(x) > 0
	}
	*v = zero
	return had
}

type answer struct {
	row   *row
	score int32
	place int
	keys  [8]int64
}

func (d *Directory) run(a ask, now time.Time) Result {
	required := a.required
	if len(required) == 0 && a.Need != "" && directory.KnownNeed(a.Need) {
		required = []directory.Demand{{Terms: map[string]int32{directory.NeedTerm(a.Need): 16}, Need: true}}
	}
	order := a.Sort
	if order == directory.SortNearest && a.Near == nil {
		order = directory.SortBest
	}
	useful := a.useful(d.home)
	res := Result{Corrected: a.reading.Corrected, Ignored: a.reading.Ignored, Sort: a.Sort}
	var found []answer
	for _, r := range d.all {
		if !r.Searchable() || !a.admits(r) {
			continue
		}
		var score int32
		var lacks, worth int64
		speaks := true
		for _, demand := range required {
			more, met, said := d.meets(r, demand.Terms, demand.Said)
			score += more
			speaks = speaks && (said || !demand.Topic)
			cost := d.cost(demand)
			worth += cost
			if !met {
				lacks += cost
			}
			if !met && !a.loosely {
				lacks = math.MaxInt64 / 2
				break
			}
		}
		if 2*lacks > worth {
			continue
		}
		for _, terms := range slices.Concat(a.reading.Bonus, a.reading.Times) { // none is required: each adds alone
			more, _, _ := d.meets(r, terms, nil)
			score += more
		}
		place, metres, ok := a.place(r, d.home, useful)
		if !ok {
			continue
		}
		if lacks == 0 {
			res.Exact++
		}
		found = append(found, answer{r, score, place, a.keys(r, order, score, lacks, speaks, place, metres, d.home, useful, now)})
	}
	slices.SortFunc(found, func(x, y answer) int {
		for i := range x.keys {
			if c := cmp.Compare(x.keys[i], y.keys[i]); c != 0 {
				return c
			}
		}
		return cmp.Compare(x.row.ID, y.row.ID)
	})
	res.Total = len(found)
	for i := a.Offset; i < min(a.Offset+a.Limit, len(found)); i++ {
		res.IDs = append(res.IDs, found[i].row.ID)
		res.Places = append(res.Places, found[i].place)
	}
	return res
}

// times is what the weight of a term is multiplied by.
func (d *Directory) times(term string, factor int32) int32 {
	if d.df[term] == 0 {
		return 0
	}
	return max(1, directory.Telling(d.n, d.df[term])*factor/16)
}

func (d *Directory) meets(r *row, terms map[string]int32, says map[string]bool) (score int32, met, said bool) {
	for term, factor := range terms {
		if w, ok := r.in.Terms[term]; ok {
			score += int32(w) * d.times(term, factor)
			met, said = true, said || says[term]
		}
	}
	return score, met, said
}

// cost is what lacking a demand costs: as much as its form that tells most,
// twice that for a need.
func (d *Directory) cost(demand directory.Demand) (cost int64) {
	for term, factor := range demand.Terms {
		cost = max(cost, int64(d.times(term, factor)))
	}
	if demand.Need {
		cost *= 2
	}
	return cost
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
		(!a.HasCapacity || hasPlace(r, a.now))
}

// hasPlace reports that the last word on places is that there are some, and
// that it is recent enough to be believed.
func hasPlace(r *row, now time.Time) bool {
	state, _ := r.CapacityNow(now)
	return state == directory.CapacityOpen
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

func (a *ask) keys(r *row, order directory.Sort, score int32, lacks int64, speaks bool, place int, metres float64, home *time.Location, useful, now time.Time) [8]int64 {
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
	needs := a.reading.Facets.Needs
	aside := len(needs) > 0 && !slices.ContainsFunc(needs, r.in.Answers)
	topics := slices.ContainsFunc(a.required, func(d directory.Demand) bool { return d.Topic })
	fit := int64(2)
	switch {
	case !aside && speaks:
		fit = 0
	case !aside, topics && speaks:
		fit = 1
	}
	relevance := -int64(score)
	switch order {
	case directory.SortRelevance:
		return [8]int64{relevance}
	case directory.SortNearest:
		return [8]int64{far, relevance}
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
		return [8]int64{unsure, lacks, fit, wait, doubt, relevance}
	}
	door, late := a.door(r, place, home, useful), int64(0)
	if a.reading.Facets.When != nil && door != directory.DoorOpen && !a.saysTime(r) {
		late = 2
		if door == directory.DoorUnknown {
			late = 1
		}
	}
	if a.reading.Residual || fit > 0 {
		if a.reading.Residual {
			fit = 0
		}
		return [8]int64{unsure, late, lacks, fit, relevance}
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
	return [8]int64{unsure, late, lacks, fit, band, state, far, relevance}
}
