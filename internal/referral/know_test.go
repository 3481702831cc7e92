package referral_test

import (
	"context"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// all is who accompanies people, in both organisations.
type all struct{ team }

func (all) Accompanying(_ context.Context, _ *db.Tx, o access.Org) (map[access.Worker]bool, error) {
	if o == "dents" {
		return map[access.Worker]bool{"ximena": true, "carlos": true}, nil
	}
	return map[access.Worker]bool{"maelle": true, "pair": true}, nil
}

// TestWhoKnowsThePersonNeverSeesTheReferral: the check is made at the sending,
// blind, before a name is shown; a colleague reads it, and neither the sender nor
// the person is told.
func TestWhoKnowsThePersonNeverSeesTheReferral(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		must(t, w.consent.DeclareTie(u.Ctx, w.ximena, w.act(), "819 555-0181")) // the number by which the person is reached
		must(t, w.consent.DeclareTie(u.Ctx, w.malik, w.act(), "Mésange"))       // of another organisation: it changes nothing
		id := w.sent(t, false)
		queue, err := w.svc.List(u.Ctx, w.ximena, referral.Filter{})
		must(t, err)
		if _, err := w.svc.Show(u.Ctx, w.ximena, id); len(queue) != 0 || !fault.Is(err, fault.NotFound) {
			t.Errorf("who knows the person sees %d referrals, and opens it: %v", len(queue), err)
		}
		wantKind(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()), fault.NotFound, "")
		v, err := w.svc.Show(u.Ctx, w.carlos, id)
		must(t, err)
		if v.Contact == nil {
			t.Error("a colleague is kept away too")
		}
		must(t, w.svc.Accept(u.Ctx, w.carlos, id, w.act()))
		o, err := w.consent.Overview(u.Ctx, w.holder)
		must(t, err)
		for _, r := range o.Recipients {
			if r.Refused() || r.Worker != "" {
				t.Errorf("the person's page tells of %+v", r)
			}
		}
		moments, err := w.svc.Timeline(u.Ctx, w.maelle, id)
		must(t, err)
		if len(moments) != 3 { // drafted, sent, accepted
			t.Errorf("the story tells %+v", moments)
		}
	})
}

// TestJeConnaisCettePersonne: one press, and a colleague has their place.
func TestJeConnaisCettePersonne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.svc.Works(all{})
		id := w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		for _, by := range []access.Actor{w.malik, w.boss, w.holder} {
			wantKind(t, w.svc.KnowThem(u.Ctx, by, id, w.act()), fault.NotFound, "error.not_found")
		}
		must(t, w.svc.KnowThem(u.Ctx, w.ximena, id, w.act()))
		if b := w.bond(t, w.holder, id); b.Receiver != "carlos" || b.Pivot != "maelle" {
			t.Errorf("with the person now: %+v", b)
		}
		_, err := w.svc.Show(u.Ctx, w.ximena, id)
		wantKind(t, err, fault.NotFound, "error.not_found")
		must(t, w.svc.KnowThem(u.Ctx, w.maelle, id, w.act())) // the pivot, too
		if b := w.bond(t, w.holder, id); b.Pivot != "pair" {
			t.Errorf("the pivot is %q", b.Pivot)
		}
		_, err = w.svc.Show(u.Ctx, w.maelle, id)
		wantKind(t, err, fault.NotFound, "error.not_found")
		_, err = w.svc.Show(u.Ctx, w.pair, id)
		must(t, err)
		// The last one there leaves the place to whoever comes.
		must(t, w.svc.KnowThem(u.Ctx, w.carlos, id, w.act()))
		if b := w.bond(t, w.holder, id); b.Receiver != "" {
			t.Errorf("handed to %q, who is kept away", b.Receiver)
		}
	})
}
