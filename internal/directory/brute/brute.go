// Package brute answers a directory search by reading every listing, in the
// plainest way. It is the reference that the index must equal, for tests and
// benchmarks only. It shares with the index how a text is read and what a word
// weighs in one listing; filters, orders, counts and relaxing are written
// again here, from the words of their definitions.
package brute

import (
	"cmp"
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
	in   directory.Weighed
	keys [][3]string // of each place, the keys of its city, neighbourhood and postal area
}

func read(l *directory.Listing) *row {
	r := &row{Listing: l, in: directory.Weigh(l)}
	for _, p := range l.Places {
		r.keys = append(r.keys, [3]string{directory.PlaceKey(p.City), directory.PlaceKey(p.Neighbourhood), directory.PlaceKey(areaOf(p.Postal))})
	}
	return r
}

func areaOf(postal string) string {
	area := strings.ToUpper(strings.ReplaceAll(postal, " ", ""))
	return area[:min(3, len(area))]
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
		d.all[l.ID] = read(l)
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
		for at, p := range r.Places {
			if p.Hidden || !p.HasPoint || !slices.Contains(r.keys[at][:], key) {
				continue
			}
			for i, name := range []string{p.City, p.Neighbourhood, areaOf(p.Postal)} {
				if r.keys[at][i] != key || i == 1 && r.keys[at][0] == key || i == 2 && !postal.MatchString(p.Postal) {
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

	apt bool // one answer at least fits
}

// Search answers a query.
func (d *Directory) Search(q directory.Query, now time.Time) Result {
	d.Count()
	a := d.ask(q, false, now)
	res := d.run(a, now)
	if res.Total > 0 && len(a.required) > 1 && (res.Total < 3 || a.mixed() && !res.apt) {
		b := a
		b.loosely, b.apt = true, res.apt
		res = d.run(b, now)
	}
	if res.Total < 3 && len(a.required) > 0 && (res.Total > 0 || !a.mixed()) {
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

type answer struct {
	row   *row
	score int32
	place int
	keys  [12]int64
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
		speaks, names := true, true
		for _, demand := range required {
			more, met, said := d.meets(r, demand.Terms, demand.Said)
			score += more
			speaks = speaks && (said || !demand.Topic)
			names = names && (!demand.Word || r.names(demand))
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
		if 2*lacks > worth || a.loosely && worth == 0 { // no word that anything holds: none is met
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
		res.apt = res.apt || names && a.worded() || a.fit(r, speaks) == 0
		if lacks == 0 {
			res.Exact++
		}
		found = append(found, answer{r, score, place, a.keys(r, d, order, score, lacks, speaks, place, metres, d.home, useful, now)})
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

// cost is what lacking a demand costs: as much as its form that tells most,
// twice that for a need or for the people it is for.
func (d *Directory) cost(demand directory.Demand) (cost int64) {
	for term, factor := range demand.Terms {
		cost = max(cost, int64(d.times(term, factor)))
	}
	if demand.Need || demand.People {
		cost *= 2
	}
	return cost
}
