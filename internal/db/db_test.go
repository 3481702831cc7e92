package db_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

const insertLease = `INSERT INTO lease (name, holder, lease_until) VALUES ($1, $2, $3)`

func lease(ctx context.Context, d *db.DB, name string, after ...error) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, insertLease, name, "h", db.At(tx.Now)); err != nil {
			return err
		}
		return errors.Join(after...)
	})
}

func count(t *testing.T, u *dbtest.Universe) (n int) {
	t.Helper()
	if err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
		return tx.QueryRow(u.Ctx, `SELECT count(*) FROM lease`).Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAFolderThatTakesNoFileIsToldInWords: the operator read "unable to open
// database file" after the name of a function of ours.
func TestAFolderThatTakesNoFileIsToldInWords(t *testing.T) {
	_, err := db.Open(t.Context(), db.Options{Address: filepath.Join(t.TempDir(), "not", "there.db")})
	if key, _ := fault.KeyOf(err); key != "db.unwritable" || !fault.Is(err, fault.Unavailable) {
		t.Errorf("err = %v", err)
	}
}

func TestWriteKeepsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		if err := lease(u.Ctx, u.DB, "kept"); err != nil {
			t.Fatal(err)
		}
		refused := fault.New(fault.Invalid, "error.test")
		if err := lease(u.Ctx, u.DB, "undone", refused); !errors.Is(err, refused) {
			t.Errorf("err = %v, want the use-case's own", err)
		}
		if n := count(t, u); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
	})
}

// TestSurveyCountsTables: a table that was filled is planned by what it holds,
// not taken for a single row.
func TestSurveyCountsTables(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		for i := range 30 {
			if err := lease(u.Ctx, u.DB, fmt.Sprint(i)); err != nil {
				t.Fatal(err)
			}
		}
		if u.DB.Engine() != db.Postgres {
			if err := u.DB.Survey(u.Ctx); err != nil {
				t.Fatal(err)
			}
			return
		}
		// A table that its own VACUUM counted while it was empty is counted again
		// once PostgreSQL hears of what was written: within ten seconds.
		var known float64
		for took := clock.Stopwatch(); known != 30 && took() < 30*time.Second; time.Sleep(50 * time.Millisecond) {
			if err := u.DB.Survey(u.Ctx); err != nil {
				t.Fatal(err)
			}
			if err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
				return tx.QueryRow(u.Ctx, `SELECT c.reltuples FROM pg_class AS c WHERE c.relname = 'lease'`).Scan(&known)
			}); err != nil {
				t.Fatal(err)
			}
		}
		if known != 30 {
			t.Errorf("PostgreSQL takes 30 rows for %g", known)
		}
	})
}

// TestNoStatementIsCompiled: a table read whole by a use-case is believed very
// long, and would be compiled first, for twenty milliseconds.
func TestNoStatementIsCompiled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		if u.DB.Engine() != db.Postgres {
			return
		}
		err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			plan, err := db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, `EXPLAIN (ANALYZE) SELECT l.holder FROM lease AS l`)
			if text := strings.Join(plan, "\n"); strings.Contains(text, "JIT") {
				t.Errorf("compiled:\n%s", text)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestWhatOneEngineCannotHoldIsRefusedByBoth: PostgreSQL knows no NUL and no
// broken text, so SQLite is not asked to keep, or to look for, either.
func TestWhatOneEngineCannotHoldIsRefusedByBoth(t *testing.T) {
	type id string
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		for _, wrong := range []string{"a\x00", "\xff", "\xed\xa0\x80"} {
			if err := lease(u.Ctx, u.DB, wrong); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q kept: %v, want invalid", wrong, err)
			}
			err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
				var n int
				return tx.QueryRow(u.Ctx, `SELECT count(*) FROM lease AS l WHERE l.name = $1`, id(wrong)).Scan(&n)
			})
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%q looked for: %v, want invalid", wrong, err)
			}
		}
		if err := lease(u.Ctx, u.DB, "été 👩🏽\u200d🚀\n\t\u0001"); err != nil {
			t.Errorf("text is refused: %v", err)
		}
	})
}

func TestErrorsHaveOneKindOnBothEngines(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		if err := lease(u.Ctx, u.DB, "a"); err != nil {
			t.Fatal(err)
		}
		if err := lease(u.Ctx, u.DB, "a"); !fault.Is(err, fault.Conflict) {
			t.Errorf("unique: %v, want conflict", err)
		}
		err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(u.Ctx, `INSERT INTO job (region_id, id, kind, key, args, state, attempt, scheduled_at, created_at, last_error)
				VALUES ($1, $2, 'k', 'k', '', 'nonsense', 0, 0, 0, '')`, u.Region, tx.NewID())
			return err
		})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("check: %v, want invalid", err)
		}
		err = u.DB.Write(u.Ctx, func(tx *db.Tx) error { return listItem(u, tx, "absent") })
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("what refers to nothing: %v, want invalid", err)
		}
		err = u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			var s string
			return tx.QueryRow(u.Ctx, `SELECT holder FROM lease WHERE name = $1`, "absent").Scan(&s)
		})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("no row: %v, want not found", err)
		}
	})
}

func TestReadCannotWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(u.Ctx, insertLease, "x", "h", db.At(tx.Now))
			return err
		})
		if err == nil || count(t, u) != 0 {
			t.Errorf("a read wrote (err = %v)", err)
		}
	})
}

func TestTimesComeBackAsTheyWent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		at := time.Date(2038, 1, 19, 3, 14, 8, 7e6, time.FixedZone("Z", -5*3600))
		var got, null db.Time
		err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec(u.Ctx, insertLease, "t", "h", db.At(at)); err != nil {
				return err
			}
			return tx.QueryRow(u.Ctx, `SELECT lease_until, CAST(NULL AS BIGINT) FROM lease WHERE lease_until = $1`, db.At(at)).Scan(&got, &null)
		})
		if err != nil || !got.Equal(at) || !null.IsZero() {
			t.Errorf("got %v, %v (err %v), want %v and zero", got, null, err, at)
		}
	})
}

func TestCallerGoneBeforeItsTurnDoesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		ctx, cancel := context.WithCancel(u.Ctx)
		cancel()
		if err := lease(ctx, u.DB, "x"); !fault.Is(err, fault.Unavailable) {
			t.Errorf("err = %v, want unavailable", err)
		}
		if n := count(t, u); n != 0 {
			t.Errorf("%d rows, want 0", n)
		}
	})
}

func TestEncryptedFileHidesAndOpensOnlyWithItsKey(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "sealed.db")
	key := make([]byte, 64)
	for i := range key {
		key[i] = byte(i)
	}
	open := func(k []byte) (*db.DB, error) { return db.Open(ctx, db.Options{Address: path, Key: k, ReadConns: 1}) }
	d, err := open(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.Migrate(ctx), lease(ctx, d, "CANARYCANARYCANARY"), d.Close()); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		wantAbsent(t, f, "CANARY", "SQLite format", "lease")
	}
	if _, err := open(nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("no key: %v, want invalid", err)
	}
	key[0]++
	if _, err := open(key); !fault.Is(err, fault.Invalid) {
		t.Errorf("wrong key: %v, want invalid", err)
	}
	key[0]--
	d, err = open(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := lease(ctx, d, "CANARYCANARYCANARY"); !fault.Is(err, fault.Conflict) {
		t.Errorf("reopened: %v, want the row found again", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
