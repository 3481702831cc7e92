package e2e

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"passerelle/internal/web"
)

// TestSafeContactIsReadAsItStands: what a worker noted, and what the person then
// says on their own page, is read by the receiver at the next request, before
// the number; nobody reads it who may not read how to reach them.
func TestSafeContactIsReadAsItStands(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		dan := town.hire(town.admin(tamarac), "dan", "intervention")
		gil := town.hire(town.admin(quai), "gil", "intervention")
		h := draft(bo, "logement", "S1")
		h.agree()
		h.send()
		h.give()
		self := "/fr/app/accords/" + h.person
		bo.open(self + "/joindre")
		bo.shows("n'a encore rien dit")
		if a := bo.ask(self+"/joindre", formOf("act", "a1", "ways", "text", "days", "1", "pick_up", "self", "from", "540", "to", "660", "number", "allo", "introduce", "Julie")); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="allo"`) || !strings.Contains(a.body, `value="Julie"`) {
			t.Errorf("a number that is none: %d, and what was typed is gone", a.status)
		}
		if a := bo.ask(self+"/joindre", formOf("act", "a2", "ways", "call", "days", "1", "pick_up", "self", "from", "540", "to", "660", "voicemail", "no", "introduce", "Julie", "code", "citron", "language", "es")); !strings.Contains(a.text(), "C'est gardé") {
			t.Fatalf("not kept: %d %s", a.status, a.text())
		}
		dan.open(h.path)
		dan.hides("citron", "Ne laissez pas de message") // the call comes first
		dan.send("/recevoir")
		dan.send("/accepter")
		bo.open(h.path + "/appel")
		bo.send("/appel")
		dan.open(h.path)
		dan.shows("citron", "Julie", "Ne laissez pas de message", "lundi", "ne nommez pas votre organisme")

		person := town.visitor()
		h.enter(person)
		person.open("/fr/lien/joindre")
		if !strings.Contains(person.body, `<option value="es" selected`) {
			t.Error("the form has lost the language that was said, and would save another")
		}
		if a := person.ask("/fr/lien/joindre", formOf("act", "p1", "ways", "never")); !strings.Contains(a.text(), "C'est gardé") {
			t.Fatalf("the person cannot say never: %d", a.status)
		}
		dan.open(h.path)
		dan.shows("Ne pas joindre")
		dan.hides("citron")
		bo.open(self + "/joindre")
		bo.shows("Ne pas joindre", "Dit par la personne")
		if a := bo.ask(self+"/texto", formOf("act", "t1", "back", "514 555-0199")); a.status < 400 {
			t.Errorf("a message to somebody who said never: %d", a.status)
		}
		for who, v := range map[string]*visitor{"a third": gil, "the receiver": dan} {
			for _, path := range []string{self + "/joindre", "/fr/lien/joindre", "/fr/lien/mes-donnees.json"} {
				if a := v.ask(path, nil); a.status == http.StatusOK {
					t.Errorf("%s opens %s", who, path)
				}
			}
		}
	})
}

// TestThePersonsPageIsNeverADeadEnd: what they press twice, or in a window that was
// left open, leads back to their page, and is not said to be somebody else's doing.
func TestThePersonsPageIsNeverADeadEnd(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		dan := town.hire(town.admin(tamarac), "dan", "intervention")
		h := draft(bo, "logement", "D1")
		h.agree()
		h.send()
		h.give()
		dan.open(h.path)
		dan.send("/recevoir")
		dan.send("/accepter")
		const mine = `href="/fr/lien/page"`
		person := town.visitor()
		h.enter(person)
		way, stop := person.links("/lien/avis/")[0], person.links("/lien/arreter/")[0]
		person.open(way)
		back := strings.Contains(person.body, mine)
		person.send(way, "helped", "partly")
		if person.shows("C'est noté"); !back || !strings.Contains(person.body, mine) {
			t.Errorf("from what the person says of it, or after, nothing leads back to their page: %s", person.text())
		}
		person.open(stop)
		person.send(stop)
		if a := person.ask(stop, formOf("act", "again")); a.status != http.StatusConflict || !strings.Contains(a.body, mine) || strings.Contains(a.text(), "avant vous") {
			t.Errorf("pressed twice: %d %s", a.status, a.text())
		}
		person.open(stop) // a window that was left open
		person.shows("Retirée")
		person.hides("Retirer la référence")
		if a := person.ask("/fr/lien/lever/unknown", nil); a.status != http.StatusNotFound || !strings.Contains(a.body, mine) || strings.Contains(a.text(), "Demandez un nouveau lien") {
			t.Errorf("an address that opens nothing: %d %s", a.status, a.text())
		}
		if a := town.visitor().ask("/fr/lien/lever/unknown", nil); strings.Contains(a.body, mine) {
			t.Error("whoever holds nothing is led to a page of their own")
		}
	})
}

// TestThePersonsPageSaysWhatHolds: of an organisation whose referral was stopped it
// does not say that it can read, though the consent stands and can be withdrawn, nor
// does the page of those who accompany them; and what was chosen is not asked again.
func TestThePersonsPageSaysWhatHolds(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		h := draft(bo, "dentaires", "S1")
		h.agree()
		h.give()
		person := town.visitor()
		h.enter(person)
		person.shows(clinic, "Aucun organisme ne peut rien lire", "Ne lit rien en ce moment")
		accords := "/fr/app/accords/" + h.person
		bo.open(accords)
		bo.shows("Rien n'est en cours", "si vous lui en envoyez une", "Son besoin, avec ses mots")
		bo.hides("Peut lire", "Votre besoin")
		bo.open(h.path + "/verifier")
		bo.send("/envoyer")
		person.open("/fr/lien/page")
		person.shows("1 organisme peut lire quelque chose", "Peut lire")
		bo.open(accords)
		bo.shows("Peut lire")
		person.open("/fr/lien/arreter/" + h.id)
		person.send("/fr/lien/arreter/" + h.id)
		person.shows("Aucun organisme ne peut rien lire", "Ne lit rien en ce moment", "Retirer mon accord")
		person.hides("Peut lire")
		bo.open(accords)
		bo.shows("Rien n'est en cours", "retire son accord")
		bo.hides("Peut lire")

		person.open("/fr/lien/jamais")
		person.shows("Jamais sans votre accord ?")
		person.send("/fr/lien/jamais", "closed", "yes")
		person.open("/fr/lien/jamais")
		person.shows("c'est votre choix", "Revenir à ce que dit la loi")
		person.hides("Jamais sans votre accord ?", "Si vous le choisissez")
	})
}

// TestWhatIsMineLeavesWhole: the person's file holds what they said, who read it
// and what is written of them, in a form that reads back with nothing lost; the
// page says the same; it is kept by no cache, and its name says nothing.
func TestWhatIsMineLeavesWhole(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		dan := town.hire(town.admin(tamarac), "dan", "intervention")
		h := draft(bo, "logement", "M1")
		h.agree()
		h.send()
		h.give()
		dan.open(h.path)
		person := town.visitor()
		h.enter(person)
		a := person.ask("/fr/lien/mes-donnees.json", nil)
		if a.status != http.StatusOK || a.head.Get("Cache-Control") != "no-store" || a.head.Get("Content-Disposition") != `attachment; filename="document.json"` {
			t.Fatalf("%d %v", a.status, a.head)
		}
		var m web.Mine
		strict := json.NewDecoder(strings.NewReader(a.body))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&m); err != nil {
			t.Fatal(err)
		}
		again, err := json.MarshalIndent(m, "", "  ")
		if err != nil || string(again)+"\n" != a.body {
			t.Errorf("read and written again it differs: %v", err)
		}
		if m.Holder.Name == "" || len(m.Consents) != 1 || m.Consents[0].WhatFor != "soigner la dent" || len(m.Consents[0].Parts) != 3 ||
			len(m.Referrals) != 1 || m.Referrals[0].Need.Words != saidWords || m.Referrals[0].Contact.Reach != saidReach || m.Referrals[0].Done.Tried != saidTried || len(m.Kept) < 5 {
			t.Errorf("%+v", m)
		}
		read := false
		for _, r := range m.Read {
			read = read || r.Allowed && r.Org.ID != m.Holder.ID && len(r.Parts) > 0
		}
		if !read {
			t.Errorf("the receiver's reading is not in it: %+v", m.Read)
		}
		person.open("/fr/lien/mes-donnees")
		person.shows(saidWords, saidSeen, saidReach, saidTried, "soigner la dent", "1 an")
	})
}

// formOf is a form of names and values.
func formOf(pairs ...string) url.Values {
	f := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f
}
