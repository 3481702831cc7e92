package job

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// Work that takes longer than a lease is not taken up by another node while it
// goes on; one whose program was killed is, and at once where no other program
// can be at work.
func TestLongWorkIsHeld(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		quiet := slog.New(slog.DiscardHandler)
		q, other := New(u.DB, u.Clock, quiet), New(u.DB, u.Clock, quiet)
		q.pulse = 5 * time.Millisecond
		ran := make(chan string, 4)
		begun, end := make(chan struct{}), make(chan struct{})
		q.Handle("long", func(context.Context, Job) error {
			close(begun)
			<-end
			return nil
		})
		other.Handle("long", func(context.Context, Job) error { ran <- "twice"; return nil })
		if err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			return q.Enqueue(u.Ctx, tx, dbtest.Region, "long", "a", 1, tx.Now)
		}); err != nil {
			t.Fatal(err)
		}
		worked := make(chan error, 1)
		go func() {
			_, err := q.RunDue(u.Ctx, dbtest.Region)
			worked <- err
		}()
		<-begun
		for range 4 {
			u.Clock.Advance(lease - time.Second)
			renewed(t, u)
			if n, err := other.RunDue(u.Ctx, dbtest.Region); n != 0 || err != nil {
				t.Fatalf("%d jobs were taken from who works on them (%v)", n, err)
			}
		}
		close(end)
		if err := <-worked; err != nil || len(ran) != 0 {
			t.Errorf("ran %d times too many (%v)", len(ran), err)
		}
	})
}

// renewed waits until the lease of the only job has a whole term again.
func renewed(t *testing.T, u *dbtest.Universe) {
	t.Helper()
	for range 6000 {
		var until db.Time
		if err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT j.lease_until FROM job AS j`).Scan(&until)
		}); err != nil {
			t.Fatal(err)
		}
		if until.Equal(u.Clock.Now().Add(lease)) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the lease is not renewed")
}

// TestWhoStopsGivesBackWhatItHasNotBegun: the job in hand is done, the others are
// due at once for another node, and not counted as tried.
func TestWhoStopsGivesBackWhatItHasNotBegun(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		quiet := slog.New(slog.DiscardHandler)
		q, other := New(u.DB, u.Clock, quiet), New(u.DB, u.Clock, quiet)
		ctx, stop := context.WithCancel(u.Ctx)
		var first, second []int
		q.Handle("note", func(_ context.Context, j Job) error {
			first = append(first, j.Attempt)
			stop()
			return nil
		})
		other.Handle("note", func(_ context.Context, j Job) error {
			second = append(second, j.Attempt)
			return nil
		})
		enqueueMany(t, u, q, "a", "b", "c")
		if n, err := q.RunDue(ctx, dbtest.Region); n != 1 || err != nil {
			t.Errorf("who stops did %d jobs (%v)", n, err)
		}
		if n, err := other.RunDue(u.Ctx, dbtest.Region); n != 2 || err != nil {
			t.Errorf("the other node did %d jobs (%v)", n, err)
		}
		if !slices.Equal(first, []int{1}) || !slices.Equal(second, []int{1, 1}) {
			t.Errorf("tried for the %v and %v time", first, second)
		}
	})
}

// TestWhatWaitedTooLongBehindOthersIsLeftToWhoTookIt: a job claimed with others, whose
// lease ended before its turn came, is not done twice.
func TestWhatWaitedTooLongBehindOthersIsLeftToWhoTookIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		quiet := slog.New(slog.DiscardHandler)
		q, other := New(u.DB, u.Clock, quiet), New(u.DB, u.Clock, quiet)
		did := map[string]int{}
		other.Handle("note", func(_ context.Context, j Job) error { did[j.Key]++; return nil })
		q.Handle("note", func(_ context.Context, j Job) error {
			did[j.Key]++
			if len(did) == 1 { // it takes longer than a lease, and is held meanwhile; the next is not
				u.Clock.Advance(lease - time.Second)
				if _, err := q.extend(u.Ctx, j); err != nil {
					t.Error(err)
				}
				u.Clock.Advance(2 * time.Second)
				if n, err := other.RunDue(u.Ctx, dbtest.Region); n != 1 || err != nil {
					t.Errorf("the other node took %d jobs (%v)", n, err)
				}
			}
			return nil
		})
		enqueueMany(t, u, q, "a", "b")
		if _, err := q.RunDue(u.Ctx, dbtest.Region); err != nil {
			t.Error(err)
		}
		if did["a"] != 1 || did["b"] != 1 {
			t.Errorf("done %v times", did)
		}
	})
}

func enqueueMany(t *testing.T, u *dbtest.Universe, q *Queue, keys ...string) {
	t.Helper()
	if err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		for _, key := range keys {
			if err := q.Enqueue(u.Ctx, tx, dbtest.Region, "note", key, 1, tx.Now); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestReclaimedWorkIsDueAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		q := New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		q.Handle("note", func(context.Context, Job) error { return nil })
		if err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			if err := q.Enqueue(u.Ctx, tx, dbtest.Region, "note", "a", 1, tx.Now); err != nil {
				return err
			}
			_, err := claim(u.Ctx, tx, dbtest.Region, 1) // and the program dies
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if n, err := q.RunDue(u.Ctx, dbtest.Region); n != 0 || err != nil {
			t.Fatalf("%d jobs are due while they are held (%v)", n, err)
		}
		if err := q.Reclaim(u.Ctx, dbtest.Region); err != nil {
			t.Fatal(err)
		}
		if n, err := q.RunDue(u.Ctx, dbtest.Region); n != 1 || err != nil {
			t.Errorf("%d jobs are due after the program began again (%v)", n, err)
		}
	})
}
