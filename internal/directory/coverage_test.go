package directory_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/directory/corpus"
)

// firstMonday is the first hour of a week without holidays.
var firstMonday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func opening(days directory.Days, from, to int) directory.Hours {
	return directory.Hours{Days: days, Opens: from * 60, Closes: to * 60}
}

const (
	weekdays directory.Days = 0b0011111
	saturday directory.Days = 0b0100000
)

func quartier() []*directory.Listing {
	at := func(city, postal string) directory.Place { return directory.Place{City: city, Postal: postal} }
	return []*directory.Listing{
		{ID: "1", Org: "a", Status: directory.Active, Needs: []string{"eat.meal"}, Places: []directory.Place{at("Montréal", "H2X 1Y4"), at("MONTREAL", "H3A 0A1")}, Hours: []directory.Hours{opening(weekdays, 9, 17)}},
		{ID: "2", Org: "b", Status: directory.Active, Needs: []string{"eat.meal", "eat.bank"}, Places: []directory.Place{at("Montréal", "H2X 2Z9")}, Hours: []directory.Hours{opening(weekdays, 16, 20)}},
		{ID: "3", Org: "c", Status: directory.Active, Needs: []string{"sleep.shelter"}, Places: []directory.Place{at("Laval", "")}, Hours: []directory.Hours{opening(saturday, 20, 32)}},
		{ID: "4", Org: "c", Status: directory.Active, Needs: []string{"talk.listen"}},
		{ID: "5", Org: "a", Status: directory.TemporarilyClosed, Needs: []string{"eat.meal"}, Places: []directory.Place{at("Laval", "")}, Hours: []directory.Hours{opening(weekdays, 9, 17)}},
		{ID: "7", Org: "a", Status: directory.Active, Needs: []string{"eat.meal"}, Places: []directory.Place{at("Laval", "")}, Hours: []directory.Hours{opening(weekdays, 9, 17)},
			More: &directory.Particulars{Closures: []directory.Closure{{From: firstMonday.AddDate(0, 0, -5)}}}},
		{ID: "6", Org: "a", Status: directory.Active, Needs: []string{"eat.meal"}, Places: []directory.Place{at("Montréal", "")}},
	}
}

func TestCoverageCountsWhatIsOpenWhere(t *testing.T) {
	c := directory.Cover(slices.Values(quartier()), directory.ByCity, firstMonday)
	if got := fmt.Sprint(c.At("eat.meal", "montreal")); got != "{[2 1 0 0] 3 1 true}" {
		t.Errorf("meals in Montréal: %s", got)
	}
	if got := fmt.Sprint(c.At("eat", directory.Whole)); got != "{[2 1 0 0] 3 1 true}" {
		t.Errorf("eating in the region: %s: a service of two places, or of two needs, counts once", got)
	}
	if got := fmt.Sprint(c.At("sleep.shelter", "laval")); got != "{[0 0 1 1] 1 0 false}" {
		t.Errorf("a shelter from Saturday evening to Sunday morning: %s", got)
	}
	if got := c.At("eat", "laval"); got.Any != 0 {
		t.Errorf("a service that is closed covers %+v", got)
	}
	if got := c.At("talk.listen", directory.Nowhere); got.Any != 1 || got.Unknown != 1 {
		t.Errorf("a line without place or hours: %+v", got)
	}
	if got := c.At("nothing", "montreal"); got.Any != 0 {
		t.Errorf("an unknown need: %+v", got)
	}
	if got := fmt.Sprint(c.At(directory.AnyNeed, directory.Whole)); got != "{[2 1 1 1] 5 2 true}" {
		t.Errorf("all of the region: %s", got)
	}
	if c.Name("montreal") != "Montréal" {
		t.Errorf("written %q: the commonest spelling names a city", c.Name("montreal"))
	}
	var order []string
	for _, x := range c.Territories {
		order = append(order, x.Key)
	}
	if got := fmt.Sprint(order); got != "[* montreal laval -]" {
		t.Errorf("territories %s", got)
	}
	sectors := directory.Cover(slices.Values(quartier()), directory.BySector, firstMonday)
	if got := sectors.At("eat.meal", "h2x").Any; got != 2 || sectors.At("eat.meal", directory.Nowhere).Any != 1 {
		t.Errorf("%d meals in H2X", got)
	}
}

func TestCoverageTellsHolesAndOverlaps(t *testing.T) {
	c := directory.Cover(slices.Values(quartier()), directory.ByCity, firstMonday)
	gaps := c.Gaps([]string{"eat", "sleep"}, directory.Whole, 10)
	want := []string{"{eat montreal [2 3] 1}", "{sleep montreal [] 0}", "{eat laval [] 0}", "{sleep laval [0 1] 0}"}
	for i, g := range gaps {
		if i >= len(want) || fmt.Sprint(g) != want[i] {
			t.Errorf("hole %d is %v", i, g)
		}
	}
	if len(gaps) != len(want) {
		t.Errorf("%d holes, want %d", len(gaps), len(want))
	}
	if got := fmt.Sprint(c.Overlaps("", directory.Whole, 5)); got != "[{eat.meal montreal 3}]" {
		t.Errorf("overlaps %s", got)
	}
	if got := c.Gaps([]string{"eat", "sleep"}, directory.Whole, 1); len(got) != 1 {
		t.Errorf("%d holes of one", len(got))
	}
	if got := c.Gaps([]string{"eat", "sleep"}, "laval", 10); len(got) != 2 || len(c.Overlaps("sleep", "laval", 5)) != 0 || len(c.Overlaps("eat", "montreal", 5)) != 1 {
		t.Errorf("of one territory: %v", got)
	}
}

// TestCoverageAgreesWithTheClock asks the door itself, in the middle of each
// half-hour of a week, and counts.
func TestCoverageAgreesWithTheClock(t *testing.T) {
	m := corpus.NewMaker(7)
	var all []*directory.Listing
	for i := range 300 {
		l := m.Listing(i)
		l.Hours = ordinaryWeek(l.Hours)
		for p := range l.Places {
			l.Places[p].TimeZone, l.Places[p].Hours = "UTC", ordinaryWeek(l.Places[p].Hours)
		}
		all = append(all, l)
	}
	c := directory.Cover(slices.Values(all), directory.ByCity, firstMonday)
	for _, need := range c.Needs {
		var want [4]int
		for _, l := range all {
			if _, closed := l.ClosedAt(time.UTC, firstMonday); !closed && l.Searchable() && l.Status != directory.TemporarilyClosed && answers(l, need) {
				for s, isOpen := range byTheClock(l) {
					if isOpen {
						want[s]++
					}
				}
			}
		}
		if got := c.At(need, directory.Whole).Slots; got != want {
			t.Errorf("%s: %v, the clock says %v", need, got, want)
		}
	}
}

// ordinaryWeek takes dates and closures out: a week like any other.
func ordinaryWeek(hours []directory.Hours) (out []directory.Hours) {
	for _, h := range hours {
		if !h.Suspends {
			h.From, h.To, h.Closed = time.Time{}, time.Time{}, false
			out = append(out, h)
		}
	}
	return out
}

func answers(l *directory.Listing, need string) bool {
	return slices.ContainsFunc(l.Needs, func(n string) bool { return n == need || directory.ThemeOf(n) == need })
}

func byTheClock(l *directory.Listing) (slots [4]bool) {
	for place := range max(1, len(l.Places)) {
		if len(l.Places) == 0 {
			place = -1
		}
		for day := range 7 {
			var half [4]int
			for k := range 48 {
				at := firstMonday.Add(time.Duration(day)*24*time.Hour + time.Duration(30*k+15)*time.Minute)
				if l.OpenAtPlace(place, time.UTC, at).Door != directory.DoorOpen {
					continue
				}
				switch {
				case k < 14 || k >= 46:
					half[directory.SlotNight]++
				case day >= 5:
					half[directory.SlotWeekend]++
				case k < 34:
					half[directory.SlotDay]++
				default:
					half[directory.SlotEvening]++
				}
			}
			for s, n := range half {
				slots[s] = slots[s] || n >= 2
			}
		}
	}
	return slots
}

func TestSurveyorCountsAgainOnlyWhenSomethingChanged(t *testing.T) {
	ix := directory.NewIndexIn(time.UTC, quartier())
	v := directory.NewSurveyor(ix)
	first := v.Cover(directory.ByCity, firstMonday)
	if v.Cover(directory.ByCity, firstMonday.Add(time.Hour)) != first {
		t.Error("the same state is counted twice")
	}
	if v.Cover(directory.BySector, firstMonday) == first {
		t.Error("sectors are given for cities")
	}
	ix.Apply([]*directory.Listing{{ID: "9", Org: "z", Status: directory.Active, Needs: []string{"eat.meal"}, Places: []directory.Place{{City: "Laval"}}}}, nil)
	if got := v.Cover(directory.ByCity, firstMonday).At("eat.meal", "laval").Any; got != 1 {
		t.Errorf("after a change: %d", got)
	}
}

func BenchmarkCover(b *testing.B) {
	m := corpus.NewMaker(1)
	all := make([]*directory.Listing, 100_000)
	for i := range all {
		all[i] = m.Listing(i)
	}
	ix := directory.NewIndexIn(time.UTC, all)
	for b.Loop() {
		directory.Cover(ix.All(), directory.BySector, firstMonday)
	}
}
