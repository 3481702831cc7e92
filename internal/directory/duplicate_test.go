package directory

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"
	"weak"

	"passerelle/internal/access"
)

// someClinic is a service as a source may tell it.
func someClinic(id string, change func(*Listing)) *Listing {
	l := &Listing{
		ID: access.Service(id), Org: access.Org("org-" + id), OrgName: Text{FR: "Clinique dentaire des Tilleuls"}, Name: Text{FR: "Soins dentaires d'urgence des Tilleuls"},
		Status: Active, Source: "source-" + id, URL: "https://www.tilleuls.exemple.ca/", Phones: []Phone{{Number: "514-555-0142"}},
		Places: []Place{{ID: "p" + id, Address: "1200, boul. St-Denis, bureau 3", City: "Montréal", Lat: 45.515, Lon: -73.565, HasPoint: true}},
	}
	if change != nil {
		change(l)
	}
	return l
}

// TestWhatLooksLikeOneService holds each reason for and against: taken alone,
// none makes a pair.
func TestWhatLooksLikeOneService(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Listing)
		pair   bool
		why    []Resemblance
	}{
		{"the same, told by two", nil, true, []Resemblance{SameName, SamePhone, SameAddress, SameOrg, SameSite}},
		{"written otherwise", func(l *Listing) {
			l.Name, l.OrgName = Text{FR: "SOINS DENTAIRES D’URGENCE — TILLEULS"}, Text{FR: "Clin. dentaire Tilleuls"}
			l.Phones, l.URL = []Phone{{Number: "+1 (514) 555 0142"}}, "http://tilleuls.exemple.ca"
			l.Places[0].Address, l.Places[0].HasPoint = "1200 Saint Denis Boulevard", false
		}, true, []Resemblance{SameName, SamePhone, SameAddress, SameSite}},
		{"a slip of the hand", func(l *Listing) { l.Name.FR = "Soins dentaires d'urgence des Tileuls" }, true, []Resemblance{SameName, SamePhone, SameAddress, SameOrg, SameSite}},
		{"in English only, with another name", func(l *Listing) { l.Name = Text{EN: "Vaccination for travellers"} }, false, nil},
		{"for children, for elders", func(l *Listing) { l.Name.FR = "Soins dentaires d'urgence des aînés" }, false, nil},
		{"another door of the same", func(l *Listing) {
			l.Places[0].Address, l.Places[0].Lat, l.Phones = "80 rue Ontario", 45.60, nil
		}, false, nil},
		{"only its name, in another town", func(l *Listing) {
			l.OrgName, l.Phones, l.URL = Text{FR: "Coopérative du Fjord"}, nil, ""
			l.Places = []Place{{ID: "x", City: "Gaspé"}}
		}, false, nil},
		{"for other ages", func(l *Listing) {
			l.MinAge, l.OrgName, l.URL = 65, Text{FR: "Coopérative du Fjord"}, ""
			l.Places[0].Address, l.Places[0].HasPoint = "", false
		}, false, nil},
		{"inactive", func(l *Listing) { l.Status = Inactive }, false, nil},
	} {
		one := someClinic("a", nil)
		one.MinAge = map[bool]float64{true: 18}[c.name == "for other ages"]
		found := pairsOf(one, someClinic("b", c.change))
		if (len(found) == 1) != c.pair {
			t.Errorf("%s: %d pairs, want %t: %+v", c.name, len(found), c.pair, found)
			continue
		}
		if c.pair && !slices.Equal(found[0].Reasons, c.why) {
			t.Errorf("%s: because of %v, want %v", c.name, found[0].Reasons, c.why)
		}
	}
}

// pairsOf looks for pairs among some services and a hundred strangers, whose
// names make words common or rare.
func pairsOf(some ...*Listing) []Duplicate {
	for i := range 100 {
		id := "z" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		some = append(some, &Listing{ID: access.Service(id), Org: access.Org(id), Status: Active, Name: Text{FR: "Soins " + []string{"à domicile", "de santé", "des pieds", "dentaires"}[i%4] + " " + id}})
	}
	ix := NewIndex(some)
	return Duplicates(slices.Values(some), ix.Get)
}

func TestStreetsAreComparedHoweverWritten(t *testing.T) {
	same := [][]string{
		{"1200, boul. St-Denis, bureau 3", "1200 Saint Denis Boulevard", "1200 boulevard Saint-Denis, suite 410", "1200A boul Saint-Denis"},
		{"55 rue de l'Église Nord", "55, Église N."},
		{"826 coverdale road", "826 Coverdale Rd."},
	}
	for i, group := range same {
		for _, a := range group {
			if streetKey(a) == "" || streetKey(a) != streetKey(group[0]) {
				t.Errorf("%q is %q, want %q", a, streetKey(a), streetKey(group[0]))
			}
			for j, other := range same {
				if i != j && streetKey(a) == streetKey(other[0]) {
					t.Errorf("%q and %q are one street", a, other[0])
				}
			}
		}
	}
	for _, none := range []string{"", "Angle Papineau et Ontario", "12", "sur rendez-vous"} {
		if k := streetKey(none); k != "" {
			t.Errorf("%q has a key: %q", none, k)
		}
	}
}

// A hundred services at one switchboard are not five thousand pairs.
func TestASwitchboardMakesNoPairs(t *testing.T) {
	var all []*Listing
	for i := range 100 {
		all = append(all, someClinic(string(rune('a'+i/26))+string(rune('a'+i%26)), func(l *Listing) {
			l.Org, l.OrgName, l.Source = "hospital", Text{FR: "Hôpital des Érables"}, "one"
			l.Name.FR = fmt.Sprint("Clinique ", i)
		}))
	}
	b := newBlocks()
	for _, l := range all {
		b.add(l)
	}
	if n := len(b.pairs()); n > 0 {
		t.Errorf("%d pairs compared", n)
	}
}

// TestPairsFollowTheDirectory: what became one is not shown, though pairs are
// not looked for anew.
func TestPairsFollowTheDirectory(t *testing.T) {
	a, b := someClinic("a", nil), someClinic("b", nil)
	ix := NewIndex([]*Listing{a, b})
	v, now := NewSurveyor(ix), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	if n := len(v.Duplicates(now)); n != 1 {
		t.Fatalf("%d pairs, want 1", n)
	}
	whole := someClinic("a", func(l *Listing) { l.more().Former = []Former{{"b", "code-b"}} })
	ix.Apply([]*Listing{whole}, []access.Service{"b"})
	if n := len(v.Duplicates(now)); n != 0 {
		t.Errorf("%d pairs after one became the other, want 0", n)
	}
	if got := ix.Get("b"); got == nil || got.ID != "a" {
		t.Errorf("the page that is no more leads to %v, want a", got)
	}
	if got := ix.ByCode("code-b"); got == nil || got.ID != "a" {
		t.Errorf("its short address leads to %v, want a", got)
	}
	c := someClinic("c", nil)
	ix.Apply([]*Listing{c}, nil)
	if n := len(v.Duplicates(now.Add(time.Second))); n != 0 {
		t.Errorf("%d pairs a second later, want those that were found", n)
	}
	if n := len(v.Duplicates(now.Add(time.Hour))); n != 1 {
		t.Errorf("%d pairs an hour later, want 1", n)
	}
	ix.Apply(nil, []access.Service{"a"})
	if got := ix.Get("b"); got != nil {
		t.Errorf("the page that is no more leads to %v, which is gone", got.ID)
	}
}

// TestASurveyorHoldsNoIndex: what was counted of a state of the index does not
// keep that state in memory once the index has another.
func TestASurveyorHoldsNoIndex(t *testing.T) {
	ix := NewIndex([]*Listing{someClinic("a", nil), someClinic("b", nil)})
	v, now := NewSurveyor(ix), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	v.Duplicates(now)
	v.Cover(ByCity, now)
	old := weak.Make(ix.now.Load())
	ix.Apply([]*Listing{someClinic("c", nil)}, nil)
	runtime.GC()
	if old.Value() != nil {
		t.Error("the state before is still held")
	}
	runtime.KeepAlive(v)
}
