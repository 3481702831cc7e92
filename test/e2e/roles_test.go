package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
)

// personas are the roles of the demo's strip, as the page offers them.
func personas(t *testing.T, base string) (codes []string) {
	t.Helper()
	tab := browser.Shared(t).Tab(t, browser.Desk)
	tab.Open(base + "/fr/")
	return browser.Eval[[]string](tab, `[...document.querySelectorAll('.strip .all [formaction*="/demo/"]')].map(e => e.getAttribute('formaction').split('/').pop())`)
}

// enter steps into a role with one press on the strip.
func enter(t *testing.T, tab *browser.Tab, base, lang, code string) {
	t.Helper()
	tab.Open(base + "/" + lang + "/")
	tab.Press(".strip summary")
	tab.Tap(`[formaction$="/demo/` + code + `"]`)
	if tab.Status() != 200 {
		t.Fatalf("stepping into %s answers %d", code, tab.Status())
	}
}

// everyPageOfEveryRole looks at what each role of the demo can reach. The roles
// share a budget, so that a page that ten of them see is looked at a few times,
// and in French a referral in each of its states.
func everyPageOfEveryRole(t *testing.T, at lookout) {
	codes := personas(t, at.base)
	if len(codes) < 8 {
		t.Fatalf("only %d roles on the strip: %v", len(codes), codes)
	}
	var all []string
	budget := new(browser.Budget)
	for _, code := range codes {
		if code == "visitor" {
			continue // the public crawl
		}
		t.Run(code, func(t *testing.T) {
			tab := browser.Shared(t).Tab(t, browser.Phone)
			enter(t, tab, at.base, at.lang, code)
			if at.dir == "rtl" && strings.Contains(tab.URL(), "/app") {
				return // the work area speaks French and English: seen there
			}
			crawl := at.crawl(t)
			crawl.Budget = budget
			crawl.Many = map[string]int{"/fr/app/reference/*": 20}
			crawl.Start = []string{tab.URL()}
			crawl.Skip = func(path string) bool {
				if path == "/"+at.lang+"/app" {
					return !strings.Contains(crawl.Start[0], "/app") // others are asked to sign in
				}
				return elsewhere(path, at.lang) || strings.HasSuffix(path, ".csv") || strings.HasSuffix(path, ".txt") || strings.HasSuffix(path, ".json") || !strings.HasPrefix(path, "/"+at.lang+"/app") && !strings.HasPrefix(path, "/"+at.lang+"/lien/") && !strings.HasPrefix(path, "/"+at.lang+"/reponse/")
			}
			pages, faults := crawl.Run(tab)
			all = append(all, pages...)
			report(t, pages, faults, 0)
		})
	}
	if len(all) < 5 {
		t.Errorf("only %d pages reached by all roles", len(all))
	}
}
