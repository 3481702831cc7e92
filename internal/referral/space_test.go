package referral_test

import (
	"slices"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// TestAPersonAsksForSpace: it is between the person and who is asked; it has an
// answer and never a no; withdrawing stays beside it, at once.
func TestAPersonAsksForSpace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		spaces := func(by access.Actor) []referral.Space {
			t.Helper()
			list, err := w.svc.Spaces(u.Ctx, by)
			must(t, err)
			return list
		}
		for name, by := range map[string]access.Actor{"the sender": w.maelle, "the receiver": w.ximena, "somebody else": w.malik} {
			if err := w.svc.AskSpace(u.Ctx, by, id, w.act(), "dents"); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s asks in the person's place: %v", name, err)
			}
		}
		if err := w.svc.AskSpace(u.Ctx, w.holder, id, w.act(), "comptoir"); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody who is not there is asked: %v", err)
		}
		before := w.summary(t, w.holder, id)
		must(t, w.svc.AskSpace(u.Ctx, w.holder, id, "twice", "dents"))
		must(t, w.svc.AskSpace(u.Ctx, w.holder, id, "twice", "dents"))
		wantKind(t, w.svc.AskSpace(u.Ctx, w.holder, id, w.act(), "dents"), fault.Conflict, "space.asked_before")
		if len(spaces(w.holder)) != 1 || len(spaces(w.carlos)) != 1 {
			t.Fatalf("the person sees %+v, who is asked %+v", spaces(w.holder), spaces(w.carlos))
		}
		for name, by := range map[string]access.Actor{"the sender": w.maelle, "somebody else": w.malik, "a manager": w.boss} {
			if list := spaces(by); len(list) != 0 {
				t.Errorf("%s sees %+v", name, list)
			}
		}
		ask := spaces(w.holder)[0]
		wantFields(t, w.svc.AnswerSpace(u.Ctx, w.ximena, id, w.act(), ask.ID, "no", ""), "answer")
		wantFields(t, w.svc.AnswerSpace(u.Ctx, w.ximena, id, w.act(), ask.ID, referral.SpaceTalk, strings.Repeat("é", referral.NoteMax+1)), "words")
		wantKind(t, w.svc.AnswerSpace(u.Ctx, w.maelle, id, w.act(), ask.ID, referral.SpaceAgreed, ""), fault.Conflict, "space.answered_before")
		must(t, w.svc.AnswerSpace(u.Ctx, w.ximena, id, w.act(), ask.ID, referral.SpaceTalk, "Quand vous voudrez."))
		wantKind(t, w.svc.AnswerSpace(u.Ctx, w.carlos, id, w.act(), ask.ID, referral.SpaceAgreed, ""), fault.Conflict, "space.answered_before")
		if got := spaces(w.holder)[0]; got.Open() || got.Answer != referral.SpaceTalk || got.Words != "Quand vous voudrez." || got.Worker != "ximena" || got.Org != "dents" {
			t.Errorf("the person reads %+v", got)
		}
		if len(spaces(w.carlos)) != 0 {
			t.Error("an answered one still waits")
		}
		// The other organisation reads nothing of it in the story either.
		for name, side := range map[string]struct {
			by   access.Actor
			sees bool
		}{"the sender": {w.maelle, false}, "the receiver": {w.ximena, true}, "the person": {w.holder, true}} {
			moments, err := w.svc.Timeline(u.Ctx, side.by, id)
			must(t, err)
			if got := slices.ContainsFunc(moments, func(m referral.Moment) bool { return m.Kind == referral.SpaceAskedKind }); got != side.sees {
				t.Errorf("%s reads that space was asked for: %v", name, got)
			}
		}
		if after := w.summary(t, w.holder, id); after.State != before.State || after.Version != before.Version {
			t.Errorf("asking changed the referral: %+v", after)
		}
		must(t, w.svc.AskSpace(u.Ctx, w.holder, id, w.act(), "halte"))
		if len(spaces(w.pair)) != 1 || len(spaces(w.ximena)) != 0 {
			t.Error("who accompanies is asked, and the other reads it")
		}
		must(t, w.svc.Withdraw(u.Ctx, w.holder, id, w.act())) // asked or not, at once
		wantKind(t, w.svc.AskSpace(u.Ctx, w.holder, id, w.act(), "dents"), fault.Conflict, "referral.is_withdrawn")
	})
}
