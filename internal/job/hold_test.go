package job

import (
	"context"
	"log/slog"
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
			time.Sleep(150 * time.Millisecond) // some pulses
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
