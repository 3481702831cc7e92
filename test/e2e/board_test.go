package e2e

import (
	"testing"
	"time"

	"passerelle/test/browser"
)

// TestTheBoardIsLive: a need that somebody says stands on a board that is open
// elsewhere, by itself; somebody in the middle of something is offered it instead,
// by a link that leads somewhere.
func TestTheBoardIsLive(t *testing.T) {
	t.Parallel()
	base := demo(t)
	tab := browser.Shared(t).Tab(t, browser.Phone)
	enter(t, tab, base, "fr", "maelle")
	tab.Open(base + "/fr/app/besoins")
	shown := func(selector string) bool {
		return browser.Eval[bool](tab, `(() => { const e = document.querySelector('`+selector+`'); return !!e && e.getClientRects().length > 0 })()`)
	}
	if shown("[data-news]") {
		t.Error("news is told where there is none")
	}
	say := func() {
		v := newVisitor(t, base)
		v.open("/fr/aide/dire")
		v.send("/aide/dire", "words", "Il me faut des bottes d’hiver.")
	}
	browser.Eval[bool](tab, "window.before = true")
	began := time.Now()
	say()
	tab.Until(t, "the board shows what was said", func() bool { return browser.Eval[bool](tab, "document.readyState === 'complete' && !window.before") })
	t.Logf("after %v", time.Since(began))

	browser.Eval[bool](tab, `(() => { window.before = true; document.querySelector('main .board a[href]').focus(); return true })()`)
	began = time.Now()
	say()
	tab.Until(t, "the news is offered", func() bool { return shown("[data-news]") })
	t.Logf("offered after %v", time.Since(began))
	if !browser.Eval[bool](tab, "window.before") {
		t.Error("the page went away under somebody's hands")
	}
	href := browser.Eval[string](tab, "document.querySelector('[data-news]').href")
	if status := tab.Open(href); status != 200 || tab.URL() != base+"/fr/app/besoins" {
		t.Errorf("the news leads to %s: %d, %s", href, status, tab.URL())
	}
}
