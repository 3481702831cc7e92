package org_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		id := w.hire("awa", hat(o, access.Intervention))

		s, err := w.s.SignIn(u.Ctx, org.Credentials{Email: "  AWA@Exemple.org ", Password: goodPassword, Source: "192.0.2.1"})
		must(t, err)
		if a := w.actor(s); a.Worker() != id || a.Org() != o || !a.Has(access.Intervention) || a.Has(access.Administration) {
			t.Errorf("signed in as %v", a)
		}
		if !s.Expires.Equal(u.Clock.Now().Add(8 * time.Hour)) {
			t.Errorf("expires %v", s.Expires)
		}
		u.WantEvents(t, "org.created", "worker.joined")
	})
}

// An unknown address, a wrong password, a disabled worker and one who left get
// one answer, and leave the same traces.
func TestRefusalsAreOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		for _, name := range []string{"awa", "bob"} {
			w.hire(name, hat(o, access.Intervention))
		}
		must(t, w.s.Disable(u.Ctx, w.operator, "bob@exemple.org"))
		before := w.count(`SELECT COUNT(*) FROM event`)
		for i, c := range []org.Credentials{
			{Email: "awa@exemple.org", Password: "pas le bon mot de passe"},
			{Email: "inconnue@exemple.org", Password: goodPassword},
			{Email: "bob@exemple.org", Password: goodPassword},
			{Email: "", Password: ""},
		} {
			_, err := w.s.SignIn(u.Ctx, c)
			wantKey(t, err, fault.Invalid, "org.sign_in_refused")
			if len(fault.FieldsOf(err)) != 0 {
				t.Errorf("%d: a field is named: %v", i, err)
			}
			if n := w.count(`SELECT COUNT(*) FROM event`) - before; n != i+1 {
				t.Errorf("%d: %d traces", i, n)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM event WHERE body LIKE '%exemple%' OR subject LIKE '%exemple%'`); n != 0 {
			t.Error("an address is in the log")
		}
	})
}

// The unknown address must cost the hash too. Medians of a few runs are enough
// to see its absence, which is a factor of a hundred.
func TestUnknownAddressTakesAsLong(t *testing.T) {
	w := newWorld(t, dbtest.New(t, db.SQLite))
	w.s.HashAsServed()
	w.hire("awa", hat(w.open("Le Refuge"), access.Intervention))
	ratio := 0.0
	for range 8 { // a busy machine may spoil some comparisons, not all; without the hash none would do
		known, unknown := w.timeRefusals("awa@exemple.org"), w.timeRefusals("inconnue@exemple.org")
		ratio = float64(known) / float64(unknown)
		w.Clock.Advance(24 * time.Hour)
		if ratio > 0.5 && ratio < 2 {
			return
		}
	}
	t.Errorf("a wrong password takes %.1f times as long as an unknown address", ratio)
}

func TestGuessesAreCounted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.hire("awa", hat(w.open("Le Refuge"), access.Intervention))
		evaluated := 0
		for i := range 1000 { // from as many sources
			_, err := w.s.SignIn(u.Ctx, org.Credentials{Email: "awa@exemple.org", Password: "devine", Source: fmt.Sprintf("198.51.%d.%d", i/250, i%250)})
			if !fault.Is(err, fault.TooMany) {
				evaluated++
			}
		}
		if evaluated != 10 {
			t.Errorf("of 1000 guesses %d were evaluated, want 10", evaluated)
		}
		_, err := w.s.SignIn(u.Ctx, org.Credentials{Email: "awa@exemple.org", Password: goodPassword, Source: "192.0.2.1"})
		wantKey(t, err, fault.TooMany, "org.too_many_tries")
		u.Clock.Advance(5 * time.Minute)
		w.signIn("awa")
	})
}

// TestGuessesAreCountedOnAllNodes: another node, and one that starts again, know
// what was refused; half an hour later six more guesses are anybody's.
func TestGuessesAreCountedOnAllNodes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.hire("awa", hat(w.open("Le Refuge"), access.Intervention))
		evaluated := 0
		guess := func(account string) {
			for i := range 60 {
				if i%20 == 0 {
					w.another()
				}
				_, err := w.s.SignIn(u.Ctx, org.Credentials{Email: account, Password: "devine", Source: fmt.Sprintf("198.51.100.%d", i)})
				if !fault.Is(err, fault.TooMany) {
					evaluated++
				}
			}
		}
		for _, account := range []string{"awa@exemple.org", "personne@exemple.org"} { // known or not
			for _, want := range []int{10, 6} {
				if evaluated = 0; want == 6 {
					u.Clock.Advance(30 * time.Minute)
				}
				if guess(account); evaluated != want {
					t.Errorf("%s: of 60 guesses on three nodes %d were evaluated, want %d", account, evaluated, want)
				}
			}
		}
		u.Clock.Advance(5 * time.Minute)
		w.signIn("awa")
	})
}

func TestGuessesOfOneSourceAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.New(t, db.SQLite))
	w.hire("awa", hat(w.open("Le Refuge"), access.Intervention))
	evaluated := 0
	for i := range 1000 { // one subscriber, many of their IPv6 addresses, many accounts
		_, err := w.s.SignIn(w.Ctx, org.Credentials{Email: fmt.Sprintf("personne%d@exemple.org", i), Password: "devine", Source: fmt.Sprintf("2001:db8:1:2::%x", i)})
		if !fault.Is(err, fault.TooMany) {
			evaluated++
		}
	}
	if evaluated != 40 {
		t.Errorf("of 1000 guesses %d were evaluated, want 40", evaluated)
	}
	w.signIn("awa") // from elsewhere nothing changed
}

func TestTheRightPersonIsNeverCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.New(t, db.SQLite))
	w.hire("awa", hat(w.open("Le Refuge"), access.Intervention))
	for range 15 {
		w.signIn("awa")
	}
}

func TestSessionIsOnlyAFingerprintAtRest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.hire("awa", hat(w.open("Le Refuge"), access.Intervention))
		s := w.signIn("awa")
		rest := w.dump(t, `SELECT fingerprint || worker_id || hat_id FROM session`) + w.dump(t, `SELECT result || key FROM act`) + w.dump(t, `SELECT body FROM event`)
		if strings.Contains(rest, s.Token) {
			t.Error("the token is in the database")
		}
		if !strings.Contains(rest, w.keys.Fingerprint("session", s.Token)) {
			t.Error("the session is not found by its fingerprint")
		}
		// What a thief of the table holds opens nothing.
		w.wantOver(t, org.Session{Token: w.keys.Fingerprint("session", s.Token)})
		if strings.Contains(w.dump(t, `SELECT hash FROM worker_password`), goodPassword) {
			t.Error("the password is in the database")
		}
	})
}

func TestTokenIsNewAtSignIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.hire("awa", hat(w.open("Le Refuge"), access.Intervention))
		first := w.signIn("awa")
		second, err := w.s.SignIn(u.Ctx, org.Credentials{Email: "awa@exemple.org", Password: goodPassword, Previous: first.Token})
		must(t, err)
		if first.Token == second.Token {
			t.Error("the token is kept")
		}
		w.wantOver(t, first)
		w.actor(second)
	})
}

func (w *world) dump(t *testing.T, q string) string {
	t.Helper()
	var all []string
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		all, err = db.Collect(w.Ctx, tx, func(s *string) []any { return []any{s} }, q)
		return err
	}))
	return strings.Join(all, "\n")
}

// timeRefusals is the fastest of a few refusals: the least disturbed.
func (w *world) timeRefusals(email string) time.Duration {
	best := time.Hour
	for range 5 {
		lap := clock.Stopwatch()
		_, err := w.s.SignIn(w.Ctx, org.Credentials{Email: email, Password: "pas le bon mot de passe"})
		best = min(best, lap())
		if !fault.Is(err, fault.Invalid) {
			w.t.Fatal("not refused")
		}
	}
	return best
}
