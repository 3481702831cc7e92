package job

import (
	"context"
	"log/slog"
	"strconv"
	"sync/atomic"
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

// TestWhoStopsTakesNoMore: the jobs in hand are done, the others are due at once
// for another node, and not counted as tried.
func TestWhoStopsTakesNoMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		quiet := slog.New(slog.DiscardHandler)
		q, other := New(u.DB, u.Clock, quiet), New(u.DB, u.Clock, quiet)
		ctx, stop := context.WithCancel(u.Ctx)
		first, second := make(chan int, abreast+2), make(chan int, abreast+2)
		begun := make(chan struct{}, abreast+2)
		q.Handle("note", func(_ context.Context, j Job) error {
			begun <- struct{}{}
			<-ctx.Done()
			first <- j.Attempt
			return nil
		})
		other.Handle("note", func(_ context.Context, j Job) error {
			second <- j.Attempt
			return nil
		})
		enqueueMany(t, u, q, keys(abreast+2)...)
		over := make(chan struct{})
		go func() { q.Run(ctx, dbtest.Region); close(over) }()
		for range abreast {
			<-begun
		}
		stop()
		<-over
		if n, err := other.RunDue(u.Ctx, dbtest.Region); n != 2 || err != nil {
			t.Errorf("the other node did %d jobs (%v)", n, err)
		}
		if len(first) != abreast || len(second) != 2 {
			t.Fatalf("%d and %d were done", len(first), len(second))
		}
		for range 2 {
			if n := <-second; n != 1 {
				t.Errorf("one that was not begun counts as tried %d times", n)
			}
		}
	})
}

// TestNobodyWaitsBehindASlowOne: work that waits for a server that does not answer
// holds up no other, and no more than so many are ever in hand.
func TestNobodyWaitsBehindASlowOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		q := New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(u.Ctx)
		const quick = 5 * abreast
		answers, done := make(chan struct{}), make(chan string, quick)
		var inHand, most atomic.Int64
		q.Handle("slow", func(context.Context, Job) error {
			<-answers
			return nil
		})
		q.Handle("note", func(_ context.Context, j Job) error {
			if n := inHand.Add(1); n > most.Load() {
				most.Store(n)
			}
			time.Sleep(time.Millisecond)
			inHand.Add(-1)
			done <- j.Key
			return nil
		})
		if err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			return q.Enqueue(u.Ctx, tx, dbtest.Region, "slow", "first", 1, tx.Now)
		}); err != nil {
			t.Fatal(err)
		}
		enqueueMany(t, u, q, keys(quick)...)
		over := make(chan struct{})
		go func() { q.Run(ctx, dbtest.Region); close(over) }()
		did := map[string]bool{}
		for range quick {
			select {
			case key := <-done:
				did[key] = true
			case <-time.After(time.Minute):
				t.Fatalf("%d of %d are done while one waits", len(did), quick)
			}
		}
		close(answers)
		stop()
		<-over
		if len(did) != quick || most.Load() >= abreast {
			t.Errorf("%d done, as many as %d at once beside the slow one; want %d, fewer than %d", len(did), most.Load(), quick, abreast)
		}
	})
}

// TestAJobWakesItsOwnLane: a text that comes in has nobody look for imports.
func TestAJobWakesItsOwnLane(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		q := New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		none := func(context.Context, Job) error { return nil }
		q.Handle("note", none)
		q.HandleAlone("large", none)
		for kind, want := range map[string][2]int{"note": {1, 0}, "large": {0, 1}} {
			if err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				return q.Enqueue(u.Ctx, tx, dbtest.Region, kind, "a", 1, tx.Now)
			}); err != nil {
				t.Fatal(err)
			}
			if got := [2]int{len(q.lanes[0].wake), len(q.lanes[1].wake)}; got != want {
				t.Errorf("%s wakes %v, want %v", kind, got, want)
			}
			for _, l := range q.lanes {
				select {
				case <-l.wake:
				default:
				}
			}
		}
	})
}

// TestLargeWorkIsDoneOneAtATime: of the kind that is alone a node has one in hand,
// and the rest goes on beside it.
func TestLargeWorkIsDoneOneAtATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		q := New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(u.Ctx)
		const large = 3
		var inHand atomic.Int64
		goOn, ended, note := make(chan struct{}), make(chan bool, large), make(chan string, abreast)
		q.HandleAlone("large", func(context.Context, Job) error {
			alone := inHand.Add(1) == 1
			<-goOn
			inHand.Add(-1)
			ended <- alone
			return nil
		})
		q.Handle("note", func(_ context.Context, j Job) error { note <- j.Key; return nil })
		if err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			for _, key := range keys(large) {
				if err := q.Enqueue(u.Ctx, tx, dbtest.Region, "large", key, 1, tx.Now); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		enqueueMany(t, u, q, keys(abreast)...)
		over := make(chan struct{})
		go func() { q.Run(ctx, dbtest.Region); close(over) }()
		for range abreast {
			<-note
		}
		for range large {
			goOn <- struct{}{}
			if alone := <-ended; !alone {
				t.Error("two of them were in hand at once")
			}
		}
		stop()
		<-over
	})
}

func keys(n int) (list []string) {
	for i := range n {
		list = append(list, strconv.Itoa(i))
	}
	return list
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
			_, err := claim(u.Ctx, tx, dbtest.Region, lane{}, 1) // and the program dies
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
