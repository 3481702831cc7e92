package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"passerelle/test/browser"
)

// TestEveryPage looks at every page as people do: by links, as each role, in
// error, and on the way of every act, in each language. It ends by asking that
// no route was left out.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	base := demo(t)
	all, built := newSeen(t), new(browser.Built)
	parts := map[string]func(*testing.T, lookout){
		"public": everyPublicPage, "errors": everyErrorPage, "roles": everyPageOfEveryRole, "acts": everyAct,
	}
	t.Run("in", func(t *testing.T) {
		for _, l := range languages {
			for name, part := range parts {
				t.Run(l.code+"/"+name, func(t *testing.T) {
					t.Parallel()
					part(t, lookout{base: base, lang: l.code, dir: l.dir, seen: all, built: built})
					all.done()
				})
			}
		}
	})
	all.check(t, len(languages)*len(parts))
}

// lookout is where pages are looked at, in one language.
type lookout struct {
	base, lang, dir string
	seen            *seen
	built           *browser.Built
}

// everyPublicPage looks at all that the public can reach.
func everyPublicPage(t *testing.T, at lookout) {
	tab := browser.Shared(t).Tab(t, browser.Phone)
	pages, faults := at.crawl(t).Run(tab)
	report(t, pages, faults, 12)
}

func (at lookout) crawl(t *testing.T) browser.Crawl {
	t.Helper()
	c := publicCrawl(t, at.base, at.lang, at.dir)
	c.Seen, c.Built = at.seen.note(at.lang), at.built
	return c
}

func publicCrawl(t *testing.T, base, lang, dir string) browser.Crawl {
	t.Helper()
	return browser.Crawl{
		Start: []string{base + "/" + lang + "/"}, Nouns: nouns(t), Lang: lang, Dir: dir,
		Touchable: true, PerPattern: perPattern(lang), Max: 400, Carried: []string{"liste"},
		// Other languages have their own crawl; the quick exit leaves the site;
		// the work area asks to sign in (an error page, looked at there).
		Skip: func(path string) bool {
			return elsewhere(path, lang) || strings.HasPrefix(path, "/"+lang+"/app")
		},
	}
}

// perPattern is how many pages of one shape are looked at. Other languages have
// the same pages: one of each shape is enough there.
func perPattern(lang string) int {
	if lang == "fr" {
		return 2
	}
	return 1
}

// elsewhere is what no crawl of a language follows.
func elsewhere(path, lang string) bool {
	address, _, _ := strings.Cut(path, "?")
	return !strings.HasPrefix(path, "/"+lang+"/") || strings.Contains(path, "/sortie") || slices.Contains(takenAway, filepath.Ext(address))
}

// takenAway are the endings of what a browser saves instead of showing.
var takenAway = []string{".csv", ".ics", ".zip", ".json", ".txt"}

// report fails once for each fault, and when the crawl saw too little to mean
// anything.
func report(t *testing.T, pages []string, faults []browser.Fault, atLeast int) {
	t.Helper()
	t.Logf("%d pages", len(pages))
	if len(pages) < atLeast {
		t.Errorf("only %d pages reached, expected at least %d: %v", len(pages), atLeast, pages)
	}
	for _, f := range faults {
		t.Error(f)
	}
}

// everyErrorPage: an error is a page too, calm and in order.
func everyErrorPage(t *testing.T, at lookout) {
	tab := browser.Shared(t).Tab(t, browser.Phone)
	crawl := at.crawl(t)
	for _, path := range []string{"/nulle-part", "/app", "/service/inconnu", "/besoin/inconnu", "/services?q=zzzzzzzz", "/reponse/jamais-donne", "/avis/jamais-donne", "/invitation/jamais-donne", "/app/reference/inconnue", "/lien/page"} {
		address := at.base + "/" + at.lang + path
		status := tab.Open(address)
		if status >= 500 {
			t.Errorf("%s answers %d", address, status)
		}
		faults, _ := crawl.Judge(tab, address)
		for _, f := range faults {
			t.Error(f)
		}
	}
}
