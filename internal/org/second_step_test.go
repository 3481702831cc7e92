package org_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/org"
)

// withApp has a worker set an application up; it returns its secret and the
// sheet of codes.
func (w *world) withApp(by access.Actor) (secret string, codes []string) {
	w.t.Helper()
	a, err := w.s.NewAppSecret(w.Ctx, by)
	must(w.t, err)
	codes, err = w.s.SetApp(w.Ctx, by, "", act(), a.Text, org.CodeAt(a.Text, w.Clock.Now()))
	must(w.t, err)
	w.Clock.Advance(time.Minute)
	return a.Text, codes
}

// half signs in with the password, which must not be enough.
func (w *world) half(name string) string {
	w.t.Helper()
	s := w.signIn(name)
	if s.Token != "" || s.Half == "" {
		w.t.Fatalf("the password alone opened: %+v", s)
	}
	if _, err := w.s.Actor(w.Ctx, s.Half); !fault.Is(err, fault.NotFound) {
		w.t.Errorf("half a session acts: %v", err)
	}
	return s.Half
}

func (w *world) finish(half, code string) (org.Session, error) {
	return w.s.FinishSignIn(w.Ctx, org.SecondStep{Half: half, Code: code, Source: "192.0.2.1"})
}

// TestCodesAreThoseOfTheStandard: the examples of RFC 6238 (appendix B), whose
// codes of eight digits end in ours of six.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	t.Parallel()
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got := org.CodeOfBytes([]byte("12345678901234567890"), time.Unix(at, 0)); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
}

func TestASecondStepIsAsked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		id := w.hire("awa", hat(o, access.Intervention))
		awa := as(id, o, access.Intervention)
		a, err := w.s.NewAppSecret(u.Ctx, awa)
		must(t, err)
		if p, err := url.Parse(a.Address); err != nil || p.Scheme != "otpauth" || p.Host != "totp" || p.Query().Get("secret") != a.Text {
			t.Errorf("address %s", a.Address)
		}
		_, err = w.s.SetApp(u.Ctx, awa, "", act(), a.Text, "000000")
		wantFields(t, err, "code:security.app_code_wrong")
		if s := w.signIn("awa"); s.Token == "" {
			t.Fatal("a code is asked though none was set up")
		}
		form, first := act(), org.CodeAt(a.Text, u.Clock.Now())
		sheet, err := w.s.SetApp(u.Ctx, awa, "", form, a.Text, first[:3]+" "+first[3:])
		must(t, err)
		again, err := w.s.SetApp(u.Ctx, awa, "", form, a.Text, first)
		must(t, err)
		if len(sheet) != 12 || strings.Join(sheet, " ") != strings.Join(again, " ") {
			t.Errorf("a form sent twice shows %v then %v", sheet, again)
		}
		h := w.half("awa")
		_, err = w.finish(h, first) // it was used to set up
		wantFields(t, err, "code:security.code_refused")
		u.Clock.Advance(30 * time.Second)
		s, err := w.finish(h, org.CodeAt(a.Text, u.Clock.Now()))
		must(t, err)
		if w.actor(s).Worker() != id {
			t.Error("somebody else")
		}
		must(t, w.s.RemoveSecondStep(u.Ctx, awa))
		must(t, w.s.RemoveSecondStep(u.Ctx, awa))
		w.actor(w.signIn("awa"))
		if n := w.count(`SELECT COUNT(*) FROM worker_backup_code`); n != 0 {
			t.Errorf("%d codes are left", n)
		}
		u.WantEvents(t, "org.created", "worker.joined", "second_step.set", "sign_in.refused", "second_step.removed")
	})
}

// TestASecondStepEndsWhatWasOpenedByLess: a session that a guessed passphrase had
// opened does not outlive the second step; the one that sets it goes on, and a
// colleague's too.
func TestASecondStepEndsWhatWasOpenedByLess(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		awa := as(w.hire("awa", hat(o, access.Intervention)), o, access.Intervention)
		w.hire("bob", hat(o, access.Intervention))
		mine, theirs, bobs := w.signIn("awa"), w.signIn("awa"), w.signIn("bob")
		a, err := w.s.NewAppSecret(u.Ctx, awa)
		must(t, err)
		_, err = w.s.SetApp(u.Ctx, awa, mine.Token, act(), a.Text, "000000")
		wantFields(t, err, "code:security.app_code_wrong")
		w.actor(theirs)
		_, err = w.s.SetApp(u.Ctx, awa, mine.Token, act(), a.Text, org.CodeAt(a.Text, u.Clock.Now()))
		must(t, err)
		w.wantOver(t, theirs)
		w.actor(mine)
		w.actor(bobs)
	})
}

// TestACodeIsTakenOnce: seen over a shoulder, it opens nothing more, even for
// two who send it at once; nor does one of before.
func TestACodeIsTakenOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		secret, _ := w.withApp(as(w.hire("awa", hat(o, access.Intervention)), o, access.Intervention))
		before, now := org.CodeAt(secret, u.Clock.Now().Add(-30*time.Second)), org.CodeAt(secret, u.Clock.Now())
		h := w.half("awa")
		opened := 0
		for _, err := range together(3, func() error { _, err := w.finish(h, now); return err }) {
			if err == nil {
				opened++
			}
		}
		if opened != 1 {
			t.Errorf("one code sent three times at once opened %d sessions", opened)
		}
		for _, code := range []string{now, before, org.CodeAt(secret, u.Clock.Now().Add(-2*time.Minute)), "", "abcdef"} {
			_, err := w.finish(w.half("awa"), code)
			wantFields(t, err, "code:security.code_refused")
		}
		u.Clock.Advance(30 * time.Second)
		_, err := w.finish(w.half("awa"), org.CodeAt(secret, u.Clock.Now().Add(20*time.Second))) // a phone whose clock is early
		must(t, err)
	})
}

func TestAHalfSessionIsShortAndServesOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		secret, sheet := w.withApp(as(w.hire("awa", hat(o, access.Intervention)), o, access.Intervention))
		old := w.half("awa")
		u.Clock.Advance(org.HalfLife)
		_, err := w.finish(old, org.CodeAt(secret, u.Clock.Now()))
		wantKey(t, err, fault.NotFound, "org.session_over")
		wantKind(t, w.s.HalfSignedIn(u.Ctx, old), fault.NotFound)
		first := w.half("awa")
		second := w.half("awa")
		wantKind(t, w.s.HalfSignedIn(u.Ctx, first), fault.NotFound)
		must(t, w.s.HalfSignedIn(u.Ctx, second))
		var next atomic.Int32
		opened := 0
		for _, err := range together(4, func() error { _, err := w.finish(second, sheet[next.Add(1)]); return err }) {
			if err == nil {
				opened++
			} else {
				wantKey(t, err, fault.NotFound, "org.session_over")
			}
		}
		if opened != 1 {
			t.Errorf("four right codes at once opened %d sessions", opened)
		}
	})
}

// TestASheetOfCodes: each opens once, as people copy it from paper; a new sheet
// makes the old one worthless; and none of a colleague's opens.
func TestASheetOfCodes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		awa := as(w.hire("awa", hat(o, access.Intervention)), o, access.Intervention)
		bob := as(w.hire("bob", hat(o, access.Intervention)), o, access.Intervention)
		sheet, err := w.s.SetSheet(u.Ctx, awa, "", act()) // no application
		must(t, err)
		bobs, err := w.s.SetSheet(u.Ctx, bob, "", act())
		must(t, err)
		shape := regexp.MustCompile(`^[a-km-np-z2-9]{5}-[a-km-np-z2-9]{5}$`)
		seen := map[string]bool{}
		for _, c := range append(sheet, bobs...) {
			if !shape.MatchString(c) || seen[c] {
				t.Errorf("code %q", c)
			}
			seen[c] = true
		}
		_, err = w.finish(w.half("awa"), " "+strings.ToUpper(strings.ReplaceAll(sheet[3], "-", " ")))
		must(t, err)
		for _, code := range []string{sheet[3], bobs[0], "aaaaa-aaaaa", org.CodeAt("", u.Clock.Now())} {
			_, err = w.finish(w.half("awa"), code)
			wantFields(t, err, "code:security.code_refused")
		}
		sec, err := w.s.Security(u.Ctx, awa)
		must(t, err)
		if !sec.SecondOn || sec.App || sec.Codes != 11 {
			t.Errorf("%+v", sec)
		}
		fresh, err := w.s.SetSheet(u.Ctx, awa, "", act())
		must(t, err)
		_, err = w.finish(w.half("awa"), sheet[4])
		wantFields(t, err, "code:security.code_refused")
		_, err = w.finish(w.half("awa"), fresh[4])
		must(t, err)
		_, err = w.finish(w.half("bob"), bobs[1])
		must(t, err)
	})
}

func TestGuessesOfCodesAreCounted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		w.withApp(as(w.hire("awa", hat(o, access.Intervention)), o, access.Intervention))
		h := w.half("awa")
		tried := 0
		for i := range 1000 {
			_, err := w.s.FinishSignIn(u.Ctx, org.SecondStep{Half: h, Code: fmt.Sprintf("%06d", i), Source: fmt.Sprintf("198.51.%d.%d", i/250, i%250)})
			if !fault.Is(err, fault.TooMany) {
				tried++
			}
		}
		if tried != 10 {
			t.Errorf("of 1000 guesses %d were looked at, want 10", tried)
		}
	})
}

// TestSecretsOfTheSecondStepAreSealed: who has the database alone makes no code.
func TestSecretsOfTheSecondStepAreSealed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		awa := as(w.hire("awa", hat(o, access.Intervention)), o, access.Intervention)
		secret, sheet := w.withApp(awa)
		h := w.half("awa")
		rest := w.dump(t, `SELECT fingerprint || worker_id FROM worker_backup_code`) + w.dump(t, `SELECT fingerprint FROM half_session`) + w.dump(t, `SELECT result || key FROM act`) + w.dump(t, `SELECT body FROM event`)
		var sealed []byte
		must(t, w.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT secret FROM worker_second_step`).Scan(&sealed)
		}))
		for _, s := range append(sheet, h, secret, strings.ReplaceAll(sheet[0], "-", "")) {
			if strings.Contains(rest+string(sealed), s) {
				t.Errorf("%q is in the database", s)
			}
		}
		if strings.Contains(string(sealed), string(org.BytesOf(secret))) {
			t.Error("the secret is not sealed")
		}
		// A secret moved to a colleague does not open for them.
		w.hire("eve", hat(o, access.Intervention))
		w.exec(t, `UPDATE worker_second_step SET worker_id = (SELECT id FROM worker WHERE name = 'eve')`)
		if _, err := w.finish(w.half("eve"), org.CodeAt(secret, u.Clock.Now())); err == nil {
			t.Error("moved, the secret opens")
		}
	})
}

// TestALinkReplacesThePassphraseAlone: who holds a link for a lost passphrase,
// or an invitation, is still asked for the code.
func TestALinkReplacesThePassphraseAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		id := w.hire("bob", hat(o, access.Intervention))
		_, sheet := w.withApp(as(id, o, access.Intervention))
		link, err := w.s.PasswordLink(u.Ctx, boss, act(), id)
		must(t, err)
		s, err := w.s.Accept(u.Ctx, org.Acceptance{Act: act(), Link: link, Password: newPassword})
		must(t, err)
		if s.Token != "" || s.Half == "" {
			t.Error("the link alone opened")
		}
		open, err := w.finish(s.Half, sheet[0])
		must(t, err)
		// A colleague who lost the phone is let in again by the administration.
		wantKind(t, w.s.ForgetProofs(u.Ctx, as(id, o, access.Intervention), id), fault.NotFound)
		must(t, w.s.ForgetProofs(u.Ctx, boss, id))
		must(t, w.s.ForgetProofs(u.Ctx, boss, id))
		w.wantOver(t, open)
		s, err = w.s.SignIn(u.Ctx, org.Credentials{Email: "bob@exemple.org", Password: newPassword})
		must(t, err)
		w.actor(s)
	})
}

// TestProofsOfWhoWorksElsewhereStay: one organisation does not open what a
// worker does in another.
func TestProofsOfWhoWorksElsewhereStay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o, boss := w.staffed("Le Refuge", "awa")
		elsewhere, other := w.staffed("La Clinique", "eve")
		id := w.hire("bob", hat(o, access.Intervention), hat(elsewhere, access.Intervention))
		w.withApp(as(id, o, access.Intervention))
		wantKey(t, w.s.ForgetProofs(u.Ctx, boss, id), fault.Conflict, "org.works_elsewhere")
		third, stranger := w.staffed("Le Tamarac", "zoe")
		wantKind(t, w.s.ForgetProofs(u.Ctx, stranger, id), fault.NotFound)
		_, _ = third, other
		w.half("bob")
		must(t, w.s.ForgetProofs(u.Ctx, w.operator, id))
		w.actor(w.signIn("bob"))
	})
}

func TestAProofGrowsOld(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Refuge")
		awa := as(w.hire("awa", hat(o, access.Intervention)), o, access.Intervention)
		secret, _ := w.withApp(awa)
		s, err := w.finish(w.half("awa"), org.CodeAt(secret, u.Clock.Now()))
		must(t, err)
		ago := func() time.Duration {
			d, err := w.s.ProvedAgo(u.Ctx, awa, s.Token)
			must(t, err)
			return d
		}
		if ago() != 0 {
			t.Errorf("just signed in: %v ago", ago())
		}
		u.Clock.Advance(7 * time.Minute)
		if ago() != 7*time.Minute {
			t.Errorf("%v ago", ago())
		}
		prove := func(password, code string) error {
			return w.s.ProveAgain(u.Ctx, awa, s.Token, org.Proof{Password: password, Code: code, Source: "192.0.2.1"})
		}
		wantFields(t, prove("pas la bonne phrase", org.CodeAt(secret, u.Clock.Now())), "password:security.password_refused")
		wantFields(t, prove(goodPassword, "000000"), "code:security.code_refused")
		wantFields(t, prove(goodPassword, ""), "code:security.code_refused")
		if ago() == 0 {
			t.Error("a wrong proof was taken")
		}
		must(t, prove(goodPassword, org.CodeAt(secret, u.Clock.Now())))
		if ago() != 0 {
			t.Errorf("proved again: %v ago", ago())
		}
		// The session of somebody else is not proved.
		bobs := as(w.hire("bob", hat(o, access.Intervention)), o, access.Intervention)
		_, err = w.s.ProvedAgo(u.Ctx, bobs, s.Token)
		wantKind(t, err, fault.NotFound)
		wantKind(t, w.s.ProveAgain(u.Ctx, bobs, s.Token, org.Proof{Password: goodPassword}), fault.NotFound)
		d := w.withPasskey(awa)
		u.Clock.Advance(time.Minute)
		c, err := w.s.AskPasskeyAgain(u.Ctx, awa, here)
		must(t, err)
		must(t, w.s.ProveAgainWithPasskey(u.Ctx, awa, s.Token, d.use(c)))
		if ago() != 0 {
			t.Error("a passkey does not prove")
		}
		// A session from before there were proofs has none.
		w.exec(t, `UPDATE session SET proved_at = NULL`)
		if ago() < 365*24*time.Hour {
			t.Errorf("never proved: %v ago", ago())
		}
	})
}
