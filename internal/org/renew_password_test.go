package org_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

const newPassword = "onze renards dans la neige du nord"

func TestRenewPassword(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		id := w.hire("bob", hat(o, access.Intervention))
		old := w.signIn("bob")
		link, err := w.s.PasswordLink(u.Ctx, boss, act(), id)
		must(t, err)
		w.actor(old) // until the link is used nothing changes

		a := org.Acceptance{Act: act(), Link: link, Password: "court"}
		_, err = w.s.Accept(u.Ctx, a)
		wantFields(t, err, "password:org.password_short")
		a.Password = newPassword
		for _, err := range together(3, func() error { _, err := w.s.Accept(u.Ctx, a); return err }) {
			if err != nil {
				t.Errorf("a double click: %v", err)
			}
		}
		w.wantOver(t, old)
		_, err = w.s.SignIn(u.Ctx, org.Credentials{Email: "bob@exemple.org", Password: goodPassword})
		wantKind(t, err, fault.Invalid)
		_, err = w.s.SignIn(u.Ctx, org.Credentials{Email: "bob@exemple.org", Password: newPassword})
		must(t, err)
		_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Password: "encore un autre mot bien long"})
		wantKey(t, err, fault.NotFound, "org.invitation_over")
	})
}

// An organisation must not reach, through a worker's password, what that
// worker does in another.
func TestPasswordLinkStaysInItsOrganisation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		refuge, boss := w.staffed("Le Refuge", "awa")
		clinic, other := w.staffed("La Clinique", "eve")
		id := w.hire("bob", hat(refuge, access.Intervention))
		_, err := w.s.PasswordLink(u.Ctx, other, act(), id)
		wantKind(t, err, fault.NotFound)
		_, err = w.s.PasswordLink(u.Ctx, as(id, refuge, access.Intervention), act(), boss.Worker())
		wantKind(t, err, fault.NotFound)

		// A link made before the worker joined elsewhere dies with that.
		link, err := w.s.PasswordLink(u.Ctx, boss, act(), id)
		must(t, err)
		_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: w.invite(other, "bob@exemple.org", access.Intervention), Password: goodPassword})
		must(t, err)
		_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Password: newPassword})
		wantKey(t, err, fault.NotFound, "org.invitation_over")
		_, err = w.s.PasswordLink(u.Ctx, boss, act(), id)
		wantKey(t, err, fault.Conflict, "org.works_elsewhere")
		w.signIn("bob")

		_, err = w.s.PasswordLinkFor(u.Ctx, boss, act(), "bob@exemple.org")
		wantKind(t, err, fault.NotFound)
		_, err = w.s.PasswordLinkFor(u.Ctx, w.operator, act(), "personne@exemple.org")
		wantKind(t, err, fault.NotFound)
		link, err = w.s.PasswordLinkFor(u.Ctx, w.operator, act(), "bob@exemple.org")
		must(t, err)
		s, err := w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Password: newPassword})
		must(t, err)
		if o := w.actor(s).Org(); o != refuge && o != clinic {
			t.Errorf("signed in at %v", o)
		}
	})
}

// A link that went astray opens the account to nobody once another was made, or
// once one of them served.
func TestOneLinkAloneRenewsAPassword(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		id := w.hire("bob", hat(o, access.Intervention))
		w.hire("zoe", hat(o, access.Intervention))
		use := func(link, password string) error {
			_, err := w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Password: password})
			return err
		}
		astray, err := w.s.PasswordLink(u.Ctx, boss, act(), id)
		must(t, err)
		form := act()
		link, err := w.s.PasswordLink(u.Ctx, boss, form, id)
		must(t, err)
		wantKey(t, use(astray, "un passant choisit ces mots"), fault.NotFound, "org.invitation_over")
		again, err := w.s.PasswordLink(u.Ctx, boss, form, id)
		must(t, err)
		if again != link {
			t.Error("the same form sent twice makes two links")
		}
		other, err := w.s.PasswordLinkFor(u.Ctx, w.operator, act(), "zoe@exemple.org")
		must(t, err)
		must(t, use(link, newPassword))
		wantKey(t, use(astray, "un passant choisit ces mots"), fault.NotFound, "org.invitation_over")
		must(t, use(other, newPassword)) // nobody else's link ends
		_, err = w.s.SignIn(u.Ctx, org.Credentials{Email: "bob@exemple.org", Password: newPassword})
		must(t, err)
	})
}

// Who knew the old passphrase and waits for a code finishes nothing once another
// was chosen, or once the worker signed out everywhere.
func TestHalfASessionEndsWithTheOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		id := w.hire("bob", hat(o, access.Intervention))
		bob := as(id, o, access.Intervention)
		codes, err := w.s.SetSheet(u.Ctx, bob, "", act())
		must(t, err)
		for name, end := range map[string]func() error{
			"everywhere": func() error { return w.s.SignOutEverywhere(u.Ctx, bob) },
			"renewed": func() error {
				link, err := w.s.PasswordLink(u.Ctx, boss, act(), id)
				must(t, err)
				_, err = w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Password: goodPassword})
				return err
			},
		} {
			half, err := w.s.SignIn(u.Ctx, org.Credentials{Email: "bob@exemple.org", Password: goodPassword})
			must(t, err)
			must(t, w.s.HalfSignedIn(u.Ctx, half.Half))
			must(t, end())
			if _, err := w.s.FinishSignIn(u.Ctx, org.SecondStep{Half: half.Half, Code: codes[0]}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: half a session goes on: %v", name, err)
			}
		}
	})
}
