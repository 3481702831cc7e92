package e2e

import (
	"net/url"
	"regexp"
	"strings"
)

// handed is one referral, from the worker who makes it to whoever holds a part
// of it.
type handed struct {
	worker *visitor
	path   string // /fr/app/reference/…
	id     string
	person string
	words  string // the five words, when they were given
	link   string // of the receiver without account, when there is one
}

// What is said of the person in these stories: none may show where it is not
// allowed.
const (
	saidWords   = "Tengo dolor de muela"
	saidSeen    = "Joue enflée depuis lundi"
	saidReach   = "819 555-0199"
	saidTried   = "Urgence visitée dimanche"
	saidPivot   = "Bo 819 555-0100"
	secretLabel = "Mme Tournesol"
)

var secrets = []string{saidWords, saidSeen, saidReach, saidTried}

// draft makes a referral with all its steps but the consent.
func draft(v *visitor, door, code string) *handed {
	v.t.Helper()
	h := &handed{worker: v}
	v.open("/fr/app/reference/nouvelle")
	v.send("/reference/nouvelle", "which", "new", "code", code, "note", "")
	h.path = strings.TrimSuffix(v.at, "/taches")
	h.id = h.path[strings.LastIndex(h.path, "/")+1:]
	v.open(h.path + "/besoin")
	v.send("/besoin", "words", saidWords, "language", "es", "observed", saidSeen)
	v.open(h.path + "/porte?q=" + url.QueryEscape(door))
	v.send("/porte", "service", serviceOn(v))
	v.open(h.path + "/joindre")
	v.send("/joindre", "called", secretLabel, "reach", saidReach, "message", "", "avoid", "")
	v.open(h.path + "/fait")
	v.send("/fait", "tried", saidTried, "companion", "", "pivot", saidPivot, "call_first", "1", "delay", "48")
	v.open(h.path + "/mon-lien")
	_, hidden := v.form("/mon-lien")
	h.person = hidden.Get("person")
	return h
}

var serviceButton = regexp.MustCompile(`name="service" value="([^"]+)"`)

// serviceOn is the first door offered on the page.
func serviceOn(v *visitor) string {
	v.t.Helper()
	m := serviceButton.FindStringSubmatch(v.body)
	if m == nil {
		v.t.Fatalf("no door on %s: %s", v.at, v.text())
	}
	return m[1]
}

// agree has the person say Oui to all, for three months.
func (h *handed) agree() {
	v := h.worker
	v.t.Helper()
	v.open(h.path + "/consentement")
	v.send("/consentement/question", "what_for", "soigner la dent")
	v.send("/consentement", "need", "granted")
	v.send("/consentement/detail", "contact", "granted", "done", "granted", "until", "3m", "how", "screen")
	v.send("/consentement/noter")
}

var answerLink = regexp.MustCompile(`/fr/reponse/[A-Za-z0-9_-]+`)

// send sends it; a receiver without account gets a link.
func (h *handed) send() {
	v := h.worker
	v.t.Helper()
	v.open(h.path + "/verifier")
	v.send("/envoyer")
	h.link = answerLink.FindString(v.text())
}

var fiveWords = regexp.MustCompile(`(?s)<ol class="words".*?</ol>`)
var oneWord = regexp.MustCompile(`<bdi>([^<]+)</bdi>`)

// give draws the person's five words.
func (h *handed) give() {
	v := h.worker
	v.t.Helper()
	v.open(h.path + "/mon-lien")
	v.send("/mon-lien")
	var words []string
	for _, m := range oneWord.FindAllStringSubmatch(fiveWords.FindString(v.body), -1) {
		words = append(words, m[1])
	}
	if len(words) != 5 {
		v.t.Fatalf("%d words given: %s", len(words), v.text())
	}
	h.words = strings.Join(words, " ")
}

// enter opens the person's page with the five words.
func (h *handed) enter(v *visitor) {
	v.t.Helper()
	v.open("/fr/lien")
	v.send("/lien", "words", h.words)
}

// takeBack has the person end what an organisation may read: two presses.
func takeBack(person *visitor) {
	person.t.Helper()
	person.open("/fr/lien/page")
	way := person.links("/lien/retirer/")
	if len(way) != 1 {
		person.t.Fatalf("%d ways to take consent back, want 1: %s", len(way), person.text())
	}
	person.open(way[0])
	person.send(way[0])
}
