package consent_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// TestWhoWasAskedOftenIsSaidTo: three questions in thirty days are enough, each
// counted once whatever its parts; the day is said from which one more may be
// asked; another organisation learns nothing of it; and an answer is kept all
// the same, as it must be.
func TestWhoWasAskedOftenIsSaidTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p, other := w.person(t), w.person(t)
		tired := func(p access.Person) consent.Tired {
			t.Helper()
			out, err := w.svc.Tired(u.Ctx, w.halte, p)
			must(t, err)
			return out
		}
		first := u.Clock.Now()
		for i, org := range []access.Org{"dents", "logis", "dents"} {
			if got := tired(p); got.Asked != i || !got.Until.IsZero() {
				t.Errorf("after %d questions: %+v", i, got)
			}
			w.record(t, asked(p, org, consent.Yes))
			u.Clock.Advance(24 * time.Hour)
		}
		got := tired(p)
		if got.Asked != consent.AsksMost || !got.Until.Equal(first.Add(consent.AsksWithin)) {
			t.Errorf("after three questions: %+v, want until %v", got, first.Add(consent.AsksWithin))
		}
		if got := tired(other); got.Asked != 0 {
			t.Errorf("another person: %+v", got)
		}
		w.record(t, asked(p, "logis", consent.No)) // a Non is always kept
		if got := tired(p); got.Asked != 4 {
			t.Errorf("after a fourth: %+v", got)
		}
		u.Clock.Advance(consent.AsksWithin)
		if got := tired(p); got.Asked != 0 || !got.Until.IsZero() {
			t.Errorf("a month later: %+v", got)
		}
		elsewhere := access.ForWorker(dbtest.Region, "x", "comptoir", "", access.Intervention)
		if _, err := w.svc.Tired(u.Ctx, elsewhere, p); !fault.Is(err, fault.NotFound) {
			t.Errorf("another organisation: %v", err)
		}
	})
}
