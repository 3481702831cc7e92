package signal_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/signal"
)

// TestWhoIsAskedAnswersOnce: of several who answer, refuse and relay for one
// organisation at the same instant, one settles what was asked, and all others but
// those who carry it further are told that it was; the clock of whoever was asked
// next begins then, and is not moved by the hour that changes in March.
func TestWhoIsAskedAnswersOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		u.Clock.Set(time.Date(2026, 3, 6, 22, 30, 0, 0, time.UTC)) // two days before the hour changes
		for range 6 {
			id := w.said(t, who("halte"), func(s *signal.Said) { s.To, s.Due = "ville", 3*day })
			var all sync.WaitGroup
			errs := make([]error, 5)
			for i, act := range []func() error{
				func() error { return w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "On passe demain.", false, false) },
				func() error {
					return w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "Pas de notre ressort.", true, false)
				},
				func() error { return w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "On passe lundi.", false, false) },
				func() error {
					return w.svc.Relay(u.Ctx, who("ville"), w.act(), id, "parcs", "C'est leur bâtiment.", 3*day, false)
				},
				func() error {
					return w.svc.Relay(u.Ctx, who("oc0"), w.act(), id, "parcs", "Ils ont la clé.", 3*day, false)
				},
			} {
				all.Go(func() { errs[i] = act() })
			}
			all.Wait()
			x := w.show(t, who("halte"), id)
			first, answered := x.Legs[0], 0
			for i, err := range errs {
				if err == nil && i < 3 {
					answered++
				}
				if err != nil && !fault.Is(err, fault.Conflict) {
					t.Errorf("act %d: %v", i, err)
				}
			}
			if first.To != "ville" || first.State == signal.Waiting || (first.State == signal.Relayed) != (answered == 0) || answered > 1 || (first.Answer != "") != (answered == 1) {
				t.Errorf("%d answers were taken: %+v", answered, first)
			}
			next := slices.DeleteFunc(slices.Clone(x.Legs[1:]), func(l signal.Leg) bool { return l.To != "parcs" })
			if len(next) != 1 || next[0].Due.Sub(next[0].Asked.Time) != 72*time.Hour {
				t.Errorf("parcs are asked once, for 72 hours: %+v", x.Legs)
			}
			u.Clock.Advance(72 * time.Hour)
			if l := w.show(t, who("oc0"), id).Legs[1]; l.Silent(u.Clock.Now()) {
				t.Errorf("silent before the time is over: %+v", l)
			}
			u.Clock.Advance(time.Millisecond)
			if l := w.show(t, who("oc0"), id).Legs[1]; !l.Silent(u.Clock.Now()) {
				t.Errorf("the silence is not seen: %+v", l)
			}
		}
	})
}
