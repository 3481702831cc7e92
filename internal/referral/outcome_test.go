package referral_test

import (
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// Three voices, kept even when they disagree; the person's decides the state.
func TestAcceptedIsNotHelped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		yes := referral.Word{Fact: referral.MetNeed, Said: referral.SaidYes}
		no := referral.Word{Fact: referral.MetNeed, Said: referral.SaidNo}
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), yes)) // before any answer: a fact, not a state
		if got := w.state(t, id); got != referral.Sent {
			t.Errorf("state = %s before the answer", got)
		}
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), referral.Word{Fact: referral.MetNeed, Said: referral.SaidPartly}))
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		must(t, w.svc.StartHandoff(u.Ctx, w.ximena, id, w.act()))
		must(t, w.svc.NoteContact(u.Ctx, w.ximena, id, w.act(), referral.Attempt{Reached: true}))
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), referral.Word{Fact: referral.ContactMade, Said: referral.SaidNo}))

		must(t, w.svc.SayOutcome(u.Ctx, w.ximena, id, w.act(), yes))
		must(t, w.svc.SayOutcome(u.Ctx, w.maelle, id, w.act(), yes))
		if got := w.state(t, id); got != referral.InHandoff {
			t.Errorf("two sides say yes, the person says partly: %s, want in_handoff", got)
		}
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), yes))
		if got := w.state(t, id); got != referral.NeedMet {
			t.Errorf("the person says yes: %s, want need_met", got)
		}
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), no))
		if got := w.state(t, id); got != referral.InHandoff {
			t.Errorf("the person says no after all: %s, want in_handoff again", got)
		}

		v, err := w.svc.Show(u.Ctx, w.maelle, id)
		must(t, err)
		said := map[string]referral.Said{}
		for _, o := range v.Outcomes {
			said[string(o.Fact)+" "+string(o.Voice)] = o.Said
		}
		for fact, want := range map[string]referral.Said{
			"contact_made target": "yes", "contact_made person": "no", "need_met person": "no", "need_met source": "yes", "need_met target": "yes",
		} {
			if said[fact] != want {
				t.Errorf("%s: %q, want %q; a disagreement is kept", fact, said[fact], want)
			}
		}
	})
}

func TestAWorkerRelaysButNeverReplacesThePersonsWord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		relayed := func(f referral.Fact) referral.Word {
			return referral.Word{Fact: f, Said: referral.SaidYes, Relayed: true}
		}
		wantFields(t, w.svc.SayOutcome(u.Ctx, w.ximena, id, w.act(), relayed(referral.MetNeed)), "relayed")
		must(t, w.svc.SayOutcome(u.Ctx, w.ximena, id, w.act(), relayed(referral.BondHolds)))
		must(t, w.svc.SayOutcome(u.Ctx, w.maelle, id, w.act(), relayed(referral.MetNeed)))
		if got := w.state(t, id); got != referral.NeedMet {
			t.Errorf("state = %s: the person said yes, by the one who accompanies them", got)
		}
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), referral.Word{Fact: referral.MetNeed, Said: referral.SaidNo}))
		wantKind(t, w.svc.SayOutcome(u.Ctx, w.maelle, id, w.act(), relayed(referral.MetNeed)), fault.Conflict, "referral.person_spoke")
		if got := w.state(t, id); got != referral.InHandoff {
			t.Errorf("state = %s, want in_handoff", got)
		}
		v, err := w.svc.Show(u.Ctx, w.holder, id)
		must(t, err)
		for _, o := range v.Outcomes {
			if o.Fact == referral.BondHolds && (o.Voice != referral.ThePerson || o.RelayedBy != "dents") {
				t.Errorf("the relayed word: %+v", o)
			}
		}
	})
}

// What one form says is kept whole or not at all, and each word has its entry.
func TestWordsOfOneFormAreKeptTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		holds := referral.Word{Fact: referral.BondHolds, Said: referral.SaidYes}
		met := referral.Word{Fact: referral.MetNeed, Said: referral.SaidYes}
		cannot := referral.Word{Fact: referral.MetNeed, Said: referral.SaidYes, Relayed: true}
		wantFields(t, w.svc.SayOutcome(u.Ctx, w.ximena, id, w.act(), holds, cannot), "relayed")
		wantFields(t, w.svc.SayOutcome(u.Ctx, w.ximena, id, w.act(), holds, referral.Word{Fact: referral.MetNeed, Said: "maybe"}), "said")
		wantFields(t, w.svc.SayOutcome(u.Ctx, w.ximena, id, w.act()), "said")
		v, err := w.svc.Show(u.Ctx, w.maelle, id)
		must(t, err)
		if len(v.Outcomes) != 0 || w.count(t, id, "referral.outcome_said") != 0 {
			t.Errorf("half of a form was kept: %+v", v.Outcomes)
		}
		act := w.act()
		for range 2 {
			must(t, w.svc.SayOutcome(u.Ctx, w.ximena, id, act, holds, met))
		}
		v, err = w.svc.Show(u.Ctx, w.maelle, id)
		must(t, err)
		if n := w.count(t, id, "referral.outcome_said"); len(v.Outcomes) != 2 || n != 2 {
			t.Errorf("%d outcomes with %d entries, want two of each: %+v", len(v.Outcomes), n, v.Outcomes)
		}
	})
}
