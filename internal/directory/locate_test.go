package directory

import (
	"testing"

	"passerelle/internal/access"
)

func TestLocateKnowsItsOwnPlaces(t *testing.T) {
	t.Parallel()
	at := func(id, city, postal string, lat float64, hidden bool) *Listing {
		return &Listing{ID: access.Service("s" + id), Status: Active, Name: Text{FR: "x"}, Places: []Place{{City: city, Postal: postal, Lat: lat, Lon: -73, HasPoint: true, Hidden: hidden}}}
	}
	lc := NewLocator(NewIndex([]*Listing{
		at("1", "Montréal-Nord", "H1G 2T4", 45.60, false),
		at("2", "Montréal-Nord", "H1H 1A1", 45.62, false),
		at("3", "Refuge-Secret", "J9Z 1A1", 46.00, true),
	}))
	for typed, want := range map[string]float64{
		"montreal nord": 45.61, "Montréal-Nord": 45.61, "Montreal-Nort": 45.61, "h1g": 45.60, "H1G 2T4": 45.60, "H1G9Z9": 45.60,
	} {
		p, name, ok := lc.Locate(typed)
		if !ok || p.Lat < want-1e-9 || p.Lat > want+1e-9 || name == "" {
			t.Errorf("%q: %v %q %v", typed, p, name, ok)
		}
	}
	for _, typed := range []string{"", "Refuge-Secret", "J9Z", "ailleurs", "nord"} {
		if p, _, ok := lc.Locate(typed); ok {
			t.Errorf("%q is placed at %v", typed, p)
		}
	}
}
