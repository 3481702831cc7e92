package dbtest

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/db"
)

// Region is the region of every test.
const Region = "region-a"

// Start is where each test's clock stands first: a Monday, 9 a.m. in Montréal.
var Start = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)

// Universe is one test's world: a migrated, empty database and a frozen clock.
type Universe struct {
	T      *testing.T
	Ctx    context.Context
	DB     *db.DB
	Clock  *clock.Fake
	Region string
}

// Each runs story on a database of each engine, in parallel.
func Each(t *testing.T, story func(t *testing.T, u *Universe)) {
	t.Helper()
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			story(t, New(t, e))
		})
	}
}

// New opens a fresh database of one engine; it ends with the test.
func New(t testing.TB, e db.Engine) *Universe {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	u := &Universe{Ctx: ctx, Clock: clock.Fixed(Start), Region: Region}
	u.T, _ = t.(*testing.T)
	d, err := db.Open(ctx, db.Options{Address: Address(t, e), Clock: u.Clock, ReadConns: 4})
	if err != nil {
		t.Fatalf("open %s: %v", e, err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close %s: %v", e, err)
		}
	})
	u.DB = d
	return u
}

// Address makes a migrated, empty database of one engine and returns its
// address: for tests that open it themselves, or through the real binary.
func Address(t testing.TB, e db.Engine) string {
	t.Helper()
	if only := os.Getenv("PASSERELLE_TEST_ENGINES"); only != "" && !strings.Contains(only, string(e)) {
		t.Skipf("not run: PASSERELLE_TEST_ENGINES=%s", only)
	}
	if e == db.Postgres {
		return newPostgres(t)
	}
	return newSQLite(t)
}

// WantEvents fails unless exactly these kinds were appended, in this order.
func (u *Universe) WantEvents(t *testing.T, kinds ...string) {
	t.Helper()
	var got []string
	err := u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
		got, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} },
			`SELECT kind FROM event WHERE region_id = $1 ORDER BY at, id`, u.Region)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(got, " ") != strings.Join(kinds, " ") {
		t.Errorf("events\n  got  %v\n  want %v", got, kinds)
	}
}
