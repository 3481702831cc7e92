package e2e

import (
	"net/url"
	"strings"
	"testing"

	"passerelle/test/browser"
)

// TestTheWholeLoop: from an imported directory to the person who says that it
// helped, as people live it: in a browser, on a desk and on phones, without
// scripts, each with cookies of their own, on both engines.
func TestTheWholeLoop(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := firstDay(t, town)
		toLink(t, town, bo)
		toAccount(t, town, bo)
	})
}

// desk is a worker's screen, without scripts like the phones.
var desk = browser.Screen{Width: 1280, Height: 800, NoScripts: true}

// firstDay: the administrator opens the invitation that the command printed,
// cannot refer anybody, invites a worker, and the worker comes in.
func firstDay(t *testing.T, town *town) *browser.Tab {
	t.Helper()
	awa := browser.Shared(t).Tab(t, desk)
	joins(awa, town.url+town.door[halte], "Awa")
	if awa.Open(town.url+"/fr/app/reference/nouvelle") != 404 {
		t.Error("a role that only administers opens a person's page")
	}
	awa.Open(town.url + "/fr/app/equipe")
	awa.Tap("Inviter une personne")
	awa.Fill("email", "bo@exemple.org")
	awa.Choose("roles", "intervention")
	awa.Tap("Créer l'invitation")
	link := invitation.FindString(awa.Text())
	if link == "" {
		t.Fatalf("no invitation shown:\n%s", awa.Text())
	}

	bo := browser.Shared(t).Tab(t, desk)
	joins(bo, town.url+link, "Bo")
	bo.Open(town.url + "/fr/app/moi")
	bo.Tap("Fermer la session")
	signsIn(bo, town.url, "bo@exemple.org")
	if again := browser.Shared(t).Tab(t, desk); again.Open(town.url+link) != 404 {
		t.Error("an invitation opens twice")
	}
	return bo
}

// toLink is the loop with a receiver who has no account.
func toLink(t *testing.T, town *town, bo *browser.Tab) {
	t.Helper()
	path := refers(t, town, bo, "dentiste", "Urgences dentaires du Ruisseau", clinic)
	link := answerLink.FindString(bo.Text())
	if link == "" {
		t.Fatalf("no answer link shown:\n%s", bo.Text())
	}
	words := given(t, bo, town.url+path)

	receiver := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
	receiver.Open(town.url + link)
	sees(t, receiver, saidWords, saidSeen, saidTried, saidPivot)
	misses(t, receiver, saidReach, secretLabel)
	receiver.Tap("Accepter la référence")
	sees(t, receiver, "Votre réponse est envoyée")
	if receiver.Open(town.url+link) != 404 {
		t.Error("the link opens after its answer")
	}

	second := called(t, bo, town.url+path)
	receiver.Open(town.url + second)
	sees(t, receiver, saidWords, saidReach, secretLabel)
	receiver.Tap("Personne jointe")

	person(t, town, words, clinic)
	bo.Open(town.url + path)
	sees(t, bo, "Contact établi", "Besoin répondu")
}

// toAccount is the loop with a receiver whose team has an account.
func toAccount(t *testing.T, town *town, bo *browser.Tab) {
	t.Helper()
	town.hire(town.admin(tamarac), "dan", "intervention")
	path := refers(t, town, bo, "logement", "Logement Tamarac", tamarac)
	words := given(t, bo, town.url+path)

	dan := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
	signsIn(dan, town.url, "dan@exemple.org")
	dan.Open(town.url + "/fr/app/references")
	dan.Tap(`main [href$="` + path + `"]`)
	sees(t, dan, saidWords, saidSeen, "Coordonnées fermées")
	misses(t, dan, saidReach, secretLabel)
	dan.Tap("Accuser réception")
	dan.Tap("Accepter la référence")
	misses(t, dan, saidReach, secretLabel)

	if called(t, bo, town.url+path) != "" {
		t.Error("a receiver with an account got a link")
	}
	dan.Open(town.url + path)
	sees(t, dan, saidReach, secretLabel)
	dan.Tap("Commencer l'accompagnement")
	dan.Tap("Personne jointe")

	person(t, town, words, tamarac)
}

// person: in a third browser, with five words and no account, they read who
// read what, and say with one press that it helped.
func person(t *testing.T, town *town, words, org string) {
	t.Helper()
	phone := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
	phone.Open(town.url + "/fr/lien")
	phone.Fill("words", words)
	phone.Tap("Ouvrir ma page")
	sees(t, phone, org+" a lu", "Votre besoin, avec vos mots", "Comment vous joindre", halte+" vous accompagne")
	misses(t, phone, words)
	phone.Tap("Est-ce que cela a aidé ?")
	before := phone.Taps()
	phone.Tap("Oui")
	sees(t, phone, "Merci. C'est noté.")
	if phone.Taps() != before+1 {
		t.Errorf("%d presses to say that it helped", phone.Taps()-before)
	}
	phone.Open(town.url + "/fr/lien/page")
	phone.Tap("Terminer")
	phone.Open(town.url + "/fr/lien/page")
	misses(t, phone, org)
}

// finds looks for a service as anybody does, from the first page.
func finds(t *testing.T, tab *browser.Tab, base, query, service string) {
	t.Helper()
	tab.Open(base + "/fr/")
	tab.Fill("q", query)
	tab.Tap("Chercher")
	if u, err := url.Parse(tab.URL()); err != nil || !strings.HasSuffix(u.Path, "/services") {
		t.Errorf("a search leads to %s", tab.URL())
	}
	sees(t, tab, service)
}
