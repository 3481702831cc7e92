package referral_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// TestSomebodyKnownIsNotTypedAgain: the next draft about the same person begins
// with how to reach them and whom to call first, from the organisation's own
// last package; with nothing of their need, and with no consent of any kind.
func TestSomebodyKnownIsNotTypedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		again := func(by access.Actor) (referral.View, error) {
			id, err := w.svc.Draft(u.Ctx, by, w.act(), referral.NewDraft{Person: w.person, Like: true})
			if err != nil {
				return referral.View{}, err
			}
			return w.svc.Show(u.Ctx, by, id)
		}
		fresh, err := again(w.maelle)
		must(t, err)
		if *fresh.Contact != (referral.Contact{}) || *fresh.Need != (referral.Need{}) {
			t.Errorf("before any package: %+v %+v", fresh.Contact, fresh.Need)
		}
		sent := w.sent(t, true)
		first, err := w.svc.Show(u.Ctx, w.maelle, sent)
		must(t, err)
		next, err := again(w.maelle)
		must(t, err)
		if *first.Contact == (referral.Contact{}) || *next.Contact != *first.Contact {
			t.Fatalf("how to reach: %+v, was %+v", next.Contact, first.Contact)
		}
		if next.Need == nil || next.Need.Words+next.Need.Observed != "" || next.Need.Pivot != first.Need.Pivot || next.Delay != first.Delay || next.CallFirst != first.CallFirst {
			t.Errorf("the draft begins with %+v, call first %v, %v; the last said %+v, %v, %v", next.Need, next.CallFirst, next.Delay, first.Need, first.CallFirst, first.Delay)
		}
		if *next.Done != (referral.Done{}) || next.Receiver != "" {
			t.Errorf("what another day tried, or its door: %+v %q", next.Done, next.Receiver)
		}
		if list, err := w.svc.Check(u.Ctx, w.maelle, next.ID); err != nil || list.Ready {
			t.Errorf("ready without a need, a door and a consent: %+v, %v", list, err)
		}
		for name, by := range map[string]access.Actor{"another organisation": w.malik, "management": w.boss} {
			if _, err := again(by); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
