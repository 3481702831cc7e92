package e2e

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/test/browser"
)

// secures is what a worker does to how they sign in, in the demo.
func (w *walker) secures() {
	w.open("/app/moi")
	w.press(`main a[href$="/app/moi/securite"]`)
	w.look()
	w.see("/app/moi/securite/cle") // this address takes no passkeys, and says so
	w.see("/app/moi/securite/application")
	w.wrong(func() { w.put("code", "12345"); w.send("/application") })
	w.see("/app/moi/securite/feuille")
	w.send("/feuille")
	w.look()
	w.see("/app/moi/securite")
	w.see("/app/moi/securite/sans")
	w.send("/sans")
	w.look()
	w.see("/app/moi/confirmer")
	w.send("/confirmer")
	w.look()
}

// appCode is what an application shows for a key, so many steps from now
// (RFC 6238), by another hand than the program's.
func appCode(t *testing.T, key string, steps int64) string {
	t.Helper()
	secret, err := base32.StdEncoding.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	m := hmac.New(sha1.New, secret)
	binary.Write(m, binary.BigEndian, time.Now().Unix()/30+steps)
	sum := m.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&(1<<31-1)%1000000)
}

var appKey = regexp.MustCompile(`\b(?:[A-Z2-7]{4}\s+){7}[A-Z2-7]{4}\b`)

// TestASecondStepInABrowser: on an old phone, without scripts, a worker has the
// codes of an application asked, prints a sheet, and signs in by one and then
// by the other.
func TestASecondStepInABrowser(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		tab := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
		joins(tab, town.url+town.door[halte], "Awa")
		tab.Open(town.url + "/fr/app/moi/securite/application")
		m := appKey.FindString(tab.Text())
		if m == "" {
			t.Fatalf("no key to copy:\n%s", tab.Text())
		}
		key := strings.Join(strings.Fields(m), "")
		tab.Fill("code", "000000")
		tab.Tap("Activer la deuxième étape")
		sees(t, tab, "Ces chiffres ne correspondent pas")
		tab.Fill("code", appCode(t, key, 0))
		tab.Tap("Activer la deuxième étape")
		sees(t, tab, "Vos codes de secours", "Ils ne seront plus montrés")
		codes := browser.Eval[[]string](tab, `[...document.querySelectorAll('.codes li')].map(e => e.textContent.trim())`)
		if len(codes) != 12 {
			t.Fatalf("codes: %v", codes)
		}
		if p := tab.Print(browser.A4); p.Pages() != 1 || !strings.Contains(p.Text(1), codes[11]) {
			t.Errorf("%d sheets, or not all of the codes", p.Pages())
		}
		out := func() {
			t.Helper()
			tab.Open(town.url + "/fr/app/moi")
			tab.Tap("Fermer la session")
			signsIn(tab, town.url, "awa@exemple.org")
			sees(t, tab, "Encore un code")
		}
		out()
		tab.Open(town.url + "/fr/app/equipe") // half a session opens nothing
		sees(t, tab, "Ouvrir une session")
		tab.Open(town.url + "/fr/connexion/etape?suite=/app/equipe")
		tab.Fill("code", "abcde-abcde")
		tab.Tap("Ouvrir une session")
		sees(t, tab, "Ce code ne convient pas")
		tab.Fill("code", appCode(t, key, 1))
		tab.Tap("Ouvrir une session")
		sees(t, tab, "Équipe")
		out()
		tab.Fill("code", strings.ToUpper(codes[0]))
		tab.Tap("Ouvrir une session")
		tab.Open(town.url + "/fr/app/moi/securite")
		sees(t, tab, "Avec une application", "Il reste 11 codes")
	})
}

// TestThePageOfTheCodeIsInOrder: in each language, right and wrong.
func TestThePageOfTheCodeIsInOrder(t *testing.T) {
	t.Parallel()
	town := newTown(t, db.SQLite)
	admin := town.admin(halte)
	admin.open("/fr/app/moi/securite/feuille")
	to, form := admin.form("/feuille")
	admin.ask(to, form)
	for _, l := range languages[:2] { // a town has no packs
		at := lookout{base: town.url, lang: l.code, dir: l.dir, seen: newSeen(t)}
		w := &walker{t: t, at: at, tab: browser.Shared(t).Tab(t, browser.Phone), crawl: at.crawl(t)}
		w.open("/connexion")
		w.tab.Fill("email", "awa@exemple.org")
		w.tab.Fill("password", phrase)
		w.send("/connexion")
		w.look()
		w.wrong(func() { w.send("/connexion/etape") })
	}
}
