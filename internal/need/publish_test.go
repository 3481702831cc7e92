package need_test

import (
	"fmt"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// doors are needs heard in one walk: many, in one transaction.
func (w *world) doors(t *testing.T, by access.Actor, n int, code, place string) {
	t.Helper()
	must(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		for range n {
			if _, err := w.svc.SayIn(w.Ctx, tx, by, need.Said{Need: code, Place: place}, ""); err != nil {
				return err
			}
		}
		return nil
	}))
}

// publish lets time pass, and the jobs run.
func (w *world) publish(t *testing.T, after time.Duration) {
	t.Helper()
	w.Clock.Advance(after)
	must(t, w.svc.PublishDue(w.Ctx, dbtest.Region))
	_, err := w.queue.RunDue(w.Ctx, dbtest.Region)
	must(t, err)
}

// TestThePublicReadsQuarters: what was said often, by several, is told by place
// and over all places, rounded; what is small, or of one organisation alone, is
// not; and nothing of a quarter before its thirty days.
func TestThePublicReadsQuarters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.doors(t, w.maelle, 60, "eat.meal", "Vieux-Quai")
		w.doors(t, w.malik, 60, "eat.meal", "Vieux-Quai")
		w.doors(t, w.malik, 3, "eat.meal", "Faubourg")
		w.doors(t, w.maelle, 4, "eat.meal", "")
		w.doors(t, w.maelle, 300, "sleep.shelter", "Faubourg") // one organisation alone
		w.doors(t, w.maelle, 10, "health", "Faubourg")
		w.doors(t, w.nora, 9, "health", "Faubourg") // nineteen: never told, whatever the noise

		empty, err := w.svc.Published(w.Ctx, w.anyone, "")
		if err != nil || len(empty.Cells)+len(empty.Others) > 0 {
			t.Errorf("before anything is published: %+v, %v", empty, err)
		}
		q := need.Quarter(fmt.Sprintf("%d-%d", dbtest.Start.Year(), (int(dbtest.Start.Month())+2)/3))
		_, end, _ := q.Span(time.UTC)
		w.publish(t, end.Add(30*24*time.Hour-time.Minute).Sub(w.Clock.Now()))
		if _, err := w.svc.Published(w.Ctx, w.anyone, q); !fault.Is(err, fault.NotFound) {
			t.Errorf("published before its time: %v", err)
		}
		w.publish(t, time.Minute)
		r, err := w.svc.Published(w.Ctx, w.anyone, "")
		must(t, err)
		if r.Quarter != q {
			t.Errorf("quarter %s, want %s", r.Quarter, q)
		}
		for _, c := range r.Cells {
			if c.Family != "eat" || c.Place != "vieux-quai" && c.Place != need.Anywhere || c.About%10 != 0 || c.About < 100 || c.About > 140 {
				t.Errorf("told: %+v", c)
			}
		}
		if len(r.Cells) == 0 {
			t.Error("nothing is told: this test proves nothing")
		}
		if other, err := w.svc.Published(w.Ctx, access.Anyone("region-b"), ""); err != nil || len(other.Cells) > 0 {
			t.Errorf("another region reads %+v, %v", other, err)
		}
	})
}

// TestTwoLooksTellNoDifference: a need sorted elsewhere after its quarter was
// published, a second node that publishes too, a program that begins again:
// every look reads the same.
func TestTwoLooksTellNoDifference(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.doors(t, w.maelle, 30, "eat.meal", "Vieux-Quai")
		w.doors(t, w.malik, 30, "eat.meal", "Vieux-Quai")
		id := w.newest(t)
		w.publish(t, 200*24*time.Hour)
		q := need.Quarter(fmt.Sprintf("%d-%d", dbtest.Start.Year(), (int(dbtest.Start.Month())+2)/3))
		before, err := w.svc.Published(w.Ctx, w.anyone, q)
		must(t, err)
		if len(before.Cells) == 0 {
			t.Fatal("nothing is told: this test proves nothing")
		}
		must(t, w.svc.Sort(w.Ctx, w.malik, w.act(), id, "health", "Faubourg"))
		w.restart(t)
		must(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			return w.queue.Enqueue(w.Ctx, tx, dbtest.Region, "need.publish", "once more", map[string]any{"quarter": q}, tx.Now)
		}))
		_, err = w.queue.RunDue(w.Ctx, dbtest.Region)
		must(t, err)
		after, err := w.svc.Published(w.Ctx, w.anyone, q)
		must(t, err)
		if fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("first %+v, then %+v", before, after)
		}
	})
}

// TestQuartersDueMeanwhileArePublishedInOrder: a program that was off for a year
// publishes what came due, each quarter once and the oldest first; one that begins
// again adds nothing.
func TestQuartersDueMeanwhileArePublishedInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u) // in the first quarter of 2026
		w.doors(t, w.maelle, 1, "eat.meal", "Vieux-Quai")
		w.publish(t, 120*24*time.Hour) // 30 June: the first quarter is out
		w.Clock.Advance(365 * 24 * time.Hour)
		want := []string{"2026-1", "2026-2", "2026-3", "2026-4", "2027-1"}
		for range 2 {
			w.publish(t, 0)
			var got []string
			must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
				got, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, `SELECT e.subject FROM event AS e WHERE e.kind = 'need.published' ORDER BY e.at, e.id`)
				return err
			}))
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("published %v, want %v", got, want)
			}
			w.restart(t)
		}
	})
}
