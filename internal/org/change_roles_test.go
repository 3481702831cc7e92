package org_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

// TestRolesAreChanged: given and taken away, at the very next request of whoever wears
// the hat; twice is once, and what somebody else changed meanwhile is not undone.
func TestRolesAreChanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		w.hire("bob", hat(o, access.Intervention, access.Coordination))
		s := w.signIn("bob")
		me, err := w.s.Me(u.Ctx, w.actor(s))
		must(t, err)
		id, was := me.Hats[0].ID, me.Hats[0].Roles
		change := func(act string, was org.Roles, roles ...access.Role) error {
			return w.s.ChangeRoles(u.Ctx, boss, org.NewRoles{Act: act, Hat: id, Was: was, Roles: roles})
		}
		changed := func() int {
			return w.count(`SELECT COUNT(*) FROM event AS e WHERE e.kind = 'worker.roles_changed'`)
		}
		must(t, change("1", was, access.Privacy, access.Intervention))
		must(t, change("1", was, access.Privacy, access.Intervention)) // pressed twice
		must(t, change("2", was, access.Intervention, access.Privacy)) // it is so
		if by := w.actor(s); !by.Has(access.Privacy) || !by.Has(access.Intervention) || by.Has(access.Coordination) {
			t.Errorf("whoever wears it: %+v", by)
		}
		if n := changed(); n != 1 {
			t.Errorf("%d changes are in the log", n)
		}
		wantKey(t, change("3", was, access.Coordination), fault.Conflict, "org.roles_changed")
		wantFields(t, change("4", nil), "roles:org.choose_role")
		wantFields(t, change("5", nil, access.Intervention, "empereur"), "roles:org.choose_role")
		must(t, change("6", nil, access.Intervention)) // a page that does not say what it showed
		if n := changed(); n != 2 {
			t.Errorf("%d changes are in the log, want 2", n)
		}
	})
}

// TestSomebodyLooksAfterAccess: the last of an organisation keeps the administration,
// also when two take it from each other at once.
func TestSomebodyLooksAfterAccess(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		hats := func() map[access.Worker]string {
			staff, err := w.s.ListStaff(u.Ctx, boss)
			must(t, err)
			out := map[access.Worker]string{}
			for _, m := range staff.Members {
				out[m.Worker] = m.Hats[0].ID
			}
			return out
		}
		own := org.NewRoles{Act: "1", Hat: hats()[boss.Worker()], Roles: []access.Role{access.Intervention}}
		wantFields(t, w.s.ChangeRoles(u.Ctx, boss, own), "roles:org.last_access")
		bob := w.hire("bob", hat(o, access.Administration))
		each := hats()
		done := make(chan error)
		for by, of := range map[access.Worker]access.Worker{boss.Worker(): bob, bob: boss.Worker()} {
			go func() {
				done <- w.s.ChangeRoles(u.Ctx, as(by, o, access.Administration), org.NewRoles{Act: "at once " + string(by), Hat: each[of], Roles: []access.Role{access.Intervention}})
			}()
		}
		refused := 0
		for range 2 {
			if err := <-done; err != nil {
				wantFields(t, err, "roles:org.last_access")
				refused++
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM hat AS h WHERE h.org_id = $1 AND h.ended_at IS NULL AND h.roles LIKE '%administration%'`, string(o)); n != 1 || refused != 1 {
			t.Errorf("%d look after access, %d were refused", n, refused)
		}
	})
}

// TestNobodyElseChangesRoles: of another organisation, of no administration, of a hat
// that was taken off or never was, it is one answer.
func TestNobodyElseChangesRoles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		bob := w.hire("bob", hat(o, access.Intervention))
		_, other := w.staffed("La Clinique", "eve")
		me, err := w.s.Me(u.Ctx, w.actor(w.signIn("bob")))
		must(t, err)
		in := org.NewRoles{Act: "x", Hat: me.Hats[0].ID, Roles: []access.Role{access.Administration}}
		for name, by := range map[string]access.Actor{
			"of another organisation": other, "of no administration": as(bob, o, access.Intervention), "anyone": access.Anyone(dbtest.Region), "whoever runs it": w.operator,
		} {
			if err := w.s.ChangeRoles(u.Ctx, by, in); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		unknown := in
		unknown.Hat = "rien"
		wantKind(t, w.s.ChangeRoles(u.Ctx, boss, unknown), fault.NotFound)
		must(t, w.s.Leave(u.Ctx, boss, bob, ""))
		wantKind(t, w.s.ChangeRoles(u.Ctx, boss, in), fault.NotFound)
	})
}
