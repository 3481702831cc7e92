package web_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/directory"
)

// TestDatedHoursSayTheirDays: hours between two dates say on which days of the week;
// those that began once and go on are those of each week; and what is said of the
// morning is not said of the afternoon.
func TestDatedHoursSayTheirDays(t *testing.T) {
	t.Parallel()
	on := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	school := func(days directory.Days) directory.Hours {
		return directory.Hours{Days: days, Opens: 9 * 60, Closes: 17 * 60, From: on(2025, 9, 1), To: on(2026, 6, 30)}
	}
	words := func(s string) directory.Text { return directory.Text{FR: s} }
	for name, c := range map[string]struct {
		hours       []directory.Hours
		want, never []string
	}{
		"between two dates": {[]directory.Hours{school(1), school(2)},
			[]string{"Du 1er septembre 2025 au 30 juin 2026 lundi, mardi : 9 h à 17 h"}, []string{"mercredi", "30 juin 2026 9 h"}},
		"every day of them": {[]directory.Hours{school(127)},
			[]string{"Du 1er septembre 2025 au 30 juin 2026 9 h à 17 h"}, []string{"lundi"}},
		"closed on some": {[]directory.Hours{{Days: 31, Opens: 540, Closes: 1020}, {Days: 16, Closed: true, From: on(2026, 6, 1), To: on(2026, 8, 31)}},
			[]string{"vendredi 9 h à 17 h", "Du 1er juin 2026 au 31 août 2026 vendredi : fermé"}, nil},
		"begun and going on": {[]directory.Hours{{Days: 1, Opens: 540, Closes: 1020, From: on(2020, 1, 6)}},
			[]string{"lundi 9 h à 17 h", "mardi fermé"}, []string{"janvier 2020"}},
		"to begin": {[]directory.Hours{{Days: 1, Opens: 540, Closes: 1020, From: on(2026, 5, 4)}},
			[]string{"À partir du 4 mai 2026 lundi : 9 h à 17 h"}, []string{"mardi"}},
		"over": {[]directory.Hours{{Days: 1, Opens: 540, Closes: 1020, To: on(2026, 1, 4)}}, nil, []string{"lundi", "9 h à 17 h"}},
		"two notes on a day": {[]directory.Hours{{Days: 1, Opens: 540, Closes: 660, Note: words("Avec rendez-vous")}, {Days: 1, Opens: 780, Closes: 1020, Note: words("Sans rendez-vous")}},
			[]string{"lundi 9 h à 11 h Aujourd'hui Avec rendez-vous lundi 13 h à 17 h Aujourd'hui Sans rendez-vous"}, nil},
		"the morning first": {[]directory.Hours{{Days: 1, Opens: 780, Closes: 1020}, {Days: 3, Opens: 540, Closes: 660}},
			[]string{"lundi 9 h à 11 h, 13 h à 17 h"}, nil},
		"one note on a day": {[]directory.Hours{{Days: 1, Opens: 540, Closes: 660}, {Days: 1, Opens: 780, Closes: 1020}},
			[]string{"lundi 9 h à 11 h, 13 h à 17 h"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := quarter()
			all[0].Hours = c.hours
			_, body := openPublicIn(t, all, eastern(t)).get("/fr/service/d1")
			body = plainly(tags.ReplaceAllString(body, " "))
			for _, s := range c.want {
				if !strings.Contains(strings.ToLower(body), strings.ToLower(s)) {
					t.Errorf("%q is not there: %s", s, body[strings.Index(body, "Heures"):])
				}
			}
			for _, s := range c.never {
				if strings.Contains(body, s) {
					t.Errorf("%q is there", s)
				}
			}
		})
	}
}
