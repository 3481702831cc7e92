package referral_test

import (
	"strings"
	"sync"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// After a closed door, a new package follows the first with what the person
// allowed, asked part by part, and goes to nobody by itself.
func TestANewPackageFollowsAClosedDoor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		first := w.sent(t, true)
		_, err := w.svc.Again(u.Ctx, w.maelle, first, w.act(), referral.Carried{})
		wantKind(t, err, fault.Conflict, "referral.is_sent")
		must(t, w.svc.Decline(u.Ctx, w.ximena, first, w.act(), referral.Refusal{Reason: "no_capacity"}))
		for _, by := range []access.Actor{w.ximena, w.malik, w.boss, w.holder} {
			_, err := w.svc.Again(u.Ctx, by, first, w.act(), referral.Carried{})
			wantKind(t, err, fault.NotFound, "error.not_found")
		}
		_, err = w.svc.Again(u.Ctx, w.maelle, first, w.act(), referral.Carried{Door: strings.Repeat("x", 2001)})
		wantFields(t, err, "door")

		act := w.act()
		id, err := w.svc.Again(u.Ctx, w.maelle, first, act, referral.Carried{Words: true, Done: true, Door: "Dents : plus de place"})
		must(t, err)
		again, err := w.svc.Again(u.Ctx, w.maelle, first, act, referral.Carried{})
		must(t, err)
		colleague, err := w.svc.Again(u.Ctx, w.pair, first, w.act(), referral.Carried{Contact: true})
		must(t, err)
		if again != id || colleague != id {
			t.Errorf("one closed door is followed by %s, %s and %s", id, again, colleague)
		}
		v, err := w.svc.Show(u.Ctx, w.maelle, id)
		must(t, err)
		if v.State != referral.Proposed || v.Previous != first || v.Receiver != "" || !v.CallFirst || v.Person != w.person {
			t.Errorf("the next one: %+v", v.Summary)
		}
		if v.Need.Words != theirWords || v.Need.Language != "es" || v.Need.Observed != "" || v.Need.Pivot == "" || *v.Contact != (referral.Contact{}) || v.Done.Tried != tried+"\nDents : plus de place" {
			t.Errorf("carried: %+v, %+v, %+v", v.Need, v.Contact, v.Done)
		}
		// Consent to the first opens nothing of the second.
		logis := access.Org("logis")
		must(t, w.svc.Save(u.Ctx, w.maelle, id, w.act(), referral.Change{Version: v.Version, Receiver: &logis}))
		if err := w.svc.Send(u.Ctx, w.maelle, id, w.act()); !fault.Is(err, fault.Invalid) {
			t.Errorf("sent without asking again: %v", err)
		}
		w.allow(t, "logis")
		must(t, w.svc.Send(u.Ctx, w.maelle, id, w.act()))
		next := access.ForWorker(dbtest.Region, "ines", "logis", "", access.Intervention)
		v, err = w.svc.Show(u.Ctx, next, id)
		must(t, err)
		if v.Previous != "" || v.Person != "" {
			t.Errorf("the next receiver could tell that another package is about the same person: %q, %q", v.Previous, v.Person)
		}
		if w.count(t, first, "referral.followed") != 1 {
			t.Errorf("the log of the first: %v", w.kinds(t, first))
		}
	})
}

// Ten colleagues press at once: one package follows.
func TestOnePackageFollowsHoweverManyPress(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		first := w.sent(t, false)
		must(t, w.svc.Decline(u.Ctx, w.ximena, first, w.act(), referral.Refusal{Reason: "closed"}))
		var all sync.WaitGroup
		var mu sync.Mutex
		made := map[access.Referral]bool{}
		for range 10 {
			act := w.act()
			all.Go(func() {
				id, err := w.svc.Again(u.Ctx, w.pair, first, act, referral.Carried{Words: true})
				for fault.Is(err, fault.Unavailable) {
					id, err = w.svc.Again(u.Ctx, w.pair, first, act, referral.Carried{Words: true})
				}
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				made[id] = true
			})
		}
		all.Wait()
		if len(made) != 1 {
			t.Errorf("%d packages follow one", len(made))
		}
	})
}
