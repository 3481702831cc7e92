package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// ownLinesMost bounds the lines that a form may send.
const ownLinesMost = 40

// lineName is a field of a line of a form.
func lineName(field string, i int) string { return field + strconv.Itoa(i) }

// roomLines are the capacities of a service: so many beds for women.
type roomLines struct{}

// figures are the numbers of a capacity, by the names of their fields.
func figures(r *directory.Room) []struct {
	name string
	n    *int
} {
	return []struct {
		name string
		n    *int
	}{{"available", &r.Available}, {"total", &r.Total}, {"funded", &r.Funded}, {"wait", &r.WaitDays}}
}

// now leaves out what was said of the moment and has lapsed: saving the form
// must not say it again unseen.
func (roomLines) now(in *directory.Inside, at time.Time) url.Values {
	v := url.Values{}
	for i, r := range in.Listing.Particulars().Rooms {
		if !r.Fresh(at) {
			r.Available, r.WaitDays, r.Saturation = -1, -1, ""
		}
		v.Set(lineName("unit", i), string(r.Unit))
		v.Set(lineName("population", i), r.Population)
		v.Set(lineName("saturation", i), string(r.Saturation))
		for _, f := range figures(&r) {
			if *f.n >= 0 {
				v.Set(lineName(f.name, i), strconv.Itoa(*f.n))
			}
		}
	}
	v.Set(lineName("unit", len(in.Listing.Particulars().Rooms)), "")
	return v
}

func (roomLines) groups(f *ownForm) (list []page.OwnGroup) {
	for i := 0; i < ownLinesMost && f.typed.Has(lineName("unit", i)); i++ {
		g := f.group("own.room_line", "n", i+1)
		if f.typed.Get(lineName("unit", i)) == "" {
			g = f.group("own.room_new")
		}
		units := []ui.Option{{Key: "own.room_none"}}
		for _, u := range directory.Units {
			units = append(units, ui.Option{Value: string(u), Key: unitKeys[u]})
		}
		who := []ui.Option{{Key: "own.room_anyone"}}
		for _, p := range directory.Populations {
			who = append(who, ui.Option{Value: p, Key: populationKeys[p]})
		}
		near := []ui.Option{{Key: "own.unsaid"}}
		for _, s := range directory.Saturations {
			near = append(near, ui.Option{Value: string(s), Key: saturationKeys[s]})
		}
		g.Fields = append(g.Fields, f.choice(lineName("unit", i), "own.room_unit", units), f.choice(lineName("population", i), "own.room_for", who))
		for _, name := range []string{"available", "total", "funded", "wait"} {
			g.Fields = append(g.Fields, f.number(lineName(name, i), "own.room_"+name))
		}
		g.Fields = append(g.Fields, f.choice(lineName("saturation", i), "own.room_saturation", near))
		list = append(list, g)
	}
	return list
}

func (roomLines) read(typed url.Values) (facts []directory.Fact, bad fault.Fields) {
	met := map[string]bool{}
	for i := 0; i < ownLinesMost && typed.Has(lineName("unit", i)); i++ {
		r := directory.Room{
			Unit: directory.Unit(typed.Get(lineName("unit", i))), Population: typed.Get(lineName("population", i)), Saturation: directory.Saturation(typed.Get(lineName("saturation", i))),
			Total: -1, Funded: -1, Available: -1, WaitDays: -1,
		}
		for _, f := range figures(&r) {
			s := strings.TrimSpace(typed.Get(lineName(f.name, i)))
			if s == "" {
				continue
			}
			n, err := strconv.Atoi(s)
			if err != nil || n < 0 || n > directory.RoomMost {
				bad = append(bad, fault.Field(lineName(f.name, i), "own.room_bad_number"))
				continue
			}
			*f.n = n
		}
		said := r.Value() != ""
		switch {
		case r.Unit == "" && said:
			bad = append(bad, fault.Field(lineName("unit", i), "own.room_unit_missing"))
		case r.Unit == "" || !said: // an empty line
		case met[r.Code()]:
			bad = append(bad, fault.Field(lineName("unit", i), "own.room_twice"))
		default:
			met[r.Code()] = true
			facts = append(facts, directory.Fact{Kind: directory.FactRoom, Code: r.Code(), Value: r.Value()})
		}
	}
	return facts, bad
}

// closureLines are the times during which a service does not open.
type closureLines struct{}

// now leaves out closures that are over: they are history.
func (closureLines) now(in *directory.Inside, at time.Time) url.Values {
	v, i := url.Values{}, 0
	for _, c := range in.Listing.Particulars().Closures {
		if c.Over(time.UTC, at.AddDate(0, 0, -1)) {
			continue
		}
		v.Set(lineName("from", i), c.From.Format(time.DateOnly))
		if !c.Until.IsZero() {
			v.Set(lineName("until", i), c.Until.Format(time.DateOnly))
		}
		v.Set(lineName("why", i), string(c.Reason))
		v.Set(lineName("fr", i), c.Words.FR)
		v.Set(lineName("en", i), c.Words.EN)
		i++
	}
	v.Set(lineName("from", i), "")
	return v
}

func (closureLines) groups(f *ownForm) (list []page.OwnGroup) {
	for i := 0; i < ownLinesMost && f.typed.Has(lineName("from", i)); i++ {
		g := f.group("own.closure_line", "n", i+1)
		if f.typed.Get(lineName("from", i)) == "" {
			g = f.group("own.closure_new")
		}
		why := []ui.Option{{Key: "own.closure_why_none"}}
		for _, r := range directory.ClosureReasons {
			why = append(why, ui.Option{Value: string(r), Key: closureKeys[r]})
		}
		g.Fields = append(g.Fields, f.date(lineName("from", i), "own.closure_from"), f.date(lineName("until", i), "own.closure_until"),
			f.choice(lineName("why", i), "own.closure_why", why), f.line(lineName("fr", i), "own.closure_fr"), f.line(lineName("en", i), "own.closure_en"))
		list = append(list, g)
	}
	return list
}

func (closureLines) read(typed url.Values) (facts []directory.Fact, bad fault.Fields) {
	met := map[string]bool{}
	for i := 0; i < ownLinesMost && typed.Has(lineName("from", i)); i++ {
		from, until := strings.TrimSpace(typed.Get(lineName("from", i))), strings.TrimSpace(typed.Get(lineName("until", i)))
		c := directory.Closure{Reason: directory.ClosureReason(typed.Get(lineName("why", i))), Words: directory.Text{FR: strings.TrimSpace(typed.Get(lineName("fr", i))), EN: strings.TrimSpace(typed.Get(lineName("en", i)))}}
		if from == "" && until == "" && c.Words.Empty() {
			continue // an empty line, whatever reason is chosen
		}
		var err1, err2 error
		if c.From, err1 = time.Parse(time.DateOnly, from); err1 != nil {
			bad = append(bad, fault.Field(lineName("from", i), "own.closure_from_missing"))
		}
		if until != "" {
			if c.Until, err2 = time.Parse(time.DateOnly, until); err2 != nil || err1 == nil && c.Until.Before(c.From) {
				bad = append(bad, fault.Field(lineName("until", i), "own.closure_until_wrong"))
			}
		}
		if !slices.Contains(directory.ClosureReasons, c.Reason) {
			bad = append(bad, fault.Field(lineName("why", i), "own.closure_why_missing"))
		}
		for name, s := range map[string]string{"fr": c.Words.FR, "en": c.Words.EN} {
			if len([]rune(s)) > directory.ClosureWords {
				bad = append(bad, fault.Field(lineName(name, i), "own.too_long", "most", directory.ClosureWords))
			}
		}
		if err1 == nil && met[c.Code()] {
			bad = append(bad, fault.Field(lineName("from", i), "own.closure_twice"))
		}
		met[c.Code()] = true
		facts = append(facts, directory.Fact{Kind: directory.FactClosure, Code: c.Code(), Value: c.Value()})
	}
	slices.SortFunc(bad, func(a, b *fault.Error) int { return cmp.Compare(a.Field, b.Field) })
	return facts, bad
}
