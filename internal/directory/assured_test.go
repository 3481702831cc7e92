package directory_test

import (
	"testing"
	"time"

	"passerelle/internal/db/dbtest"
)

// TestADayOfASourceIsThatDay, and by whom is said where it is known: who keeps a
// directory is not the organisation that it tells of.
func TestADayOfASourceIsThatDay(t *testing.T) {
	montreal, err := time.LoadLocation("America/Toronto")
	must(t, err)
	for _, c := range []struct{ assurer, by string }{
		{"info@pont.exemple.ca", "Le Pont"}, {"", ""}, {"mise-a-jour@211.exemple.ca", ""}, {"Accueil@PONT.exemple.ca", "Le Pont"},
	} {
		dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
			p := refuge()
			p.records[1].Set("assurer_email", c.assurer)
			mustImport(t, u, p)
			l := one(t, u)
			if l.ConfirmedBy != c.by {
				t.Errorf("%q: confirmed by %q, want %q", c.assurer, l.ConfirmedBy, c.by)
			}
			if day := l.ConfirmedAt.In(montreal).Format(time.DateOnly); day != "2026-02-01" {
				t.Errorf("on %s", day)
			}
		})
	}
}
