package web_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/directory"
)

// TestRhythmsInWords: what does not come back each week is said in words, with
// its next date, in both languages, on the page and on paper; no day of the week
// is said to be closed when none is told.
func TestRhythmsInWords(t *testing.T) {
	t.Parallel()
	const tuesday, friday = 1, 4
	nth := func(day int, bits uint16) (n [7]uint16) { n[day] = bits; return n }
	date := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	anchor := int(date(2, 26).Unix() / 86400)
	for name, c := range map[string]struct {
		h      directory.Hours
		fr, en []string
	}{
		"first": {directory.Hours{Rhythm: &directory.Rhythm{Monthly: true, Every: 1, Nth: nth(tuesday, 1<<1)}},
			[]string{"Le premier mardi du mois", "9 h à midi", "Prochaine date : 3 mars 2026"}, []string{"The first Tuesday of the month", "9 am to noon", "Next date: March 3, 2026"}},
		"two": {directory.Hours{Rhythm: &directory.Rhythm{Monthly: true, Every: 1, Nth: nth(friday, 1<<1|1<<9)}},
			[]string{"Le premier et le dernier vendredi du mois", "6 mars 2026"}, []string{"The first and last Friday of the month"}},
		"dates": {directory.Hours{Rhythm: &directory.Rhythm{Monthly: true, Every: 1, Dates: 1<<1 | 1<<15 | 1<<33}},
			[]string{"Le 1er du mois", "Le 15 du mois", "Le dernier jour du mois"}, []string{"The 1st of the month", "Day 15 of the month", "The last day of the month"}},
		"friday the 13th": {directory.Hours{Rhythm: &directory.Rhythm{Monthly: true, Every: 1, Dates: 1 << 13, Days: 1 << friday}},
			[]string{"Le 13 du mois, si ce jour est : vendredi"}, []string{"Day 13 of the month, if that day is: Friday"}},
		"second week": {directory.Hours{Rhythm: &directory.Rhythm{Every: 2, Anchor: anchor, Days: 1 << 3}, To: date(6, 30)},
			[]string{"Chaque jeudi, une semaine sur 2, jusqu'au 30 juin 2026", "Prochaine date : 12 mars 2026"}, []string{"Every Thursday, one week in 2, until June 30, 2026"}},
		"second month": {directory.Hours{Rhythm: &directory.Rhythm{Monthly: true, Every: 2, Anchor: anchor, Nth: nth(tuesday, 1<<3)}, From: date(4, 1)},
			[]string{"Le troisième mardi du mois, un mois sur 2, à partir du 1er avril 2026", "21 avril 2026"}, []string{"The third Tuesday of the month, one month in 2, from April 1, 2026"}},
		"which weeks": {directory.Hours{Rhythm: &directory.Rhythm{Every: 2, Days: 1 << tuesday, Unsure: true}},
			[]string{"Chaque mardi, une semaine sur 2", "On ne sait pas quelles semaines : appelez avant.", "Heures à vérifier"}, []string{"Which weeks is not known: call first."}},
		"one time": {directory.Hours{Rhythm: &directory.Rhythm{Every: 1, Days: 1 << tuesday, Unsure: true}},
			[]string{"Chaque mardi", "De 9 h à 9 h : jour et nuit, ou fermé ? Appelez avant.", "Heures à vérifier"}, []string{"From 9 am to 9 am: day and night, or closed? Call first."}},
		"closed": {directory.Hours{Closed: true, Rhythm: &directory.Rhythm{Monthly: true, Every: 1, Nth: nth(tuesday, 1<<1)}},
			[]string{"Le premier mardi du mois"}, []string{"The first Tuesday of the month"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.h.Opens, c.h.Closes = 9*60, 12*60; name == "one time" {
				c.h.Closes = c.h.Opens
			}
			all := quarter()
			all[0].Hours = []directory.Hours{c.h}
			p := openPublicIn(t, all, eastern(t))
			for lang, want := range map[string][]string{"fr": c.fr, "en": c.en} {
				for _, path := range []string{"/service/d1", "/service/d1/carte"} {
					status, body := p.get("/" + lang + path)
					body = plainly(body)
					if status != 200 {
						t.Fatalf("%s: %d", path, status)
					}
					for _, s := range want {
						onPaper := strings.HasSuffix(path, "carte")
						if onPaper && (strings.HasPrefix(s, "Prochaine") || strings.HasPrefix(s, "Next") || strings.HasPrefix(s, "Heures") || strings.HasSuffix(s, "2026") && !strings.Contains(s, ",")) {
							continue // paper outlives a date, and a state
						}
						if !strings.Contains(body, s) {
							t.Errorf("%s in %s does not say %q", path, lang, s)
						}
					}
					if strings.Contains(body, "lundi") || strings.Contains(body, "Monday") {
						t.Errorf("%s in %s speaks of Mondays", path, lang)
					}
				}
			}
		})
	}
}

// plainly is a page whose spaces are all alike.
func plainly(body string) string {
	body = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "&#39;", "'", "’", "'").Replace(body)
	return strings.Join(strings.Fields(body), " ")
}

// TestCalendarOfRhythms: an agenda has what comes back each month, or every
// second week, on its dates and no other, across both changes of the clock.
func TestCalendarOfRhythms(t *testing.T) {
	t.Parallel()
	date := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	sunday := int(date(3, 1).Unix() / 86400)
	hours := []directory.Hours{
		{Days: 0b0011111, Opens: 13 * 60, Closes: 17 * 60},
		{Rhythm: &directory.Rhythm{Monthly: true, Every: 1, Nth: [7]uint16{1: 1<<1 | 1<<9}}, Opens: 9 * 60, Closes: 12 * 60},
		{Rhythm: &directory.Rhythm{Every: 2, Anchor: sunday, Start: 6, Days: 1<<6 | 1<<0}, Opens: 4 * 60, Closes: 5 * 60},
		{Rhythm: &directory.Rhythm{Monthly: true, Every: 1, Dates: 1<<15 | 1<<33}, Opens: 20 * 60, Closes: 26 * 60},
		{Closed: true, Rhythm: &directory.Rhythm{Monthly: true, Every: 1, Nth: [7]uint16{4: 1 << 9}}},
		{Closed: true, From: date(4, 6), To: date(4, 17)},
		{Closed: true, Suspends: true, From: date(9, 1), To: date(9, 30)},
	}
	body := calendarOf(t, hours)
	diff(t, openings(t, body, eastern(t)), openDates(hours, date(3, 2)))
	for _, s := range []string{"RRULE:FREQ=MONTHLY;WKST=MO;BYDAY=1TU,-1TU;UNTIL=", "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,SU;UNTIL=", "RRULE:FREQ=MONTHLY;WKST=MO;BYMONTHDAY=15,-1;UNTIL="} {
		if !strings.Contains(body, s) {
			t.Errorf("no %s", s)
		}
	}
}
