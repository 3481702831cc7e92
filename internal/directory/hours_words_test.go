package directory

import (
	"testing"
	"time"
)

// TestHoursInWordsAreKept: what a source says in words alone, or by a rule that
// nobody can read, opens nothing, and on the days of which hours say nothing the
// door is not called shut either.
func TestHoursInWordsAreKept(t *testing.T) {
	t.Parallel()
	week := scheduleRow{ID: "week", Freq: "WEEKLY", ByDay: "MO,TU,WE,TH,FR", Opens: "09:00", Closes: "17:00"}
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		rows             []scheduleRow
		words            int
		open, night, off Door // on Monday at ten, at three, on Saturday at ten
	}{
		"hours alone":            {[]scheduleRow{week}, 0, DoorOpen, DoorShut, DoorShut},
		"words alone":            {[]scheduleRow{{ID: "w", Description: "Le jour, en semaine"}}, 1, DoorUnknown, DoorUnknown, DoorUnknown},
		"words beside":           {[]scheduleRow{week, {ID: "w", Description: "Samedi sur rendez-vous"}}, 1, DoorOpen, DoorShut, DoorUnknown},
		"a rule beside":          {[]scheduleRow{week, {ID: "w", ByDay: "SA", ByWeek: "3", Opens: "09:00", Closes: "12:00"}}, 1, DoorOpen, DoorShut, DoorUnknown},
		"a day without its hour": {[]scheduleRow{week, {ID: "w", Freq: "WEEKLY", ByDay: "SA"}}, 1, DoorOpen, DoorShut, DoorUnknown},
		"words of a closing":     {[]scheduleRow{week, {ID: "w", Description: "Fermé les jours fériés"}}, 1, DoorOpen, DoorShut, DoorShut},
		"words that are over":    {[]scheduleRow{week, {ID: "w", Description: "Samedi aussi", To: "2026-02-28"}}, 1, DoorOpen, DoorShut, DoorShut},
		"words to come":          {[]scheduleRow{week, {ID: "w", Description: "Samedi aussi", From: "2026-03-09"}}, 1, DoorOpen, DoorShut, DoorShut},
		"a closure beside words": {[]scheduleRow{week, {ID: "w", Description: "Samedi sur rendez-vous"}, {ID: "shut", From: "2026-03-07", To: "2026-03-07"}}, 1, DoorOpen, DoorShut, DoorShut},
		"nothing said":           {[]scheduleRow{week, {ID: "w"}}, 0, DoorOpen, DoorShut, DoorShut},
	} {
		w := &loader{closed: map[string]bool{"shut": true}}
		var l Listing
		if l.Hours, l.HoursWords = w.hours(c.rows); len(l.HoursWords) != c.words {
			t.Errorf("%s: %d are told in words, want %d", name, len(l.HoursWords), c.words)
		}
		for at, want := range map[time.Time]Door{monday.Add(10 * time.Hour): c.open, monday.Add(3 * time.Hour): c.night, monday.AddDate(0, 0, 5).Add(10 * time.Hour): c.off} {
			if o := l.OpenAtPlace(-1, time.UTC, at); o.Door != want {
				t.Errorf("%s, %s: %v, want %v", name, at.Format("Mon 15:04"), o.Door, want)
			}
		}
	}
}

// TestHoursInWordsOfAPlace: those of the place stand beside those of the service.
func TestHoursInWordsOfAPlace(t *testing.T) {
	t.Parallel()
	one, two := HoursWords{Words: Text{FR: "Ici le soir"}}, HoursWords{Words: Text{FR: "Partout le jour"}}
	l := Listing{HoursWords: []HoursWords{two}, Places: []Place{{HoursWords: []HoursWords{one}}, {}}}
	for place, want := range map[int]int{-1: 1, 0: 2, 1: 1, 9: 1} {
		if got := len(l.HoursWordsOf(place)); got != want {
			t.Errorf("place %d: %d, want %d", place, got, want)
		}
	}
	if !l.Says(AspectHours) {
		t.Error("a page that tells its hours in words says nothing of hours")
	}
}
