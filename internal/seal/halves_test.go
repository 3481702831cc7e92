package seal_test

import (
	"os"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// apart is a key store in a database of its own, on the same engine.
func apart(t *testing.T, u *dbtest.Universe) *seal.Halves {
	t.Helper()
	h, err := seal.OpenHalves(u.Ctx, dbtest.New(t, u.DB.Engine()).DB)
	must(t, err)
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// row is a row of seal_key, as a backup holds it.
type row struct {
	keyset []byte
	half   string
}

func read(t *testing.T, u *dbtest.Universe, o seal.Owner) (r row) {
	t.Helper()
	must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
		return tx.QueryRow(u.Ctx, `SELECT k.keyset, k.half_id FROM seal_key AS k WHERE k.owner = $1`, o).Scan(&r.keyset, &r.half)
	}))
	return r
}

func putBack(t *testing.T, u *dbtest.Universe, o seal.Owner, r row) {
	t.Helper()
	must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(u.Ctx, `UPDATE seal_key SET keyset = $1, half_id = $2, destroyed_at = NULL WHERE owner = $3`, r.keyset, r.half, o)
		return err
	}))
}

// TestABackupPutBackOpensNothingThatWasDestroyed: the row of a key as a backup
// has it, beside the installation's keys and the key store, opens while its owner
// lives and never after. The control is a vault without a key store: there the
// backup opens what was destroyed.
func TestABackupPutBackOpensNothingThatWasDestroyed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keys, err := seal.NewKeys()
		must(t, err)
		for name, halves := range map[string]*seal.Halves{"apart": apart(t, u), "whole": nil} {
			v, err := seal.NewVault(keys)
			must(t, err)
			v.Apart(halves)
			gone, stays := seal.Owner(name+":gone"), seal.Owner(name+":stays")
			var sealed []byte
			for _, o := range []seal.Owner{gone, stays} {
				must(t, with(t, u, v, o, func(k *seal.Key) error {
					b, err := k.Seal([]byte("mot"), "x")
					if o == gone {
						sealed = b
					}
					return err
				}))
			}
			backup := read(t, u, gone)
			must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error { return v.Destroy(u.Ctx, tx, dbtest.Region, gone) }))
			n, err := v.Sweep(u.Ctx, u.DB, dbtest.Region)
			must(t, err)
			if want := map[string]int{"apart": 1, "whole": 0}[name]; n != want {
				t.Errorf("%s: %d halves swept, want %d", name, n, want)
			}
			putBack(t, u, gone, backup)

			// Another program, which knows nothing yet.
			later, err := seal.NewVault(keys)
			must(t, err)
			if halves != nil {
				again, err := seal.OpenHalves(u.Ctx, halves.Store())
				must(t, err)
				later.Apart(again)
			}
			open := func(o seal.Owner) error {
				return u.DB.Read(u.Ctx, func(tx *db.Tx) error {
					k, err := later.Existing(u.Ctx, tx, dbtest.Region, o)
					if err != nil {
						return err
					}
					if o == gone {
						_, err = k.Open(sealed, "x")
					}
					return err
				})
			}
			if err := open(gone); (err == nil) != (halves == nil) || err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: the backup's key: %v", name, err)
			}
			if err := open(stays); err != nil {
				t.Errorf("%s: a key that lives: %v", name, err)
			}
			must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
				list, err := later.Keys(u.Ctx, tx, dbtest.Region, gone, stays)
				if (list[gone] != nil) != (halves == nil) || list[stays] == nil {
					t.Errorf("%s: among several %v", name, list)
				}
				return err
			}))
		}
	})
}

// TestAnUndoneDestructionLosesNothing: halves go only once it is committed.
func TestAnUndoneDestructionLosesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		v := vault(t).Apart(apart(t, u))
		nothing := func(*seal.Key) error { return nil }
		must(t, with(t, u, v, "package:a", nothing))
		err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			must(t, v.Destroy(u.Ctx, tx, dbtest.Region, "package:a"))
			return os.ErrClosed
		})
		if err == nil {
			t.Fatal("not undone")
		}
		if n, err := v.Sweep(u.Ctx, u.DB, dbtest.Region); err != nil || n != 0 {
			t.Errorf("swept %d, %v", n, err)
		}
		must(t, with(t, u, v, "package:a", nothing))
	})
}

// TestTheWrongKeyStoreIsRefused: an empty one, that of another database, or none.
func TestTheWrongKeyStoreIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keys, err := seal.NewKeys()
		must(t, err)
		fits := func(h *seal.Halves) error {
			v, err := seal.NewVault(keys)
			must(t, err)
			return v.Apart(h).Fits(u.Ctx, u.DB, dbtest.Region)
		}
		if err := fits(nil); err != nil {
			t.Errorf("nothing sealed yet, no key store: %v", err)
		}
		own := apart(t, u)
		v, err := seal.NewVault(keys)
		must(t, err)
		must(t, v.Apart(own).Fits(u.Ctx, u.DB, dbtest.Region))
		must(t, fits(own))
		for name, h := range map[string]*seal.Halves{"none": nil, "another": apart(t, u)} {
			if err := fits(h); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v, want invalid", name, err)
			}
		}
	})
}

// TestAMonthEnds: the keys of months before an instant are destroyed, that of its
// own month is not; those that had no end follow once all they sealed is older.
func TestAMonthEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		v := vault(t)
		start := u.Clock.Now()
		nothing := func(*seal.Key) error { return nil }
		lives := func(o seal.Owner) bool {
			err := u.DB.Read(u.Ctx, func(tx *db.Tx) error { _, err := v.Existing(u.Ctx, tx, dbtest.Region, o); return err })
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
			return err == nil
		}
		next := start.AddDate(0, 1, 0)
		for _, o := range []seal.Owner{seal.OfMonth("words", start), seal.OfMonth("words", next), "old:a", "older:b"} {
			must(t, with(t, u, v, o, nothing))
		}
		end := func(days int) {
			must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				before := start.AddDate(0, 0, days)
				if _, err := v.DestroyMonths(u.Ctx, tx, dbtest.Region, "words", before); err != nil {
					return err
				}
				_, err := v.DestroyOlder(u.Ctx, tx, dbtest.Region, "old", "words", before)
				return err
			}))
		}
		end(29) // still the same month
		if !lives(seal.OfMonth("words", start)) || !lives("old:a") {
			t.Error("a month ended before its end")
		}
		end(31)
		if lives(seal.OfMonth("words", start)) || lives("old:a") {
			t.Error("a month that is over still opens")
		}
		if !lives(seal.OfMonth("words", next)) || !lives("older:b") {
			t.Error("a month went with the one before, or a kind with its namesake")
		}
	})
}
