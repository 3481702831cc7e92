package job_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/job"
)

func TestNextIsTheEarliestThatWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		q := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		q.Handle("note", func(context.Context, job.Job) error { return nil })
		want := func(when time.Time) {
			t.Helper()
			if at, err := q.Next(u.Ctx, dbtest.Region); err != nil || !at.Equal(when) {
				t.Errorf("next at %v (%v), want %v", at, err, when)
			}
		}
		want(time.Time{})
		soon, late := u.Clock.Now().Add(time.Hour), u.Clock.Now().Add(2*time.Hour)
		for key, at := range map[string]time.Time{"late": late, "soon": soon} {
			if err := enqueue(t, u, q, key, at, nil); err != nil {
				t.Fatal(err)
			}
		}
		want(soon)
		u.Clock.Set(soon)
		run(t, u, q)
		want(late)
		u.Clock.Set(late)
		run(t, u, q)
		want(time.Time{})
	})
}
