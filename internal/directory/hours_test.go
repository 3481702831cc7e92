package directory

import (
	"testing"
	"time"
)

func montreal(t *testing.T) *time.Location {
	t.Helper()
	z := Zone("America/Toronto", nil)
	if z == nil {
		t.Fatal("no zone data in the binary")
	}
	return z
}

const (
	mon Days = 1 << iota
	tue
	wed
	thu
	fri
	sat
	sun
	weekdays = mon | tue | wed | thu | fri
	always   = weekdays | sat | sun
)

func date(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestOpenAt(t *testing.T) {
	t.Parallel()
	z := montreal(t)
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, z)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	office := []Hours{{Days: weekdays, Opens: 9 * 60, Closes: 17 * 60}}
	split := []Hours{{Days: weekdays, Opens: 540, Closes: 720}, {Days: weekdays, Opens: 780, Closes: 1020}}
	night := []Hours{{Days: fri | sat, Opens: 22 * 60, Closes: 30 * 60}}
	badNight := []Hours{{Days: fri | sat, Opens: 22 * 60, Closes: 6 * 60}}
	round := []Hours{{Days: always, Opens: 0, Closes: 1440}}
	winter := append([]Hours{
		{Days: mon | tue | wed | thu, Opens: 600, Closes: 900, From: date("2026-12-20"), To: date("2027-01-05")},
		{Closed: true, From: date("2026-12-25"), To: date("2026-12-26")},
		{Opens: 600, Closes: 720, From: date("2026-12-24"), To: date("2026-12-24")},
	}, office...)
	later := append([]Hours{{Days: sat, Opens: 600, Closes: 720, From: date("2026-06-01")}}, office...)
	closedMondays := append([]Hours{{Closed: true, Days: mon}}, office...)

	for _, c := range []struct {
		name          string
		hours         []Hours
		at            string
		door          Door
		closes, opens string
	}{
		{"no-hours", nil, "2026-03-02 10:00", DoorUnknown, "", ""},
		{"before", office, "2026-03-02 08:59", DoorShut, "", "2026-03-02 09:00"},
		{"first-minute", office, "2026-03-02 09:00", DoorOpen, "2026-03-02 17:00", ""},
		{"last-minute", office, "2026-03-02 16:59", DoorOpen, "2026-03-02 17:00", ""},
		{"closing-minute", office, "2026-03-02 17:00", DoorShut, "", "2026-03-03 09:00"},
		{"weekend", office, "2026-03-06 18:00", DoorShut, "", "2026-03-09 09:00"},
		{"noon-break", split, "2026-03-02 12:30", DoorShut, "", "2026-03-02 13:00"},
		{"night-before-midnight", night, "2026-03-06 23:00", DoorOpen, "2026-03-07 06:00", ""},
		{"night-after-midnight", night, "2026-03-07 05:59", DoorOpen, "2026-03-07 06:00", ""},
		{"night-sunday-morning", night, "2026-03-01 03:00", DoorOpen, "2026-03-01 06:00", ""},
		{"night-over", night, "2026-03-02 03:00", DoorShut, "", "2026-03-06 22:00"},
		{"night-written-badly", badNight, "2026-03-07 05:59", DoorOpen, "2026-03-07 06:00", ""},
		{"day-and-night", round, "2026-03-02 03:00", DoorOpen, "", ""},
		{"spring-forward-in-the-gap", []Hours{{Days: sun, Opens: 150, Closes: 300}}, "2026-03-08 03:10", DoorOpen, "2026-03-08 05:00", ""},
		{"spring-forward-next-day", office, "2026-03-07 12:00", DoorShut, "", "2026-03-09 09:00"},
		{"night-over-spring-forward", []Hours{{Days: sat, Opens: 1320, Closes: 1800}}, "2026-03-08 01:30", DoorOpen, "2026-03-08 06:00", ""},
		{"night-over-fall-back", []Hours{{Days: sat, Opens: 1320, Closes: 1800}}, "2026-11-01 05:30", DoorOpen, "2026-11-01 06:00", ""},
		{"dated-replaces", winter, "2026-12-21 16:00", DoorShut, "", "2026-12-22 10:00"},
		{"dated-closes-its-fridays", winter, "2027-01-01 11:00", DoorShut, "", "2027-01-04 10:00"},
		{"narrower-wins", winter, "2026-12-24 11:00", DoorOpen, "2026-12-24 12:00", ""},
		{"holiday", winter, "2026-12-25 11:00", DoorShut, "", "2026-12-28 10:00"},
		{"after-the-dates", winter, "2027-01-06 16:00", DoorOpen, "2027-01-06 17:00", ""},
		{"not-yet-valid", later, "2026-05-30 11:00", DoorShut, "", "2026-06-01 09:00"},
		{"valid-adds", later, "2026-06-06 11:00", DoorOpen, "2026-06-06 12:00", ""},
		{"closed-on-mondays", closedMondays, "2026-03-02 11:00", DoorShut, "", "2026-03-03 09:00"},
		{"expired", []Hours{{Days: always, Opens: 0, Closes: 1440, To: date("2026-03-01")}}, "2026-03-02 11:00", DoorShut, "", ""},
		{"beyond-the-horizon", []Hours{{Days: always, Opens: 540, Closes: 1020, From: date("2026-03-20")}}, "2026-03-02 11:00", DoorShut, "", ""},
		{"empty-opening", []Hours{{Days: always, Opens: 540, Closes: 540}}, "2026-03-02 09:00", DoorShut, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := OpenAt(c.hours, z, at(c.at))
			show := func(v time.Time) string {
				if v.IsZero() {
					return ""
				}
				return v.In(z).Format("2006-01-02 15:04")
			}
			if got.Door != c.door || show(got.Closes) != c.closes || show(got.Opens) != c.opens {
				t.Errorf("at %s: door %d, closes %q, opens %q; want %d, %q, %q",
					c.at, got.Door, show(got.Closes), show(got.Opens), c.door, c.closes, c.opens)
			}
		})
	}
}

// In the night of the clock change the hour from one to two is lived twice: a
// door open until half past one must not be said to close in the past.
func TestClosesInTheFutureOnTheHourLivedTwice(t *testing.T) {
	t.Parallel()
	z := montreal(t)
	hours := []Hours{{Days: sat, Opens: 22 * 60, Closes: 25*60 + 30}}
	for at := time.Date(2026, 11, 1, 4, 0, 0, 0, time.UTC); at.Hour() < 8; at = at.Add(time.Minute) {
		if o := OpenAt(hours, z, at); o.Door == DoorOpen && !o.Closes.After(at) {
			t.Fatalf("at %s it closes at %s", at, o.Closes)
		}
	}
}

// What a card promises must come true: at the closing instant the door is
// closed, at the opening instant it is open, and nothing changes in between.
func TestPromisesComeTrue(t *testing.T) {
	t.Parallel()
	z := montreal(t)
	for name, hours := range map[string][]Hours{
		"office": {{Days: weekdays, Opens: 540, Closes: 1020}},
		"nights": {{Days: always, Opens: 1260, Closes: 1860}},
		"mixed":  {{Days: mon | thu, Opens: 480, Closes: 600}, {Days: thu, Opens: 600, Closes: 720}, {Days: sun, Opens: 1380, Closes: 1500}},
	} {
		for at := time.Date(2026, 2, 28, 0, 7, 0, 0, time.UTC); at.Year() == 2026; at = at.Add(7*time.Hour + 13*time.Minute) {
			o := OpenAt(hours, z, at)
			switch {
			case o.Door == DoorOpen && OpenAt(hours, z, o.Closes).Door != DoorShut:
				t.Errorf("%s at %s: not closed at %s", name, at.In(z), o.Closes.In(z))
			case o.Door == DoorOpen && OpenAt(hours, z, o.Closes.Add(-time.Minute)).Door != DoorOpen:
				t.Errorf("%s at %s: closed before %s", name, at.In(z), o.Closes.In(z))
			case o.Door == DoorShut && OpenAt(hours, z, o.Opens).Door != DoorOpen:
				t.Errorf("%s at %s: not open at %s", name, at.In(z), o.Opens.In(z))
			}
		}
	}
}

func TestListingOpenAtChoosesTheUsefulPlace(t *testing.T) {
	t.Parallel()
	z := montreal(t)
	at := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC) // Monday 10:00 in Montréal, 7:00 in Vancouver
	l := &Listing{
		Hours: []Hours{{Days: weekdays, Opens: 540, Closes: 1020}},
		Places: []Place{
			{TimeZone: "America/Vancouver"},
			{TimeZone: "America/Toronto"},
			{TimeZone: "Mars/Olympus", Hours: []Hours{{Days: tue, Opens: 540, Closes: 600}}},
		},
	}
	if o, where := l.OpenAt(z, at); o.Door != DoorOpen || where != 1 {
		t.Errorf("door %d at place %d, want the open one, 1", o.Door, where)
	}
	if o := l.OpenAtPlace(0, z, at); o.Door != DoorShut || !o.Opens.Equal(at.Add(2*time.Hour)) {
		t.Errorf("Vancouver opens at %v", o.Opens)
	}
	l.Status = TemporarilyClosed
	if o, _ := l.OpenAt(z, at); o.Door != DoorSuspended {
		t.Errorf("door %d, want suspended", o.Door)
	}
}
