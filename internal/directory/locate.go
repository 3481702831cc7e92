package directory

import (
	"math"
	"strings"
	"sync"

	"passerelle/internal/text"
)

// Locator knows the places that the directory itself names: its towns and
// neighbourhoods, and the first three characters of its postal codes. It needs
// no map service, and what a person types goes nowhere.
type Locator struct {
	index *Index

	mu    sync.Mutex
	of    *state // the state of the index that known was read from
	known places
}

// places are towns, neighbourhoods and postal areas by their folded names.
type places map[string]located

type located struct {
	lat, lon int64 // sums, in millionths of a degree: exact, whatever their order
	n        int
	name     string // as organisations write it
}

// NewLocator reads places from an index; it follows the index's changes.
func NewLocator(ix *Index) *Locator { return &Locator{index: ix} }

// Locate finds a neighbourhood, a town or a postal code: its middle, and its
// name as it is written. One wrong letter is forgiven in a name.
func (lc *Locator) Locate(typed string) (p Point, name string, ok bool) {
	known := lc.read()
	key := placeKey(typed)
	if key == "" {
		return Point{}, "", false
	}
	if area, isPostal := postalArea(typed); isPostal {
		if l, ok := known[area]; ok {
			return l.middle(), l.name, true
		}
	}
	if l, ok := known[key]; ok {
		return l.middle(), l.name, true
	}
	best := located{}
	for k, l := range known {
		if len(key) > 4 && l.n > best.n && text.Within1(k, key) {
			best = l
		}
	}
	return best.middle(), best.name, best.n > 0
}

func (l located) middle() Point {
	if l.n == 0 {
		return Point{}
	}
	return Point{float64(l.lat) / millionths / float64(l.n), float64(l.lon) / millionths / float64(l.n)}
}

const millionths = 1e6

func (lc *Locator) read() places {
	lc.mu.Lock()
	defer lc.mu.Unlock()
	now := lc.index.now.Load()
	if lc.of == now && lc.known != nil {
		return lc.known
	}
	known := places{}
	for _, v := range now.parts {
		known.join(v.places)
		known.join(v.moved)
	}
	lc.of, lc.known = now, known
	return known
}

// join adds what others count.
func (ps places) join(others places) {
	for key, o := range others {
		l := ps[key]
		if l = (located{l.lat + o.lat, l.lon + o.lon, l.n + o.n, max(l.name, o.name)}); l.n == 0 {
			delete(ps, key)
			continue
		}
		ps[key] = l
	}
}

// count adds the places of a listing so many times, but for those whose
// address is kept secret: an average of one would give it away.
func (ps places) count(l *Listing, times int) {
	for i := range l.Places {
		p := &l.Places[i]
		if p.Hidden || !p.HasPoint {
			continue
		}
		lat, lon := int64(math.Round(p.Lat*millionths))*int64(times), int64(math.Round(p.Lon*millionths))*int64(times)
		ps.add(placeKey(p.City), p.City, lat, lon, times)
		if area, ok := postalArea(p.Postal); ok {
			ps.add(area, strings.ToUpper(area), lat, lon, times)
		}
	}
}

func (ps places) add(key, name string, lat, lon int64, times int) {
	if key != "" {
		l := ps[key]
		ps[key] = located{l.lat + lat, l.lon + lon, l.n + times, max(l.name, name)}
	}
}

func placeKey(s string) string { return strings.Join(text.Words(s), " ") }

// postalArea is the first half of a Canadian postal code (letter, digit,
// letter), which names a neighbourhood.
func postalArea(s string) (string, bool) {
	s = strings.ToLower(strings.Join(strings.Fields(s), ""))
	if len(s) != 3 && len(s) != 6 {
		return "", false
	}
	letter := func(c byte) bool { return c >= 'a' && c <= 'z' }
	if !letter(s[0]) || s[1] < '0' || s[1] > '9' || !letter(s[2]) {
		return "", false
	}
	return s[:3], true
}
