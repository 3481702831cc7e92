package referral_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// promised is one promise as both sides see it: they must see the same.
func (w *world) promised(t *testing.T, id access.Referral, what referral.Owed) referral.Promise {
	t.Helper()
	find := func(by access.Actor) (p referral.Promise) {
		for _, p := range w.summary(t, by, id).Owed {
			if p.What == what {
				return p
			}
		}
		return p
	}
	source, target := find(w.maelle), find(w.ximena)
	if source != target {
		t.Errorf("%s: the sender sees %+v, the receiver %+v", what, source, target)
	}
	return source
}

// Who promises again is reminded of what they promised last, once; and what they
// promised for a day after the ninety is not closed before as their silence.
func TestEachPromiseIsWaitedFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		promise := func(within time.Duration) {
			t.Helper()
			must(t, w.svc.Assess(u.Ctx, w.ximena, id, w.act(), referral.Assessment{Within: within}))
		}
		reminded := func(want int) {
			t.Helper()
			w.run(t)
			if n := w.count(t, id, "referral.reminded"); n != want {
				t.Errorf("on day %v reminded %d times, want %d", u.Clock.Now().Sub(dbtest.Start).Hours()/24, n, want)
			}
		}
		promise(2 * day)
		promise(5 * day) // instead
		u.Clock.Advance(2 * day)
		reminded(0)
		u.Clock.Advance(3 * day)
		reminded(1)
		promise(3 * day) // once more, after the reminder
		u.Clock.Advance(3 * day)
		reminded(2)

		u.Clock.Set(dbtest.Start.Add(80 * day))
		promise(60 * day)
		for _, at := range []int{90, 139} {
			u.Clock.Set(dbtest.Start.Add(time.Duration(at) * day))
			reminded(2)
			if s := w.summary(t, w.maelle, id); s.State != referral.Received || s.Late != 0 {
				t.Errorf("on day %d: %s, late by %v", at, s.State, s.Late)
			}
		}
		u.Clock.Set(dbtest.Start.Add(140 * day))
		reminded(3)
		u.Clock.Set(dbtest.Start.Add(170*day - time.Millisecond))
		if reminded(3); w.state(t, id) != referral.Received {
			t.Errorf("closed before its end: %s", w.state(t, id))
		}
		u.Clock.Advance(time.Millisecond)
		if reminded(3); w.state(t, id) != referral.Expired || w.count(t, id, "referral.expired") != 1 {
			t.Errorf("after its end: %s", w.state(t, id))
		}
	})
}

// What was promised stands, is counted from a known instant, and silence is
// theirs who owe it.
func TestADelayIsOwedAndSilenceIsTheirsWhoOweIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, true)
		sent := u.Clock.Now()
		u.Clock.Advance(referral.DefaultDelay + 2*time.Hour)
		s := w.summary(t, w.ximena, id)
		if p := w.promised(t, id, referral.OwedAnswer); p.By != referral.Target || p.Agreed != referral.Source || !p.From.Equal(sent) || p.Late != 2*time.Hour || s.Late != 2*time.Hour || s.LateBy != referral.Target {
			t.Errorf("silence of the receiver: %+v; %s by %q", p, s.Late, s.LateBy)
		}

		// They must meet the person first: the date is their own, from now.
		wantFields(t, w.svc.Assess(u.Ctx, w.ximena, id, w.act(), referral.Assessment{Within: time.Minute}), "within")
		must(t, w.svc.Assess(u.Ctx, w.ximena, id, w.act(), referral.Assessment{Within: 5 * day}))
		promise := u.Clock.Now()
		if p := w.promised(t, id, referral.OwedAnswer); p.Agreed != referral.Target || !p.From.Equal(promise) || !p.Due.Equal(promise.Add(5*day)) || p.Late != 0 {
			t.Errorf("their own promise: %+v", p)
		}
		w.run(t)
		reminded := w.count(t, id, "referral.reminded")
		u.Clock.Advance(5*day - time.Minute)
		w.run(t)
		if n := w.count(t, id, "referral.reminded"); n != reminded {
			t.Errorf("%d reminders before the promised date", n-reminded)
		}
		u.Clock.Advance(time.Hour)
		w.run(t)
		if n := w.count(t, id, "referral.reminded"); n != reminded+1 {
			t.Errorf("%d reminders at the promised date, want one", n-reminded)
		}
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		if p := w.promised(t, id, referral.OwedAnswer); p.Kept.IsZero() || p.Late != 59*time.Minute {
			t.Errorf("kept, late: %+v", p)
		}

		// The call that was asked for is theirs to make; once they say it took
		// place, noting it is the pivot's.
		u.Clock.Advance(referral.DefaultDelay + time.Hour)
		if s := w.summary(t, w.maelle, id); s.LateBy != referral.Target || s.Late != time.Hour {
			t.Errorf("they did not call: %s by %q", s.Late, s.LateBy)
		}
		wantKind(t, w.svc.SayCalled(u.Ctx, w.maelle, id, w.act()), fault.NotFound, "error.not_found")
		must(t, w.svc.SayCalled(u.Ctx, w.ximena, id, w.act()))
		wantKind(t, w.svc.SayCalled(u.Ctx, w.carlos, id, w.act()), fault.Conflict, "referral.call_said_before")
		if v, err := w.svc.Show(u.Ctx, w.ximena, id); err != nil || v.Contact != nil || !v.Withheld {
			t.Errorf("their saying so opens nothing: %+v, %v", v.Contact, err)
		}
		u.Clock.Advance(referral.NoteCallWithin + time.Hour)
		if s := w.summary(t, w.ximena, id); s.LateBy != referral.Source || s.Late != time.Hour {
			t.Errorf("the pivot does not note it: %s by %q", s.Late, s.LateBy)
		}
		must(t, w.svc.OpenHandoff(u.Ctx, w.maelle, id, w.act(), referral.Opening{How: referral.ByCall}))
		if p := w.promised(t, id, referral.OwedContact); !p.From.Equal(u.Clock.Now()) || p.By != referral.Target || p.Late != 0 {
			t.Errorf("the first contact counts from the call: %+v", p)
		}
		must(t, w.svc.NoteContact(u.Ctx, w.ximena, id, w.act(), referral.Attempt{Reached: true}))
		if s := w.summary(t, w.maelle, id); s.Late != 0 || w.promised(t, id, referral.OwedContact).Kept.IsZero() {
			t.Errorf("all is kept: %s by %q", s.Late, s.LateBy)
		}
	})
}

// What is over is owed no more.
func TestWhatIsOverIsOwedNoMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.Withdraw(u.Ctx, w.holder, id, w.act()))
		u.Clock.Advance(30 * day)
		if s := w.summary(t, w.maelle, id); s.Late != 0 || s.LateBy != "" {
			t.Errorf("withdrawn, and %s late by %q", s.Late, s.LateBy)
		}
	})
}

// An answer that came by telephone is noted by either side, and says by whom.
func TestAnAnswerHeardByTelephone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		hear := func(by access.Actor, h referral.Heard) error { return w.svc.HearAnswer(u.Ctx, by, id, w.act(), h) }
		yes := referral.Heard{Answer: referral.Accept, Who: "Inès, accueil"}
		wantFields(t, hear(w.maelle, referral.Heard{Answer: referral.Accept}), "who")
		wantFields(t, hear(w.maelle, referral.Heard{Who: "Inès"}), "answer")
		wantFields(t, hear(w.maelle, referral.Heard{Answer: referral.Assess, Who: "Inès"}), "within")
		wantFields(t, hear(w.maelle, referral.Heard{Answer: referral.Decline, Who: "Inès", Refusal: referral.Refusal{Reason: "obstacle_trust"}}), "reason")
		for _, by := range []access.Actor{w.malik, w.boss} {
			wantKind(t, hear(by, yes), fault.NotFound, "error.not_found")
		}
		wantKind(t, hear(w.holder, yes), fault.NotFound, "error.not_found")

		must(t, hear(w.pair, referral.Heard{Answer: referral.Assess, Who: "Inès, accueil", Within: 2 * day}))
		if p := w.promised(t, id, referral.OwedAnswer); p.Agreed != referral.Target || !p.Due.Equal(u.Clock.Now().Add(2*day)) {
			t.Errorf("a date heard by telephone: %+v", p)
		}
		token, err := w.svc.MakeLink(u.Ctx, w.maelle, id)
		must(t, err)
		must(t, hear(w.pair, yes))
		v, err := w.svc.Show(u.Ctx, w.ximena, id)
		must(t, err)
		if v.State != referral.Accepted || v.Heard != referral.Source || v.Signed != "Inès, accueil" || v.Bond.Receiver != "" {
			t.Errorf("the receiver sees %s heard by %q from %q; with %q", v.State, v.Heard, v.Signed, v.Bond.Receiver)
		}
		w.link(t, token, "") // what they hold still opens: nobody answered by it
		wantKind(t, hear(w.ximena, yes), fault.Conflict, "referral.is_accepted")

		id = w.sent(t, false)
		must(t, hear(w.maelle, referral.Heard{Answer: referral.Decline, Who: "Inès", Refusal: referral.Refusal{Reason: "no_capacity", Words: "En avril."}}))
		v, err = w.svc.Show(u.Ctx, w.maelle, id)
		must(t, err)
		if v.State != referral.Declined || v.DeclineBy != referral.OfService || v.Heard != referral.Source || v.Answer != "En avril." || v.Signed != "Inès" {
			t.Errorf("a refusal heard: %+v, %q, %q", v.Summary, v.Answer, v.Signed)
		}
		wantKind(t, hear(w.maelle, yes), fault.Conflict, "referral.is_declined")

		id = w.sent(t, false)
		must(t, hear(w.ximena, referral.Heard{Answer: referral.Accept}))
		if s := w.summary(t, w.maelle, id); s.Heard != referral.Target || s.Bond.Receiver != "ximena" {
			t.Errorf("the receiver's own note: %q, with %q", s.Heard, s.Bond.Receiver)
		}
	})
}
