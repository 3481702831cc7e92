package db_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// TestADuplicateIsLookedForAgain: on PostgreSQL another may have written, since
// this one looked, what it writes too. It is repeated, once.
func TestADuplicateIsLookedForAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		if err := lease(u.Ctx, u.DB, "there"); err != nil {
			t.Fatal(err)
		}
		times, most := 0, 1
		write := func(tx *db.Tx) error {
			if times++; times > most {
				return nil // this time it found the row
			}
			_, err := tx.Exec(u.Ctx, insertLease, "there", "h", db.At(tx.Now))
			return err
		}
		alone := u.DB.Engine() == db.SQLite // nobody writes meanwhile
		if err := u.DB.Write(u.Ctx, write); fault.Is(err, fault.Conflict) != alone || !alone && times != 2 {
			t.Errorf("run %d times: %v", times, err)
		}
		times, most = 0, 9
		if err := u.DB.Write(u.Ctx, write); !fault.Is(err, fault.Conflict) || !alone && times != 2 || alone && times != 1 {
			t.Errorf("always there, run %d times: %v", times, err)
		}
	})
}

// list writes a list, and listItem a row that refers to one.
func list(u *dbtest.Universe, tx *db.Tx, id string) error {
	_, err := tx.Exec(u.Ctx, `
		INSERT INTO saved_list (region_id, id, org_id, code, name, version, created_at, changed_at)
		VALUES ($1, $2, 'o', $2, '', 1, $3, $3)`, u.Region, id, db.At(tx.Now))
	return err
}

func listItem(u *dbtest.Universe, tx *db.Tx, id string) error {
	_, err := tx.Exec(u.Ctx, `INSERT INTO saved_list_item (region_id, list_id, rank, service_id) VALUES ($1, $2, 0, '')`, u.Region, id)
	return err
}

// TestStrangersThatReferToWhatTheyWroteAreNoRivals: two that each write a row and
// one that refers to it, side by side on PostgreSQL, are both done the first time.
func TestStrangersThatReferToWhatTheyWroteAreNoRivals(t *testing.T) {
	u := dbtest.New(t, db.Postgres)
	var times atomic.Int64
	var written, both sync.WaitGroup
	written.Add(2)
	for range 2 {
		both.Go(func() {
			first := true
			err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				times.Add(1)
				id := tx.NewID()
				if err := list(u, tx, id); err != nil {
					return err
				}
				if err := listItem(u, tx, id); err != nil {
					return err
				}
				if first { // they commit when both have written
					first = false
					written.Done()
					written.Wait()
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if n := times.Load(); n != 2 {
		t.Errorf("two use-cases ran %d times", n)
	}
}

// One of the group fails, one panics, one is cancelled: the others are kept,
// and each caller hears of its own fate alone.
func TestStrangersInOneGroupDoNotShareTheirFate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		kept := 0
		for i := range 200 {
			wg.Go(func() {
				ctx, cancel := context.WithCancel(u.Ctx)
				defer cancel()
				defer func() {
					if p := recover(); (p != nil) != (i%10 == 3) {
						t.Errorf("use-case %d: panic = %v", i, p)
					}
				}()
				err := u.DB.Write(ctx, func(tx *db.Tx) error {
					if _, err := tx.Exec(ctx, insertLease, fmt.Sprint("u", i), "h", db.At(tx.Now)); err != nil {
						return err
					}
					switch i % 10 {
					case 3:
						panic("a fault of ours")
					case 5:
						return fault.New(fault.Invalid, "error.test")
					case 7:
						if u.DB.Engine() == db.SQLite {
							cancel() // the browser went away in the middle: too late to stop
						}
					}
					return nil
				})
				if (err != nil) != (i%10 == 5) {
					t.Errorf("use-case %d: err = %v", i, err)
				}
				if err == nil {
					mu.Lock()
					kept++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if n := count(t, u); n != kept || n != 160 {
			t.Errorf("%d rows, %d acknowledged, want 160", n, kept)
		}
	})
}

func TestReadThenWriteNeverLosesAnUpdate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		if err := lease(u.Ctx, u.DB, "counter"); err != nil {
			t.Fatal(err)
		}
		set := func(n int64, from func(int64) int64) error {
			return u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				if err := tx.QueryRow(u.Ctx, `SELECT lease_until FROM lease WHERE name = 'counter'`).Scan(&n); err != nil {
					return err
				}
				_, err := tx.Exec(u.Ctx, `UPDATE lease SET lease_until = $1 WHERE name = 'counter'`, from(n))
				return err
			})
		}
		if err := set(0, func(int64) int64 { return 0 }); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 10 {
					if err := set(0, func(n int64) int64 { return n + 1 }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var n int64
		if err := set(0, func(v int64) int64 { n = v; return v }); err != nil || n != 80 {
			t.Errorf("counter = %d (err %v), want 80", n, err)
		}
	})
}

// TestALongUseCaseHasItsTurn: one that a short one always outruns is not
// repeated without end. Each time it has read, the other writes what it read.
func TestALongUseCaseHasItsTurn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		if err := lease(u.Ctx, u.DB, "counter"); err != nil {
			t.Fatal(err)
		}
		add := func(then func()) error {
			return u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				var n int64
				if err := tx.QueryRow(u.Ctx, `SELECT lease_until FROM lease WHERE name = 'counter'`).Scan(&n); err != nil {
					return err
				}
				then()
				_, err := tx.Exec(u.Ctx, `UPDATE lease SET lease_until = $1 WHERE name = 'counter'`, n+1)
				return err
			})
		}
		var short sync.WaitGroup
		tries := 0
		err := add(func() {
			tries++
			outrun := make(chan struct{})
			short.Go(func() {
				defer close(outrun)
				if err := add(func() {}); err != nil {
					t.Error(err)
				}
			})
			select {
			case <-outrun:
			case <-time.After(200 * time.Millisecond): // it waits for this one
			}
		})
		short.Wait()
		if err != nil || tries > 10 {
			t.Errorf("done after %d tries (err %v), want at most 10", tries, err)
		}
	})
}
