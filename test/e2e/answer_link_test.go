package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// TestALinkSaysWhoAnsweredBefore: an answer was given by telephone while a link was
// out. The link still reads, says who accepted, and asks for no answer; once the
// call was noted it takes what became of the person, until they are reached.
func TestALinkSaysWhoAnsweredBefore(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		h := draft(bo, "dentaires", "T1")
		h.agree()
		h.send()
		nurse := town.visitor()
		nurse.open(h.link)
		if n := strings.Count(nurse.text(), "Appelez d'abord"); n != 1 {
			t.Errorf("the page says %d times to call first", n)
		}
		late, stale := nurse.form(h.link)
		fill(stale, "answer", "accept", "name", "Inès")

		bo.open(h.path + "/telephone")
		bo.send("/telephone", "answer", "accept", "who", "Ruth, accueil")

		nurse.open(h.link)
		nurse.shows(saidWords, "acceptée au téléphone par Ruth, accueil", "plus de réponse à donner")
		nurse.hides("Accepter la référence", "Refuser avec un motif", "Personne jointe", saidReach)
		if a := nurse.ask(late, stale); a.status != http.StatusConflict {
			t.Errorf("a second acceptance answers %d", a.status)
		}

		bo.open(h.path + "/appel")
		bo.send("/appel")
		h.link = answerLink.FindString(bo.text())
		nurse.open(h.link)
		nurse.shows("acceptée au téléphone par Ruth, accueil", "Personne jointe", saidReach)
		nurse.send(h.link, "answer", "missed")
		nurse.open(h.link)
		nurse.shows("personne non jointe. Rappelez-la")
		nurse.send(h.link, "answer", "reached")
		if a := nurse.ask(h.link, nil); a.status != http.StatusNotFound {
			t.Errorf("the link goes on after the person was reached: %d", a.status)
		}
		nurse.hides("Appelez pour que le lien passe")
	})
}

// TestAPageThatDoesNotOpenSaysWhatToDo: who works here is led back to their day, and
// not told to ask for a link; who holds a dead link is told so once.
func TestAPageThatDoesNotOpenSaysWhatToDo(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		if a := bo.ask("/fr/app/reference/unknown", nil); a.status != http.StatusNotFound || strings.Contains(a.text(), "Demandez un nouveau lien") || !strings.Contains(a.body, `href="/fr/app"`) {
			t.Errorf("a worker is told of a link that nobody gave: %d %s", a.status, a.text())
		}
		if a := town.visitor().ask("/fr/reponse/jamais", nil); strings.Count(a.text(), "emandez") != 1 {
			t.Errorf("a dead link asks more than once for another: %s", a.text())
		}
	})
}
