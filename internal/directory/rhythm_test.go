package directory

import (
	"testing"
	"time"

	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"
)

func each(n float64) *float64 { return &n }

// TestRhythmsAreThoseOfCalendars: for any rule that we take, the dates are those
// that another reader of RFC 5545 finds.
// TestAClosureOfUnsureWeeksIsNoOpening: "closed every second Monday", and nobody
// said which: on a Monday nothing is known, and no Monday is announced.
func TestAClosureOfUnsureWeeksIsNoOpening(t *testing.T) {
	t.Parallel()
	two := 2.0
	w := &loader{closed: map[string]bool{"shut": true}}
	hours, _ := w.hours([]scheduleRow{
		{ID: "open", Freq: "WEEKLY", ByDay: "MO,WE", Opens: "09:00", Closes: "17:00"},
		{ID: "shut", Freq: "WEEKLY", ByDay: "MO", Interval: &two},
	})
	monday := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		at   time.Time
		door Door
		next time.Time
	}{
		"a Monday":                       {monday, DoorUnknown, time.Time{}},
		"a Wednesday":                    {monday.AddDate(0, 0, 2), DoorOpen, time.Time{}},
		"the Sunday before":              {monday.AddDate(0, 0, -1), DoorShut, monday.AddDate(0, 0, 2).Add(-time.Hour)},
		"a Monday, before it would open": {monday.Add(-3 * time.Hour), DoorShut, monday.AddDate(0, 0, 2).Add(-time.Hour)},
	} {
		if o := OpenAt(hours, time.UTC, c.at); o.Door != c.door || !o.Opens.Equal(c.next) {
			t.Errorf("%s: %v, opens next %v; want %v, %v", name, o.Door, o.Opens, c.door, c.next)
		}
	}
	week := When{First: dayOf(monday), Days: 1, From: 9 * 60, To: 17 * 60}
	if d := OpensIn(hours, week); d != DoorShut {
		t.Errorf("a Monday is promised: %v", d)
	}
}

// TestOpeningAndClosingAtOneTimeIsToBeVerified: nine to nine may be day and night,
// and midnight to midnight shut: nobody is sent there, nor told that it is shut. On a
// holiday the ordinary hours do not stand in for it.
func TestOpeningAndClosingAtOneTimeIsToBeVerified(t *testing.T) {
	t.Parallel()
	w := &loader{}
	hours, _ := w.hours([]scheduleRow{
		{ID: "week", Freq: "WEEKLY", ByDay: "MO,TU,FR", Opens: "09:00", Closes: "17:00"},
		{ID: "same", Freq: "WEEKLY", ByDay: "SA", Opens: "09:00", Closes: "09:00:00"},
		{ID: "none", Freq: "WEEKLY", ByDay: "SU", Opens: "00:00", Closes: "23:59"},
		{ID: "feast", From: "2026-03-03", To: "2026-03-03", Opens: "00:00", Closes: "00:00"},
		{ID: "never", Opens: "00:00", Closes: "00:00"},
	})
	monday := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for day, want := range []Door{DoorOpen, DoorUnknown, DoorShut, DoorShut, DoorOpen, DoorUnknown, DoorOpen, DoorOpen, DoorOpen} {
		at := monday.AddDate(0, 0, day)
		if o := OpenAt(hours, time.UTC, at); o.Door != want {
			t.Errorf("%s: %v, want %v", at.Format("Mon 2 January"), o.Door, want)
		}
		if n := len(OpeningsOn(hours, at)); (n > 0) != (want == DoorOpen) {
			t.Errorf("%s: %d openings are announced", at.Format("Mon 2 January"), n)
		}
	}
	for i := range hours {
		if dates := Comes(hours, i, monday, monday.AddDate(0, 0, 30)); len(dates) > 0 {
			t.Errorf("%d comes on %v", i, dates)
		}
	}
	alone, _ := w.hours([]scheduleRow{{ID: "same", Freq: "WEEKLY", ByDay: "SA", Opens: "09:00", Closes: "09:00"}})
	if o := OpenAt(alone, time.UTC, monday); o.Door != DoorUnknown {
		t.Errorf("hours that say nothing are %v", o.Door)
	}
}

func TestRhythmsAreThoseOfCalendars(t *testing.T) {
	t.Parallel()
	days := []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
	start := date("2026-01-14")
	rapid.Check(t, func(rt *rapid.T) {
		s := scheduleRow{Freq: rapid.SampledFrom([]string{"WEEKLY", "MONTHLY"}).Draw(rt, "freq")}
		s.Start = start.AddDate(0, 0, rapid.IntRange(0, 40).Draw(rt, "start")).Format(time.DateOnly)
		s.Interval = each(float64(rapid.IntRange(1, 4).Draw(rt, "interval")))
		s.WeekStart = rapid.SampledFrom([]string{"", "MO", "SU", "TH"}).Draw(rt, "wkst")
		monthly := s.Freq == "MONTHLY"
		ordinals := monthly && rapid.Bool().Draw(rt, "ordinals") // all or none: the other reader wants both of "1WE,MO" to hold
		for range rapid.IntRange(0, 3).Draw(rt, "days") {
			d := rapid.SampledFrom(days).Draw(rt, "day")
			if ordinals {
				d = rapid.SampledFrom([]string{"1", "2", "+3", "4", "5", "-1", "-2", "-5"}).Draw(rt, "nth") + d
			}
			s.ByDay = joinedBy(s.ByDay, d)
		}
		for range rapid.IntRange(0, 2).Draw(rt, "dates") {
			if monthly {
				s.ByMonthDay = joinedBy(s.ByMonthDay, rapid.SampledFrom([]string{"1", "13", "15", "29", "31", "-1", "-2", "-31"}).Draw(rt, "date"))
			}
		}
		if !monthly && s.ByDay == "" && *s.Interval == 1 {
			return // dates alone
		}
		r, told := rhythmOf(&s)
		if !told || r != nil && r.Unsure {
			if s.ByDay != "" || s.ByMonthDay != "" || monthly {
				rt.Fatalf("%+v is not told", s)
			}
			return
		}
		rule := "FREQ=" + s.Freq + ";INTERVAL=" + digits(*s.Interval)
		for name, v := range map[string]string{"BYDAY": s.ByDay, "BYMONTHDAY": s.ByMonthDay, "WKST": s.WeekStart} {
			if v != "" {
				rule += ";" + name + "=" + v
			}
		}
		opt, err := rrule.StrToROption(rule)
		if err != nil {
			rt.Fatalf("%s: %v", rule, err)
		}
		opt.Dtstart, opt.Until = dateOf(s.Start), dateOf(s.Start).AddDate(3, 0, 0)
		them, err := rrule.NewRRule(*opt)
		if err != nil {
			rt.Fatalf("%s: %v", rule, err)
		}
		want := map[time.Time]bool{}
		for _, at := range them.All() {
			want[at] = true
		}
		h := Hours{Days: weekdaysOf(s.ByDay), Opens: 540, Closes: 720, From: dateOf(s.Start), Rhythm: r}
		if r != nil {
			h.Days = 0
		}
		for d := opt.Dtstart; !d.After(opt.Until); d = d.AddDate(0, 0, 1) {
			if got := len(OpeningsOn([]Hours{h}, d)) > 0; got != want[d] {
				rt.Fatalf("%s from %s: on %s open %t", rule, s.Start, d.Format(time.DateOnly), got)
			}
		}
	})
}

func joinedBy(list, v string) string {
	if list == "" {
		return v
	}
	return list + "," + v
}

// TestWhatIsNotToldIsNotOpen: what does not say which dates is not read as open.
func TestWhatIsNotToldIsNotOpen(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		s      scheduleRow
		unsure bool // shown all the same
	}{
		"which weeks":           {scheduleRow{Freq: "WEEKLY", ByDay: "TU", Interval: each(2)}, true},
		"which months":          {scheduleRow{Freq: "MONTHLY", ByDay: "1TU", Interval: each(3)}, true},
		"the first of a week":   {scheduleRow{Freq: "WEEKLY", ByDay: "1TU"}, true},
		"no day of the month":   {scheduleRow{Freq: "MONTHLY"}, false},
		"no day of two weeks":   {scheduleRow{Freq: "WEEKLY", Interval: each(2)}, false},
		"a date of a week":      {scheduleRow{Freq: "WEEKLY", ByDay: "TU", ByMonthDay: "3"}, false},
		"the sixth Tuesday":     {scheduleRow{Freq: "MONTHLY", ByDay: "6TU"}, false},
		"the day zero":          {scheduleRow{Freq: "MONTHLY", ByMonthDay: "0"}, false},
		"the 32nd":              {scheduleRow{Freq: "MONTHLY", ByMonthDay: "32"}, false},
		"a week of the year":    {scheduleRow{Freq: "WEEKLY", ByDay: "TU", ByWeek: "20"}, false},
		"a day of the year":     {scheduleRow{Freq: "MONTHLY", ByYearDay: "100"}, false},
		"half a week":           {scheduleRow{Freq: "WEEKLY", ByDay: "TU", Interval: each(0.5)}, false},
		"every other dozen":     {scheduleRow{Freq: "WEEKLY", ByDay: "TU", Interval: each(-2)}, false},
		"a word":                {scheduleRow{Freq: "MONTHLY", ByDay: "mardi"}, false},
		"no ordinal of nothing": {scheduleRow{Freq: "MONTHLY", ByDay: "1"}, false},
	} {
		r, told := rhythmOf(&c.s)
		if told != c.unsure || told && (r == nil || !r.Unsure) {
			t.Errorf("%s: %+v, %t", name, r, told)
		}
		if r != nil {
			hours := []Hours{{Rhythm: r, Opens: 0, Closes: minutesADay}}
			if o := OpenAt(hours, time.UTC, date("2026-03-03").Add(10*time.Hour)); o.Door != DoorUnknown {
				t.Errorf("%s: door %d", name, o.Door)
			}
		}
	}
	if r, told := rhythmOf(&scheduleRow{Freq: "MONTHLY", ByDay: "TU,TH"}); r != nil || !told {
		t.Errorf("every Tuesday of every month is every week's: %+v", r)
	}
}

// TestOpenAtByRhythm: a door that opens by a rhythm is open on its dates and no
// other, by the clock on the wall, beside the hours of each week.
func TestOpenAtByRhythm(t *testing.T) {
	t.Parallel()
	z := montreal(t)
	rhythm := func(s scheduleRow) *Rhythm {
		r, told := rhythmOf(&s)
		if !told {
			t.Fatalf("%+v", s)
		}
		return r
	}
	first := Hours{Rhythm: rhythm(scheduleRow{Freq: "MONTHLY", ByDay: "1TU"}), Opens: 9 * 60, Closes: 12 * 60}
	clinic := []Hours{first}
	office := []Hours{{Days: weekdays, Opens: 13 * 60, Closes: 17 * 60}, first}
	year := []Hours{
		{Days: weekdays, Opens: 13 * 60, Closes: 17 * 60, From: date("2026-01-01"), To: date("2026-12-31")},
		{Rhythm: first.Rhythm, Opens: 9 * 60, Closes: 12 * 60, From: date("2026-01-01"), To: date("2026-12-31")},
	}
	season := append([]Hours{{Days: mon, Opens: 600, Closes: 660, From: date("2026-07-01"), To: date("2026-08-31")}}, office...)
	shut := append([]Hours{{Closed: true, Rhythm: rhythm(scheduleRow{Freq: "MONTHLY", ByDay: "-1FR"})}}, office...)
	second := []Hours{{Rhythm: rhythm(scheduleRow{Freq: "WEEKLY", ByDay: "SU", Interval: each(2), Start: "2026-03-01"}), Opens: 150, Closes: 300, From: date("2026-03-01")}}
	night := []Hours{{Rhythm: rhythm(scheduleRow{Freq: "MONTHLY", ByMonthDay: "31"}), Opens: 22 * 60, Closes: 26 * 60}}
	for _, c := range []struct {
		name          string
		hours         []Hours
		at            string
		door          Door
		closes, opens string
	}{
		{"on-its-day", clinic, "2026-03-03 10:00", DoorOpen, "2026-03-03 12:00", ""},
		{"a-week-later", clinic, "2026-03-10 10:00", DoorShut, "", "2026-04-07 09:00"},
		{"after-its-hours", clinic, "2026-03-03 12:00", DoorShut, "", "2026-04-07 09:00"},
		{"beside-the-week", office, "2026-03-03 10:00", DoorOpen, "2026-03-03 12:00", ""},
		{"the-week-as-ever", office, "2026-03-10 10:00", DoorShut, "", "2026-03-10 13:00"},
		{"the-week-on-its-day", office, "2026-03-03 14:00", DoorOpen, "2026-03-03 17:00", ""},
		{"both-dated-alike", year, "2026-03-03 10:00", DoorOpen, "2026-03-03 12:00", ""},
		{"the-week-dated-alike", year, "2026-03-04 14:00", DoorOpen, "2026-03-04 17:00", ""},
		{"a-season-replaces-it", season, "2026-07-07 10:00", DoorShut, "", "2026-07-13 10:00"},
		{"closed-on-its-day", shut, "2026-03-27 14:00", DoorShut, "", "2026-03-30 13:00"},
		{"closed-on-no-other", shut, "2026-03-20 14:00", DoorOpen, "2026-03-20 17:00", ""},
		{"second-sunday-not", second, "2026-03-08 04:00", DoorShut, "", "2026-03-15 02:30"},
		{"second-sunday", second, "2026-03-15 04:00", DoorOpen, "2026-03-15 05:00", ""},
		{"over-the-clock-change", second, "2026-10-25 04:00", DoorOpen, "2026-10-25 05:00", ""},
		{"night-of-the-31st", night, "2026-02-01 01:00", DoorOpen, "2026-02-01 02:00", ""},
		{"no-31st", night, "2026-03-01 01:00", DoorShut, "", "2026-03-31 22:00"},
		{"beyond-two-months", []Hours{{Rhythm: rhythm(scheduleRow{Freq: "MONTHLY", ByDay: "1TU", Interval: each(6), Start: "2026-03-03"}), Opens: 540, Closes: 720}}, "2026-03-10 10:00", DoorShut, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at, err := time.ParseInLocation("2006-01-02 15:04", c.at, z)
			if err != nil {
				t.Fatal(err)
			}
			show := func(v time.Time) string {
				if v.IsZero() {
					return ""
				}
				return v.In(z).Format("2006-01-02 15:04")
			}
			got := OpenAt(c.hours, z, at)
			if got.Door != c.door || show(got.Closes) != c.closes || show(got.Opens) != c.opens {
				t.Errorf("door %d, closes %q, opens %q", got.Door, show(got.Closes), show(got.Opens))
			}
			// The index answers alike.
			p := &pattern{hours: c.hours, zone: z}
			if d := p.door(at); d != c.door {
				t.Errorf("the index says door %d", d)
			}
			if w := p.wait(at); c.opens != "" && w != min(got.Opens.Unix()/60-at.Unix()/60, waitUnknown-1) || c.door == DoorOpen && w != 0 {
				t.Errorf("the index says it opens in %d minutes", w)
			}
			day, _ := wall(at)
			if in := p.in(&When{First: day, Days: 1, To: minutesADay}); (in == DoorOpen) != (len(OpeningsOn(c.hours, at)) > 0 || c.name == "night-of-the-31st") {
				t.Errorf("the index says it opens that day: %d", in)
			}
		})
	}
}

// TestRhythmsFillNoSlot: an ordinary week may pass without what does not come
// back each week; its hours are known all the same.
func TestRhythmsFillNoSlot(t *testing.T) {
	t.Parallel()
	r := &Rhythm{Monthly: true, Every: 1, Dates: 1 << 15}
	for name, c := range map[string]struct {
		h     Hours
		known bool
	}{
		"each month": {Hours{Rhythm: r, Opens: 540, Closes: 1020}, true},
		"over":       {Hours{Rhythm: r, Opens: 540, Closes: 1020, To: date("2025-01-01")}, false},
		"unsure":     {Hours{Rhythm: &Rhythm{Every: 2, Days: tue, Unsure: true}, Opens: 540, Closes: 1020}, false},
	} {
		if slots, known := slotsOf([]Hours{c.h}, dayOf(date("2026-03-02"))); slots != 0 || known != c.known {
			t.Errorf("%s: slots %b, known %t", name, slots, known)
		}
	}
}

// TestAFirstTuesdayIsNoWordOnAHoliday: it may fall on any date.
func TestAFirstTuesdayIsNoWordOnAHoliday(t *testing.T) {
	t.Parallel()
	r := &Rhythm{Monthly: true, Every: 1, Dates: 1 << 24}
	if SaysOn([]Hours{{Rhythm: r, Opens: 540, Closes: 720, From: date("2026-01-01"), To: date("2026-12-31")}}, date("2026-06-24")) {
		t.Error("the 24th of each month is taken for a word on Saint-Jean")
	}
}
