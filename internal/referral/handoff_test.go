package referral_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// "Appelez-moi avant de commencer" withholds how to reach the person, from the
// receiver's workers and from their link, until the pivot notes the call.
func TestNothingToReachThePersonByBeforeTheCall(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, true)
		token, err := w.svc.MakeLink(u.Ctx, w.maelle, id)
		must(t, err)
		link, err := w.svc.OpenLink(u.Ctx, dbtest.Region, token, "")
		must(t, err)
		for who, by := range map[string]access.Actor{"ximena": w.ximena, "link": link} {
			v, err := w.svc.Show(u.Ctx, by, id)
			must(t, err)
			if v.Need == nil || v.Done == nil || v.Contact != nil || !v.Withheld || v.Need.Pivot == "" {
				t.Errorf("%s before the call: need %v, done %v, contact %v, withheld %v", who, v.Need, v.Done, v.Contact, v.Withheld)
			}
		}
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		wantKind(t, w.svc.StartHandoff(u.Ctx, w.ximena, id, w.act()), fault.Conflict, "referral.call_first")
		wantKind(t, w.svc.NoteContact(u.Ctx, w.ximena, id, w.act(), referral.Attempt{Reached: true}), fault.Conflict, "referral.call_first")
		// The receiver cannot say that the call took place.
		wantKind(t, w.svc.OpenHandoff(u.Ctx, w.ximena, id, w.act(), referral.Opening{How: referral.ByCall}), fault.NotFound, "error.not_found")
		if v, err := w.svc.Show(u.Ctx, w.holder, id); err != nil || v.Contact == nil {
			t.Errorf("the person's own page: %v, %v", v.Contact, err)
		}

		must(t, w.svc.OpenHandoff(u.Ctx, w.pair, id, w.act(), referral.Opening{How: referral.ByCall}))
		v, err := w.svc.Show(u.Ctx, w.ximena, id)
		must(t, err)
		if v.Contact == nil || v.Contact.Reach != reach || v.Withheld {
			t.Errorf("after the call: %+v, withheld %v", v.Contact, v.Withheld)
		}
		wantKind(t, w.svc.OpenHandoff(u.Ctx, w.maelle, id, w.act(), referral.Opening{How: referral.ByCall}), fault.Conflict, "referral.already_open")
	})
}

func TestWithoutACallItTakesAReasonAndThreeDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, true)
		open := func(o referral.Opening) error { return w.svc.OpenHandoff(u.Ctx, w.maelle, id, w.act(), o) }
		waiver := referral.Opening{How: referral.ByWaiver, Reason: "receiver_unreachable"}
		wantFields(t, open(referral.Opening{}), "how")
		wantFields(t, open(referral.Opening{How: referral.ByWaiver, Reason: "because"}), "reason")
		u.Clock.Advance(100 * time.Hour)
		wantKind(t, open(waiver), fault.Invalid, "referral.waiver_too_soon") // nobody has accepted yet
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		u.Clock.Advance(72*time.Hour - time.Millisecond)
		wantKind(t, open(waiver), fault.Invalid, "referral.waiver_too_soon")
		u.Clock.Advance(time.Millisecond)
		must(t, open(waiver))
		if s := w.summary(t, w.ximena, id); s.OpenedHow != referral.ByWaiver || s.OpenedReason != "receiver_unreachable" || s.Next != referral.NextStart {
			t.Errorf("opened %+v", s)
		}
	})
}

// Not reached closes nothing, and wants a next step.
func TestAPersonNotReachedIsNotLost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		wantFields(t, w.svc.NoteContact(u.Ctx, w.ximena, id, w.act(), referral.Attempt{}), "step")
		must(t, w.svc.NoteContact(u.Ctx, w.ximena, id, w.act(), referral.Attempt{Step: referral.StepAskPivot}))
		if got := w.state(t, id); got != referral.Accepted {
			t.Errorf("state = %s, want accepted", got)
		}
		must(t, w.svc.NoteContact(u.Ctx, w.ximena, id, w.act(), referral.Attempt{Reached: true}))
		if got := w.state(t, id); got != referral.InHandoff {
			t.Errorf("state = %s, want in_handoff", got)
		}
	})
}
