package referral_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// blocked are the askings that somebody sees of a referral.
func (w *world) blocked(t *testing.T, by access.Actor, id access.Referral) []referral.Unblocking {
	t.Helper()
	list, err := w.svc.Unblockings(w.Ctx, by, id)
	must(t, err)
	return list
}

func (w *world) asksToUnblock(t *testing.T, id access.Referral, why referral.Blocked) string {
	t.Helper()
	ask, err := w.svc.AskUnblock(w.Ctx, w.maelle, id, w.act(), referral.Asking{Line: "line-1", Reason: why, Words: "Votre page dit le contraire."})
	must(t, err)
	return ask
}

// TestABlockedWayIsAskedAndAnswered: silence can be named once the delay passed;
// the addressee has a clock of their own, and both see the same; nothing of the
// person changes.
func TestABlockedWayIsAskedAndAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		_, err := w.svc.AskUnblock(u.Ctx, w.maelle, id, w.act(), referral.Asking{Reason: referral.BlockedSilent})
		wantFields(t, err, "reason")
		_, err = w.svc.AskUnblock(u.Ctx, w.maelle, id, w.act(), referral.Asking{Reason: referral.BlockedRule})
		wantFields(t, err, "reason")
		_, err = w.svc.AskUnblock(u.Ctx, w.maelle, id, w.act(), referral.Asking{})
		wantFields(t, err, "reason")
		u.Clock.Advance(referral.DefaultDelay + time.Minute)

		for name, by := range map[string]access.Actor{"the receiver": w.ximena, "somebody else": w.malik, "a manager": w.boss, "the person": w.holder} {
			if _, err := w.svc.AskUnblock(u.Ctx, by, id, w.act(), referral.Asking{Reason: referral.BlockedSilent}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s asks: %v", name, err)
			}
		}
		ask := w.asksToUnblock(t, id, referral.BlockedSilent)
		_, err = w.svc.AskUnblock(u.Ctx, w.pair, id, w.act(), referral.Asking{Reason: referral.BlockedClosed})
		wantKind(t, err, fault.Conflict, "unblock.waits")

		before := w.summary(t, w.holder, id)
		for name, by := range map[string]access.Actor{"the sender": w.pair, "the receiver": w.carlos, "the person": w.holder} {
			got := w.blocked(t, by, id)
			if len(got) != 1 || !got[0].Open() || got[0].Words != "Votre page dit le contraire." || got[0].Line != "line-1" || got[0].Worker != "maelle" ||
				!got[0].Due.Equal(got[0].Asked.Add(referral.UnblockWithin)) {
				t.Errorf("%s sees %+v", name, got)
			}
			if (got[0].Person != "") != (name != "the receiver") {
				t.Errorf("%s is told of the person %q", name, got[0].Person)
			}
			if len(w.blocked(t, by, "")) != 1 {
				t.Errorf("%s: it is not on the queue", name)
			}
		}
		for name, by := range map[string]access.Actor{"somebody else": w.malik, "a manager": w.boss} {
			if len(w.blocked(t, by, id)) != 0 || len(w.blocked(t, by, "")) != 0 {
				t.Errorf("%s sees it", name)
			}
			if err := w.svc.AnswerUnblock(u.Ctx, by, id, w.act(), ask, referral.UnblockSaid{Answer: referral.Unblocked}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s answers: %v", name, err)
			}
		}

		u.Clock.Advance(referral.UnblockWithin + time.Hour)
		w.run(t)
		w.run(t)
		if got := w.blocked(t, w.ximena, id); got[0].Late != time.Hour {
			t.Errorf("late by %s", got[0].Late)
		}
		if n := w.count(t, id, referral.UnblockSilentKind); n != 1 {
			t.Errorf("%d reminders, want one", n)
		}

		wantFields(t, w.svc.AnswerUnblock(u.Ctx, w.ximena, id, w.act(), ask, referral.UnblockSaid{Answer: referral.StillBlocked, Reason: "obstacle_trust"}), "reason")
		wantFields(t, w.svc.AnswerUnblock(u.Ctx, w.ximena, id, w.act(), ask, referral.UnblockSaid{}), "answer")
		said := referral.UnblockSaid{Answer: referral.StillBlocked, Reason: "no_capacity", Words: "Lundi."}
		must(t, w.svc.AnswerUnblock(u.Ctx, w.ximena, id, "twice", ask, said))
		must(t, w.svc.AnswerUnblock(u.Ctx, w.ximena, id, "twice", ask, said))
		wantKind(t, w.svc.AnswerUnblock(u.Ctx, w.carlos, id, w.act(), ask, referral.UnblockSaid{Answer: referral.Unblocked}), fault.Conflict, "unblock.answered_before")
		got := w.blocked(t, w.maelle, id)[0]
		if got.Open() || got.Answer != referral.StillBlocked || got.AnswerReason != "no_capacity" || got.AnswerWords != "Lundi." || got.AnswerWorker != "ximena" || got.Heard() || got.Late != 0 {
			t.Errorf("the sender reads %+v", got)
		}
		if len(w.blocked(t, w.maelle, "")) != 0 {
			t.Error("it still waits on the queue")
		}
		if after := w.summary(t, w.holder, id); after.State != before.State || after.Version != before.Version || after.DeclineBy != before.DeclineBy {
			t.Errorf("it cost the person something: %+v, %+v", before, after)
		}
	})
}

// TestAWayIsOpenedAfterARefusal: the service that refused hears that its own page
// says otherwise; once the person no longer agrees it hears nothing.
func TestAWayIsOpenedAfterARefusal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.Decline(u.Ctx, w.ximena, id, w.act(), referral.Refusal{Reason: "not_eligible", Version: w.summary(t, w.ximena, id).Version}))
		ask := w.asksToUnblock(t, id, referral.BlockedRule)
		if got := w.blocked(t, w.carlos, id); len(got) != 1 || got[0].Sender != "halte" || got[0].State != referral.Declined {
			t.Fatalf("who refused sees %+v", got)
		}
		if _, err := w.svc.Show(u.Ctx, w.carlos, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("the refused referral opens again: %v", err)
		}
		// Heard on the line, and noted by who called.
		must(t, w.svc.AnswerUnblock(u.Ctx, w.pair, id, w.act(), ask, referral.UnblockSaid{Answer: referral.Unblocked}))
		if got := w.blocked(t, w.carlos, id)[0]; got.Answer != referral.Unblocked || !got.Heard() || got.AnswerWorker != "pair" {
			t.Errorf("who answered by telephone reads %+v", got)
		}
		w.answer(t, "dents", consent.No)
		if got := w.blocked(t, w.carlos, id); len(got) != 0 {
			t.Errorf("the person said no, and it is still read: %+v", got)
		}
		_, err := w.svc.AskUnblock(u.Ctx, w.maelle, id, w.act(), referral.Asking{Reason: referral.BlockedRule})
		wantKind(t, err, fault.Conflict, "unblock.consent_over")
	})
}
