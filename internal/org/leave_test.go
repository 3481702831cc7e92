package org_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

func TestLeave(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		refuge, boss := w.staffed("Le Refuge", "awa")
		clinic := w.open("La Clinique")
		id := w.hire("bob", hat(refuge, access.Administration), hat(refuge, access.Intervention), hat(clinic, access.Intervention))
		here := w.signIn("bob")
		elsewhere := w.signIn("bob")
		me, err := w.s.Me(u.Ctx, w.actor(elsewhere))
		must(t, err)
		for _, h := range me.Hats {
			at := map[access.Org]org.Session{refuge: here, clinic: elsewhere}[h.Org]
			must(t, w.s.ChangeHat(u.Ctx, w.actor(at), at.Token, h.ID))
		}
		toBob := w.invite(boss, "bob@exemple.org", access.Administration)
		byBob := w.invite(as(id, refuge, access.Administration), "complice@exemple.org", access.Administration)

		must(t, w.s.Leave(u.Ctx, boss, id, ""))
		w.wantOver(t, here) // at the very next request
		w.reopen(t)         // were a session left open, the hat is off all the same
		w.wantOver(t, here)
		if a := w.actor(elsewhere); a.Org() != clinic {
			t.Error("what they do elsewhere was touched")
		}
		for _, link := range []string{toBob, byBob} {
			_, err := w.s.OpenInvitation(u.Ctx, link)
			wantKind(t, err, fault.NotFound)
		}
		me, err = w.s.Me(u.Ctx, w.actor(elsewhere))
		must(t, err)
		if len(me.Hats) != 1 {
			t.Errorf("hats %+v", me.Hats)
		}
		// History stays, and so does the name in it.
		if n := w.count(`SELECT COUNT(*) FROM hat WHERE worker_id = $1 AND org_id = $2`, string(id), string(refuge)); n != 1 {
			t.Errorf("%d hats kept", n)
		}
		names, err := w.s.WorkerNames(u.Ctx, []access.Worker{id, id, "", "inconnu"})
		must(t, err)
		if names[id] != "bob" || names["inconnu"] != "" {
			t.Errorf("names %v", names)
		}
		wantKind(t, w.s.Leave(u.Ctx, boss, id, ""), fault.NotFound) // twice is once
	})
}

func TestWhoLeftCannotSignIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, _ := w.staffed("Le Refuge", "awa")
		id := w.hire("bob", hat(o, access.Intervention))
		must(t, w.s.Leave(u.Ctx, as(id, o, access.Intervention), id, "")) // by themselves
		_, err := w.s.SignIn(u.Ctx, org.Credentials{Email: "bob@exemple.org", Password: goodPassword})
		wantKey(t, err, fault.Invalid, "org.sign_in_refused")
	})
}

func TestLastAdministratorNamesAnother(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		id := w.hire("bob", hat(o, access.Intervention))
		stranger := w.hire("eve", hat(w.open("La Clinique"), access.Administration))
		gone := w.hire("zoe", hat(o, access.Administration))
		must(t, w.s.Disable(u.Ctx, w.operator, "zoe@exemple.org"))

		wantFields(t, w.s.Leave(u.Ctx, boss, boss.Worker(), ""), "successor:org.last_administrator")
		for _, not := range []access.Worker{boss.Worker(), stranger, gone, "inconnu"} {
			wantFields(t, w.s.Leave(u.Ctx, boss, boss.Worker(), not), "successor:org.choose_one")
		}
		must(t, w.s.Leave(u.Ctx, boss, boss.Worker(), id))
		staff, err := w.s.ListStaff(u.Ctx, as(id, o, access.Administration))
		must(t, err)
		if len(staff.Members) != 1 || !staff.Members[0].Administers() || !staff.Members[0].Hats[0].Roles.Has(access.Intervention) {
			t.Errorf("staff %+v", staff.Members)
		}
	})
}

// Two administrators who leave at once: one of them must stay.
func TestAdministratorsLeaveAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, awa := w.staffed("Le Refuge", "awa")
		bob := as(w.hire("bob", hat(o, access.Administration)), o, access.Administration)
		who := make(chan access.Actor, 2)
		who <- awa
		who <- bob
		stayed := 0
		for _, err := range together(2, func() error {
			by := <-who
			return w.s.Leave(u.Ctx, by, by.Worker(), "")
		}) {
			if err != nil {
				stayed++
				wantFields(t, err, "successor:org.last_administrator")
			}
		}
		if stayed != 1 {
			t.Errorf("%d stayed", stayed)
		}
	})
}

func TestNobodyElseMakesAWorkerLeave(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, _ := w.staffed("Le Refuge", "awa")
		bob, eve := w.hire("bob", hat(o, access.Intervention)), w.hire("eve", hat(o, access.Intervention))
		for _, by := range []access.Actor{
			{}, access.Anyone(dbtest.Region), access.System(dbtest.Region),
			as(eve, o, access.Intervention, access.Coordination, access.Management),
		} {
			wantKind(t, w.s.Leave(u.Ctx, by, bob, ""), fault.NotFound)
		}
		// A worker who leaves cannot make an accomplice administrator.
		must(t, w.s.Leave(u.Ctx, as(bob, o, access.Intervention), bob, eve))
		must(t, w.DB.Read(u.Ctx, func(tx *db.Tx) error {
			var roles string
			err := tx.QueryRow(u.Ctx, `SELECT roles FROM hat WHERE worker_id = $1`, string(eve)).Scan(&roles)
			if roles != "intervention" {
				t.Errorf("roles %q", roles)
			}
			return err
		}))
	})
}
