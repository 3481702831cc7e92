package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/org"
	"passerelle/internal/web"
)

// rest lets time pass while somebody still turns pages now and then.
func (b *browser) rest(d time.Duration) {
	b.t.Helper()
	for ; d > 0; d -= 10 * time.Minute {
		b.Clock.Advance(min(d, 10*time.Minute))
		b.want(b.get("/fr/app/moi"), http.StatusOK, "")
	}
}

// TestSensitivePagesAskAgain: each route for who proved lately who they are
// sends others to prove it, page or form; nothing changes, and it comes back.
func TestSensitivePagesAskAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		b := d.browser()
		b.signIn("awa")
		fill := strings.NewReplacer("{lang}", "fr", "{worker}", string(d.bob), "{key}", "none")
		var proven []web.Route
		for _, r := range d.site.Routes() {
			if r.For == web.ForProvenWorker || r.For == web.ForProvenAdmin {
				proven = append(proven, r)
			}
		}
		if len(proven) < 18 {
			t.Fatalf("only %d routes", len(proven))
		}
		for _, path := range []string{"/equipe/inviter", "/equipe/phrase/{worker}", "/equipe/phrase/{worker}/cles", "/equipe/depart/{worker}", "/moi/depart", "/moi/securite/sans"} {
			found := false
			for _, r := range proven {
				found = found || r.Method == http.MethodPost && strings.HasSuffix(r.Path, path)
			}
			if !found {
				t.Errorf("%s asks for no proof", path)
			}
		}
		for _, r := range proven {
			if path := fill.Replace(r.Path); r.Method == http.MethodGet {
				if a := b.get(path); a.StatusCode == http.StatusSeeOther {
					t.Errorf("just signed in, %s asks again", path)
				}
			}
		}
		b.rest(org.FreshToAsk)
		for _, r := range proven {
			if path := fill.Replace(r.Path); r.Method == http.MethodGet {
				a := b.get(path)
				if to := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/fr/app/moi/confirmer?suite=%2Fapp%2F") {
					t.Errorf("%s: %d %s", path, a.StatusCode, to)
				}
			}
		}
		// A form that was open may still be sent.
		late := b.post("/fr/app/equipe/inviter", "act", "x", "email", "a@exemple.org", "roles", "coordination")
		d.want(late, http.StatusSeeOther, "")
		b.rest(org.Idle)
		before := d.tally()
		for _, r := range proven {
			if path := fill.Replace(r.Path); r.Method == http.MethodPost {
				a := b.post(path, "act", "y", "email", "b@exemple.org", "roles", "coordination", "secret", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
				d.want(a, http.StatusNotFound, "Rien n&#39;a changé")
			}
		}
		if after := d.tally(); after != before {
			t.Errorf("%d events became %d", before, after)
		}
		// The proof, wrong and right.
		d.want(b.post("/fr/app/moi/confirmer", "password", "pas la bonne phrase", "suite", "/app/equipe/inviter"), http.StatusUnprocessableEntity, `value="/app/equipe/inviter"`)
		ok := b.post("/fr/app/moi/confirmer", "password", orgPassword, "suite", "/app/equipe/inviter")
		if to := ok.Header.Get("Location"); to != "/fr/app/equipe/inviter" {
			t.Errorf("goes to %q", to)
		}
		d.want(b.get("/fr/app/equipe/inviter"), http.StatusOK, "")
		away := b.post("/fr/app/moi/confirmer", "password", orgPassword, "suite", "https://ailleurs.example")
		if to := away.Header.Get("Location"); to != "/fr/app" {
			t.Errorf("goes to %q", to)
		}
	})
}

// tally counts what happened.
func (d *door) tally() (n int) {
	d.t.Helper()
	d.must(d.DB.Read(d.Ctx, func(tx *db.Tx) error { return tx.QueryRow(d.Ctx, `SELECT COUNT(*) FROM event`).Scan(&n) }))
	return n
}

// TestTheSecondStepAtTheDoor: the passphrase leads to the page of the code,
// which nobody else sees; where one was going is kept all along.
func TestTheSecondStepAtTheDoor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		bob := access.ForWorker(dbtest.Region, d.bob, d.o, "", access.Intervention)
		codes, err := d.org.SetSheet(u.Ctx, bob, "", "sheet")
		d.must(err)
		b := d.browser()
		if a := b.get("/fr/connexion/etape"); a.Header.Get("Location") != "/fr/connexion?suite=%2Fapp" {
			t.Errorf("a stranger at the page of the code: %d %s", a.StatusCode, a.Header.Get("Location"))
		}
		half := b.post("/fr/connexion", "email", "bob@exemple.org", "password", orgPassword, "suite", "/app/moi")
		if to := half.Header.Get("Location"); to != "/fr/connexion/etape?suite=%2Fapp%2Fmoi" || len(half.Cookies()) != 1 || half.Cookies()[0].Name != "__Host-etape" {
			t.Fatalf("goes to %s with %v", to, half.Cookies())
		}
		d.want(b.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
		page := b.get("/fr/connexion/etape?suite=/app/moi")
		d.want(page, http.StatusOK, `value="/app/moi"`)
		if store := page.Header.Get("Cache-Control"); store != "no-store" {
			t.Errorf("the page of the code may be stored: %s", store)
		}
		wrong := b.post("/fr/connexion/etape", "code", "abcde-fghij", "suite", "/app/moi")
		d.want(wrong, http.StatusUnprocessableEntity, `id="code-err"`)
		if strings.Contains(wrong.body, "abcde") {
			t.Error("the code comes back")
		}
		in := b.post("/fr/connexion/etape", "code", codes[0], "suite", "/app/moi")
		if to := in.Header.Get("Location"); to != "/fr/app/moi" {
			t.Errorf("goes to %q", to)
		}
		d.want(b.get("/fr/app/moi"), http.StatusOK, "bob@exemple.org")
		d.want(b.get("/fr/app/moi/confirmer"), http.StatusOK, `name="code"`)
		d.want(b.post("/fr/app/moi/confirmer", "password", orgPassword, "code", "000000"), http.StatusUnprocessableEntity, `id="code-err"`)
		d.want(b.post("/fr/connexion/etape", "code", codes[1]), http.StatusSeeOther, "") // the half session served
		u.Clock.Advance(time.Hour)
		if a := b.get("/fr/connexion/etape"); a.StatusCode != http.StatusSeeOther {
			t.Errorf("an old half session: %d", a.StatusCode)
		}
	})
}

var scriptSources = regexp.MustCompile(`script-src ([^;]*);`)

// TestOnlyPagesOfPasskeysAskForOne: where one is made or used, under a name that
// browsers take; and a policy names our three scripts whole, wherever it is.
func TestOnlyPagesOfPasskeysAskForOne(t *testing.T) {
	t.Parallel()
	d := newDoor(t, dbtest.New(t, db.SQLite))
	b := d.browser()
	b.signIn("awa")
	mayAsk := func(a answer) bool {
		m := scriptSources.FindStringSubmatch(a.Header.Get("Content-Security-Policy"))
		if m == nil || len(strings.Fields(m[1])) != 3 {
			t.Fatalf("scripts from %v", m)
		}
		for _, from := range strings.Fields(m[1]) {
			path, ok := strings.CutPrefix(from, "http://"+a.Request.URL.Host)
			if file := b.get(path); !ok || file.StatusCode != http.StatusOK || !strings.HasPrefix(file.Header.Get("Content-Type"), "text/javascript") {
				t.Errorf("a script from %q: %d", from, file.StatusCode)
			}
		}
		asks := strings.Contains(a.Header.Get("Permissions-Policy"), "publickey-credentials-get=(self)")
		if holds := strings.Contains(a.body, "/passkey."); asks != holds {
			t.Errorf("%s: permission %v, script %v", a.Request.URL.Path, asks, holds)
		}
		return asks
	}
	for url, want := range map[string]bool{"": false, "https://192.0.2.7": false, "http://passerelle.example": false, "https://passerelle.example": true, "http://localhost:8080": true} {
		d.site.URL = url
		for _, path := range []string{"/fr/connexion", "/fr/app/moi/securite/cle"} {
			if mayAsk(b.get(path)) != want {
				t.Errorf("%s at %q: asks %v", path, url, !want)
			}
		}
		for _, path := range []string{"/fr/app/moi", "/fr/app/moi/securite", "/fr/app/moi/confirmer", "/fr/app/moi/securite/application", "/fr/aide", "/fr/nulle-part"} {
			if mayAsk(b.get(path)) {
				t.Errorf("%s asks for a passkey", path)
			}
		}
	}
	d.site.URL = "https://passerelle.example"
	d.want(b.post("/fr/connexion/cle", "ticket", "x.y", "answer", "{}", "suite", "/app/moi"), http.StatusUnprocessableEntity, `value="/app/moi"`)
	// That address only takes a form: another language is at the page it belongs to.
	d.want(b.post("/fr/connexion/cle", "ticket", "x.y", "answer", "{}"), http.StatusUnprocessableEntity, `href="/en/connexion"`)
	d.want(b.post("/fr/app/moi/confirmer/cle", "ticket", "x.y", "answer", "{}"), http.StatusUnprocessableEntity, "")
	d.want(b.post("/fr/app/moi/securite/cle", "act", "z", "name", "Téléphone", "ticket", "x.y", "answer", "{}"), http.StatusUnprocessableEntity, `value="Téléphone"`)
}
