// Package brute answers a directory search by reading every listing, in the
// plainest way. It is the reference that the index must equal, for tests and
// benchmarks only. It shares with the index how a text is read and what a word
// weighs in one listing; filters, orders, counts and relaxing are written
// again here, from the words of their definitions.
package brute

import (
	"cmp"
	"math"
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
func (d *Directory) Near(word string) (out []string) {
	for _, w := range d.words {
		if text.Within1(w, word) {
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

// Result is what is compared.
type Result struct {
	IDs       []access.Service
	Places    []int
	Total     int
	Relaxed   []directory.Filter
	Corrected []directory.Correction
	Ignored   []string
	Sort      directory.Sort
}

// ask is a query with its reading, of which conditions may be dropped.
type ask struct {
	directory.Query
	reading  directory.Reading
	required []map[string]int32
	papers   []directory.Paper
	speaks   []string
	at, now  time.Time
}

// Search answers a query.
func (d *Directory) Search(q directory.Query, now time.Time) Result {
	d.Count()
	a := d.ask(q, false, now)
	res := d.run(a, now)
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
				res.Relaxed = names
				return res
			}
		}
	}
	return Result{Sort: q.Sort, Corrected: a.reading.Corrected, Ignored: a.reading.Ignored}
}

func (d *Directory) ask(q directory.Query, wide bool, now time.Time) ask {
	a := ask{Query: q, reading: directory.Understand(q.Text, d, wide), at: now, now: now}
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
	if f.Open && q.OpenAt == nil {
		a.OpenAt = &now
	}
	if a.OpenAt != nil {
		a.at = *a.OpenAt
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
		if had {
			a.OpenAt, a.Sort = nil, directory.SortSoonest
		}
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
		if len(a.required) < 2 {
			return false
		}
		any := map[string]int32{}
		for _, s := range a.required {
			for term, f := range s {
				if _, ok := any[term]; !ok { // the first slot that names a term says what it is worth
					any[term] = f
				}
			}
		}
		a.required = []map[string]int32{any}
		return true
	}},
	{directory.FilterNeed, func(a *ask) bool {
		had := a.Need != "" || len(a.required) > 0
		a.Need, a.required = "", nil
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
	keys  [4]int64
}

func (d *Directory) run(a ask, now time.Time) Result {
	required := a.required
	if len(required) == 0 && a.Need != "" && directory.KnownNeed(a.Need) {
		required = []map[string]int32{{directory.NeedTerm(a.Need): 16}}
	}
	order := a.Sort
	if order == directory.SortNearest && a.Near == nil {
		order = directory.SortBest
	}
	var found []answer
	for _, r := range d.all {
		if !r.Searchable() {
			continue
		}
		score, ok := d.score(r, required)
		if !ok || !a.admits(r) {
			continue
		}
		for _, slot := range a.reading.Bonus { // none is required: each adds alone
			if more, ok := d.score(r, []map[string]int32{slot}); ok {
				score += more
			}
		}
		place, metres, ok := a.place(r, d.home)
		if !ok {
			continue
		}
		found = append(found, answer{r, score, place, a.keys(r, order, score, place, metres, d.home, now)})
	}
	slices.SortFunc(found, func(x, y answer) int {
		for i := range x.keys {
			if c := cmp.Compare(x.keys[i], y.keys[i]); c != 0 {
				return c
			}
		}
		return cmp.Compare(x.row.ID, y.row.ID)
	})
	res := Result{Total: len(found), Corrected: a.reading.Corrected, Ignored: a.reading.Ignored, Sort: a.Sort}
	for i := a.Offset; i < min(a.Offset+a.Limit, len(found)); i++ {
		res.IDs = append(res.IDs, found[i].row.ID)
		res.Places = append(res.Places, found[i].place)
	}
	return res
}

func (d *Directory) score(r *row, slots []map[string]int32) (total int32, all bool) {
	for _, s := range slots {
		met := false
		for term, factor := range s {
			if w, ok := r.in.Terms[term]; ok {
				met = true
				total += int32(w) * max(1, directory.Telling(d.n, d.df[term])*factor/16)
			}
		}
		if !met {
			return total, false
		}
	}
	return total, true
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
		(!a.NoPapersAsked || r.AsksNoPapers()) &&
		(!a.HasCapacity || hasPlace(r, a.now))
}

// hasPlace reports that the last word on places is that there are some, and
// that it is recent enough to be believed.
func hasPlace(r *row, now time.Time) bool {
	state, _ := r.CapacityNow(now)
	return state == directory.CapacityOpen
}

// place chooses the entry point that is meant: reachable and open where that
// is asked, then the nearest, then an open one, then the first.
func (a *ask) place(r *row, home *time.Location) (place int, metres float64, ok bool) {
	if len(r.Places) == 0 {
		return -1, math.Inf(1), a.OpenAt == nil || r.OpenAtPlace(-1, home, a.at).Door == directory.DoorOpen
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
		o := r.OpenAtPlace(i, home, a.at).Door == directory.DoorOpen
		if a.OpenAt != nil && !o {
			continue
		}
		if !ok || away < metres || away == metres && o && !open {
			place, metres, open, ok = i, away, o, true
		}
	}
	return place, metres, ok
}

func (a *ask) keys(r *row, order directory.Sort, score int32, place int, metres float64, home *time.Location, now time.Time) [4]int64 {
	far := int64(math.MaxInt64)
	if !math.IsInf(metres, 1) {
		far = int64(metres)
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
	relevance := -int64(score)
	switch {
	case order == directory.SortRelevance:
		return [4]int64{relevance}
	case order == directory.SortNearest:
		return [4]int64{far, relevance}
	case order == directory.SortSoonest:
		wait := int64(math.MaxInt32)
		o, _ := r.OpenAt(home, a.at)
		switch {
		case o.Door == directory.DoorOpen:
			wait = 0
		case o.Door == directory.DoorShut && !o.Opens.IsZero():
			wait = o.Opens.Unix()/60 - a.at.Unix()/60
		case o.Door != directory.DoorUnknown:
			wait++
		}
		doubt := int64(1)
		if confirmed {
			doubt = 0
		}
		return [4]int64{unsure, wait, doubt, relevance}
	case a.reading.Residual:
		return [4]int64{unsure, relevance}
	}
	aside := int64(0)
	if needs := a.reading.Facets.Needs; len(needs) > 0 && !slices.ContainsFunc(needs, r.in.Answers) {
		aside = 1
	}
	useful := int64(4)
	switch r.OpenAtPlace(place, home, a.at).Door {
	case directory.DoorOpen:
		useful = 1
		if confirmed {
			useful = 0
		}
	case directory.DoorShut:
		useful = 2
	case directory.DoorUnknown:
		useful = 3
	}
	if a.Near == nil {
		far = 0
	}
	return [4]int64{unsure*100 + aside*10 + useful, far, relevance}
}
