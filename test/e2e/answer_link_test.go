package e2e

import (
	"strings"
	"testing"
)

// TestALinkSaysWhoAnsweredBefore: an answer was given by telephone while a link was
// out. The link still reads, says who accepted, and asks for no answer; once the
// call was noted it takes what became of the person, and no more.
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
		if a := nurse.ask(late, stale); a.status != 409 {
			t.Errorf("a second acceptance answers %d", a.status)
		}

		bo.open(h.path + "/appel")
		bo.send("/appel")
		h.link = answerLink.FindString(bo.text())
		nurse.open(h.link)
		nurse.shows("acceptée au téléphone par Ruth, accueil", "Personne jointe", saidReach)
		nurse.send(h.link, "answer", "reached")
		nurse.hides("Appelez pour que le lien passe")
	})
}
