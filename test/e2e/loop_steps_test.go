package e2e

import (
	"net/url"
	"strings"
	"testing"

	"passerelle/test/browser"
)

// joins uses an invitation.
func joins(tab *browser.Tab, link, name string) {
	tab.Open(link)
	tab.Fill("name", name)
	tab.Fill("password", phrase)
	tab.Tap("Rejoindre l'équipe")
}

// signsIn begins at a page that asks for a session.
func signsIn(tab *browser.Tab, base, email string) {
	tab.Open(base + "/fr/connexion")
	tab.Fill("email", email)
	tab.Fill("password", phrase)
	tab.Tap(`main form[method="post"] button`)
}

// refers makes a referral step by step, from the search of a service to the
// sending, and returns its address.
func refers(t *testing.T, town *town, bo *browser.Tab, query, service, org string) (path string) {
	t.Helper()
	finds(t, bo, town.url, query, service)
	bo.Open(town.url + "/fr/app")
	bo.Tap("Nouvelle référence")
	bo.Fill("code", "C-"+query)
	bo.Tap(`[name="which"][value="new"]`)
	at, err := url.Parse(bo.URL())
	if err != nil {
		t.Fatal(err)
	}
	path = strings.TrimSuffix(at.Path, "/taches")

	bo.Tap("Son besoin")
	bo.Fill("words", saidWords)
	bo.Choose("language", "es")
	bo.Fill("observed", saidSeen)
	bo.Tap("Continuer")

	bo.Tap("Vers quelle porte")
	bo.Fill("q", query)
	bo.Tap("Chercher")
	sees(t, bo, service)
	bo.Tap("Choisir cette porte")
	sees(t, bo, org)

	bo.Tap("Comment la joindre")
	bo.Fill("called", secretLabel)
	bo.Fill("reach", saidReach)
	bo.Tap("Continuer")

	bo.Tap("Déjà fait et accompagnement")
	bo.Fill("tried", saidTried)
	bo.Choose("call_first", "1")
	bo.Fill("pivot", saidPivot)
	bo.Tap("Continuer")

	consents(t, bo, org)
	bo.Tap("Vérifier et envoyer")
	sees(t, bo, org, saidWords, saidReach, saidTried)
	bo.Tap("Envoyer la référence")
	sees(t, bo, "La référence est envoyée")
	return path
}

// consents turns the screen to the person, who says Oui for three months.
func consents(t *testing.T, bo *browser.Tab, org string) {
	t.Helper()
	bo.Tap("Son accord")
	bo.Tap("Demander à la personne")
	sees(t, bo, "Je peux parler de vous à "+org, "Un non ne ferme aucun autre service")
	for _, answer := range []string{"Oui", "Non", "Pas maintenant"} {
		if !bo.Has(answer) {
			t.Errorf("the person is not offered %q", answer)
		}
	}
	bo.Tap("Oui")
	bo.Choose("contact", "granted")
	bo.Choose("done", "granted")
	bo.Choose("until", "3m")
	bo.Choose("how", "screen")
	bo.Tap("Continuer")
	bo.Tap(`[name="sign"][value="house"]`)
	sees(t, bo, "oui pour "+org)
	bo.Tap("Retour à la référence")
}

// given draws the five words and reads them from the page.
func given(t *testing.T, bo *browser.Tab, address string) string {
	t.Helper()
	bo.Open(address)
	bo.Tap("Donner « Mon lien » à la personne")
	bo.Tap("Tirer cinq mots")
	words := browser.Eval[[]string](bo, `[...document.querySelectorAll('ol.words li')].map(e => e.innerText.trim())`)
	if len(words) != 5 {
		t.Fatalf("%d words given: %v", len(words), words)
	}
	return strings.Join(words, " ")
}

// called: the sender notes the call. The second link is returned, when the
// receiver has no account.
func called(t *testing.T, bo *browser.Tab, address string) (link string) {
	t.Helper()
	bo.Open(address)
	sees(t, bo, "Acceptée")
	bo.Tap("Noter l'appel")
	bo.Tap("Oui, nous nous sommes parlé")
	return answerLink.FindString(bo.Text())
}

// sees and misses say what must, and what must not, be on the page.
func sees(t *testing.T, tab *browser.Tab, words ...string) {
	t.Helper()
	text := flat(tab.Text())
	for _, w := range words {
		if !strings.Contains(text, flat(w)) {
			t.Errorf("%s does not show %q\n%s", tab.URL(), w, text)
		}
	}
}

func misses(t *testing.T, tab *browser.Tab, words ...string) {
	t.Helper()
	all := flat(browser.Eval[string](tab, `document.documentElement.outerHTML`))
	for _, w := range words {
		if strings.Contains(all, flat(w)) {
			t.Errorf("%s shows %q", tab.URL(), w)
		}
	}
}

// flat sets words on one line, as they are read.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }
