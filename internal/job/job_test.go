package job_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/job"
)

type args struct{ N int }

func enqueue(t *testing.T, u *dbtest.Universe, q *job.Queue, key string, at time.Time, after error) error {
	t.Helper()
	return u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		return errors.Join(q.Enqueue(u.Ctx, tx, dbtest.Region, "note", key, args{7}, at), after)
	})
}

func run(t *testing.T, u *dbtest.Universe, q *job.Queue) int {
	t.Helper()
	n, err := q.RunDue(u.Ctx, dbtest.Region)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAJobRunsOnceAtItsTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		q := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		ran := 0
		q.Handle("note", func(_ context.Context, j job.Job) error {
			var a args
			if err := j.Args(&a); err != nil || a.N != 7 {
				t.Errorf("args %v, %v", a, err)
			}
			ran++
			return nil
		})
		at := u.Clock.Now().Add(72 * time.Hour)
		for range 3 { // a retried request asks thrice
			if err := enqueue(t, u, q, "a", at, nil); err != nil {
				t.Fatal(err)
			}
		}
		u.Clock.Set(at.Add(-time.Millisecond))
		run(t, u, q)
		if ran != 0 {
			t.Error("ran before its time")
		}
		u.Clock.Set(at)
		run(t, u, q)
		run(t, u, q)
		if ran != 1 {
			t.Errorf("ran %d times, want 1", ran)
		}
	})
}

func TestAJobOfAnUndoneTransactionDoesNotExist(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		q := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		q.Handle("note", func(context.Context, job.Job) error { t.Error("ran"); return nil })
		if err := enqueue(t, u, q, "a", u.Clock.Now(), errors.New("undone")); err == nil {
			t.Fatal("not undone")
		}
		if n := run(t, u, q); n != 0 {
			t.Errorf("%d jobs", n)
		}
	})
}

func TestAFailedJobComesBackAndALostOneToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		q := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		ran := 0
		q.Handle("note", func(context.Context, job.Job) error {
			if ran++; ran == 1 {
				panic("a fault of ours")
			}
			return nil
		})
		if err := enqueue(t, u, q, "a", u.Clock.Now(), nil); err != nil {
			t.Fatal(err)
		}
		run(t, u, q)
		run(t, u, q)
		if ran != 1 {
			t.Errorf("ran %d times before the wait was over", ran)
		}
		u.Clock.Advance(2 * time.Second)
		run(t, u, q)
		if ran != 2 {
			t.Errorf("ran %d times, want 2", ran)
		}
	})
}

func TestManyWorkersNeverShareAJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		var mu sync.Mutex
		ran := map[string]int{}
		q := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		q.Handle("note", func(_ context.Context, j job.Job) error {
			mu.Lock()
			defer mu.Unlock()
			ran[j.Key]++
			return nil
		})
		const jobs = 60
		for i := range jobs {
			if err := enqueue(t, u, q, string(rune('A'+i)), u.Clock.Now(), nil); err != nil {
				t.Fatal(err)
			}
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range jobs {
					if n, err := q.RunDue(u.Ctx, dbtest.Region); err != nil {
						t.Error(err)
						return
					} else if n == 0 {
						return
					}
				}
			})
		}
		wg.Wait()
		if len(ran) != jobs {
			t.Errorf("%d jobs ran, want %d", len(ran), jobs)
		}
		for k, n := range ran {
			if n != 1 {
				t.Errorf("job %s ran %d times", k, n)
			}
		}
	})
}
