package e2e

import (
	"strings"
	"testing"
	"time"

	"passerelle/test/browser"
	"passerelle/test/live"
	"passerelle/test/provider"
)

// TestAnInstitutionInABrowser: the operator believes an institution's sign-in;
// a worker ties their account, leaves, and comes back in by it. A colleague who
// tied nothing does not.
func TestAnInstitutionInABrowser(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		p := provider.New(t, time.Now)
		said := live.Typed(t, provider.Secret+"\n", "institution", "--db", town.data, "--url", town.url, "--org", halte, "--issuer", p.URL, "--client-id", "passerelle")
		if !strings.Contains(said, town.url+"/institution") {
			t.Fatalf("no address to return to: %s", said)
		}
		at := lookout{base: town.url, lang: "fr", dir: "ltr", seen: newSeen(t)}
		tab := browser.Shared(t).Tab(t, browser.Phone)
		w := &walker{t: t, at: at, tab: tab, crawl: at.crawl(t)}
		joins(tab, town.url+town.door[halte], "Awa")
		w.see("/app/moi/securite")
		tab.Tap("Relier mon compte")
		sees(t, tab, "Compte de "+halte+" relié")
		w.look()
		tab.Open(town.url + "/fr/app/moi")
		tab.Tap("Fermer la session")
		w.see("/connexion?suite=/app/moi/securite")
		tab.Tap(halte)
		sees(t, tab, "Ma sécurité", "relié")

		other := browser.Shared(t).Tab(t, browser.Phone)
		p.Who = "compte-2"
		other.Open(town.url + "/fr/connexion")
		other.Tap(halte)
		sees(t, other, "Ce compte n'ouvre rien ici")
		w.tab = other
		w.look()
	})
}
