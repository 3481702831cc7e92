package app_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// A node takes up the index it kept, and shows what happened since. It builds
// it from the rows when the file was altered, or is of another log.
func TestTheIndexIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	eachLived(t, func(t *testing.T, set app.Settings) {
		ctx := context.Background()
		set.Server.IndexFile = filepath.Join(t.TempDir(), "kept", "index")
		a, err := app.OpenDemo(ctx, set)
		must(t, err)
		if a.Restored() {
			t.Error("an index was taken up where none was kept")
		}
		services := a.Index.Len()
		service := a.Index.Search(directory.Query{Text: "dentiste"}, set.Clock.Now()).Hits[0].Listing.ID
		a.KeepIndex()
		must(t, a.Stop())

		shows := func(restored bool, alert string) {
			t.Helper()
			a, err := app.Open(ctx, set)
			must(t, err)
			if a.Restored() != restored {
				t.Errorf("taken up: %v", a.Restored())
			}
			if n := a.Index.Len(); n != services {
				t.Errorf("%d services, want %d", n, services)
			}
			if l := a.Index.Get(service); l == nil || l.Alert.FR != alert {
				t.Errorf("it shows %+v, want the alert %q", l, alert)
			}
			must(t, a.Directory.Correct(ctx, access.ForOperator(a.Region), service, "alert", alert+"!"))
			must(t, a.Stop())
		}
		before := a.Index.Get(service).Alert.FR
		shows(true, before)
		shows(true, before+"!")

		other := set
		e := db.SQLite
		if db.IsPostgres(set.Store.DB) {
			e = db.Postgres
		}
		other.Store.DB = dbtest.Address(t, e)
		other.Store.Keys = filepath.Join(t.TempDir(), "keys")
		b, err := app.Open(ctx, other)
		must(t, err)
		if b.Restored() {
			t.Error("the index of another log was taken up")
		}
		must(t, b.Stop())

		bytes, err := os.ReadFile(set.Server.IndexFile)
		must(t, err)
		bytes[len(bytes)/2] ^= 1
		must(t, os.WriteFile(set.Server.IndexFile, bytes, 0o600))
		shows(false, before+"!!")
		must(t, os.WriteFile(set.Server.IndexFile, bytes[:20], 0o600))
		shows(false, before+"!!!")
	})
}
