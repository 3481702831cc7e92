package referral_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

var holds = referral.Word{Fact: referral.BondHolds, Said: referral.SaidYes}

// handed is a warm hand-off whose call is noted: both are with the person.
func (w *world) handed(t *testing.T) access.Referral {
	t.Helper()
	id := w.sent(t, true)
	must(t, w.svc.Accept(w.Ctx, w.ximena, id, w.act()))
	must(t, w.svc.OpenHandoff(w.Ctx, w.maelle, id, w.act(), referral.Opening{How: referral.ByCall, Together: 7 * day}))
	return id
}

func (w *world) bond(t *testing.T, by access.Actor, id access.Referral) referral.Bond {
	t.Helper()
	return w.summary(t, by, id).Bond
}

// Both are named to all three, with a start and a foreseen end; the pivot steps
// back only after the person has said that the bond holds.
func TestThePivotStepsBackOnlyOnThePersonsWord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.handed(t)
		back := func(by access.Actor) error { return w.svc.StepBack(u.Ctx, by, id, w.act()) }
		for who, by := range map[string]access.Actor{"pivot": w.maelle, "receiver": w.ximena, "person": w.holder} {
			b := w.bond(t, by, id)
			if b.Stage != referral.BondJoint || b.Pivot != "maelle" || b.Receiver != "ximena" || !b.From.Equal(u.Clock.Now()) || !b.Until.Equal(u.Clock.Now().Add(7*day)) {
				t.Errorf("the %s sees %+v", who, b)
			}
		}
		wantKind(t, back(w.maelle), fault.Conflict, "referral.bond_not_said")
		must(t, w.svc.StartHandoff(u.Ctx, w.carlos, id, w.act()))
		if got := w.bond(t, w.holder, id).Receiver; got != "carlos" {
			t.Errorf("who began is with the person: %q", got)
		}
		// Neither date nor any word but the person's lets the pivot go.
		u.Clock.Advance(30 * day)
		for _, by := range []access.Actor{w.maelle, w.ximena} {
			must(t, w.svc.SayOutcome(u.Ctx, by, id, w.act(), holds))
		}
		wantKind(t, back(w.maelle), fault.Conflict, "referral.bond_not_said")
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), referral.Word{Fact: referral.BondHolds, Said: referral.SaidPartly}))
		wantKind(t, back(w.maelle), fault.Conflict, "referral.bond_not_said")
		if s := w.summary(t, w.maelle, id); !s.Bond.Overdue || s.Next != referral.NextAskBond {
			t.Errorf("the foreseen end has passed: %+v, next %s", s.Bond, s.Next)
		}

		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), holds))
		if s := w.summary(t, w.maelle, id); s.Bond.Stage != referral.BondHeld || s.Next != referral.NextStepBack || s.Bond.Overdue {
			t.Errorf("the person says that it holds: %+v, next %s", s.Bond, s.Next)
		}
		for _, by := range []access.Actor{w.ximena, w.malik, w.boss, w.holder} {
			wantKind(t, back(by), fault.NotFound, "error.not_found")
		}
		act := w.act()
		for range 2 {
			must(t, w.svc.StepBack(u.Ctx, w.pair, id, act))
		}
		wantKind(t, back(w.maelle), fault.Conflict, "referral.stepped_back_before")
		if s := w.summary(t, w.maelle, id); s.Bond.Stage != referral.BondPassed || s.State != referral.InHandoff || s.Next != referral.NextNothing || w.count(t, id, "referral.stepped_back") != 1 {
			t.Errorf("after stepping back: %+v, %s, next %q", s.Bond, s.State, s.Next)
		}
	})
}

// The person's word, told to a worker, counts as told; the person's own takes
// its place, and calls the pivot back.
func TestThePersonCallsThePivotBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.handed(t)
		told := holds
		told.Relayed = true
		must(t, w.svc.SayOutcome(u.Ctx, w.ximena, id, w.act(), told))
		must(t, w.svc.StepBack(u.Ctx, w.maelle, id, w.act()))
		wantKind(t, w.svc.StayTogether(u.Ctx, w.ximena, id, w.act(), day), fault.Conflict, "referral.stepped_back_before")

		u.Clock.Advance(time.Hour)
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), referral.Word{Fact: referral.BondHolds, Said: referral.SaidNo}))
		s := w.summary(t, w.maelle, id)
		if s.Bond.Stage != referral.BondJoint || s.Next != referral.NextReturn || !s.Bond.CalledBack.Equal(u.Clock.Now()) || !s.Bond.SteppedBack.IsZero() {
			t.Errorf("called back: %+v, next %s", s.Bond, s.Next)
		}
		if w.count(t, id, "referral.called_back") != 1 {
			t.Error("the log does not say that the pivot was called back")
		}
		wantKind(t, w.svc.SayOutcome(u.Ctx, w.ximena, id, w.act(), told), fault.Conflict, "referral.person_spoke")
		wantKind(t, w.svc.StepBack(u.Ctx, w.maelle, id, w.act()), fault.Conflict, "referral.bond_not_said")
		must(t, w.svc.StayTogether(u.Ctx, w.maelle, id, w.act(), 30*day))
		if s := w.summary(t, w.maelle, id); s.Next != referral.NextAskBond || !s.Bond.Until.Equal(u.Clock.Now().Add(30*day)) {
			t.Errorf("the pivot is there again: %+v, next %s", s.Bond, s.Next)
		}
	})
}

// The two may stay together without the call having been asked for; never
// before it, when it was.
func TestTheTimeTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, true)
		together := func(by access.Actor, d time.Duration) error { return w.svc.StayTogether(u.Ctx, by, id, w.act(), d) }
		wantKind(t, together(w.maelle, day), fault.Conflict, "referral.is_sent")
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		wantKind(t, together(w.ximena, day), fault.Conflict, "referral.call_first")
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), holds))
		wantKind(t, w.svc.StepBack(u.Ctx, w.maelle, id, w.act()), fault.Conflict, "referral.call_first")
		wantFields(t, w.svc.OpenHandoff(u.Ctx, w.maelle, id, w.act(), referral.Opening{How: referral.ByCall, Together: 91 * day}), "together")

		// A call noted before the answer counts from the answer.
		id = w.sent(t, true)
		must(t, w.svc.OpenHandoff(u.Ctx, w.pair, id, w.act(), referral.Opening{How: referral.ByCall, Together: 7 * day}))
		if b := w.bond(t, w.holder, id); b.Stage != referral.NoBond || !b.From.IsZero() {
			t.Errorf("a bond before the answer: %+v", b)
		}
		u.Clock.Advance(5 * day)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		if b := w.bond(t, w.holder, id); b.Pivot != "pair" || !b.From.Equal(u.Clock.Now()) || !b.Until.Equal(u.Clock.Now().Add(7*day)) {
			t.Errorf("counted from the answer: %+v", b)
		}

		id = w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		if b := w.bond(t, w.holder, id); b.Stage != referral.BondApart {
			t.Errorf("nothing was begun together: %+v", b)
		}
		wantFields(t, together(w.maelle, time.Hour), "together")
		for _, by := range []access.Actor{w.malik, w.boss} {
			wantKind(t, together(by, day), fault.NotFound, "error.not_found")
		}
		wantKind(t, together(w.holder, day), fault.NotFound, "error.not_found")
		must(t, together(w.ximena, 0))
		if b := w.bond(t, w.maelle, id); b.Stage != referral.BondJoint || b.Until.Sub(b.From) != referral.DefaultTogether {
			t.Errorf("begun by the receiver: %+v", b)
		}
	})
}

// Nothing that the pivot and the receiver do or say, alone or together, closes
// a warm hand-off: the person's voice does.
func TestClosingOnAcceptanceIsImpossible(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.handed(t)
		met := referral.Word{Fact: referral.MetNeed, Said: referral.SaidYes}
		must(t, w.svc.StartHandoff(u.Ctx, w.ximena, id, w.act()))
		for _, by := range []access.Actor{w.maelle, w.ximena, w.pair, w.carlos} {
			must(t, w.svc.SayOutcome(u.Ctx, by, id, w.act(), met, holds, referral.Word{Fact: referral.ContactMade, Said: referral.SaidYes}))
		}
		wantFields(t, w.svc.Decline(u.Ctx, w.maelle, id, w.act(), referral.Refusal{Reason: "obstacle_hours"}), "told")
		u.Clock.Advance(120 * day)
		w.run(t)
		if got := w.state(t, id); got != referral.InHandoff {
			t.Errorf("closed without the person: %s", got)
		}
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), met))
		if got := w.state(t, id); got != referral.NeedMet {
			t.Errorf("the person's voice closes: %s", got)
		}
	})
}
