package directory

import (
	"strings"

	"passerelle/internal/text"
)

// Locator knows the places that the directory itself names: its towns and
// neighbourhoods, and the first three characters of its postal codes. It needs
// no map service, and what a person types goes nowhere.
type Locator struct{ index *Index }

// NewLocator reads places from an index; it follows the index's changes.
func NewLocator(ix *Index) *Locator { return &Locator{index: ix} }

// Locate finds a neighbourhood, a town or a postal code: its middle, and its
// name as it is written. A name may be shortened ("Parc-Ex", "mtl"), and one
// wrong letter in it is forgiven.
func (lc *Locator) Locate(typed string) (p Point, name string, ok bool) {
	l, ok := lc.index.now.Load().locate(typed)
	return l.middle(), l.name(), ok
}

func (s *state) locate(typed string) (located, bool) {
	words := fullNames(strings.Fields(placeKey(typed)))
	key := strings.Join(words, " ")
	if key == "" {
		return located{}, false
	}
	if area, isPostal := postalArea(typed); isPostal {
		if l, ok := s.place(area); ok {
			return l, true
		}
	}
	if l, ok := s.place(key); ok {
		return l, true
	}
	if l, ok := s.placeLike(func(k string) bool { return beginsName(k, words) }); ok {
		return l, true
	}
	if len(key) <= 4 {
		return located{}, false
	}
	return s.placeLike(func(k string) bool { return text.Within1(k, key) })
}
