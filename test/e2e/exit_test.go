package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
)

// behind is whatever Back and Forward lead to after the exit, and that speaks
// of where one was.
func behind(tab *browser.Tab, base string, allowed ...string) (stays []string) {
	lines, _ := tab.History()
	for _, l := range lines {
		path, ours := strings.CutPrefix(l.URL, base)
		ok := !ours
		for _, a := range allowed {
			ok = ok || path == a
		}
		if !ok || strings.Contains(l.Title, "Passerelle –") {
			stays = append(stays, l.URL+" "+l.Title)
		}
	}
	return stays
}

// left waits until the tab stands on a page that is not ours.
func left(t *testing.T, tab *browser.Tab, base string) {
	t.Helper()
	tab.Until(t, "the other site", func() bool {
		lines, at := tab.History()
		return !strings.HasPrefix(lines[at].URL, base)
	})
}

// calm waits until five frames in a row came when they were due: other programs of
// these tests may hold the processor, and a tenth of a second is short. It waits for
// ten seconds at most; then the exit is pressed all the same.
const calm = `new Promise(done => {
  const end = performance.now() + 10000;
  let last = performance.now(), quick = 0;
  const frame = () => {
    const now = performance.now();
    quick = now - last < 34 ? quick + 1 : 0;
    last = now;
    if (quick >= 5 || now > end) done(true); else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})`

// white presses the exit and says after how many milliseconds nothing of the
// page was drawn any more, under which title.
const white = `new Promise(done => {
  const from = performance.now();
  document.querySelector('.exitb').click();
  requestAnimationFrame(() => done([Math.round(performance.now() - from), getComputedStyle(document.body).display, document.title, getComputedStyle(document.documentElement).backgroundColor].join('|')));
})`

// TestQuickExit: on each kind of page that has it, one press draws the page
// white within a tenth of a second and leaves for another site; Back leads to
// nothing of what was read; no cookie and nothing stored stays. No other browser of
// these tests is at work meanwhile: a tenth of a second is the person's.
func TestQuickExit(t *testing.T) {
	base := demo(t)
	for _, l := range languages {
		at := "/" + l.code
		for name, walk := range map[string]func(tab *browser.Tab){
			"a sensitive theme, then a service": func(tab *browser.Tab) {
				tab.Open(base + at + "/besoin/safety")
				tab.Tap(`main a[href*="/services?besoin=safety"]`)
				tab.Tap(`.card h2 a`)
			},
			"mon lien": func(tab *browser.Tab) {
				tab.Open(base + at + "/lien")
			},
			"the person's page": func(tab *browser.Tab) {
				enter(t, tab, base, l.code, "p01")
				tab.Tap(`main a[href*="/lien/recu/"]`)
			},
			"a page that is not there": func(tab *browser.Tab) {
				tab.Open(base + at + "/reponse/jamais")
			},
		} {
			t.Run(l.code+"_"+strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
				tab := browser.Shared(t).Tab(t, browser.Phone)
				tab.Away("*://*.wikipedia.org/*")
				walk(tab)
				browser.Eval[bool](tab, calm)
				took := strings.Split(browser.Eval[string](tab, white), "|")
				if len(took) != 4 || took[1] != "none" || took[2] != exitTitles[l.code] || took[3] != "rgb(255, 255, 255)" {
					t.Errorf("after the press: %v", took)
				}
				if ms := took[0]; len(ms) > 2 {
					t.Errorf("white after %s ms", ms)
				}
				left(t, tab, base)
				// Stepping into a role is a form of the demo: its pages are not the person's.
				if stays := behind(tab, base, at+"/", at+"/lien/page"); len(stays) > 0 {
					t.Errorf("left behind: %v", stays)
				}
				if c := tab.Cookies(base + "/"); len(c) > 0 {
					t.Errorf("cookies stay: %v", c)
				}
				// What Back can lead to shows nothing of the person.
				tab.Open(base + at + "/lien/page")
				if strings.Contains(tab.Text(), "Mésange") || tab.Has(`main a[href*="/lien/recu/"]`) {
					t.Errorf("the person's page is still open:\n%s", tab.Text())
				}
			})
		}
	}
}

// exitTitles is the title under which a page goes white.
var exitTitles = map[string]string{"fr": "Bonjour", "en": "Hello", "ar": "مرحبًا"}

// TestQuickExitByTheKeyboard: Shift three times leaves; twice does not, nor
// thrice among letters, as who writes in capitals presses it often.
func TestQuickExitByTheKeyboard(t *testing.T) {
	t.Parallel()
	base := demo(t)
	tab := browser.Shared(t).Tab(t, browser.Desk)
	tab.Away("*://*.wikipedia.org/*")
	tab.Open(base + "/fr/besoin/safety")
	for _, k := range []string{"Shift", "Shift", "A", "Shift", "b", "Shift", "Shift"} {
		tab.Key(k)
	}
	if shown := browser.Eval[string](tab, `getComputedStyle(document.body).display`); shown == "none" {
		t.Error("writing in capitals leaves the page")
	}
	tab.Key("Shift")
	left(t, tab, base)
	if stays := behind(tab, base); len(stays) > 0 {
		t.Errorf("left behind: %v", stays)
	}
}

// TestQuickExitWithoutScripts: the link alone signs out, empties the browser
// and leaves, from each of the same pages.
func TestQuickExitWithoutScripts(t *testing.T) {
	t.Parallel()
	base := demo(t)
	tab := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
	tab.Away("*://*.wikipedia.org/*")
	enter(t, tab, base, "fr", "p01")
	if c := tab.Cookies(base + "/"); len(c) == 0 {
		t.Fatal("nobody was signed in: the rest proves nothing")
	}
	tab.Press(".exitb")
	left(t, tab, base)
	if c := tab.Cookies(base + "/"); len(c) > 0 {
		t.Errorf("cookies stay: %v", c)
	}
	tab.Open(base + "/fr/lien/page")
	if tab.Has(`main a[href*="/lien/recu/"]`) {
		t.Error("the person's page is still open")
	}
}

// TestPagesWithTheQuickExit: it stands where somebody may be watched, first
// after the skip link, and nowhere else.
func TestPagesWithTheQuickExit(t *testing.T) {
	t.Parallel()
	base := demo(t)
	tab := browser.Shared(t).Tab(t, browser.Phone)
	for path, want := range map[string]bool{
		"/besoin/safety": true, "/services?besoin=safety.violence": true, "/lien": true, "/lien/page": true, "/nulle-part": true,
		"/": false, "/besoin/health": false, "/services?besoin=health.dental": false, "/urgence": false, "/connexion": false,
	} {
		tab.Open(base + "/fr" + path)
		if got := tab.Has(".exitb"); got != want {
			t.Errorf("%s has the exit: %v", path, got)
		}
		if want {
			tab.Key("Tab") // the skip link
			tab.Key("Tab")
			if on := browser.Eval[string](tab, `document.activeElement.className`); !strings.Contains(on, "exitb") {
				t.Errorf("%s: the second press of Tab is on %q", path, on)
			}
		}
	}
}
