package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
)

// TestP11ToothacheInThreeTaps: someone who arrived yesterday finds who treats
// teeth and calls, on a small phone, without scripts, in at most three taps.
func TestP11ToothacheInThreeTaps(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for lang, words := range map[string][3]string{
		"fr": {"Santé", "Dents", "Appeler"},
		"en": {"Health", "Teeth", "Call"},
		"ar": {".tiles li:nth-child(3) a", ".list li:nth-child(2) a", `main [href^="tel:"]`},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			tab := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
			if status := tab.Open(base + "/" + lang + "/"); status != 200 {
				t.Fatalf("home answers %d", status)
			}
			withoutStrip(tab)
			if !tab.Sees(".tiles a") {
				t.Error("no subject is on the first screen")
			}
			tab.Tap(words[0])
			tab.Tap(words[1])
			withoutStrip(tab)
			if !tab.Sees(`main [href*="/service/"]`) {
				t.Error("the first result is not on the first screen")
			}
			number := tab.TapCall(words[2])
			if !strings.HasPrefix(number, "+1") || len(number) != 12 {
				t.Errorf("the call goes to %q", number)
			}
			if tab.Taps() > 3 {
				t.Errorf("%d taps, at most 3", tab.Taps())
			}
		})
	}
}

// withoutStrip takes the demo's strip away: a real installation has none, and
// what is on the first screen is measured there.
func withoutStrip(tab *browser.Tab) {
	browser.Eval[bool](tab, `(() => { for (const e of document.querySelectorAll('.strip')) e.remove(); return true })()`)
}

// firstView is what the first page may weigh, with all that it loads.
const firstView = 50 << 10

// TestFirstViewIsLight: the first page of a first visit, over a network that is
// paid by the megabyte.
func TestFirstViewIsLight(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for _, l := range languages {
		t.Run(l.code, func(t *testing.T) {
			t.Parallel()
			for _, path := range []string{"/", "/services?q=dentiste", "/urgence"} {
				fresh := browser.Shared(t).Tab(t, browser.Phone) // a cold cache
				fresh.Open(base + "/" + l.code + path)
				if n := fresh.Bytes(); n > firstView || n < 500 {
					t.Errorf("%s weighs %d bytes, at most %d", path, n, firstView)
				} else {
					t.Logf("%s weighs %d bytes", path, n)
				}
			}
		})
	}
}
