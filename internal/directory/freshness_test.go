package directory_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

var noon = time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC)

func TestFreshnessFallsFromOneToNothing(t *testing.T) {
	day := 24 * time.Hour
	for age, want := range map[time.Duration]float64{
		-day: 1, 0: 1, 179 * day: 1, 180 * day: 1, 455 * day: 0.5, 730 * day: 0, 2000 * day: 0,
	} {
		if got := directory.Freshness(noon.Add(-age), noon); math.Abs(got-want) > 1e-9 {
			t.Errorf("after %v: %g, want %g", age, got, want)
		}
	}
	if directory.Freshness(time.Time{}, noon) != 0 {
		t.Error("what nobody confirmed is worth something")
	}
	for age, want := range map[time.Duration]directory.Standing{
		0: directory.Confirmed, 180*day - time.Millisecond: directory.Confirmed, 180*day + time.Millisecond: directory.ToCheck, 730*day - time.Millisecond: directory.ToCheck, 730 * day: directory.Unconfirmed,
	} {
		if got := (directory.Sighting{At: noon.Add(-age)}).Standing(noon); got != want {
			t.Errorf("after %v it is said %d, want %d", age, got, want)
		}
	}
}

// TestFreshnessNeverRises: waiting makes nothing truer, and the score stays a
// score.
func TestFreshnessNeverRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := time.Duration(rapid.Int64Range(0, int64(3*directory.GoneFor)).Draw(t, "age"))
		more := time.Duration(rapid.Int64Range(0, int64(directory.GoneFor)).Draw(t, "more"))
		young, old := directory.Freshness(noon.Add(-a), noon), directory.Freshness(noon.Add(-a-more), noon)
		if old > young || young > 1 || old < 0 {
			t.Fatalf("%g after %v, %g after %v more", young, a, old, more)
		}
	})
}

func TestFreshnessOfAPageIsThatOfWhatItSays(t *testing.T) {
	l := &directory.Listing{
		Name: directory.Text{FR: "Refuge"}, Phones: []directory.Phone{{Number: "514 555-0100"}},
		ConfirmedBy: "Le Pont", ConfirmedAt: noon.Add(-directory.GoneFor),
	}
	if l.Freshness(noon) != 0 || l.Oldest(noon) != directory.Unconfirmed {
		t.Errorf("two years later: %g", l.Freshness(noon))
	}
	l.Seen = []directory.SeenAspect{{Aspect: directory.AspectPhones, Sighting: directory.Sighting{By: "La Clinique", At: noon}}}
	if got := l.Freshness(noon); got != 0.5 {
		t.Errorf("one of two things confirmed today: %g", got)
	}
	if s := l.Sighted(directory.AspectPhones); s.By != "La Clinique" || s.Standing(noon) != directory.Confirmed {
		t.Errorf("the telephone was seen by %+v", s)
	}
	if s := l.Sighted(directory.AspectWords); s.By != "Le Pont" || s.Standing(noon) != directory.Unconfirmed {
		t.Errorf("the words were seen by %+v", s)
	}
	if l.Says(directory.AspectHours) || l.Oldest(noon) != directory.Unconfirmed {
		t.Error("hours that are not there count")
	}
	if got := (&directory.Listing{}).Freshness(noon); got != 0 {
		t.Errorf("a page that says nothing: %g", got)
	}
}

// TestOfSeveralFactsTheOldestSpeaks: a paper asked about yesterday says nothing
// of the paper beside it.
func TestOfSeveralFactsTheOldestSpeaks(t *testing.T) {
	key := func(code string) directory.FactKey { return directory.FactKey{Kind: directory.FactPaper, Code: code} }
	l := &directory.Listing{
		Papers: map[directory.Paper]directory.Acceptance{directory.IFHP: directory.AcceptConfirmed, directory.RAMQ: directory.AcceptConfirmed},
		More: &directory.Particulars{Sure: map[directory.FactKey]directory.Stamp{
			key("ifhp"): {By: "La Clinique", At: noon}, key("ramq"): {By: "Le Pont", At: noon.AddDate(0, 0, -300)},
		}},
	}
	if s := l.Sighted(directory.AspectPapers); s.By != "Le Pont" || s.Standing(noon) != directory.ToCheck {
		t.Errorf("the papers were seen by %+v", s)
	}
	l.ConfirmedBy, l.ConfirmedAt = "Le Pont", noon.AddDate(0, 0, -10)
	if s := l.Sighted(directory.AspectPapers); !s.At.Equal(l.ConfirmedAt) {
		t.Errorf("the whole was seen since, and the papers still %+v", s)
	}
}

func TestTheOldestComesFirst(t *testing.T) {
	l := func(id string, days int, doors int) *directory.Listing {
		return &directory.Listing{ID: access.Service(id), Org: "o", Status: directory.Active, Name: directory.Text{FR: id}, ConfirmedAt: noon.AddDate(0, 0, -days), ClosedDoors: doors}
	}
	gone := l("gone", 3000, 0)
	gone.Status = directory.Defunct
	all := []*directory.Listing{l("new", 1, 0), l("old", 800, 0), l("shut", 800, 4), l("half", 455, 0), gone}
	a := directory.Age(slices.Values(all), noon, 2)
	if a.Services != 4 || a.Aspects != 4 || a.Sure != 1 || a.Share() != 25 {
		t.Errorf("%+v, %d %%", a, a.Share())
	}
	if len(a.Oldest) != 2 || a.Oldest[0].ID != "shut" || a.Oldest[1].ID != "old" {
		t.Errorf("oldest %v", a.Oldest)
	}
	v := directory.NewSurveyor(directory.NewIndexIn(time.UTC, all))
	if got := v.Age("o", noon, 9).Oldest; len(got) != 3 {
		t.Errorf("of one organisation: %v", got)
	}
	if got := v.Age("other", noon, 9); got.Services != 0 || got.Share() != 0 {
		t.Errorf("of an organisation without services: %+v", got)
	}
}
