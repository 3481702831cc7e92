package e2e

import (
	"net/url"
	"strings"
	"testing"
)

// TestWithoutAName: from the need to what the person says of it, with nothing
// typed that could name anybody: no code, no note, no way to reach them. Each step
// is as finished as with a name (001:1957-1958).
func TestWithoutAName(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		h := &handed{worker: bo}
		bo.open("/fr/app/reference/nouvelle")
		if !strings.Contains(bo.text(), "Laissez vide") {
			t.Error("the page does not say that a code is drawn when none is typed")
		}
		bo.send("/reference/nouvelle", "which", "new", "code", "", "note", "")
		h.path = strings.TrimSuffix(bo.at, "/taches")
		h.id = h.path[strings.LastIndex(h.path, "/")+1:]
		bo.open(h.path + "/besoin")
		bo.send("/besoin", "words", saidWords, "language", "es", "observed", "")
		bo.open(h.path + "/porte?q=" + url.QueryEscape("dentaires"))
		bo.send("/porte", "service", serviceOn(bo))
		bo.open(h.path + "/fait")
		bo.send("/fait", "tried", "", "companion", "", "pivot", "Bo", "delay", "48")
		bo.open(h.path + "/consentement")
		bo.send("/consentement/question", "what_for", "soigner la dent")
		bo.send("/consentement", "need", "granted")
		if strings.Contains(bo.body, `name="contact"`) {
			t.Error("the person is asked about a way to reach them that nobody wrote")
		}
		bo.send("/consentement/detail", "until", "3m", "how", "spoken")
		bo.send("/consentement/noter")
		h.send()
		if h.link == "" {
			t.Fatalf("not sent: %s", bo.text())
		}
		h.give()

		receiver := newVisitor(t, bo.base)
		receiver.open(h.link)
		if !strings.Contains(receiver.text(), saidWords) {
			t.Errorf("the receiver does not read the need: %s", receiver.text())
		}
		receiver.send(h.link, "answer", "accept")

		person := town.visitor()
		h.enter(person)
		way := person.links("/lien/avis/")[0]
		person.open(way)
		person.send(way, "helped", "yes")
		bo.open(h.path)
		if !strings.Contains(bo.text(), "Oui") {
			t.Errorf("what the person said is not read: %s", bo.text())
		}
		bo.open("/fr/app/accords")
		if found := bo.links("/app/accords/"); len(found) != 1 {
			t.Fatalf("%d people, want one, by a code: %s", len(found), bo.text())
		}
	})
}
