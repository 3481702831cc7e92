package referral_test

import (
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// Two reminders, then ninety days; silence belongs to the receiver.
func TestSilence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		reminded := func(want int) {
			t.Helper()
			w.run(t)
			if n := w.count(t, id, "referral.reminded"); n != want {
				t.Errorf("reminded %d times, want %d", n, want)
			}
		}
		reminded(0)
		u.Clock.Advance(36 * time.Hour)
		reminded(1)
		must(t, w.svc.Receive(u.Ctx, w.ximena, id, w.act())) // received is not answered
		u.Clock.Advance(36 * time.Hour)
		reminded(2)
		u.Clock.Advance(2 * time.Hour)
		if s := w.summary(t, w.maelle, id); s.Late != 2*time.Hour || s.State != referral.Received {
			t.Errorf("late by %v in state %s, want 2 h", s.Late, s.State)
		}
		if s := w.summary(t, w.ximena, id); s.Late != 2*time.Hour {
			t.Errorf("the receiver sees %v", s.Late)
		}
		u.Clock.Set(dbtest.Start.Add(90*day - time.Millisecond))
		reminded(2)
		if got := w.state(t, id); got != referral.Received {
			t.Errorf("closed before ninety days: %s", got)
		}
		u.Clock.Advance(time.Millisecond)
		reminded(2)
		s := w.summary(t, w.maelle, id)
		if s.State != referral.Expired || s.DeclineBy != referral.OfSilence || s.Late != 0 || s.Next != referral.NextElse {
			t.Errorf("after ninety days: %+v", s)
		}
		wantKind(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()), fault.NotFound, "error.not_found")
		u.Clock.Advance(30 * day)
		w.run(t)
		if n := w.count(t, id, "referral.expired"); n != 1 {
			t.Errorf("expired %d times", n)
		}
	})
}

func TestAnAnswerStopsTheReminders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		accepted, withdrawn := w.sent(t, false), w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, accepted, w.act()))
		must(t, w.svc.Withdraw(u.Ctx, w.holder, withdrawn, w.act()))
		// One that was in a worker's hands when the answer came.
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			late := map[string]any{"referral": accepted, "nth": 3}
			return w.queue.Enqueue(u.Ctx, tx, dbtest.Region, "referral.remind", "late", late, tx.Now)
		}))
		u.Clock.Advance(100 * day)
		w.run(t)
		if n := w.count(t, accepted, "referral.reminded") + w.count(t, withdrawn, "referral.reminded"); n != 0 {
			t.Errorf("reminded %d times after the answer", n)
		}
		if a, b := w.state(t, accepted), w.state(t, withdrawn); a != referral.Accepted || b != referral.Withdrawn {
			t.Errorf("states %s, %s", a, b)
		}
	})
}

func TestTheDelayIsAgreed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.draft(t, "dents", false)
		for _, bad := range []time.Duration{0, time.Minute, 61 * day, -time.Hour} {
			wantFields(t, w.svc.Save(u.Ctx, w.maelle, id, w.act(), referral.Change{Version: 2, Delay: &bad}), "delay")
		}
		week := 7 * day
		must(t, w.svc.Save(u.Ctx, w.maelle, id, w.act(), referral.Change{Version: 2, Delay: &week}))
		w.allow(t, "dents")
		must(t, w.svc.Send(u.Ctx, w.maelle, id, w.act()))
		if s := w.summary(t, w.ximena, id); s.Delay != week || !s.Due.Equal(dbtest.Start.Add(week)) {
			t.Errorf("due %v after %v", s.Due, s.Delay)
		}
		u.Clock.Advance(week)
		if s := w.summary(t, w.ximena, id); s.Late != 0 {
			t.Errorf("late at the very instant: %v", s.Late)
		}
	})
}
