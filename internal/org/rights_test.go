package org_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

// TestEachActAsksWhoActs: every use-case of organisations is NotFound for
// whoever it is not for, given all else that it needs to succeed. The control
// is whoever it is for, last: it changes what the others could not.
func TestEachActAsksWhoActs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, elsewhere := w.open("Le Refuge"), w.open("La Clinique")
		awa := as(w.hire("awa", hat(o, access.Administration)), o, access.Administration)
		bob := as(w.hire("bob", hat(o, access.Intervention, access.Coordination, access.Management)), o, access.Intervention, access.Coordination, access.Management)
		eve := as(w.hire("eve", hat(elsewhere, access.Administration)), elsewhere, access.Administration)
		zoe := as(w.hire("zoe", hat(o, access.Intervention)), o, access.Intervention)
		session, zoes := w.signIn("bob"), w.signIn("zoe")
		w.withPasskey(bob)
		sec, err := w.s.Security(u.Ctx, bob)
		must(t, err)
		spare, phone, secret := sec.Passkeys[0].ID, w.withPasskey(bob), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
		institution := w.institution(o)
		adding := func() org.Ceremony {
			c, err := w.s.NewPasskey(u.Ctx, bob, here)
			must(t, err)
			return c
		}
		_, err = w.s.Invite(u.Ctx, awa, org.NewInvitation{Act: "known", Roles: []access.Role{access.Intervention}, Email: "new@exemple.org"})
		must(t, err)
		_, err = w.s.Invite(u.Ctx, awa, org.NewInvitation{Act: "unwanted", Roles: []access.Role{access.Intervention}, Email: "aaa@exemple.org"})
		must(t, err)
		staff, err := w.s.ListStaff(u.Ctx, awa)
		must(t, err)
		invitation := staff.Invitations[slices.IndexFunc(staff.Invitations, func(i org.Invitation) bool { return i.Email == "aaa@exemple.org" })].ID
		me, err := w.s.Me(u.Ctx, bob)
		must(t, err)

		others := map[string]access.Actor{
			"holder_of_a_link": access.ForLink(dbtest.Region, "referral-1", o),
			"a_person":         access.ForPerson(dbtest.Region, "thread-1", "person-1"),
			"a_job":            access.System(dbtest.Region),
			"the_public":       access.Anyone(dbtest.Region),
			"nobody":           {},
		}
		with := func(more map[string]access.Actor) map[string]access.Actor {
			for who, by := range others {
				more[who] = by
			}
			return more
		}
		noWorker := with(map[string]access.Actor{"the_operator": w.operator})
		noAdmin := with(map[string]access.Actor{"a_colleague": bob})
		noOperator := with(map[string]access.Actor{"an_administrator": awa})
		fresh := org.NewWorker{Name: "Kim", Email: "kim@exemple.org", Password: goodPassword, Hats: []org.NewHat{hat(o, access.Intervention)}}
		acts := map[string]struct {
			strangers map[string]access.Actor
			whose     access.Actor
			act       func(by access.Actor) error
		}{
			"Me":                {noWorker, bob, func(by access.Actor) error { _, err := w.s.Me(u.Ctx, by); return err }},
			"ListStaff":         {noWorker, bob, func(by access.Actor) error { _, err := w.s.ListStaff(u.Ctx, by); return err }},
			"Desks":             {noWorker, bob, func(by access.Actor) error { _, err := w.s.Desks(u.Ctx, by); return err }},
			"ListSessions":      {noWorker, bob, func(by access.Actor) error { _, err := w.s.ListSessions(u.Ctx, by, session.Token); return err }},
			"ChangeHat":         {noWorker, bob, func(by access.Actor) error { return w.s.ChangeHat(u.Ctx, by, session.Token, me.Worn.ID) }},
			"SignOutEverywhere": {noWorker, as(eve.Worker(), elsewhere), func(by access.Actor) error { return w.s.SignOutEverywhere(u.Ctx, by) }},
			"Security":          {noWorker, bob, func(by access.Actor) error { _, err := w.s.Security(u.Ctx, by); return err }},
			"ProvedAgo":         {noWorker, bob, func(by access.Actor) error { _, err := w.s.ProvedAgo(u.Ctx, by, session.Token); return err }},
			"NewAppSecret":      {noWorker, bob, func(by access.Actor) error { _, err := w.s.NewAppSecret(u.Ctx, by); return err }},
			"AppSecretAgain":    {noWorker, bob, func(by access.Actor) error { _, err := w.s.AppSecretAgain(u.Ctx, by, secret); return err }},
			"SetApp": {noWorker, bob, func(by access.Actor) error {
				_, err := w.s.SetApp(u.Ctx, by, session.Token, act(), secret, org.CodeAt(secret, u.Clock.Now()))
				return err
			}},
			"SetSheet":         {noWorker, bob, func(by access.Actor) error { _, err := w.s.SetSheet(u.Ctx, by, session.Token, act()); return err }},
			"RemoveSecondStep": {noWorker, eve, func(by access.Actor) error { return w.s.RemoveSecondStep(u.Ctx, by) }},
			"ProveAgain": {noWorker, zoe, func(by access.Actor) error {
				return w.s.ProveAgain(u.Ctx, by, zoes.Token, org.Proof{Password: goodPassword})
			}},
			"NewPasskey":      {noWorker, bob, func(by access.Actor) error { _, err := w.s.NewPasskey(u.Ctx, by, here); return err }},
			"AskPasskeyAgain": {noWorker, bob, func(by access.Actor) error { _, err := w.s.AskPasskeyAgain(u.Ctx, by, here); return err }},
			"AddPasskey": {noWorker, bob, func(by access.Actor) error {
				return w.s.AddPasskey(u.Ctx, by, act(), "Téléphone", newDevice(t).make(adding()))
			}},
			"ProveAgainWithPasskey": {noWorker, bob, func(by access.Actor) error {
				c, err := w.s.AskPasskeyAgain(u.Ctx, bob, here)
				must(t, err)
				return w.s.ProveAgainWithPasskey(u.Ctx, by, session.Token, phone.use(c))
			}},
			"RemovePasskey": {with(map[string]access.Actor{"a_colleague": zoe, "an_administrator": awa}), bob, func(by access.Actor) error { return w.s.RemovePasskey(u.Ctx, by, session.Token, spare) }},
			"ForgetProofs":  {with(map[string]access.Actor{"a_colleague": bob, "an_admin_elsewhere": eve}), awa, func(by access.Actor) error { return w.s.ForgetProofs(u.Ctx, by, zoe.Worker()) }},
			"SetInstitution": {noOperator, w.operator, func(by access.Actor) error {
				_, err := w.s.SetInstitution(u.Ctx, by, org.NewInstitution{Org: elsewhere, Issuer: "https://a.example", ClientID: "x"})
				return err
			}},
			"EndInstitution": {noOperator, w.operator, func(by access.Actor) error { return w.s.EndInstitution(u.Ctx, by, elsewhere) }},
			"TieIdentity":    {with(map[string]access.Actor{"a_worker_elsewhere": eve}), bob, func(by access.Actor) error { return w.s.TieIdentity(u.Ctx, by, institution, "12") }},
			"UntieIdentity":  {noWorker, bob, func(by access.Actor) error { return w.s.UntieIdentity(u.Ctx, by, institution) }},
			"TiedTo":         {noWorker, bob, func(by access.Actor) error { _, _, err := w.s.TiedTo(u.Ctx, by); return err }},
			"Invite": {noAdmin, awa, func(by access.Actor) error {
				_, err := w.s.Invite(u.Ctx, by, org.NewInvitation{Act: act(), Org: o, Roles: []access.Role{access.Intervention}, Email: "x@exemple.org"})
				return err
			}},
			"InvitationLink":     {with(map[string]access.Actor{"a_colleague": bob, "an_admin_elsewhere": eve}), awa, func(by access.Actor) error { _, _, err := w.s.InvitationLink(u.Ctx, by, "known"); return err }},
			"WithdrawInvitation": {with(map[string]access.Actor{"a_colleague": bob, "an_admin_elsewhere": eve}), awa, func(by access.Actor) error { return w.s.WithdrawInvitation(u.Ctx, by, invitation) }},
			"CreateTeam":         {noAdmin, awa, func(by access.Actor) error { _, err := w.s.CreateTeam(u.Ctx, by, act(), "Équipe "+act()); return err }},
			"ChangeRoles": {with(map[string]access.Actor{"a_colleague": bob, "an_admin_elsewhere": eve, "the_operator": w.operator}), awa, func(by access.Actor) error {
				return w.s.ChangeRoles(u.Ctx, by, org.NewRoles{Act: act(), Hat: me.Worn.ID, Roles: []access.Role{access.Intervention}})
			}},
			"PasswordLink": {with(map[string]access.Actor{"a_colleague": bob, "an_admin_elsewhere": eve}), awa, func(by access.Actor) error {
				_, err := w.s.PasswordLink(u.Ctx, by, act(), bob.Worker())
				return err
			}},
			"PasswordLinkFor": {noOperator, w.operator, func(by access.Actor) error {
				_, err := w.s.PasswordLinkFor(u.Ctx, by, act(), "bob@exemple.org")
				return err
			}},
			"CreateTeamIn": {noOperator, w.operator, func(by access.Actor) error {
				_, err := w.s.CreateTeamIn(u.Ctx, by, o, act(), "Équipe "+act())
				return err
			}},
			"CreateOrg": {noOperator, w.operator, func(by access.Actor) error {
				_, err := w.s.CreateOrg(u.Ctx, by, org.NewOrg{Sector: org.Community, Regime: org.PrivateQuebec, NameFR: "Autre"})
				return err
			}},
			"CreateFirstAdmin": {noOperator, w.operator, func(by access.Actor) error {
				_, _, err := w.s.CreateFirstAdmin(u.Ctx, by, org.FirstAdmin{Org: org.NewOrg{Sector: org.Community, Regime: org.PrivateQuebec, NameFR: "Encore"}, Email: "y@exemple.org"})
				return err
			}},
			"AddWorker": {noOperator, w.operator, func(by access.Actor) error { _, err := w.s.AddWorker(u.Ctx, by, fresh); return err }},
			"AddInvented": {noOperator, w.operator, func(by access.Actor) error {
				_, err := w.s.AddInvented(u.Ctx, by, "Lou", "lou@exemple.org", hat(o, access.Intervention))
				return err
			}},
			"WorkerAt": {noOperator, w.operator, func(by access.Actor) error { _, err := w.s.WorkerAt(u.Ctx, by, "bob@exemple.org"); return err }},
			"ProveAs":  {noOperator, w.operator, func(by access.Actor) error { return w.s.ProveAs(u.Ctx, by, bob.Worker(), session.Token) }},
			"StartAs":  {noOperator, w.operator, func(by access.Actor) error { _, err := w.s.StartAs(u.Ctx, by, bob.Worker(), ""); return err }},
			"Disable":  {noOperator, w.operator, func(by access.Actor) error { return w.s.Disable(u.Ctx, by, "eve@exemple.org") }},
			"Leave":    {with(map[string]access.Actor{"a_colleague": as("zoe", o, access.Intervention), "an_admin_elsewhere": eve, "the_operator": w.operator}), awa, func(by access.Actor) error { return w.s.Leave(u.Ctx, by, bob.Worker(), "") }},
		}
		if got, want := slices.Sorted(maps.Keys(acts)), actsOf(reflect.TypeFor[*org.Service]()); !slices.Equal(got, want) {
			t.Errorf("tried: %v\nthere are: %v", got, want)
		}
		for name, c := range acts {
			for who, by := range c.strangers {
				if err := c.act(by); !fault.Is(err, fault.NotFound) {
					t.Errorf("%s by %s: %v, want not found", name, who, err)
				}
			}
			if name == "Leave" || name == "Disable" {
				continue // done last: the others need who would be gone
			}
			if err := c.act(c.whose); err != nil {
				t.Errorf("%s, the control: %v", name, err)
			}
		}
		must(t, w.s.Leave(u.Ctx, awa, bob.Worker(), ""))
		must(t, w.s.Disable(u.Ctx, w.operator, "eve@exemple.org"))
	})
}

// actsOf are the methods that are told who acts.
func actsOf(service reflect.Type) (names []string) {
	for m := range service.Methods() {
		for in := range m.Type.Ins() {
			if in == reflect.TypeFor[access.Actor]() {
				names = append(names, m.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// TestATeamIsOfItsOrganisation: no hat is given in a team of another one.
func TestATeamIsOfItsOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, elsewhere := w.open("Le Refuge"), w.open("La Clinique")
		team, err := w.s.CreateTeamIn(u.Ctx, w.operator, elsewhere, act(), "Équipe de soir")
		must(t, err)
		hats := []org.NewHat{{Org: o, Team: team, Roles: []access.Role{access.Intervention}}}
		_, err = w.s.AddWorker(u.Ctx, w.operator, org.NewWorker{Name: "Kim", Email: "kim@exemple.org", Password: goodPassword, Hats: hats})
		wantFields(t, err, "team:org.choose_one")
		if n := w.count(`SELECT count(*) FROM worker`); n != 0 {
			t.Errorf("%d workers made", n)
		}
	})
}
