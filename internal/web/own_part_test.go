package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/directory"
)

var ownNow = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)

// fullInside is a service that says something of each part.
func fullInside() *directory.Inside {
	l := &directory.Listing{
		ID: "s", Languages: []string{"fr", "es"}, Capacity: directory.CapacityOpen, CapacityAt: ownNow.Add(-time.Hour), Populations: []string{"women"},
		More: &directory.Particulars{
			CallAhead: []string{"es"},
			Rooms:     []directory.Room{{Unit: directory.UnitBed, Population: "women", Total: 12, Funded: 10, Available: 2, WaitDays: -1, Saturation: directory.SaturationRisk, At: ownNow.Add(-time.Hour)}},
			Closures:  []directory.Closure{{From: time.Date(2026, 4, 3, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 4, 6, 0, 0, 0, 0, time.UTC), Reason: directory.ClosedHoliday, Words: directory.Text{FR: "Pâques"}}},
		},
	}
	in := &directory.Inside{Listing: l, Fields: map[string]string{"name": "Refuge", "url": "https://x.example", "wait_time": "Une semaine"},
		Other: map[string]string{"name": "Shelter", "description": "", "wait_time": "", "interpretation_services": ""}, Facts: map[directory.FactKey]directory.Fact{},
		Places: []directory.InsidePlace{{Location: "p", Name: "Porte", Shows: directory.ShowArea, Public: directory.ShowArea}}}
	for _, f := range []directory.Fact{
		{Kind: directory.FactPaper, Code: "ifhp", Value: "confirmed"}, {Kind: directory.FactAsk, Code: "papers", Value: "no"}, {Kind: directory.FactAsker, Code: "person", Value: "yes"},
		{Kind: directory.FactInterpreter, Code: "phone", Value: "yes"}, {Kind: directory.FactPopulation, Code: "women"}, {Kind: directory.FactMark, Code: directory.MarkUnconditional},
		{Kind: directory.FactCapacity, Code: "open"}, {Kind: directory.FactRoom, Code: "bed.women", Value: l.More.Rooms[0].Value()},
		{Kind: directory.FactClosure, Code: "2026-04-03", Value: l.More.Closures[0].Value()},
	} {
		in.Facts[directory.FactKey{Kind: f.Kind, Code: f.Code}] = f
	}
	return in
}

// TestAPartSavedAsItStandsSaysNothingNew: whoever opens a form and saves it has
// changed nothing; what is of today alone is said again.
func TestAPartSavedAsItStandsSaysNothingNew(t *testing.T) {
	in := fullInside()
	again := []directory.FactKind{directory.FactCapacity, directory.FactRoom, directory.FactClosure}
	for _, p := range ownParts {
		e, err := p.read(in, p.now(in, ownNow), ownNow)
		if err != nil {
			t.Errorf("%s: %v", p.slug, err)
		}
		for _, f := range e.Facts {
			was, ok := in.Facts[directory.FactKey{Kind: f.Kind, Code: f.Code}]
			if !ok || was.Value != f.Value || !slices.Contains(again, f.Kind) {
				t.Errorf("%s says %+v", p.slug, f)
			}
		}
		for field, v := range e.Fields {
			if v != in.Fields[field] {
				t.Errorf("%s: %s becomes %q", p.slug, field, v)
			}
		}
		for field, v := range e.Other {
			if v != in.Other[field] {
				t.Errorf("%s: %s becomes %q in the other language", p.slug, field, v)
			}
		}
		for place, s := range e.Shows {
			if s != directory.ShowArea {
				t.Errorf("%s: the address of %s becomes %s", p.slug, place, s)
			}
		}
	}
}

// A closure that is over is not on the form, and saving the form does not take it
// out of what was said.
func TestAClosureThatIsOverIsNotTakenBackUnseen(t *testing.T) {
	in := fullInside()
	p, _ := ownPartOf("fermeture")
	after := ownNow.AddDate(0, 3, 0)
	v := p.now(in, after)
	v.Set("from0", "2026-09-01")
	v.Set("why0", "works")
	e, err := p.read(in, v, after)
	if err != nil || len(e.Facts) != 1 || e.Facts[0].Code != "2026-09-01" {
		t.Errorf("it says %+v, %v", e.Facts, err)
	}
}

// What was said of the moment long ago is not said again by saving the form.
func TestWhatHasLapsedIsNotSaidAgainUnseen(t *testing.T) {
	in := fullInside()
	p, _ := ownPartOf("places")
	later := ownNow.AddDate(0, 2, 0)
	e, err := p.read(in, p.now(in, later), later)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range e.Facts {
		if f.Kind == directory.FactCapacity || strings.Contains(f.Value, "available") || strings.Contains(f.Value, "saturation") {
			t.Errorf("two months later it says %+v", f)
		}
	}
}

func TestAPartReadsWhatIsTyped(t *testing.T) {
	for _, c := range []struct {
		slug   string
		change func(url.Values)
		want   string // kind, code and value of the facts, or the fields that are wrong
	}{
		{"papiers", func(v url.Values) { v.Set("papers-accepted.ramq", "announced"); v.Set("papers-accepted.ifhp", "") }, "papers-accepted ifhp unknown, papers-accepted ramq announced"},
		{"demandes", func(v url.Values) { v.Set("asked-at-door.status", "yes") }, "asked-at-door status yes"},
		{"langues", func(v url.Values) { v["languages"], v["languages.ahead"] = []string{"es", "fa-AF"}, nil }, "languages-spoken es always, languages-spoken fa-AF always, languages-spoken fr no"},
		{"qui", func(v url.Values) { delete(v, "marks"); v["populations"] = []string{"men"} }, "service-marks unconditional unknown, populations men , populations women unknown"},
		{"places", func(v url.Values) { v.Set("capacity-state", "full"); v.Set("unit0", "") }, "! unit0"},
		{"places", func(v url.Values) {
			for _, f := range []string{"unit0", "population0", "available0", "total0", "funded0", "saturation0"} {
				v.Set(f, "")
			}
			v.Set("unit1", "meal")
			v.Set("available1", " 40 ")
		}, "capacity-state open , capacities bed.women unknown, capacities meal available=40"},
		{"places", func(v url.Values) {
			v.Set("unit1", "bed")
			v.Set("population1", "women")
			v.Set("total1", "3")
			v.Set("funded0", "dix")
		}, "! funded0, unit1"},
		{"fermeture", func(v url.Values) { v.Set("from0", ""); v.Set("until0", ""); v.Set("fr0", "") }, "closures 2026-04-03 unknown"},
		{"fermeture", func(v url.Values) { v.Set("until0", "2026-04-01"); v.Set("why0", "") }, "! until0, why0"},
		{"fermeture", func(v url.Values) { v.Set("from1", "2026-04-03"); v.Set("why1", "works") }, "! from1"},
	} {
		in := fullInside()
		p, _ := ownPartOf(c.slug)
		v := p.now(in, ownNow)
		c.change(v)
		e, err := p.read(in, v, ownNow)
		var got []string
		for _, f := range e.Facts {
			got = append(got, string(f.Kind)+" "+f.Code+" "+f.Value)
		}
		said := strings.Join(got, ", ")
		if err != nil {
			var fields []string
			for _, w := range problems(err) {
				fields = append(fields, w.Field)
			}
			said = "! " + strings.Join(fields, ", ")
		}
		if said != c.want {
			t.Errorf("%s says %q, want %q", c.slug, said, c.want)
		}
	}
}
