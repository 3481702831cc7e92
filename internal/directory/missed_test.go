package directory_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// TestMissedSearchesAreCountedWithoutWords: what nothing holds is counted by
// codes, told once it is more than somebody's, and forgotten.
func TestMissedSearchesAreCountedWithoutWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := services(u)
		var c directory.MissedCount
		night := directory.Missed{Need: "sleep.shelter", Place: "Rive-Claire", Lacking: "open"}
		for range 3 {
			c.Note(night)
		}
		c.Note(directory.Missed{Need: "health.dental"})
		keep := func() {
			t.Helper()
			if err := d.KeepMissed(u.Ctx, dbtest.Region, &c); err != nil {
				t.Fatal(err)
			}
		}
		keep()
		keep() // nothing was counted since
		told := func() []directory.MissedTimes {
			t.Helper()
			list, err := d.MissedSearches(u.Ctx, ofThePont, 10)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if list := told(); len(list) != 1 || list[0].Missed != night || list[0].Times != 3 {
			t.Errorf("told %+v, want the night alone", list)
		}
		u.Clock.Advance(7 * 24 * time.Hour)
		c.Note(night)
		keep()
		if list := told(); len(list) != 1 || list[0].Times != 4 {
			t.Errorf("over two weeks: %+v", list)
		}
		u.Clock.Advance(200 * 24 * time.Hour)
		if list := told(); len(list) != 0 {
			t.Errorf("after half a year: %+v", list)
		}
		c.Note(directory.Missed{Need: "eat.meal"})
		keep()
		var kept int
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT count(*) FROM search_missed`).Scan(&kept)
		}))
		if kept != 1 {
			t.Errorf("%d rows kept, want the last alone", kept)
		}
		street := access.ForWorker(dbtest.Region, "mia", lePont, "", access.Intervention)
		for who, by := range map[string]access.Actor{"the public": anyone, "who answers for no page": street} {
			if _, err := d.MissedSearches(u.Ctx, by, 10); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s is told: %v", who, err)
			}
		}
	})
}

// TestWhatIsMissed: a search that found what was asked is none; what is kept of
// another holds no word of it.
func TestWhatIsMissed(t *testing.T) {
	for name, c := range map[string]struct {
		q     directory.Query
		place string
		res   directory.Result
		want  *directory.Missed
	}{
		"found":           {directory.Query{Text: "dentiste"}, "", directory.Result{Total: 4}, nil},
		"a word too many": {directory.Query{Text: "dentiste gentil"}, "", directory.Result{Total: 4, Ignored: []string{"gentil"}}, nil},
		"nothing":         {directory.Query{Need: "sleep.shelter"}, "Rive-Claire", directory.Result{}, &directory.Missed{Need: "sleep.shelter", Place: "Rive-Claire"}},
		"a name is typed": {directory.Query{Text: "Mohamed"}, "", directory.Result{Total: 9, Ignored: []string{"mohamed"}}, &directory.Missed{}},
		"nothing is open": {directory.Query{Need: "eat.meal"}, "", directory.Result{Total: 2, Relaxed: []directory.Filter{directory.FilterOpen}}, &directory.Missed{Need: "eat.meal", Lacking: "open"}},
		"not in a language": {directory.Query{Text: "dentiste tigrigna"}, "", directory.Result{Total: 2, Relaxed: []directory.Filter{directory.FilterLanguage, directory.FilterOpen},
			Facets: directory.Facets{Needs: []string{"health.dental"}, Languages: []string{"ti"}}}, &directory.Missed{Need: "health.dental", Lacking: "language:ti open"}},
		"a name in the address": {directory.Query{Need: "Mohamed", Language: "Mohamed", Population: "Mohamed"}, "",
			directory.Result{Total: 2, Relaxed: []directory.Filter{directory.FilterLanguage, directory.FilterPopulation}}, &directory.Missed{Lacking: "language population"}},
	} {
		m, ok := directory.MissedOf(c.q, c.place, c.res)
		if ok != (c.want != nil) || ok && m != *c.want {
			t.Errorf("%s: %+v %v, want %+v", name, m, ok, c.want)
		}
	}
}
