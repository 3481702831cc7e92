package page_test

import (
	"strings"
	"testing"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// TestANoteOfEveryDayIsSaidOnce: what holds for each day of opening is not
// repeated on each line; what holds for some stays beside them.
func TestANoteOfEveryDayIsSaidOnce(t *testing.T) {
	l := locals(t)[0]
	day := func(name, note string) page.HoursRow {
		return page.HoursRow{Day: i18n.Text{S: name}, Spans: i18n.Text{S: "9 h à 17 h"}, Note: i18n.Text{S: note}}
	}
	shut := page.HoursRow{Day: i18n.Text{S: "dimanche"}, Spans: i18n.Text{S: "fermé"}, Closed: true}
	for name, c := range map[string]struct {
		rows []page.HoursRow
		want int
	}{
		"the same on each day":   {[]page.HoursRow{day("lundi", "Sonnez."), day("mardi", "Sonnez."), shut}, 1},
		"on some days":           {[]page.HoursRow{day("lundi", "Sonnez."), day("mardi", "Sonnez."), day("jeudi", ""), shut}, 2},
		"others on another day":  {[]page.HoursRow{day("lundi", "Sonnez."), day("mardi", "Sonnez."), day("jeudi", "Cognez.")}, 2},
		"on the only day":        {[]page.HoursRow{day("lundi", "Sonnez."), shut}, 1},
		"on the days of opening": {[]page.HoursRow{day("lundi", ""), day("mardi", ""), shut}, 0},
	} {
		p := service(l)
		p.Hours, p.Places = c.rows, nil
		doc := render(t, page.ServiceShow(p))
		if got := strings.Count(doc, "Sonnez."); got != c.want {
			t.Errorf("%s: said %d times, not %d", name, got, c.want)
		}
	}
}
