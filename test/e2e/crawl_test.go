package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
)

// TestEveryPublicPage looks at all that the public can reach, in each language.
func TestEveryPublicPage(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for _, l := range languages {
		t.Run(l.code, func(t *testing.T) {
			t.Parallel()
			tab := browser.Shared(t).Tab(t, browser.Phone)
			pages, faults := publicCrawl(t, base, l.code, l.dir).Run(tab)
			report(t, pages, faults, 12)
		})
	}
}

func publicCrawl(t *testing.T, base, lang, dir string) browser.Crawl {
	t.Helper()
	return browser.Crawl{
		Start: []string{base + "/" + lang + "/"}, Nouns: nouns(t), Lang: lang, Dir: dir,
		Touchable: true, PerPattern: 2, Max: 120, Carried: []string{"liste"},
		// Other languages have their own crawl; the quick exit leaves the site;
		// the work area asks to sign in (an error page, looked at there).
		Skip: func(path string) bool {
			return elsewhere(path, lang) || strings.HasPrefix(path, "/"+lang+"/app")
		},
	}
}

// elsewhere is what no crawl of a language follows.
func elsewhere(path, lang string) bool {
	return !strings.HasPrefix(path, "/"+lang+"/") || strings.Contains(path, "/sortie")
}

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

// TestErrorPages: an error is a page too, calm and in order, in each language.
func TestErrorPages(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for _, l := range languages {
		t.Run(l.code, func(t *testing.T) {
			t.Parallel()
			tab := browser.Shared(t).Tab(t, browser.Phone)
			crawl := publicCrawl(t, base, l.code, l.dir)
			for _, path := range []string{"/nulle-part", "/app", "/service/inconnu", "/besoin/inconnu", "/services?q=zzzzzzzz", "/reponse/jamais-donne", "/avis/jamais-donne", "/invitation/jamais-donne", "/app/reference/inconnue", "/lien/page"} {
				address := base + "/" + l.code + path
				status := tab.Open(address)
				if status >= 500 {
					t.Errorf("%s answers %d", address, status)
				}
				faults, _ := crawl.Judge(tab, address)
				for _, f := range faults {
					t.Error(f)
				}
			}
		})
	}
}
