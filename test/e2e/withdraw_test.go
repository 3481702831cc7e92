package e2e

import (
	"net/http"
	"testing"
)

// TestConsentWithdrawnHalfway: the person takes consent back, and the
// receiver's very next request shows nothing: by the link, on the list and on
// the page of the referral.
func TestConsentWithdrawnHalfway(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		withdrawnLink(t, town, bo)
		withdrawnAccount(t, town, bo)
	})
}

func withdrawnLink(t *testing.T, town *town, bo *visitor) {
	h := draft(bo, "dentaires", "T1")
	h.agree()
	h.send()
	h.give()
	if h.link == "" {
		t.Fatal("a receiver without account got no link")
	}
	receiver := town.visitor()
	receiver.open(h.link)
	receiver.shows(saidWords, saidSeen, saidTried)
	receiver.hides(saidReach)
	to, accept := receiver.form(h.link)
	fill(accept, "answer", "accept")

	person := town.visitor()
	h.enter(person)
	person.shows(clinic)
	takeBack(person)

	gone(receiver, h.link)
	if a := receiver.ask(to, accept); a.status == http.StatusOK {
		t.Errorf("an answer after the withdrawal was taken: %s", a.text())
	}
	receiver.hides(secrets...)
	gone(receiver, h.link+"/refuser")
}

func withdrawnAccount(t *testing.T, town *town, bo *visitor) {
	h := draft(bo, "logement", "T2")
	h.agree()
	h.send()
	h.give()
	if h.link != "" {
		t.Error("a receiver with an account got a link")
	}
	dan := town.hire(town.admin(tamarac), "dan", "intervention")
	dan.open("/fr/app/references")
	if len(dan.links(h.path)) == 0 {
		t.Fatalf("the receiver's queue has nothing: %s", dan.text())
	}
	dan.open(h.path)
	dan.shows(saidWords, saidSeen, saidTried)
	dan.hides(saidReach)
	dan.send("/recevoir")
	dan.send("/accepter")
	bo.open(h.path + "/appel")
	bo.send("/appel")
	dan.open(h.path)
	dan.shows(saidWords, saidReach)

	person := town.visitor()
	h.enter(person)
	takeBack(person)

	gone(dan, h.path)
	dan.open("/fr/app/references")
	dan.hides(append(secrets, h.id)...)
	dan.open("/fr/app")
	dan.hides(append(secrets, h.id)...)

	// Whoever accompanies the person still does, and is told.
	bo.open(h.path)
	bo.shows(saidWords, "Retirée")
}

// gone asks for a page that must not be there any more.
func gone(v *visitor, path string) {
	v.t.Helper()
	if a := v.ask(path, nil); a.status != http.StatusNotFound {
		v.t.Errorf("%s answers %d, want 404: %s", path, a.status, a.text())
	}
	v.hides(secrets...)
}
