package referral_test

import (
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

func TestARefusalIsAttributed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for reason, party := range map[string]referral.Party{"no_capacity": referral.OfService, "obstacle_hours": referral.OfPerson} {
			id := w.sent(t, false)
			must(t, w.svc.Decline(u.Ctx, w.ximena, id, w.act(), referral.Refusal{Reason: reason, Words: "Demain peut-être"}))
			s := w.summary(t, w.maelle, id)
			if s.State != referral.Declined || s.DeclineBy != party || s.DeclineReason != reason || s.Next != referral.NextElse {
				t.Errorf("%s: %+v", reason, s)
			}
			v, err := w.svc.Show(u.Ctx, w.maelle, id)
			must(t, err)
			if v.Answer != "Demain peut-être" {
				t.Errorf("the sender reads %q", v.Answer)
			}
			// What is over gives the receiver nothing more to read.
			_, err = w.svc.Show(u.Ctx, w.ximena, id)
			wantKind(t, err, fault.NotFound, "error.not_found")
			// The next door remembers which one was closed.
			next, err := w.svc.Draft(u.Ctx, w.maelle, w.act(), referral.NewDraft{Person: w.person, Previous: id})
			must(t, err)
			if got := w.summary(t, w.maelle, next).Previous; got != id {
				t.Errorf("previous = %q", got)
			}
		}
		id := w.sent(t, false)
		wantFields(t, w.svc.Decline(u.Ctx, w.ximena, id, w.act(), referral.Refusal{Reason: "not_willing"}), "reason")
		// The sender cannot refuse in the service's name.
		wantKind(t, w.svc.Decline(u.Ctx, w.maelle, id, w.act(), referral.Refusal{Reason: "no_capacity"}), fault.NotFound, "error.not_found")
	})
}

// What the sender ends on the person's word, the receiver has not answered.
func TestWhatTheSenderEndsIsNoAnswerOfTheReceiver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for _, reason := range []string{"obstacle_travel", "no_longer_wants"} {
			id := w.sent(t, false)
			u.Clock.Advance(5 * day) // late by two
			must(t, w.svc.Decline(u.Ctx, w.maelle, id, w.act(), referral.Refusal{Reason: reason, Told: true}))
			s := w.summary(t, w.maelle, id)
			if s.State != referral.Declined || !s.AnsweredAt.IsZero() || len(s.Owed) != 1 || !s.Owed[0].Kept.IsZero() || s.Late != 0 {
				t.Errorf("%s: answered at %v, owed %+v", reason, s.AnsweredAt, s.Owed)
			}
		}
		// An answer that was given stays.
		id := w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		at := w.summary(t, w.maelle, id).AnsweredAt
		u.Clock.Advance(day)
		must(t, w.svc.Decline(u.Ctx, w.maelle, id, w.act(), referral.Refusal{Reason: "obstacle_travel", Told: true, Version: w.summary(t, w.maelle, id).Version}))
		if s := w.summary(t, w.maelle, id); !s.AnsweredAt.Equal(at) || at.IsZero() {
			t.Errorf("answered at %v, now %v", at, s.AnsweredAt)
		}
	})
}

// "Pas volontaire" is never one party's word.
func TestNoLongerWantsIsNeverOnePartysWord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		unwanted := referral.Refusal{Reason: "no_longer_wants"}
		must(t, w.svc.Decline(u.Ctx, w.ximena, id, w.act(), unwanted))
		must(t, w.svc.Decline(u.Ctx, w.carlos, id, w.act(), unwanted)) // a colleague is the same party
		s := w.summary(t, w.maelle, id)
		if s.State != referral.Accepted || len(s.UnwantedBy) != 1 || s.UnwantedBy[0] != referral.Target {
			t.Errorf("after one party's word: %+v", s)
		}
		wantKind(t, w.svc.StillWanted(u.Ctx, w.ximena, id, w.act()), fault.NotFound, "error.not_found")
		must(t, w.svc.StillWanted(u.Ctx, w.holder, id, w.act()))
		if s := w.summary(t, w.maelle, id); len(s.UnwantedBy) != 0 {
			t.Errorf("the person wants it still, yet %v", s.UnwantedBy)
		}
		wantKind(t, w.svc.StillWanted(u.Ctx, w.holder, id, w.act()), fault.Conflict, "referral.no_doubt")

		// Two workers' word does not close it either: the person is asked.
		must(t, w.svc.Decline(u.Ctx, w.maelle, id, w.act(), unwanted))
		unwanted.Version = w.summary(t, w.ximena, id).Version
		must(t, w.svc.Decline(u.Ctx, w.ximena, id, w.act(), unwanted))
		if s := w.summary(t, w.maelle, id); s.State != referral.Accepted || len(s.UnwantedBy) != 2 || s.Next != referral.NextDoubt {
			t.Errorf("after two workers' word: %+v", s)
		}
		unwanted.Told, unwanted.Version = true, 1
		wantKind(t, w.svc.Decline(u.Ctx, w.maelle, id, w.act(), unwanted), fault.Conflict, "referral.is_accepted") // an old page
		unwanted.Version = w.summary(t, w.maelle, id).Version
		must(t, w.svc.Decline(u.Ctx, w.maelle, id, w.act(), unwanted))
		s = w.summary(t, w.maelle, id)
		if s.State != referral.Declined || s.DeclineBy != referral.OfPerson || s.DeclineReason != "no_longer_wants" {
			t.Errorf("after the pivot's and the person's account: %+v", s)
		}
	})
}
