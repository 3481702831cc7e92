package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"passerelle/internal/web"
)

var pathValue = regexp.MustCompile(`\{(\w+)\}`)

// lenient are the addresses that answer well to whatever they are given: a list
// says of each code that nothing stands there, and a kept list's short address
// goes on to the page, in a language, that says so.
var lenient = map[string]bool{
	"/l/{code}": true, "/{lang}/liste/{codes}": true,
}

// leads are the addresses that lead on whatever they are given, and the one page
// each leads to: a poster of no place we know has the same questions, what is
// taken off already is off, a walk that is over is finished twice as once, and the team
// says of a link that served, or of who left, what is true of those that never were.
var leads = map[string]string{
	"/d/{place}": "/fr/aide/dire", "/{lang}/app/parcours/{run}/terminer": "/fr/app/trajectoires",
	"/{lang}/app/moi/securite/institution/{institution}": "/fr/app/moi/securite", "/{lang}/app/moi/securite/cle/{key}": "/fr/app/moi/securite",
	"/{lang}/app/equipe/lien/{act}": "/fr/app/equipe", "/{lang}/app/equipe/invitation/{id}/annuler": "/fr/app/equipe", "/{lang}/app/equipe/depart/{worker}": "/fr/app/equipe",
}

// leadsOn reports that an answer leads to the page that its route leads to.
func leadsOn(r web.Route, a answer) bool {
	page, _, _ := strings.Cut(a.head.Get("Location"), "?")
	return a.status == http.StatusSeeOther && leads[r.Path] != "" && page == leads[r.Path]
}

// TestNoAddressBreaks: whatever stands where an id, a code or a secret is
// expected, every route answers calmly, to whoever asks, on both engines.
func TestNoAddressBreaks(t *testing.T) {
	t.Parallel()
	wrong := map[string]string{
		"nul": "%00", "nul_inside": unknown()[:35] + "%00", "not_utf8": "%ff%c3(", "surrogate": "%ed%a0%80", "emoji": "%F0%9F%98%80",
		"line_end": "a%0d%0aSet-Cookie:%20a=b", "sql": "'%20OR%201=1%20--", "climbing": "..%2f..%2f", "long": strings.Repeat("a", 6000),
	}
	eachEngine(t, func(t *testing.T, town *town) {
		awa := town.admin(halte)
		bo := town.hire(awa, "bo", "intervention")
		h := draft(bo, "dentaires", "N1")
		h.give()
		person := town.visitor()
		h.enter(person)
		asked := 0
		for who, v := range map[string]*visitor{"nobody": town.visitor(), "admin": awa, "worker": bo, "person": person} {
			for _, r := range (&web.Site{}).Routes() {
				path := strings.Replace(r.Path, "{lang}", "fr", 1)
				if !pathValue.MatchString(path) {
					continue
				}
				for name, value := range wrong {
					a, err := v.once(pathValue.ReplaceAllLiteralString(path, value), formFor(r))
					if err != nil {
						t.Fatal(err)
					}
					if asked++; a.status >= 400 && a.status <= 499 || a.status < 400 && lenient[r.Path] || leadsOn(r, a) {
						continue
					}
					t.Errorf("%s: %s %s with %s answers %d %s", who, r.Method, r.Path, name, a.status, a.head.Get("Location"))
				}
			}
		}
		if asked < 2000 {
			t.Errorf("only %d addresses asked", asked)
		}
	})
}

// formFor is a form with all that any form asks; nil for a page that is read.
func formFor(r web.Route) url.Values {
	if r.Method == http.MethodGet {
		return nil
	}
	return everything(unknown())
}

// TestFormsKeepWhatWasTyped: a text far too long, and one of all the characters
// that break things, come back as they were typed, with what to do; or are kept
// whole. Never half, never lost, never a fault of ours.
func TestFormsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("très long ", 20_000)
	odd := "\"><script>alert(1)</script> 👩🏽\u200d🚀 \u202bسلام 'x' OR 1=1 --"
	eachEngine(t, func(t *testing.T, town *town) {
		awa := town.admin(halte)
		bo := town.hire(awa, "bo", "intervention")
		dan := town.hire(town.admin(tamarac), "dan", "intervention")
		h := draft(bo, "logement", "F1")
		sent := draft(bo, "logement", "F2")
		sent.agree()
		sent.send()
		for _, form := range []struct {
			v            *visitor
			page, action string
			field        string
			others       []string
		}{
			{bo, "/fr/app/reference/nouvelle", "/reference/nouvelle", "note", []string{"which", "new", "code", "F3"}},
			{bo, "/fr/app/reference/nouvelle", "/reference/nouvelle", "code", []string{"which", "new", "note", ""}},
			{bo, h.path + "/besoin", "/besoin", "words", []string{"language", "es", "observed", ""}},
			{bo, h.path + "/besoin", "/besoin", "observed", []string{"language", "es", "words", "mal"}},
			{bo, h.path + "/joindre", "/joindre", "reach", nil},
			{bo, h.path + "/fait", "/fait", "tried", []string{"delay", "48", "pivot", "Bo"}},
			{bo, h.path + "/fait", "/fait", "pivot", []string{"delay", "48", "tried", "rien"}},
			{bo, h.path + "/consentement", "/consentement/question", "what_for", nil},
			{dan, sent.path + "/refuser", "/refuser", "words", []string{"reason", "no_capacity"}},
			{awa, "/fr/app/equipe/nouvelle", "/equipe/nouvelle", "name", nil},
			{awa, "/fr/app/equipe/inviter", "/equipe/inviter", "email", []string{"roles", "intervention"}},
		} {
			form.v.open(form.page)
			to, fields := form.v.form(form.action)
			fill(fields, form.others...)
			fields.Set(form.field, long)
			a, err := form.v.once(to, fields)
			if err != nil {
				t.Fatal(err)
			}
			if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, strings.TrimSpace(long)) || !strings.Contains(a.body, `href="#`+form.field+`"`) {
				t.Errorf("%s, %s too long: %d; kept %v, told at the field %v", to, form.field, a.status, strings.Contains(a.body, strings.TrimSpace(long)), strings.Contains(a.body, `href="#`+form.field+`"`))
			}
			fields.Set(form.field, odd+"\x00\xff")
			if a, err = form.v.once(to, fields); err != nil {
				t.Fatal(err)
			}
			if a.status >= 500 || strings.Contains(strings.ReplaceAll(a.body, `<script src="/`, ""), "<script") {
				t.Errorf("%s, %s of odd characters: %d", to, form.field, a.status)
			}
		}
	})
}

// TestNothingHalfDone: a form of which one part cannot be does nothing at all.
func TestNothingHalfDone(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		dan := town.hire(town.admin(tamarac), "dan", "intervention")
		h := draft(bo, "logement", "H1")
		h.agree()
		h.send()
		h.give()

		// A person is not noted when their referral cannot begin.
		bo.open("/fr/app/reference/nouvelle")
		to, fields := bo.form("/reference/nouvelle")
		fill(fields, "which", "new", "code", "Orphelin", "precedente", unknown())
		if a := bo.ask(to, fields); a.status != http.StatusNotFound {
			t.Errorf("a referral after one that does not exist: %d", a.status)
		}
		bo.open("/fr/app/reference/nouvelle")
		bo.hides("Orphelin")

		// Two words of one form are kept together or not at all.
		dan.open(h.path)
		dan.send("/recevoir")
		dan.send("/accepter")
		dan.open(h.path + "/dire")
		to, fields = dan.form("/dire")
		fill(fields, "need_met", "yes", "bond_holds", "peut-être")
		if a := dan.ask(to, fields); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="need_met`) {
			t.Errorf("a word that is none: %d", a.status)
		}
		dan.open(h.path)
		dan.hides("Réponse donnée sur")

		// Five words are drawn for the person of that very referral.
		other := draft(bo, "logement", "H2")
		bo.open(h.path + "/mon-lien")
		to, fields = bo.form("/mon-lien")
		fields.Set("person", other.person)
		if a := bo.ask(to, fields); a.status != http.StatusNotFound {
			t.Errorf("words for another person: %d", a.status)
		}
		person := town.visitor()
		h.enter(person)

		// A receipt says what happened, and only then.
		way := person.links("/lien/retirer/")[0]
		done := strings.Replace(way, "/retirer/", "/retire/", 1)
		if a := person.ask(done, nil); a.status != http.StatusNotFound {
			t.Errorf("a withdrawal that never was has a receipt: %d", a.status)
		}
		takeBack(person)
		if person.at != done || !strings.Contains(person.text(), "C'est retiré") {
			t.Errorf("%s: %s", person.at, person.text())
		}
	})
}

// TestAssessFirstKeepsTheLink: whoever answers by a link may say that they meet
// the person first, and answer later by the same link; who they are reaches the
// sender.
func TestAssessFirstKeepsTheLink(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		h := draft(bo, "dentaires", "A1")
		h.agree()
		h.send()
		receiver := town.visitor()
		receiver.open(h.link)
		receiver.send(h.link, "answer", "assess", "name", "Inès, accueil")
		receiver.shows("Répondez quand vous saurez", saidWords)
		receiver.send(h.link, "answer", "accept")
		bo.open(h.path)
		bo.shows("Acceptée", "Inès, accueil")
		if a := receiver.ask(h.link, nil); a.status != http.StatusNotFound {
			t.Errorf("the link lives after its answer: %d", a.status)
		}
	})
}
