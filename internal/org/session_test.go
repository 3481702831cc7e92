package org_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

func TestSessionEndsWhenIdle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.hire("awa", hat(w.open("Le Refuge"), access.Intervention))
		s := w.signIn("awa")
		for range 4 { // kept awake by use
			u.Clock.Advance(14*time.Minute + 59*time.Second)
			w.actor(s)
		}
		u.Clock.Advance(15 * time.Minute)
		w.wantOver(t, s)
		u.Clock.Advance(-10 * time.Minute)
		w.actor(s) // a clock set back: nothing was lost
	})
}

func TestSessionEndsAfterEightHours(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.hire("awa", hat(w.open("Le Refuge"), access.Intervention))
		s := w.signIn("awa")
		for range 47 { // in use all along
			u.Clock.Advance(10 * time.Minute)
			w.actor(s)
		}
		u.Clock.Advance(10*time.Minute - time.Second)
		w.actor(s)
		u.Clock.Advance(time.Second)
		w.wantOver(t, s)
		w.signIn("awa")
		if n := w.count(`SELECT COUNT(*) FROM session`); n != 1 {
			t.Errorf("%d sessions kept, want the live one", n)
		}
	})
}

func TestSignOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		w.hire("awa", hat(o, access.Intervention))
		w.hire("bob", hat(o, access.Intervention))
		office, phone, bobs := w.signIn("awa"), w.signIn("awa"), w.signIn("bob")

		must(t, w.s.SignOut(u.Ctx, office.Token))
		w.wantOver(t, office)
		must(t, w.s.SignOut(u.Ctx, office.Token)) // twice is once

		office = w.signIn("awa")
		must(t, w.s.SignOutEverywhere(u.Ctx, w.actor(phone)))
		w.wantOver(t, office)
		w.wantOver(t, phone)
		w.actor(bobs)
		wantKind(t, w.s.SignOutEverywhere(u.Ctx, access.Anyone(dbtest.Region)), fault.NotFound)
	})
}

func TestDisablingEndsSessions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		boss := w.hire("awa", hat(o, access.Administration))
		w.hire("bob", hat(o, access.Intervention))
		s := w.signIn("bob")
		wantKind(t, w.s.Disable(u.Ctx, as(boss, o, access.Administration), "bob@exemple.org"), fault.NotFound)
		w.actor(s)
		must(t, w.s.Disable(u.Ctx, w.operator, "bob@exemple.org"))
		w.wantOver(t, s)
		w.reopen(t) // were a session left open, the account is closed all the same
		w.wantOver(t, s)
		w.exec(t, `UPDATE hat SET ended_at = NULL`) // also were a hat left on
		w.wantOver(t, s)
		wantKind(t, w.s.Disable(u.Ctx, w.operator, "bob@exemple.org"), fault.NotFound)
		wantKind(t, w.s.Disable(u.Ctx, w.operator, "personne@exemple.org"), fault.NotFound)
	})
}

// Who closes an account that is in the wrong hands closes what was done with it: it
// has left each organisation, and whom it invited does not come in.
func TestDisablingLeavesEachOrganisation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		refuge, clinic := w.open("Le Refuge"), w.open("La Clinique")
		w.hire("awa", hat(refuge, access.Administration))
		bob := w.hire("bob", hat(refuge, access.Administration), hat(refuge, access.Intervention), hat(clinic, access.Intervention))
		accomplice := w.invite(as(bob, refuge, access.Administration), "complice@exemple.org", access.Intervention)
		must(t, w.s.Disable(u.Ctx, w.operator, "bob@exemple.org"))
		if _, err := w.s.OpenInvitation(u.Ctx, accomplice); !fault.Is(err, fault.NotFound) {
			t.Errorf("whom it invited comes in: %v", err)
		}
		if n := w.count(`SELECT COUNT(*) FROM hat AS h WHERE h.worker_id = $1 AND h.ended_at IS NULL`, string(bob)); n != 0 {
			t.Errorf("%d hats are on", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM event AS e WHERE e.kind = 'worker.left' AND e.subject = $1`, string(bob)); n != 2 {
			t.Errorf("left %d organisations of two", n)
		}
	})
}

func TestChangeHat(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		refuge, clinic := w.open("Le Refuge"), w.open("La Clinique")
		w.hire("awa", hat(refuge, access.Administration), hat(clinic, access.Intervention))
		w.hire("bob", hat(clinic, access.Administration))
		s, bobs := w.signIn("awa"), w.signIn("bob")
		first := w.actor(s)

		me, err := w.s.Me(u.Ctx, first)
		must(t, err)
		if len(me.Hats) != 2 || me.Worn.Org != first.Org() || me.Name != "awa" {
			t.Fatalf("me = %+v", me)
		}
		u.Clock.Advance(time.Second)
		for _, h := range me.Hats {
			if h.ID != me.Worn.ID {
				must(t, w.s.ChangeHat(u.Ctx, first, s.Token, h.ID))
			}
		}
		second := w.actor(s)
		if second.Org() == first.Org() || second.Worker() != first.Worker() {
			t.Errorf("changed from %v to %v", first, second)
		}
		if a := w.actor(w.signIn("awa")); a.Org() != second.Org() {
			t.Error("the hat worn last is not the one proposed at the next sign-in")
		}

		// Another's hat, another's session, no hat.
		theirs, err := w.s.Me(u.Ctx, w.actor(bobs))
		must(t, err)
		wantKind(t, w.s.ChangeHat(u.Ctx, second, s.Token, theirs.Worn.ID), fault.NotFound)
		wantKind(t, w.s.ChangeHat(u.Ctx, second, bobs.Token, me.Worn.ID), fault.NotFound)
		wantKind(t, w.s.ChangeHat(u.Ctx, second, s.Token, ""), fault.NotFound)
		if a := w.actor(bobs); a.Worker() == second.Worker() {
			t.Error("a session changed hands")
		}
	})
}

// A hat gives its roles in its own organisation alone.
func TestHatsDoNotAddUp(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		refuge, clinic := w.open("Le Refuge"), w.open("La Clinique")
		id := w.hire("awa", hat(refuge, access.Administration), hat(clinic, access.Intervention))
		other := w.hire("bob", hat(clinic, access.Intervention))

		atClinic := as(id, clinic, access.Intervention)
		staff, err := w.s.ListStaff(u.Ctx, atClinic)
		must(t, err)
		if staff.Org.ID != clinic || staff.Members[0].Email != "" {
			t.Errorf("the other hat shows through: %+v", staff)
		}
		_, err = w.s.CreateTeam(u.Ctx, atClinic, act(), "Soir")
		wantKind(t, err, fault.NotFound)
		wantKind(t, w.s.Leave(u.Ctx, atClinic, other, ""), fault.NotFound)
		// The administrator of one organisation has no hold on another's worker.
		wantKind(t, w.s.Leave(u.Ctx, as(id, refuge, access.Administration), other, ""), fault.NotFound)
	})
}

func TestListSessions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		w.hire("awa", hat(o, access.Intervention))
		w.hire("bob", hat(o, access.Intervention))
		forgotten := w.signIn("awa")
		u.Clock.Advance(5 * time.Minute)
		over, here := w.signIn("awa"), w.signIn("awa")
		w.signIn("bob")
		must(t, w.s.SignOut(u.Ctx, over.Token))
		list, err := w.s.ListSessions(u.Ctx, w.actor(here), here.Token)
		must(t, err)
		if len(list) != 2 || !list[0].Current || list[1].Current || !list[1].Since.Before(list[0].Since.Time) {
			t.Errorf("sessions %+v", list)
		}
		u.Clock.Advance(10 * time.Minute)
		list, err = w.s.ListSessions(u.Ctx, w.actor(here), here.Token)
		must(t, err)
		if len(list) != 1 {
			t.Errorf("an idle one is listed: %+v", list)
		}
		w.wantOver(t, forgotten)
		_, err = w.s.ListSessions(u.Ctx, access.Anyone(dbtest.Region), here.Token)
		wantKind(t, err, fault.NotFound)
	})
}
