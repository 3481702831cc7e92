package org_test

import (
	"fmt"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

// withPasskey has a worker add the passkey of a device.
func (w *world) withPasskey(by access.Actor) *device {
	w.t.Helper()
	d := newDevice(w.t)
	c, err := w.s.NewPasskey(w.Ctx, by, here)
	must(w.t, err)
	must(w.t, w.s.AddPasskey(w.Ctx, by, act(), "Mon téléphone", d.make(c)))
	return d
}

func (w *world) askPasskey() org.Ceremony {
	w.t.Helper()
	c, err := w.s.AskPasskey(w.Ctx, here)
	must(w.t, err)
	return c
}

func TestAPasskeyOpensWithoutPassword(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		id := w.hire("awa", hat(o, access.Intervention))
		awa := as(id, o, access.Intervention)
		d := newDevice(t)
		c, err := w.s.NewPasskey(u.Ctx, awa, here)
		must(t, err)
		a, form := d.make(c), act()
		for range 2 { // a form sent twice
			must(t, w.s.AddPasskey(u.Ctx, awa, form, " Mon  téléphone ", a))
		}
		s, err := w.s.SignInWithPasskey(u.Ctx, d.use(w.askPasskey()), "")
		must(t, err)
		if by := w.actor(s); by.Worker() != id {
			t.Errorf("signed in as %v", by)
		}
		sec, err := w.s.Security(u.Ctx, awa)
		must(t, err)
		if len(sec.Passkeys) != 1 || sec.Passkeys[0].Name != "Mon téléphone" || sec.Passkeys[0].LastUsed.IsZero() {
			t.Errorf("kept: %+v", sec.Passkeys)
		}
		mine := w.signIn("awa")
		must(t, w.s.RemovePasskey(u.Ctx, awa, mine.Token, sec.Passkeys[0].ID))
		w.wantOver(t, s) // the telephone that was lost
		w.actor(mine)
		_, err = w.s.SignInWithPasskey(u.Ctx, d.use(w.askPasskey()), "")
		wantKey(t, err, fault.Invalid, "security.passkey_refused")
		u.WantEvents(t, "org.created", "worker.joined", "passkey.added", "passkey.removed")
	})
}

// TestAPasskeyAnswersItsOwnPageOnce: each way in which an answer is not the one
// that this page waits for, now, is refused in the same words.
func TestAPasskeyAnswersItsOwnPageOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		awa := as(w.hire("awa", hat(o, access.Intervention)), o, access.Intervention)
		bob := as(w.hire("bob", hat(o, access.Intervention)), o, access.Intervention)
		d := w.withPasskey(awa)
		signIn := func(a org.Answer) error { _, err := w.s.SignInWithPasskey(u.Ctx, a, ""); return err }
		session := w.signIn("awa")
		bobs := w.signIn("bob")

		good := d.use(w.askPasskey())
		must(t, signIn(good))
		other := w.askPasskey()
		wrong := map[string]func() error{
			"answered twice":    func() error { return signIn(good) },
			"of another ticket": func() error { a := d.use(w.askPasskey()); a.Ticket = other.Ticket; return signIn(a) },
			"of a ticket made up": func() error {
				a := d.use(w.askPasskey())
				a.Ticket = "x." + strings.Split(a.Ticket, ".")[1]
				return signIn(a)
			},
			"of a ticket for ever": func() error {
				a := d.use(w.askPasskey())
				a.Ticket = strings.Split(a.Ticket, ".")[0] + ".zzzzzzzzz"
				return signIn(a)
			},
			"at another site": func() error {
				e := *d
				e.origin = "https://pesserelle.exemple.org"
				return signIn(e.use(w.askPasskey()))
			},
			"for another name": func() error { e := *d; e.host = "exemple.org"; return signIn(e.use(w.askPasskey())) },
			"by nobody known":  func() error { e := *d; e.knows = false; return signIn(e.use(w.askPasskey())) },
			"by another device": func() error {
				e := newDevice(t)
				e.id, e.user = d.id, d.user
				e.count = 50
				return signIn(e.use(w.askPasskey()))
			},
			"as somebody else": func() error {
				e := *d
				e.user = []byte(bob.Worker())
				e.count = 60
				return signIn(e.use(w.askPasskey()))
			},
			"by a copy": func() error { e := *d; e.count = 0; return signIn(e.use(w.askPasskey())) },
			"no answer": func() error { return signIn(org.Answer{At: here, Ticket: w.askPasskey().Ticket, JSON: "{}"}) },
			"a huge one": func() error {
				return signIn(org.Answer{At: here, Ticket: w.askPasskey().Ticket, JSON: strings.Repeat(" ", 1<<20)})
			},
			"made at the door, used to prove again": func() error {
				return w.s.ProveAgainWithPasskey(u.Ctx, awa, session.Token, d.use(w.askPasskey()))
			},
			"made to prove again, used at the door": func() error {
				c, err := w.s.AskPasskeyAgain(u.Ctx, awa, here)
				must(t, err)
				return signIn(d.use(c))
			},
			"of a colleague, to prove": func() error {
				c, err := w.s.AskPasskeyAgain(u.Ctx, bob, here)
				must(t, err)
				return w.s.ProveAgainWithPasskey(u.Ctx, bob, bobs.Token, d.use(c))
			},
			"too late": func() error {
				a := d.use(w.askPasskey())
				u.Clock.Advance(org.CeremonyLife)
				return signIn(a)
			},
		}
		d.count = 100
		for name, try := range wrong {
			if err := try(); err == nil {
				t.Errorf("%s: taken", name)
			} else if key, _ := fault.KeyOf(err); key != "security.passkey_refused" && key != "org.too_many_tries" {
				t.Errorf("%s: %v", name, err)
			} else if key == "org.too_many_tries" {
				t.Errorf("%s: not tried", name)
			}
			u.Clock.Advance(org.CeremonyLife) // guesses come back
		}
		d.count = 200
		must(t, signIn(d.use(w.askPasskey()))) // the control
	})
}

func TestAPasskeyIsAddedByWhoWasAsked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		awa := as(w.hire("awa", hat(o, access.Intervention)), o, access.Intervention)
		bob := as(w.hire("bob", hat(o, access.Intervention)), o, access.Intervention)
		c, err := w.s.NewPasskey(u.Ctx, awa, here)
		must(t, err)
		d := newDevice(t)
		d.knows = false
		wantKey(t, w.s.AddPasskey(u.Ctx, awa, act(), "x", d.make(c)), fault.Invalid, "security.passkey_refused")
		d.knows = true
		wantKey(t, w.s.AddPasskey(u.Ctx, bob, act(), "x", d.make(c)), fault.Invalid, "security.passkey_refused")
		wantFields(t, w.s.AddPasskey(u.Ctx, awa, act(), "  ", d.make(c)), "name:org.name_empty")
		must(t, w.s.AddPasskey(u.Ctx, awa, act(), "x", d.make(c)))
		wantKey(t, w.s.AddPasskey(u.Ctx, awa, act(), "x", newDevice(t).make(c)), fault.Invalid, "security.passkey_refused") // the ticket served
		sec, err := w.s.Security(u.Ctx, awa)
		must(t, err)
		wantKind(t, w.s.RemovePasskey(u.Ctx, bob, "", sec.Passkeys[0].ID), fault.NotFound)
		if n := w.count(`SELECT COUNT(*) FROM worker_passkey`); n != 1 {
			t.Errorf("%d passkeys", n)
		}
	})
}

// TestARecordIsNotMoved: whoever can write in the database cannot give a worker
// the passkey of another.
func TestARecordIsNotMoved(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		awa := as(w.hire("awa", hat(o, access.Administration)), o, access.Administration)
		bob := as(w.hire("bob", hat(o, access.Intervention)), o, access.Intervention)
		d := w.withPasskey(bob)
		w.exec(t, `UPDATE worker_passkey SET worker_id = $1`, string(awa.Worker()))
		d.user = []byte(awa.Worker())
		if s, err := w.s.SignInWithPasskey(u.Ctx, d.use(w.askPasskey()), ""); err == nil {
			t.Errorf("opened as %s", s.Worker)
		}
		w.exec(t, `UPDATE worker_passkey SET worker_id = $1`, string(bob.Worker()))
		d.user = []byte(bob.Worker())
		_, err := w.s.SignInWithPasskey(u.Ctx, d.use(w.askPasskey()), "")
		must(t, err)
	})
}

func TestPasskeysAreCounted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		tried := 0
		for i := range 100 {
			a := newDevice(t).use(w.askPasskey())
			a.Source = fmt.Sprintf("2001:db8::%x", i)
			if _, err := w.s.SignInWithPasskey(u.Ctx, a, ""); !fault.Is(err, fault.TooMany) {
				tried++
			}
		}
		if tried != 10 {
			t.Errorf("%d of 100 were looked at, want 10", tried)
		}
	})
}
