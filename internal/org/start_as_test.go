package org_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

func TestAnInventedWorkerHasNoPassword(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("La Halte")
		id, err := w.s.AddInvented(w.Ctx, w.operator, "Maëlle", "maelle@exemple.org", hat(o, access.Intervention))
		must(t, err)
		for _, password := range []string{"", goodPassword} {
			_, err := w.s.SignIn(w.Ctx, org.Credentials{Email: "maelle@exemple.org", Password: password, Source: "192.0.2.1"})
			wantKey(t, err, fault.Invalid, "org.sign_in_refused")
		}
		s, err := w.s.StartAs(w.Ctx, w.operator, id, "")
		must(t, err)
		w.actor(s)
		_, err = w.s.AddInvented(w.Ctx, as(id, o, access.Roles...), "Malik", "malik@exemple.org", hat(o, access.Intervention))
		wantKind(t, err, fault.NotFound)
	})
}

func TestOnlyTheOperatorStepsIntoARole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("La Halte")
		id := w.hire("maelle", hat(o, access.Intervention))

		me, err := w.s.WorkerAt(w.Ctx, w.operator, " Maelle@exemple.org ")
		must(t, err)
		if me.Worker != id || len(me.Hats) != 1 || me.Worn.Org != o {
			t.Errorf("found %+v", me)
		}
		s, err := w.s.StartAs(w.Ctx, w.operator, id, "")
		must(t, err)
		if a := w.actor(s); a.Worker() != id || a.Org() != o {
			t.Errorf("stepped into %v", a)
		}
		again, err := w.s.StartAs(w.Ctx, w.operator, id, s.Token)
		must(t, err)
		w.wantOver(t, s)
		w.actor(again)

		for name, by := range map[string]access.Actor{
			"nobody": {}, "anyone": access.Anyone(dbtest.Region), "the-machine": access.System(dbtest.Region),
			"an-administrator": as(id, o, access.Roles...),
		} {
			t.Run(name, func(t *testing.T) {
				_, err := w.s.StartAs(w.Ctx, by, id, "")
				wantKind(t, err, fault.NotFound)
				_, err = w.s.WorkerAt(w.Ctx, by, "maelle@exemple.org")
				wantKind(t, err, fault.NotFound)
			})
		}
		_, err = w.s.WorkerAt(w.Ctx, w.operator, "nobody@exemple.org")
		wantKind(t, err, fault.NotFound)
		must(t, w.s.Disable(w.Ctx, w.operator, "maelle@exemple.org"))
		_, err = w.s.StartAs(w.Ctx, w.operator, id, "")
		wantKind(t, err, fault.Invalid)
		_, err = w.s.WorkerAt(w.Ctx, w.operator, "maelle@exemple.org")
		wantKind(t, err, fault.NotFound)
	})
}
