package e2e

import (
	"testing"

	"passerelle/test/browser"
)

// TestLettersTwiceAsLarge: whoever reads with letters twice as large on a phone
// of 360 px reads down, never sideways.
func TestLettersTwiceAsLarge(t *testing.T) {
	t.Parallel()
	tab := browser.Shared(t).Tab(t, browser.Phone)
	tab.Letters(32)
	base := demo(t)
	for _, lang := range []string{"fr", "en", "ar"} {
		for _, path := range []string{"/", "/besoin/health", "/services?besoin=health.dental&f=1", "/services?q=xyzzy", "/maintenant", "/urgence", "/aide", "/langues", "/donnees", "/connexion", "/nulle-part"} {
			tab.Open(base + "/" + lang + path)
			if n := tab.Sideways(); n > 0 {
				t.Errorf("%s in %s is %d px too wide: %s", path, lang, n, tab.Widest())
			}
		}
		tab.Open(base + "/" + lang + "/services?besoin=health.dental&f=1")
		tab.Tap(".card h2 a")
		for _, more := range []string{"", "/porte", "/corriger"} {
			tab.Open(browser.Eval[string](tab, "location.href.split('?')[0].replace(/\\/(porte|corriger)$/, '')") + more)
			if n := tab.Sideways(); n > 0 {
				t.Errorf("a service%s in %s is %d px too wide: %s", more, lang, n, tab.Widest())
			}
		}
	}
	enter(t, tab, base, "fr", "idriss")
	for _, path := range []string{"/app", "/app/references", "/app/repertoire", "/app/doublons", "/app/couverture", "/app/equipe", "/app/listes", "/app/routes", "/app/comprendre", "/app/service/nouveau"} {
		tab.Open(base + "/fr" + path)
		if n := tab.Sideways(); n > 0 {
			t.Errorf("%s is %d px too wide: %s", path, n, tab.Widest())
		}
	}
	if size := browser.Eval[string](tab, "getComputedStyle(document.documentElement).fontSize"); size != "32px" {
		t.Errorf("the letters are %s: nothing was tried", size)
	}
}
