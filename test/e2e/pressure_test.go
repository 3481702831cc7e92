package e2e

import (
	"net/http"
	"regexp"
	"testing"
)

// plain takes out of a page what always differs between two people.
var plain = []struct {
	what *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), "id"},
	{regexp.MustCompile(`name="act" value="[^"]+"`), "act"},
	{regexp.MustCompile(`nonce="[^"]+"`), "nonce"},
	{regexp.MustCompile(`\b[0-9]{1,2} h [0-9]{2}\b`), "hour"},
	{regexp.MustCompile(`\bP[12]\b`), "code"},
	{regexp.MustCompile(`(Référence |Référence <bdi>|ltr">)[a-z0-9]{6}\b`), "number"},
	{regexp.MustCompile(`\s+`), " "},
}

func (v *visitor) plain() string {
	s := v.body
	for _, p := range plain {
		s = p.what.ReplaceAllString(s, p.by)
	}
	return s
}

// TestAnAnswerUnderPressureShowsNothing: two people say Oui, one of them by the
// picture that means "I am being forced". Every page that follows is the same to
// the byte, for the worker and on the person's own; and the receiver of the one
// finds nothing.
func TestAnAnswerUnderPressureShowsNothing(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		awa := town.admin(halte)
		bo, rose := town.hire(awa, "bo", "intervention"), town.hire(awa, "rose", "coordination")
		dan := town.hire(town.admin(tamarac), "dan", "intervention")
		free, forced := draft(bo, "logement", "P1"), draft(bo, "logement", "P2")
		pages := map[*handed][]string{}
		for _, h := range []*handed{free, forced} {
			keep := func(v *visitor) { pages[h] = append(pages[h], v.plain()) }
			h.give()
			person := town.visitor()
			h.enter(person)
			person.open("/fr/lien/image")
			person.send("/lien/image", "sign", "glasses")
			keep(person)

			touched := "house"
			if h == forced {
				touched = "glasses"
			}
			bo.open(h.path + "/consentement")
			bo.send("/consentement/question", "what_for", "soigner la dent")
			bo.send("/consentement", "need", "granted")
			bo.send("/consentement/detail", "contact", "granted", "done", "granted", "until", "3m", "how", "screen")
			bo.send("/consentement/noter", "sign", touched)
			keep(bo)
			for _, path := range []string{h.path + "/taches", h.path + "/verifier"} {
				bo.open(path)
				keep(bo)
			}
			bo.send("/envoyer")
			keep(bo)
			for _, path := range []string{h.path, "/fr/app/accords/" + h.person} {
				bo.open(path)
				keep(bo)
			}
			person.open("/fr/lien/page")
			keep(person)
			person.open(person.links("/lien/recu/")[0])
			keep(person)
		}
		for i, page := range pages[free] {
			if other := pages[forced][i]; page != other {
				t.Errorf("page %d differs:\n%s", i, firstDifference(page, other))
			}
		}
		dan.open(free.path)
		dan.shows(saidWords)
		gone(dan, forced.path)
		dan.open("/fr/app/references")
		dan.hides(forced.id)
		if a := dan.ask("/fr/app/reference/"+free.id, nil); a.status != http.StatusOK {
			t.Errorf("the control answers %d", a.status)
		}

		// Whoever coordinates is told; whoever recorded it is not.
		rose.open("/fr/app/accords")
		rose.shows("À reprendre en privé")
		bo.open("/fr/app/accords")
		bo.hides("À reprendre en privé")
	})
}

// firstDifference is where two pages part, with a little around.
func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-80):min(len(s), i+120)] }
	return around(a) + "\n" + around(b)
}
