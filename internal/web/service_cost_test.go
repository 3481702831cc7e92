package web_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/directory"
)

// TestPricesAreShown: how much, in which money, for whom and until when; what it cost
// once is not what it costs, and a sum without its currency is not taken for dollars.
func TestPricesAreShown(t *testing.T) {
	t.Parallel()
	on := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	all := quarter()
	all[0].More = &directory.Particulars{Costs: []directory.Cost{
		{What: directory.Text{FR: "Adultes", EN: "Adults"}, Priced: true, Amount: 1025.5, Currency: "cad", Note: directory.Text{FR: "par année", EN: "a year"}, From: on(2026, 1, 1), To: on(2026, 12, 31)},
		{What: directory.Text{FR: "Enfants", EN: "Children"}, Priced: true, Currency: "CAD"},
		{What: directory.Text{FR: "Visiteurs", EN: "Visitors"}, Priced: true, Amount: 40, Currency: "USD"},
		{Priced: true, Amount: 7},
		{What: directory.Text{FR: "Ancien prix"}, Priced: true, Amount: 99, Currency: "CAD", To: on(2026, 3, 1)},
		{What: directory.Text{FR: "Dernier jour", EN: "Last day"}, To: on(2026, 3, 2)},
	}}
	p := openPublicIn(t, all, eastern(t))
	for path, want := range map[string][]string{
		"/fr/service/d1": {"Prix Adultes · 1025,50 $ · par année · Du 1er janvier 2026 au 31 décembre 2026 Enfants · gratuit Visiteurs · 40 USD 7 Dernier jour · Jusqu'au 2 mars 2026"},
		"/en/service/d1": {"Cost Adults · $1,025.50 · a year", "Children · free Visitors · 40 USD 7 Last day"},
	} {
		_, body := p.get(path)
		body = plainly(tags.ReplaceAllString(body, " "))
		for _, s := range want {
			if !strings.Contains(body, s) {
				t.Errorf("%s: %q is not there: %s", path, s, body[strings.Index(body, "Adult"):][:300])
			}
		}
		if strings.Contains(body, "Ancien") || strings.Contains(body, "99") {
			t.Errorf("%s: what it cost once is there", path)
		}
	}
}
