package org_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

// staffed is an organisation with one administrator.
func (w *world) staffed(name, admin string) (access.Org, access.Actor) {
	w.t.Helper()
	o := w.open(name)
	return o, as(w.hire(admin, hat(o, access.Administration)), o, access.Administration)
}

func (w *world) invite(by access.Actor, email string, roles ...access.Role) (link string) {
	w.t.Helper()
	link, err := w.s.Invite(w.Ctx, by, org.NewInvitation{Act: act(), Email: email, Roles: roles})
	must(w.t, err)
	return link
}

func TestInviteAndAccept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		team, err := w.s.CreateTeam(u.Ctx, boss, act(), "Équipe  de soir")
		must(t, err)
		link, err := w.s.Invite(u.Ctx, boss, org.NewInvitation{Act: act(), Email: "Bob@Exemple.org", Team: team, Roles: []access.Role{access.Coordination, access.Intervention}})
		must(t, err)

		i, err := w.s.OpenInvitation(u.Ctx, link)
		must(t, err)
		if i.OrgName.In("fr") != "Le Refuge" || i.TeamName != "Équipe de soir" || i.Email != "Bob@Exemple.org" || i.RenewsPassword() || i.From != "awa" || i.HasAccount {
			t.Errorf("invitation %+v", i)
		}
		a := org.Acceptance{Act: act(), Link: link, Name: " Bob  Tremblay ", Password: goodPassword}
		s, err := w.s.Accept(u.Ctx, a)
		must(t, err)
		by := w.actor(s)
		if by.Org() != o || by.Team() != team || !by.Has(access.Intervention) || !by.Has(access.Coordination) || by.Has(access.Administration) {
			t.Errorf("joined as %v", by)
		}
		me, err := w.s.Me(u.Ctx, by)
		must(t, err)
		if me.Name != "Bob Tremblay" {
			t.Errorf("name %q", me.Name)
		}
		u.WantEvents(t, "org.created", "worker.joined", "team.created", "worker.invited", "worker.joined")

		// The form again: the same place. Another form on the same link: nothing.
		_, err = w.s.Accept(u.Ctx, a)
		must(t, err)
		a.Password = "ce n'est pas le mien du tout"
		_, err = w.s.Accept(u.Ctx, a)
		wantKey(t, err, fault.NotFound, "org.invitation_over")
		_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Name: "Ève", Password: goodPassword})
		wantKey(t, err, fault.NotFound, "org.invitation_over")
		_, err = w.s.OpenInvitation(u.Ctx, link)
		wantKey(t, err, fault.NotFound, "org.invitation_over")
		if n := w.count(`SELECT COUNT(*) FROM hat`); n != 2 {
			t.Errorf("%d hats", n)
		}
		if rest := w.dump(t, `SELECT fingerprint FROM invitation`) + w.dump(t, `SELECT result || key FROM act`); strings.Contains(rest, link) {
			t.Error("the link is in the database")
		}
	})
}

func TestInvitationShortLife(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		_, boss := w.staffed("Le Refuge", "awa")
		late, withdrawn := w.invite(boss, "bob@exemple.org", access.Intervention), w.invite(boss, "chloe@exemple.org", access.Intervention)
		staff, err := w.s.ListStaff(u.Ctx, boss)
		must(t, err)
		for _, i := range staff.Invitations {
			if i.Email == "chloe@exemple.org" {
				must(t, w.s.WithdrawInvitation(u.Ctx, boss, i.ID))
				wantKind(t, w.s.WithdrawInvitation(u.Ctx, boss, i.ID), fault.NotFound)
			}
		}
		u.Clock.Advance(48 * time.Hour)
		for _, link := range []string{late, withdrawn, "", "nimporte"} {
			_, err := w.s.OpenInvitation(u.Ctx, link)
			wantKey(t, err, fault.NotFound, "org.invitation_over")
			_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Name: "Bob", Password: goodPassword})
			wantKey(t, err, fault.NotFound, "org.invitation_over")
		}
		if n := w.count(`SELECT COUNT(*) FROM worker`); n != 1 {
			t.Errorf("%d workers", n)
		}
	})
}

func TestInviteIsForTheAdministrationOfThatOrganisation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		refuge, boss := w.staffed("Le Refuge", "awa")
		clinic, other := w.staffed("La Clinique", "bob")
		theirTeam, err := w.s.CreateTeam(u.Ctx, other, act(), "Soir")
		must(t, err)
		in := org.NewInvitation{Act: act(), Email: "eve@exemple.org", Roles: []access.Role{access.Administration}}

		for _, by := range []access.Actor{
			{}, access.Anyone(dbtest.Region), access.System(dbtest.Region),
			as(boss.Worker(), refuge, access.Intervention, access.Coordination, access.Management),
		} {
			_, err := w.s.Invite(u.Ctx, by, in)
			wantKind(t, err, fault.NotFound)
		}
		in.Org = clinic // is not a worker's to say
		link, err := w.s.Invite(u.Ctx, boss, in)
		must(t, err)
		i, err := w.s.OpenInvitation(u.Ctx, link)
		must(t, err)
		if i.Org != refuge {
			t.Error("an administrator invited into another organisation")
		}
		_, err = w.s.Invite(u.Ctx, boss, org.NewInvitation{Act: act(), Email: "eve@exemple.org", Team: theirTeam, Roles: in.Roles})
		wantFields(t, err, "team:org.choose_one")
		wantKind(t, w.s.WithdrawInvitation(u.Ctx, other, i.ID), fault.NotFound)
	})
}

func TestInviteSaysWhatToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.New(t, "sqlite"))
	_, boss := w.staffed("Le Refuge", "awa")
	for _, email := range []string{"", " ", "bob", "bob@", "@exemple.org", "bob@exemple", "a b@exemple.org", "bob@exemple.org, eve@exemple.org", "bob@@exemple.org", "Bob <bob@exemple.org>"} {
		_, err := w.s.Invite(w.Ctx, boss, org.NewInvitation{Act: act(), Email: email, Roles: []access.Role{access.Management}})
		if fs := fault.FieldsOf(err); len(fs) != 1 || fs[0].Field != "email" {
			t.Errorf("%q: %v", email, err)
		}
	}
	_, err := w.s.Invite(w.Ctx, boss, org.NewInvitation{Act: act(), Email: "", Roles: []access.Role{"souverain"}})
	wantFields(t, err, "email:org.email_shape", "roles:org.choose_role")
	_, err = w.s.Invite(w.Ctx, boss, org.NewInvitation{Email: "bob@exemple.org", Roles: []access.Role{access.Management}})
	wantKey(t, err, fault.Invalid, "error.form_stale")
}

// A form sent twice makes one invitation and shows one link, to its maker only.
func TestInviteTwiceIsOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		other := as(w.hire("bob", hat(o, access.Administration)), o, access.Administration)
		in := org.NewInvitation{Act: act(), Email: "eve@exemple.org", Roles: []access.Role{access.Intervention}}
		links := together(8, func() string {
			link, err := w.s.Invite(u.Ctx, boss, in)
			if err != nil {
				t.Error(err)
			}
			return link
		})
		for _, l := range links {
			if l != links[0] {
				t.Error("one form, two links")
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM invitation`); n != 1 {
			t.Errorf("%d invitations", n)
		}
		_, shown, err := w.s.InvitationLink(u.Ctx, boss, in.Act)
		must(t, err)
		if shown != links[0] {
			t.Error("the link shown is another")
		}
		_, _, err = w.s.InvitationLink(u.Ctx, other, in.Act)
		wantKind(t, err, fault.NotFound)
		_, _, err = w.s.InvitationLink(u.Ctx, as(boss.Worker(), o, access.Intervention), in.Act)
		wantKind(t, err, fault.NotFound)
		u.Clock.Advance(48 * time.Hour)
		_, _, err = w.s.InvitationLink(u.Ctx, boss, in.Act)
		wantKind(t, err, fault.NotFound)
	})
}

// One link, several forms at once: one of them joins.
func TestAcceptAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		_, boss := w.staffed("Le Refuge", "awa")
		link := w.invite(boss, "bob@exemple.org", access.Intervention)
		errs := together(4, func() error {
			_, err := w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Name: "Bob", Password: goodPassword})
			return err
		})
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if k := fault.KindOf(err); k != fault.NotFound && k != fault.Conflict {
				t.Error(err)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM worker`); won != 1 || n != 2 {
			t.Errorf("%d joined, %d workers", won, n)
		}

		link = w.invite(boss, "chloe@exemple.org", access.Intervention)
		again := org.Acceptance{Act: act(), Link: link, Name: "Chloé", Password: goodPassword}
		for _, err := range together(4, func() error { _, err := w.s.Accept(u.Ctx, again); return err }) {
			if err != nil {
				t.Errorf("a double click: %v", err)
			}
		}
	})
}

// The form's id is no password: of several forms with the same one, only those
// with the password that was set open a session.
func TestTheFormsIDOpensNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		id := w.hire("bob", hat(o, access.Intervention))
		renew, err := w.s.PasswordLink(u.Ctx, boss, act(), id)
		must(t, err)
		for name, link := range map[string]string{"join": w.invite(boss, "chloe@exemple.org", access.Intervention), "renew": renew} {
			a := org.Acceptance{Act: act(), Link: link, Name: "Chloé"}
			each := make(chan string, 4)
			for _, p := range []string{"un renard dans la neige", "deux renards dans la neige", "trois renards dans la neige", "quatre renards dans la neige"} {
				each <- p
			}
			opened := 0
			for _, err := range together(4, func() error {
				a := a
				a.Password = <-each
				_, err := w.s.Accept(u.Ctx, a)
				return err
			}) {
				if err == nil {
					opened++
				}
			}
			if opened != 1 {
				t.Errorf("%s: %d sessions opened", name, opened)
			}
		}
	})
}

// Who has an account keeps it: the link alone does not open it, nor change it.
func TestAcceptWithAnAccount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		clinic, boss := w.staffed("La Clinique", "awa")
		id := w.hire("bob", hat(w.open("Le Refuge"), access.Intervention))
		link := w.invite(boss, "bob@exemple.org", access.Coordination)

		i, err := w.s.OpenInvitation(u.Ctx, link)
		must(t, err)
		if !i.HasAccount {
			t.Error("they would be asked for a new password")
		}
		_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Name: "Ève", Password: "un autre long mot de passe"})
		wantFields(t, err, "password:org.password_of_account")
		s, err := w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Name: "Ève", Password: goodPassword})
		must(t, err)
		a := w.actor(s)
		me, err := w.s.Me(u.Ctx, a)
		must(t, err)
		if a.Worker() != id || a.Org() != clinic || me.Name != "bob" || len(me.Hats) != 2 {
			t.Errorf("%v %+v", a, me)
		}
	})
}

func TestGuessingThroughAnInvitationIsCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.New(t, "sqlite"))
	_, boss := w.staffed("La Clinique", "awa")
	w.hire("bob", hat(w.open("Le Refuge"), access.Intervention))
	link := w.invite(boss, "bob@exemple.org", access.Coordination)
	for range 10 {
		_, err := w.s.Accept(w.Ctx, org.Acceptance{Act: act(), Link: link, Password: "devine"})
		wantKind(t, err, fault.Invalid)
	}
	_, err := w.s.Accept(w.Ctx, org.Acceptance{Act: act(), Link: link, Password: goodPassword})
	wantKind(t, err, fault.TooMany)
}

func TestAcceptSaysWhatToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.New(t, "sqlite"))
	_, boss := w.staffed("Le Refuge", "awa")
	link := w.invite(boss, "bob.tremblay.gagnon@exemple.org", access.Intervention)
	_, err := w.s.Accept(w.Ctx, org.Acceptance{Act: act(), Link: link, Name: " \u200b", Password: "court"})
	wantFields(t, err, "name:org.name_empty", "password:org.password_short")
	_, err = w.s.Accept(w.Ctx, org.Acceptance{Act: act(), Link: link, Name: strings.Repeat("é", 201), Password: "Bob.Tremblay.Gagnon1"})
	wantFields(t, err, "name:org.field_long", "password:org.password_yours")
	_, err = w.s.OpenInvitation(w.Ctx, link) // still open: nothing was used up
	must(t, err)
}

// together runs f n times at once.
func together[T any](n int, f func() T) []T {
	out := make([]T, n)
	var g sync.WaitGroup
	for i := range out {
		g.Go(func() { out[i] = f() })
	}
	g.Wait()
	return out
}
