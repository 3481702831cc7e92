package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
)

// TestAPasskeyInABrowser: a worker adds the passkey of their phone, signs in
// with it and nothing else, and removes it.
func TestAPasskeyInABrowser(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		base := strings.Replace(town.url, "127.0.0.1", "localhost", 1) // a browser makes no passkey for a number
		at := lookout{base: base, lang: "fr", dir: "ltr", seen: newSeen(t)}
		tab := browser.Shared(t).Tab(t, browser.Phone)
		w := &walker{t: t, at: at, tab: tab, crawl: at.crawl(t)}
		tab.Passkeys()
		joins(tab, base+town.door[halte], "Awa")
		w.see("/app/moi/securite/cle")
		tab.Fill("name", " ")
		tab.Tap("Créer la clé d'accès")
		sees(t, tab, "Écrivez le nom")
		w.look()
		tab.Fill("name", "Téléphone du travail")
		tab.Tap("Créer la clé d'accès")
		sees(t, tab, "Ma sécurité", "Téléphone du travail", "Pas encore utilisée")
		w.look()
		remove := browser.Eval[string](tab, `document.querySelector('main a[href*="/securite/cle/"]').href`)

		tab.Open(base + "/fr/app/moi")
		tab.Tap("Fermer la session")
		w.see("/connexion?suite=/app/moi/securite")
		tab.Tap("Utiliser une clé d'accès")
		sees(t, tab, "Téléphone du travail", "Utilisée le")

		w.see("/app/moi/confirmer?suite=/app/equipe")
		tab.Tap("Utiliser une clé d'accès")
		sees(t, tab, "Équipe")

		// Another phone has no key of ours, and says so without leaving the page.
		other := browser.Shared(t).Tab(t, browser.Phone)
		other.Passkeys()
		other.Open(base + "/fr/connexion")
		other.Press(`form[data-passkey] button`)
		browser.Eval[bool](other, `new Promise(done => { const at = setInterval(() => { if (!document.querySelector('[data-refused]').hidden) { clearInterval(at); done(true) } }, 20) })`)
		sees(t, other, "Aucune clé n'a été donnée")

		tab.Open(remove)
		w.look()
		tab.Tap("Retirer la clé")
		w.open("/app/moi")
		tab.Tap("Fermer la session")
		tab.Open(base + "/fr/connexion")
		tab.Tap("Utiliser une clé d'accès")
		sees(t, tab, "Cette clé n'ouvre rien ici")
		w.look()
		if p := tab.Problems(); len(p) > 0 {
			t.Errorf("the browser complains: %v", p)
		}
	})
}

// TestWithoutPasskeysNothingIsMissing: in a browser without scripts the page of
// the door is the passphrase, and nothing shows that it cannot do.
func TestWithoutPasskeysNothingIsMissing(t *testing.T) {
	t.Parallel()
	tab := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
	tab.Open(strings.Replace(demo(t), "127.0.0.1", "localhost", 1) + "/fr/connexion")
	if tab.Sees("Utiliser une clé d'accès") || !tab.Sees("Phrase de passe") {
		t.Errorf("without scripts:\n%s", tab.Text())
	}
}
