package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"

	"passerelle/internal/directory"
)

// openings are what an agenda reads in a calendar: each opening by its start
// and end, as the wall shows them, with the number of times it is said.
func openings(t interface {
	Helper()
	Fatalf(string, ...any)
}, body string, zone *time.Location) map[string]int {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(body))
	if err != nil {
		t.Fatalf("an agenda cannot read it: %v\n%s", err, body)
	}
	out := map[string]int{}
	for _, e := range cal.Events() {
		start, err := e.GetStartAt()
		if err != nil {
			t.Fatalf("%v", err)
		}
		var h, m int
		if _, err := fmt.Sscanf(e.GetProperty("DURATION").Value, "PT%dH%dM", &h, &m); err != nil {
			t.Fatalf("%v", err)
		}
		set := rrule.Set{}
		set.DTStart(start)
		if p := e.GetProperty(ics.ComponentPropertyRrule); p != nil {
			opt, err := rrule.StrToROption(p.Value)
			if err != nil {
				t.Fatalf("%s: %v", p.Value, err)
			}
			opt.Dtstart = start
			r, err := rrule.NewRRule(*opt)
			if err != nil {
				t.Fatalf("%v", err)
			}
			set.RRule(r)
		} else {
			set.RDate(start)
		}
		for _, p := range e.GetProperties(ics.ComponentPropertyExdate) {
			for x := range strings.SplitSeq(p.Value, ",") {
				at, err := time.ParseInLocation("20060102T150405", x, zone)
				if err != nil {
					t.Fatalf("%v", err)
				}
				set.ExDate(at)
			}
		}
		for _, at := range set.All() {
			at = at.In(zone)
			closes := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute()+60*h+m, 0, 0, time.UTC)
			out[at.Format("2006-01-02 15:04")+" "+closes.Format("2006-01-02 15:04")]++
		}
	}
	return out
}

// openDates are the openings that the directory's own rules give, date by date.
func openDates(hours []directory.Hours, from time.Time) map[string]int {
	out := map[string]int{}
	for n := range 52 * 7 {
		date := from.AddDate(0, 0, n)
		at := func(minutes int) string {
			return time.Date(date.Year(), date.Month(), date.Day(), 0, minutes, 0, 0, time.UTC).Format("2006-01-02 15:04")
		}
		for _, s := range directory.OpeningsOn(hours, date) {
			out[at(s.From)+" "+at(s.To)]++
		}
	}
	return out
}

// eastern is the zone of the tests of calendars: its clock changes on 8 March
// and 1 November 2026.
func eastern(t *testing.T) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("America/Toronto")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func calendarOf(t *testing.T, hours []directory.Hours) string {
	t.Helper()
	all := quarter()
	all[0].Hours = hours
	p := openPublicIn(t, all, eastern(t))
	status, body := p.get("/fr/service/d1/heures.ics")
	if status != 200 {
		t.Fatalf("%d", status)
	}
	return body
}

// TestCalendarSaysTheHours: a week, a holiday, a summer, a night, a closure, a
// single evening; across both changes of the clock.
func TestCalendarSaysTheHours(t *testing.T) {
	t.Parallel()
	date := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	hours := []directory.Hours{
		{Days: 0b0011111, Opens: 9 * 60, Closes: 12 * 60}, {Days: 0b0011111, Opens: 13 * 60, Closes: 17 * 60}, {Days: 0b0100000, Opens: 20 * 60, Closes: 26 * 60},
		{From: date(6, 24), To: date(6, 24), Closed: true},
		{From: date(7, 1), To: date(8, 31), Days: 0b0001111, Opens: 10 * 60, Closes: 15 * 60},
		{From: date(12, 24), To: date(12, 24), Opens: 18 * 60, Closes: 23 * 60},
		{From: date(4, 6), To: date(4, 17), Closed: true, Suspends: true},
	}
	body := calendarOf(t, hours)
	got, want := openings(t, body, eastern(t)), openDates(hours, date(3, 2))
	diff(t, got, want)
	for _, s := range []string{"BEGIN:VTIMEZONE", "TZID:America/Toronto", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "DTSTART:20250309T020000"} {
		if !strings.Contains(body, s+"\r\n") {
			t.Errorf("no %s", s)
		}
	}
	if n := strings.Count(body, "BEGIN:VEVENT") - strings.Count(body, "appelez avant"); n > 18 {
		t.Errorf("%d events: what comes back every week is not found", n)
	}
}

func diff(t interface{ Errorf(string, ...any) }, got, want map[string]int) {
	var wrong []string
	for k, n := range want {
		if got[k] != n {
			wrong = append(wrong, fmt.Sprintf("%s said %d times, not %d", k, got[k], n))
		}
	}
	for k, n := range got {
		if want[k] == 0 {
			wrong = append(wrong, fmt.Sprintf("%s said %d times, never open", k, n))
		}
	}
	slices.Sort(wrong)
	for _, w := range wrong[:min(len(wrong), 5)] {
		t.Errorf("%s", w)
	}
}

// TestCalendarSaysCallFirstOnHolidays: of a holiday of the place's province on which
// the hours say nothing, an agenda says what pages say, and not "Open"; where they
// say something, or a door never closes, or the holiday is another province's, it
// says the hours.
func TestCalendarSaysCallFirstOnHolidays(t *testing.T) {
	t.Parallel()
	week := []directory.Hours{{Days: 0b0011111, Opens: 9 * 60, Closes: 17 * 60}, {Rhythm: &directory.Rhythm{Monthly: true, Every: 1, Dates: 1 << 25}, Opens: 18 * 60, Closes: 20 * 60}}
	on := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	body := calendarOf(t, week)
	for _, s := range []string{"EXDATE;TZID=America/Toronto:", "DTSTART;TZID=America/Toronto:20261225T090000\r\nDURATION:PT8H0M\r\nSUMMARY:Noël\\, jour férié : appelez avant",
		"DTSTART;TZID=America/Toronto:20261225T180000\r\nDURATION:PT2H0M\r\nSUMMARY:Noël", "SUMMARY:Fête nationale"} {
		if !strings.Contains(strings.ReplaceAll(body, "\u00a0", " "), s) {
			t.Errorf("no %q in\n%s", s, body)
		}
	}
	if strings.Contains(body, "Fête de la famille") {
		t.Error("a holiday of Ontario is told of a place in Québec")
	}
	diff(t, openings(t, body, eastern(t)), openDates(week, on(3, 2)))
	said := append(week[:1:1], directory.Hours{From: on(12, 25), To: on(12, 25), Opens: 10 * 60, Closes: 12 * 60})
	if body := calendarOf(t, said); strings.Contains(body, "Noël") {
		t.Error("what the hours say of Christmas is not believed")
	}
	if body := calendarOf(t, []directory.Hours{{Days: 127, Opens: 0, Closes: 24 * 60}}); strings.Contains(body, "SUMMARY:No") || strings.Contains(body, "appelez") {
		t.Error("a door that never closes asks to call first")
	}
}

// TestCalendarOfAnyHours: whatever an organisation's hours are, an agenda shows
// those of the pages.
func TestCalendarOfAnyHours(t *testing.T) {
	t.Parallel()
	zone := eastern(t)
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(rt *rapid.T) {
		var hours []directory.Hours
		for range rapid.IntRange(1, 5).Draw(rt, "lines") {
			h := directory.Hours{Days: directory.Days(rapid.IntRange(0, 127).Draw(rt, "days")), Closed: rapid.IntRange(0, 4).Draw(rt, "closed") == 0}
			h.Opens = rapid.IntRange(3*60, 23*60).Draw(rt, "opens") // not in the hour that is skipped or lived twice
			h.Closes = h.Opens + rapid.IntRange(1, 600).Draw(rt, "lasts")
			if rapid.Bool().Draw(rt, "dated") {
				h.From = from.AddDate(0, 0, rapid.IntRange(-30, 300).Draw(rt, "from"))
				h.To = h.From.AddDate(0, 0, rapid.IntRange(0, 90).Draw(rt, "to"))
			}
			hours = append(hours, h)
		}
		all := quarter()
		all[0].Hours = hours
		p := openPublicIn(t, all, zone)
		defer p.Close()
		status, body := p.get("/fr/service/d1/heures.ics")
		if status != 200 {
			rt.Fatalf("%d", status)
		}
		diff(rt, openings(rt, body, zone), openDates(hours, from))
	})
}

// TestCalendarIsNeutral: titles say "Open"; the name comes when it is asked
// for; text of an organisation cannot add a property; a service that must not
// be seen on a phone has no calendar.
func TestCalendarIsNeutral(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].Name.FR = "Dents\r\nATTACH:http://evil.example; jour, et nuit \\ " + strings.Repeat("é", 80)
	all[0].Hours[0].Note = directory.Text{FR: "x"}
	all[2].Hours = all[0].Hours
	p := openPublic(t, all)
	_, body := p.get("/fr/service/d1/heures.ics")
	if !strings.Contains(body, "\r\nSUMMARY:Ouvert\r\n") || strings.Contains(body, "\nATTACH") {
		t.Error(body)
	}
	for line := range strings.SplitSeq(body, "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	_, named := p.get("/fr/service/d1/heures.ics?nom=1")
	cal, err := ics.ParseCalendar(strings.NewReader(named))
	if err != nil {
		t.Fatal(err)
	}
	if got := cal.Events()[0].GetProperty(ics.ComponentPropertySummary).Value; !strings.HasPrefix(got, "Dents") || !strings.Contains(got, "jour, et nuit \\ é") {
		t.Errorf("%q", got)
	}
	if status, _ := p.get("/fr/service/s1/heures.ics"); status != 404 {
		t.Errorf("a service that must not be seen has a calendar: %d", status)
	}
	_, page := p.get("/fr/service/s1")
	if strings.Contains(page, "heures.ics") {
		t.Error("its page offers one")
	}
	if _, page = p.get("/fr/service/d1"); !strings.Contains(page, "/fr/service/d1/heures.ics") {
		t.Error("the page of a service does not offer its calendar")
	}
}

// TestCalendarOfAServiceClosedForATime: it opens on no day that anybody knows.
// Who follows its calendar is still answered, so that what it said goes away;
// a search engine is told no hours.
func TestCalendarOfAServiceClosedForATime(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].Status = directory.TemporarilyClosed
	p := openPublic(t, all)
	if status, body := p.get("/fr/service/d1/heures.ics"); status != 200 || strings.Contains(body, "BEGIN:VEVENT") || !strings.Contains(body, "END:VTIMEZONE\r\nEND:VCALENDAR\r\n") {
		t.Errorf("%d\n%s", status, body)
	}
	if _, body := p.get("/fr/service/d1"); strings.Contains(body, "openingHoursSpecification") {
		t.Error("a search engine reads that it opens")
	}
}

// TestCalendarOfTwoClocks: nine o'clock in Vancouver is not nine o'clock in
// Toronto, and the same hours of two clocks are two openings.
func TestCalendarOfTwoClocks(t *testing.T) {
	t.Parallel()
	all := quarter()
	west := all[0].Places[0]
	west.City, west.Province, west.TimeZone = "Vancouver", "BC", "America/Vancouver"
	all[0].Places = append(all[0].Places, west)
	_, body := openPublicIn(t, all, eastern(t)).get("/fr/service/d1/heures.ics")
	for _, s := range []string{"TZID:America/Toronto", "TZID:America/Vancouver", "DTSTART;TZID=America/Toronto:20260302T090000", "DTSTART;TZID=America/Vancouver:20260302T090000"} {
		if strings.Count(body, s+"\r\n") != 1 {
			t.Errorf("%s is not said once\n%s", s, body)
		}
	}
}

// TestPlaceOfAnotherCountry: what is not a province of Canada is not said to be
// in Canada.
func TestPlaceOfAnotherCountry(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].Places[0].City, all[0].Places[0].Province = "Chicago", "IL"
	p := openPublic(t, all)
	if _, body := p.get("/fr/service/d1"); !strings.Contains(body, `"addressRegion":"IL"`) || strings.Contains(body, `"addressCountry"`) {
		t.Error("Illinois is said to be in Canada")
	}
	if _, body := p.get("/fr/service/d2"); !strings.Contains(body, `"addressCountry":"CA"`) {
		t.Error("Québec is not said to be in Canada")
	}
}
