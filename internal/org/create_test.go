package org_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

func TestCreateOrg(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		in := org.NewOrg{ID: "018f-entry", Sector: org.PublicNetwork, Regime: org.HealthQuebec, NameFR: "La Clinique", NameEN: "The Clinic", AnswerEmail: "accueil@exemple.org", PersonInCharge: "Awa Diop"}
		id, err := w.s.CreateOrg(u.Ctx, w.operator, in)
		must(t, err)
		o, err := w.s.Find(u.Ctx, id)
		must(t, err)
		if id != in.ID || o.Name("en") != "The Clinic" || o.Sector != in.Sector || o.Regime != in.Regime || o.AnswerEmail != in.AnswerEmail || o.PersonInCharge != in.PersonInCharge {
			t.Errorf("%+v", o)
		}
		_, err = w.s.CreateOrg(u.Ctx, w.operator, in)
		wantKind(t, err, fault.Conflict)
		_, err = w.s.CreateOrg(u.Ctx, as("w", id, access.Administration), org.NewOrg{Sector: org.Community, Regime: org.PrivateQuebec, NameFR: "X"})
		wantKind(t, err, fault.NotFound)
		_, err = w.s.CreateOrg(u.Ctx, w.operator, org.NewOrg{Sector: "secte", Regime: "loi", AnswerEmail: "x"})
		wantFields(t, err, "name_fr:org.name_empty", "answer_email:org.email_shape", "sector:org.choose_one", "regime:org.choose_one")
		u.WantEvents(t, "org.created")
	})
}

// Every sector and regime of the code is one of the schema.
func TestSchemaKnowsEachChoice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for _, s := range org.Sectors {
			for _, r := range org.Regimes {
				_, err := w.s.CreateOrg(u.Ctx, w.operator, org.NewOrg{Sector: s, Regime: r, NameFR: "Un"})
				must(t, err)
			}
		}
	})
}

func TestCreateTeam(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		_, other := w.staffed("La Clinique", "bob")
		once := act()
		ids := together(8, func() access.Team {
			id, err := w.s.CreateTeam(u.Ctx, boss, once, "Équipe de soir")
			if err != nil {
				t.Error(err)
			}
			return id
		})
		for _, id := range ids {
			if id != ids[0] || id == "" {
				t.Errorf("a double click made %v", ids)
			}
		}
		_, err := w.s.CreateTeam(u.Ctx, boss, act(), "equipe de SOIR")
		wantFields(t, err, "name:org.team_exists")
		_, err = w.s.CreateTeam(u.Ctx, boss, act(), "  ")
		wantFields(t, err, "name:org.name_empty")
		_, err = w.s.CreateTeam(u.Ctx, other, act(), "Équipe de soir") // a name is taken in its organisation only
		must(t, err)
		_, err = w.s.CreateTeam(u.Ctx, as("x", o, access.Management), act(), "Jour")
		wantKind(t, err, fault.NotFound)
		_, err = w.s.CreateTeamIn(u.Ctx, boss, o, act(), "Jour")
		wantKind(t, err, fault.NotFound)
		_, err = w.s.CreateTeamIn(u.Ctx, w.operator, o, act(), "Jour")
		must(t, err)
	})
}

func TestCreateFirstAdmin(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		in := org.FirstAdmin{Org: org.NewOrg{Sector: org.Community, Regime: org.PrivateQuebec, NameFR: "Le Refuge"}, Email: "awa@exemple.org"}
		o, link, err := w.s.CreateFirstAdmin(u.Ctx, w.operator, in)
		must(t, err)
		s, err := w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Name: "Awa", Password: goodPassword})
		must(t, err)
		if a := w.actor(s); a.Org() != o || !a.Has(access.Administration) || a.WorksWithPeople() {
			t.Errorf("%v", a)
		}

		// Somebody works there, who invites the others: not a second of its name.
		again := in
		again.Org.NameFR = "le  REFUGE"
		_, _, err = w.s.CreateFirstAdmin(u.Ctx, w.operator, again)
		wantKind(t, err, fault.Conflict)

		// Nobody does yet: a new link to the same organisation, and the lost one
		// opens nothing.
		in.Org.NameFR, in.Email = "L'Escale", "zoe@exemple.org"
		first, lost, err := w.s.CreateFirstAdmin(u.Ctx, w.operator, in)
		must(t, err)
		second, link, err := w.s.CreateFirstAdmin(u.Ctx, w.operator, in)
		must(t, err)
		if first != second || lost == link {
			t.Errorf("asked again: %s, then %s", first, second)
		}
		_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: lost, Name: "Zoé", Password: goodPassword})
		wantKind(t, err, fault.NotFound)
		_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Name: "Zoé", Password: goodPassword})
		must(t, err)

		// Others work there, and the account of who administered was closed: somebody
		// must be able to let people in again.
		w.hire("lea", hat(first, access.Intervention))
		must(t, w.s.Disable(u.Ctx, w.operator, "zoe@exemple.org"))
		in.Email = "ida@exemple.org"
		third, link, err := w.s.CreateFirstAdmin(u.Ctx, w.operator, in)
		must(t, err)
		if third != first {
			t.Errorf("another organisation: %s", third)
		}
		_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Name: "Ida", Password: goodPassword})
		must(t, err)
		_, _, err = w.s.CreateFirstAdmin(u.Ctx, w.operator, in)
		wantKind(t, err, fault.Conflict)

		in.Org.NameFR = "La Rive"
		in = org.FirstAdmin{Org: in.Org, Name: "Bob", Email: "bob@exemple.org", Password: goodPassword}
		o, link, err = w.s.CreateFirstAdmin(u.Ctx, w.operator, in)
		must(t, err)
		if a := w.actor(w.signIn("bob")); link != "" || a.Org() != o || !a.Has(access.Administration) {
			t.Errorf("%q %v", link, a)
		}
		// Both or neither: the address is taken, so no organisation is left behind.
		before := w.count(`SELECT COUNT(*) FROM org`)
		_, _, err = w.s.CreateFirstAdmin(u.Ctx, w.operator, in)
		wantKind(t, err, fault.Conflict)
		if n := w.count(`SELECT COUNT(*) FROM org`); n != before {
			t.Error("half an act")
		}
		in.Password = "court"
		_, _, err = w.s.CreateFirstAdmin(u.Ctx, w.operator, in)
		wantFields(t, err, "password:org.password_short")
		_, _, err = w.s.CreateFirstAdmin(u.Ctx, as("x", o, access.Administration), in)
		wantKind(t, err, fault.NotFound)
	})
}

func TestListStaff(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "zoe")
		_, other := w.staffed("La Clinique", "bob")
		team, err := w.s.CreateTeam(u.Ctx, boss, act(), "Soir")
		must(t, err)
		w.hire("elodie", hat(o, access.Intervention), org.NewHat{Org: o, Team: team, Roles: []access.Role{access.Coordination}})
		w.invite(boss, "chloe@exemple.org", access.Intervention)
		w.invite(other, "paul@exemple.org", access.Intervention)

		staff, err := w.s.ListStaff(u.Ctx, boss)
		must(t, err)
		if m := staff.Members; len(m) != 2 || m[0].Name != "elodie" || len(m[0].Hats) != 2 || m[1].Name != "zoe" || staff.Org.ID != o || len(staff.Teams) != 1 {
			t.Errorf("staff %+v", staff)
		}
		if i := staff.Invitations; len(i) != 1 || i[0].Email != "chloe@exemple.org" {
			t.Errorf("invitations %+v", i)
		}
		staff, err = w.s.ListStaff(u.Ctx, as("m", o, access.Management))
		must(t, err)
		if len(staff.Members) != 2 || staff.Members[0].Email == "" || len(staff.Invitations) != 0 {
			t.Errorf("the management sees %+v", staff)
		}
		staff, err = w.s.ListStaff(u.Ctx, as("c", o, access.Intervention, access.Coordination))
		must(t, err)
		if len(staff.Members) != 2 || staff.Members[0].Email != "" || len(staff.Invitations) != 0 {
			t.Errorf("a colleague sees %+v", staff)
		}
		for _, by := range []access.Actor{{}, access.Anyone(dbtest.Region), access.System(dbtest.Region)} {
			_, err := w.s.ListStaff(u.Ctx, by)
			wantKind(t, err, fault.NotFound)
		}
	})
}
