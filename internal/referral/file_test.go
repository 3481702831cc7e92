package referral_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// openAt is a universe on a file whose path the test knows.
func openAt(t *testing.T, path string) *dbtest.Universe {
	t.Helper()
	u := &dbtest.Universe{T: t, Ctx: context.Background(), Clock: clock.Fixed(dbtest.Start), Region: dbtest.Region}
	var err error
	u.DB, err = db.Open(u.Ctx, db.Options{Address: path, Clock: u.Clock, ReadConns: 2})
	must(t, err)
	t.Cleanup(func() { must(t, u.DB.Close()) })
	return u
}

func found(t *testing.T, path, word string) bool {
	t.Helper()
	in := false
	for _, file := range []string{path, path + "-wal"} {
		b, err := os.ReadFile(file)
		must(t, err)
		in = in || bytes.Contains(b, []byte(word))
	}
	return in
}

func wantNowhere(t *testing.T, path string, words ...string) {
	t.Helper()
	for _, word := range words {
		if found(t, path, word) {
			t.Errorf("%q is in clear in the database file", word)
		}
	}
}
