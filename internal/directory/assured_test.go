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

// TestADayThatASourceSaysIsKeptApart from ours: when a record came here says nothing
// of how old it is.
func TestADayThatASourceSaysIsKeptApart(t *testing.T) {
	for said, want := range map[string]string{"": "1970-01-01", "2021-03-03": "2021-03-03", "2021-03-03T23:59:00-05:00": "2021-03-03", "1969-01-01": "1970-01-01", "hier": "1970-01-01"} {
		dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
			p := refuge()
			p.records[1].Set("last_modified", said)
			mustImport(t, u, p)
			l := one(t, u)
			if day := time.Unix(int64(l.SourceDay)*24*60*60, 0).UTC().Format(time.DateOnly); day != want {
				t.Errorf("%q is %s, want %s", said, day, want)
			}
			if l.UpdatedAt.IsZero() {
				t.Error("when it came here is not known")
			}
		})
	}
}
