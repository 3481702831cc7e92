package referral_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// A colleague takes the place of who is sick, each on their own side; the person
// reads the new names.
func TestAColleagueTakesOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, true)
		take := func(by access.Actor) error { return w.svc.TakeOver(u.Ctx, by, id, w.act()) }
		wantKind(t, take(w.ximena), fault.Conflict, "referral.nothing_to_take") // nobody there yet
		wantKind(t, take(w.maelle), fault.Conflict, "referral.yours_already")
		must(t, take(w.pair)) // before the call, too: the person does not wait for who is away
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		must(t, w.svc.OpenHandoff(u.Ctx, w.maelle, id, w.act(), referral.Opening{How: referral.ByCall}))
		for _, by := range []access.Actor{w.malik, w.boss, w.holder} {
			wantKind(t, take(by), fault.NotFound, "error.not_found")
		}
		must(t, take(w.pair))
		must(t, take(w.carlos))
		if b := w.bond(t, w.holder, id); b.Pivot != "pair" || b.Receiver != "carlos" || b.Stage != referral.BondJoint {
			t.Errorf("with the person now: %+v", b)
		}
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), holds))
		must(t, w.svc.StepBack(u.Ctx, w.pair, id, w.act()))
		wantKind(t, take(w.maelle), fault.Conflict, "referral.nothing_to_take") // nobody comes in by the back door
		must(t, take(w.ximena))
		must(t, w.svc.Withdraw(u.Ctx, w.holder, id, w.act()))
		wantKind(t, take(w.pair), fault.Conflict, "referral.is_withdrawn")
	})
}
