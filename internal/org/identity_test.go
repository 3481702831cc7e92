package org_test

import (
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

// institution is believed for an organisation.
func (w *world) institution(o access.Org) string {
	w.t.Helper()
	id, err := w.s.SetInstitution(w.Ctx, w.operator, org.NewInstitution{Org: o, Issuer: "https://connexion.exemple.org", ClientID: "passerelle", Secret: "chut chut"})
	must(w.t, err)
	return id
}

// TestAnInstitutionOpensItsOwnAlone: an account opens for the one worker who
// tied it, while they work there and nowhere else, and who has a second step is
// asked for it.
func TestAnInstitutionOpensItsOwnAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, _ := w.staffed("Le CIUSSS", "awa")
		elsewhere, _ := w.staffed("Le Refuge", "eve")
		bob := as(w.hire("bob", hat(o, access.Intervention)), o, access.Intervention)
		zoe := as(w.hire("zoe", hat(o, access.Intervention)), o, access.Intervention)
		kim := as(w.hire("kim", hat(elsewhere, access.Intervention)), elsewhere, access.Intervention)
		lou := as(w.hire("lou", hat(o, access.Intervention), hat(elsewhere, access.Intervention)), o, access.Intervention)
		id := w.institution(o)
		in := func(subject string) (org.Session, error) { return w.s.SignInWithIdentity(u.Ctx, id, subject, "") }

		_, err := in("12")
		wantKey(t, err, fault.Invalid, "security.identity_unknown")
		must(t, w.s.TieIdentity(u.Ctx, bob, id, "12"))
		must(t, w.s.TieIdentity(u.Ctx, bob, id, "12"))
		s, err := in("12")
		must(t, err)
		if w.actor(s).Worker() != bob.Worker() {
			t.Error("somebody else")
		}
		wantKey(t, w.s.TieIdentity(u.Ctx, zoe, id, "12"), fault.Invalid, "security.identity_unknown") // it is bob's
		wantKind(t, w.s.TieIdentity(u.Ctx, kim, id, "13"), fault.NotFound)                            // of another organisation
		must(t, w.s.TieIdentity(u.Ctx, bob, id, "14"))                                                // their new account there
		_, err = in("12")
		wantKey(t, err, fault.Invalid, "security.identity_unknown")

		must(t, w.s.TieIdentity(u.Ctx, lou, id, "15"))
		_, err = in("15") // who also works elsewhere
		wantKey(t, err, fault.Invalid, "security.identity_unknown")

		_, err = w.s.SetSheet(u.Ctx, bob, "", act())
		must(t, err)
		if s, err := in("14"); err != nil || s.Token != "" || s.Half == "" {
			t.Errorf("the second step is not asked: %+v %v", s, err)
		}
		must(t, w.s.Leave(u.Ctx, bob, bob.Worker(), ""))
		_, err = in("14")
		wantKey(t, err, fault.Invalid, "security.identity_unknown")

		must(t, w.s.TieIdentity(u.Ctx, zoe, id, "16"))
		must(t, w.s.EndInstitution(u.Ctx, w.operator, o))
		_, err = in("16")
		wantKey(t, err, fault.Invalid, "security.identity_unknown")
		other := w.institution(o) // a new one believes nobody's old account
		_, err = w.s.SignInWithIdentity(u.Ctx, other, "16", "")
		wantKey(t, err, fault.Invalid, "security.identity_unknown")
	})
}

func TestAnInstitutionIsNamedExactlyAndItsSecretSealed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le CIUSSS")
		for _, issuer := range []string{"", "connexion.exemple.org", "http://connexion.exemple.org", "https://connexion.exemple.org?a=1", "https://u:p@connexion.exemple.org", "https://connexion.exemple.org#x"} {
			_, err := w.s.SetInstitution(u.Ctx, w.operator, org.NewInstitution{Org: o, Issuer: issuer, ClientID: "x"})
			wantFields(t, err, "issuer:security.issuer_malformed")
		}
		_, err := w.s.SetInstitution(u.Ctx, w.operator, org.NewInstitution{Org: o, Issuer: "https://a.example", ClientID: " "})
		wantFields(t, err, "client-id:org.name_empty")
		id := w.institution(o)
		bob := as(w.hire("bob", hat(o, access.Intervention)), o, access.Intervention)
		must(t, w.s.TieIdentity(u.Ctx, bob, id, "bob.tremblay@ciusss.example"))
		i, err := w.s.Institution(u.Ctx, id)
		must(t, err)
		if i.Secret != "chut chut" {
			t.Errorf("%+v", i)
		}
		if rest := w.dump(t, `SELECT subject FROM institution_account`) + w.dump(t, `SELECT body FROM event`); strings.Contains(rest, "tremblay") {
			t.Error("an account of the institution is in the database")
		}
		var sealed []byte
		must(t, w.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT our_secret FROM institution`).Scan(&sealed)
		}))
		if strings.Contains(string(sealed), "chut") {
			t.Error("the secret is in the database")
		}
	})
}
