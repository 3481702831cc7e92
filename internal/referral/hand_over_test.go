package referral_test

import (
	"context"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// team is who works at La Halte: names for refusals, and who accompanies people.
type team struct{}

func (team) StaffOf(context.Context, *db.Tx, access.Org) (map[access.Worker]string, error) {
	return map[access.Worker]string{"maelle": "Maëlle T.", "pair": "Pair B.", "chef": "Chef C."}, nil
}

func (team) Accompanying(context.Context, *db.Tx, access.Org) (map[access.Worker]bool, error) {
	return map[access.Worker]bool{"maelle": true, "pair": true, "chef": true}, nil
}

// TestAWorkerHandsOverAllTheirPeople: one press, to a colleague of the same
// organisation, by the worker or by who coordinates when they are away; one press
// takes it back for a day, and puts back nobody who was taken over since.
func TestAWorkerHandsOverAllTheirPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.svc.Works(team{})
		chef := access.ForWorker(dbtest.Region, "chef", "halte", "", access.Coordination)
		sent, draft := w.sent(t, true), w.draft(t, "logis", false)
		over := w.sent(t, false)
		must(t, w.svc.Decline(u.Ctx, w.ximena, over, w.act(), referral.Refusal{Reason: "closed", Version: w.summary(t, w.ximena, over).Version}))
		pivot := func(id access.Referral) access.Worker { return w.summary(t, w.maelle, id).Pivot }

		for name, by := range map[string]access.Actor{"a colleague": w.pair, "who coordinates elsewhere": w.carlos, "a manager": w.boss, "the person": w.holder} {
			if h, err := w.svc.HandOver(u.Ctx, by, w.act(), "maelle", "chef"); !fault.Is(err, fault.NotFound) && err == nil && h.Moved > 0 {
				t.Errorf("%s hands over her people: %+v, %v", name, h, err)
			}
		}
		for _, to := range []access.Worker{"", "maelle", "ximena", "nobody"} {
			_, err := w.svc.HandOver(u.Ctx, w.maelle, w.act(), "maelle", to)
			wantFields(t, err, "to")
		}

		h, err := w.svc.HandOver(u.Ctx, chef, "twice", "maelle", "pair")
		must(t, err)
		again, err := w.svc.HandOver(u.Ctx, chef, "twice", "maelle", "pair")
		must(t, err)
		if h.Moved != 2 || h.Kept != 0 || again.Batch != h.Batch || again.Moved != 2 {
			t.Fatalf("handed over: %+v, then %+v", h, again)
		}
		if pivot(sent) != "pair" || pivot(draft) != "pair" || pivot(over) != "maelle" {
			t.Errorf("with the people now: %s, %s; with what is over: %s", pivot(sent), pivot(draft), pivot(over))
		}
		if n := w.count(t, sent, referral.TakenOverKind); n != 1 {
			t.Errorf("told %d times", n)
		}

		for name, by := range map[string]access.Actor{"somebody elsewhere": w.ximena, "the colleague alone": w.pair, "a manager": w.boss} {
			if err := w.svc.UndoHandOver(u.Ctx, by, w.act(), h.Batch); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s takes it back: %v", name, err)
			}
		}
		must(t, w.svc.TakeOver(u.Ctx, chef, sent, w.act())) // since
		if list, err := w.svc.LastHanded(u.Ctx, w.maelle); err != nil || len(list) != 1 || list[0].Moved != 2 {
			t.Errorf("to take back: %+v, %v", list, err)
		}
		must(t, w.svc.UndoHandOver(u.Ctx, w.maelle, w.act(), h.Batch))
		if pivot(sent) != "chef" || pivot(draft) != "maelle" {
			t.Errorf("after taking it back: %s, %s", pivot(sent), pivot(draft))
		}
		if err := w.svc.UndoHandOver(u.Ctx, w.maelle, w.act(), h.Batch); !fault.Is(err, fault.NotFound) {
			t.Errorf("taken back twice: %v", err)
		}

		h, err = w.svc.HandOver(u.Ctx, w.maelle, w.act(), "maelle", "pair")
		must(t, err)
		u.Clock.Advance(referral.UndoWithin)
		wantKind(t, w.svc.UndoHandOver(u.Ctx, w.maelle, w.act(), h.Batch), fault.Conflict, "hand_over.too_late")
		if list, err := w.svc.LastHanded(u.Ctx, w.maelle); err != nil || len(list) != 0 {
			t.Errorf("a day later one may take back %+v, %v", list, err)
		}
	})
}

// TestNobodyIsHandedToWhomTheyRefused: who refused a colleague by name stays, and
// what is told is a number alone.
func TestNobodyIsHandedToWhomTheyRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.svc.Works(team{})
		w.consent.Knows(team{})
		id := w.sent(t, false)
		_, err := w.consent.Refuse(u.Ctx, w.holder, w.act(), consent.Refusal{Recipient: "halte", Name: "Pair", Wording: "v1", Language: "fr"})
		must(t, err)
		h, err := w.svc.HandOver(u.Ctx, w.maelle, w.act(), "maelle", "pair")
		must(t, err)
		if h.Moved != 0 || h.Kept != 1 || w.summary(t, w.maelle, id).Pivot != "maelle" {
			t.Errorf("handed to whom the person refused: %+v", h)
		}
		h, err = w.svc.HandOver(u.Ctx, w.maelle, w.act(), "maelle", "chef") // and the control
		must(t, err)
		if h.Moved != 1 || h.Kept != 0 {
			t.Errorf("handed to somebody else: %+v", h)
		}
	})
}

// TestTakingBackPutsNobodyWithWhomTheyRefused: a person who refused the worker in
// between stays with the colleague.
func TestTakingBackPutsNobodyWithWhomTheyRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.svc.Works(team{})
		w.consent.Knows(team{})
		id := w.sent(t, false)
		h, err := w.svc.HandOver(u.Ctx, w.maelle, w.act(), "maelle", "pair")
		must(t, err)
		_, err = w.consent.Refuse(u.Ctx, w.holder, w.act(), consent.Refusal{Recipient: "halte", Name: "Maëlle", Wording: "v1", Language: "fr"})
		must(t, err)
		chef := access.ForWorker(dbtest.Region, "chef", "halte", "", access.Coordination)
		must(t, w.svc.UndoHandOver(u.Ctx, chef, w.act(), h.Batch))
		if got := w.summary(t, w.pair, id).Pivot; got != "pair" {
			t.Errorf("given back to %s, whom the person refused", got)
		}
	})
}

// TestAReceiverHandsOverToo: the other side of the desk, with its own people.
func TestAReceiverHandsOverToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.svc.Works(dents{})
		id := w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		u.Clock.Advance(time.Hour)
		h, err := w.svc.HandOver(u.Ctx, w.carlos, w.act(), "ximena", "carlos")
		must(t, err)
		if b := w.bond(t, w.holder, id); h.Moved != 1 || b.Receiver != "carlos" || b.Pivot != "maelle" {
			t.Errorf("handed over %+v: with the person now %+v", h, b)
		}
	})
}

type dents struct{ team }

func (dents) Accompanying(context.Context, *db.Tx, access.Org) (map[access.Worker]bool, error) {
	return map[access.Worker]bool{"ximena": true, "carlos": true}, nil
}
