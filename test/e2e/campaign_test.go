package e2e

import (
	"regexp"
	"strings"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

var updateLink = regexp.MustCompile(`/fr/confirmer/[a-z0-9-]+`)

// TestShow4Campaign: a campaign in the browser. Who keeps the directory starts
// it; the organisation, on a small phone and without scripts, says by its link
// that nothing has changed, in one tap, and mends a number; the public page is
// of today at once; the history shows both; one press takes it back.
func TestShow4Campaign(t *testing.T) {
	t.Parallel()
	base := live.Demo(t).URL
	keeper := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
	enter(t, keeper, base, "fr", "thimai")
	keeper.Open(base + "/fr/app/repertoire")
	withoutStrip(keeper)
	keeper.Tap("Lancer une campagne")
	keeper.Choose("choice", "chosen")
	keeper.Fill("org", "ardoise")
	keeper.Tap("Voir à qui écrire")
	sees(t, keeper, "1 organisme", "4 fiches", "Rien ne part tout seul")
	keeper.Tap("Lancer la campagne")
	campaign := keeper.URL()
	sees(t, keeper, "Auberge de l’Ardoise", "Message à envoyer")
	keeper.Tap("Préparer le message")
	sees(t, keeper, "bonjour@ardoise.example", "une seule fois")
	link := updateLink.FindString(keeper.Text())
	if link == "" {
		t.Fatalf("no link is shown: %s", keeper.Text())
	}

	phone := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
	phone.Open(base + link)
	withoutStrip(phone)
	sees(t, phone, "Auberge de l’Ardoise", "Est-ce toujours juste ?")
	public := browser.Eval[string](phone, `document.querySelector('main .card a[href*="/fr/service/"]').href`)
	phone.Open(public)
	misses(t, phone, "Confirmé à l'instant")
	phone.Open(base + link)
	withoutStrip(phone)
	taps := phone.Taps()
	phone.Tap(`main .card [name=dire][value=same]`)
	if n := phone.Taps() - taps; n != 1 {
		t.Errorf("nothing has changed takes %d taps", n)
	}
	sees(t, phone, "C'est noté", "Rien n'a changé. Dit le")
	phone.Open(public)
	sees(t, phone, "Confirmé à l'instant par Auberge de l’Ardoise")

	phone.Open(base + link)
	withoutStrip(phone)
	phone.Tap(`main .card a.btn[href*="/modifier/"]`)
	phone.Fill("phone0", "873 555-0161")
	phone.Tap("Enregistrer : le reste est juste")
	sees(t, phone, "C'est modifié", "‑0161")
	phone.Open(public)
	sees(t, phone, "‑0161")

	id := public[strings.LastIndex(public, "/")+1:]
	keeper.Open(base + "/fr/app/service/" + id + "/historique")
	sees(t, keeper, "Auberge de l’Ardoise, par son lien", "873 555-0161", "Confirmé")
	keeper.Open(campaign)
	sees(t, keeper, "Réponse en partie", "1 modifiée")

	phone.Open(base + link)
	withoutStrip(phone)
	phone.Tap(`main .card [name=dire][value=undo]`)
	sees(t, phone, "C'est annulé")
	phone.Open(public)
	misses(t, phone, "‑0161")

	keeper.Open(campaign)
	keeper.Press("Arrêter")
	keeper.Tap("Arrêter la campagne")
	sees(t, keeper, "La campagne est arrêtée")
	phone.Open(base + link)
	if phone.Status() != 404 {
		t.Errorf("the link of a campaign that was stopped answers %d", phone.Status())
	}
	sees(t, phone, "Ce lien ne s'ouvre pas")
	misses(t, phone, "Ardoise")
}
