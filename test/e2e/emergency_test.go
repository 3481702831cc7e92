package e2e

import (
	"net/http"
	"net/url"
	"testing"
)

// TestAnEmergencyOpensTheLeast: the person refused the organisation, and it reads
// the need and how to reach them for as long as an emergency lives, nothing else
// and no longer; the person sees it at once. Whoever they refused by name reads
// nothing even then. A file that they closed is told to nobody.
func TestAnEmergencyOpensTheLeast(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		awa, cleo := town.admin(halte), town.admin(tamarac)
		bo, rose := town.hire(awa, "bo", "intervention"), town.hire(awa, "rose", "intervention", "coordination")
		dan, eve := town.hire(cleo, "dan", "intervention"), town.hire(cleo, "eve", "intervention")
		h := draft(bo, "logement", "T1")
		h.agree()
		h.send()
		h.give()
		person := town.visitor()
		h.enter(person)
		person.refuse(tamarac, "Eve")
		person.refuse(tamarac, "")
		gone(dan, h.path)

		accord := "/fr/app/accords/" + h.person
		declare := func() answer {
			t.Helper()
			bo.open(accord)
			bo.open(bo.links(accord + "/urgence/")[0])
			to, form := bo.form("")
			form["four"] = []string{"cause", "serious", "urgent", "helps"}
			fill(form, "ground", "danger_private", "contact", "1", "reason", "Ne répond plus depuis hier soir.")
			return bo.ask(to, form)
		}
		if a := declare(); a.status != http.StatusOK {
			t.Fatalf("declared: %d %s", a.status, a.text())
		}
		shown := bo.at
		dan.open(h.path)
		dan.shows(saidWords, saidReach, "à cause d'une urgence")
		dan.hides(saidTried)
		if a := dan.ask(h.path+"/accepter", url.Values{"act": {"x"}}); a.status == http.StatusOK {
			t.Error("an emergency lets the receiver answer")
		}
		gone(eve, h.path)
		person.open("/fr/lien/page")
		person.shows("Dit sans votre accord", tamarac, "Pas encore examinée")

		// Not by oneself; by whoever coordinates, and what was not founded ends.
		if a := bo.ask(shown, url.Values{"act": {"y"}, "verdict": {"founded"}, "words": {"Tout était bien en ordre."}}); a.status != http.StatusNotFound {
			t.Errorf("one's own review is answered %d", a.status)
		}
		rose.open("/fr/app")
		rose.shows("1 à examiner")
		rose.open("/fr/app/urgences")
		rose.open(rose.links("/app/urgences/")[0])
		rose.shows("Ne répond plus depuis hier soir.")
		rose.send(rose.at, "verdict", "unfounded", "words", "Rien ne pressait, vu avec l'équipe.")
		gone(dan, h.path)
		person.open("/fr/lien/page")
		person.shows("les conditions n'étaient pas réunies")

		declare()
		dan.open(h.path)
		person.open("/fr/lien/jamais")
		person.send("/lien/jamais", "closed", "yes")
		gone(dan, h.path)
		if a := declare(); a.status != http.StatusUnprocessableEntity {
			t.Errorf("an emergency on a closed file is answered %d", a.status)
		}
		bo.shows("jamais sans son accord")
	})
}
