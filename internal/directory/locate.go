package directory

import (
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
	known map[string]located
}

type located struct {
	lat, lon float64 // sums
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
	return Point{l.lat / float64(l.n), l.lon / float64(l.n)}
}

func (lc *Locator) read() map[string]located {
	lc.mu.Lock()
	defer lc.mu.Unlock()
	now := lc.index.now.Load()
	if lc.of == now && lc.known != nil {
		return lc.known
	}
	known := map[string]located{}
	for l := range lc.index.All() {
		for i := range l.Places {
			lc.add(known, &l.Places[i])
		}
	}
	lc.of, lc.known = now, known
	return known
}

// add counts a place, unless its address is kept secret: an average of one
// would give it away.
func (lc *Locator) add(known map[string]located, p *Place) {
	if p.Hidden || !p.HasPoint {
		return
	}
	names := map[string]string{placeKey(p.City): p.City}
	if area, ok := postalArea(p.Postal); ok {
		names[area] = strings.ToUpper(area)
	}
	for key, name := range names {
		if key == "" {
			continue
		}
		l := known[key]
		known[key] = located{l.lat + p.Lat, l.lon + p.Lon, l.n + 1, name}
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
