package crisis_test

import (
	"testing"
	"time"

	"passerelle/internal/crisis"
	"passerelle/internal/db/dbtest"
)

// TestTwoCellsAtOnce: what is relaxed, given and ended in one changes nothing of the
// other, whose rules are not reached through it; a rule that was renewed twice,
// then to end sooner, ends when it was said last, to the minute.
func TestTwoCellsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		one, two := w.opened(t), w.opened(t)
		rule, other := w.relaxed(t, one, 12*time.Hour), w.relaxed(t, two, 48*time.Hour)
		wantKey(t, w.svc.RenewRule(u.Ctx, w.halte, w.act(), one, other, time.Hour), "error.not_found")
		wantKey(t, w.svc.LiftRule(u.Ctx, w.halte, w.act(), two, rule), "error.not_found")
		must(t, w.svc.RenewRule(u.Ctx, w.halte, w.act(), one, rule, 60*time.Hour))
		must(t, w.svc.RenewRule(u.Ctx, w.ciusss, w.act(), one, rule, 2*time.Hour))
		u.Clock.Advance(2*time.Hour - time.Minute)
		if got := w.inForce(t, one); len(got) != 1 {
			t.Errorf("a minute before: %v", got)
		}
		u.Clock.Advance(time.Minute)
		if got := w.inForce(t, one); len(got) != 0 {
			t.Errorf("at its minute: %v", got)
		}
		u.Clock.Advance(time.Minute)
		must(t, w.svc.Close(u.Ctx, w.halte, w.act(), one))
		s := w.show(t, two)
		if s.Over(s.Now) || len(w.inForce(t, two)) != 1 || len(s.Rules) != 1 {
			t.Errorf("the other cell: %+v", s.Rules)
		}
		first := w.show(t, one)
		var kinds []crisis.Kind
		for _, e := range first.Minutes() {
			kinds = append(kinds, e.Kind)
		}
		if n := len(kinds); kinds[n-1] != crisis.Closed || kinds[n-2] != crisis.RuleLapsed {
			t.Errorf("minutes %v", kinds)
		}
		if p := first.PostMortem(); len(p.Rules) != 1 || p.Rules[0].Outcome != crisis.HasLapsed || p.Rules[0].Lasted != 2*time.Hour || p.Rules[0].Renewed != 2 {
			t.Errorf("%+v", p.Rules)
		}
	})
}
