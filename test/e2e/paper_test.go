package e2e

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"passerelle/test/browser"
)

// leastCode is the side of a QR code on paper, without its quiet zone
// (screens.md §5).
const leastCode = 25.0

// printing is who prints: at a desk, without scripts.
var printing = browser.Screen{Width: 1280, Height: 800, NoScripts: true}

// gather puts the first services of a search in a list by pressing, and
// returns the list's address.
func gather(t *testing.T, tab *browser.Tab, base, lang, query string, n int) string {
	t.Helper()
	tab.Open(base + "/" + lang + "/services?f=1&q=" + query)
	for range n {
		tab.Tap(`main a[rel=nofollow][href*="liste="]:has(use[href$="#plus"])`)
	}
	tab.Tap(`main a.go[href*="/liste/"]`)
	return tab.URL()
}

// codeOn fails unless a sheet holds exactly one code, big enough, that opens
// the address written beside it.
func codeOn(t *testing.T, p browser.Paper, sheet int) string {
	t.Helper()
	codes := p.Codes(sheet)
	if len(codes) != 1 {
		t.Fatalf("sheet %d holds %d codes: %v", sheet, len(codes), codes)
	}
	checkCode(t, p.Squeezed(sheet), codes[0])
	return codes[0].Words
}

func checkCode(t *testing.T, text string, c browser.Code) {
	t.Helper()
	if c.MM < leastCode {
		t.Errorf("the code of %s is %.1f mm wide, at least %.0f", c.Words, c.MM, leastCode)
	}
	if !strings.Contains(text, c.Words) {
		t.Errorf("the address %s does not stand beside its code in clear", c.Words)
	}
}

func wantSheets(t *testing.T, what string, p browser.Paper, n int) {
	t.Helper()
	if got := p.Pages(); got != n {
		t.Errorf("%s prints on %d sheets, not %d\n%s", what, got, n, p.Text(0))
	}
	if f := p.Faint(1); f > 0.2 {
		t.Errorf("%s: %.0f %% of its marks are too faint for a poor copier", what, 100*f)
	}
}

// TestAListOnPaper: gathered by pressing, without scripts, printed, read back.
func TestAListOnPaper(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for _, l := range languages {
		t.Run(l.code, func(t *testing.T) {
			t.Parallel()
			tab := browser.Shared(t).Tab(t, printing)
			list := gather(t, tab, base, l.code, "manger", 3)
			tab.Open(list + "/papier")
			p := tab.Print(browser.A4)
			wantSheets(t, "a list of three", p, 1)
			if code := codeOn(t, p, 1); code != list {
				t.Errorf("the code opens %s, not %s", code, list)
			}
			tab.Open(list + "/papier?format=a6")
			if small := tab.Print(browser.Letter); small.Pages() < 2 || small.Pages() > 4 {
				t.Errorf("on A6: %v", small)
			} else if code := codeOn(t, small, 1); code != list {
				t.Errorf("the A6's code opens %s", code)
			}
		})
	}
}

// TestOneServiceOnPaper: the page on one sheet, the card on one A6, eight slips
// on one sheet, one poster: each with a code that opens the service.
func TestOneServiceOnPaper(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for _, l := range languages {
		t.Run(l.code, func(t *testing.T) {
			t.Parallel()
			tab := browser.Shared(t).Tab(t, printing)
			tab.Open(base + "/" + l.code + "/services?f=1&q=dentiste+communautaire+du+quai") // has the most to say of the demo
			tab.Tap(".card h2 a")
			service := tab.URL()
			name := strings.TrimSpace(browser.Eval[string](tab, "document.querySelector('h1').innerText"))
			p := tab.Print(browser.A4)
			wantSheets(t, "the page of a service", p, 1)
			wantSheets(t, "the page of a service, on Letter", tab.Print(browser.Letter), 1)
			short := codeOn(t, p, 1)
			if tab.Open(short); l.code == "ar" && tab.URL() != service || tab.Status() != 200 { // else the phone chooses
				t.Errorf("%s opens %s, not %s", short, tab.URL(), service)
			}
			tab.Open(service)
			slips := browser.Eval[string](tab, `document.querySelector('main a[href*="/languettes"]').href`)
			poster := browser.Eval[string](tab, `document.querySelector('main a[href*="/affiche"]').href`)

			tab.Open(service + "/carte")
			p = tab.Print(browser.A4)
			wantSheets(t, "the A6 card", p, 1)
			if code := codeOn(t, p, 1); code != short {
				t.Errorf("the card's code opens %s", code)
			}

			tab.Open(slips)
			for sheet, s := range map[string]browser.Sheet{"A4": browser.A4, "Letter": browser.Letter} {
				p = tab.Print(s)
				wantSheets(t, "slips on "+sheet, p, 1)
				codes := p.Codes(1)
				if len(codes) != 8 {
					t.Errorf("%d slips on %s can be read, not 8", len(codes), sheet)
				}
				for _, c := range codes {
					checkCode(t, p.Squeezed(1), c)
					if c.Words != short {
						t.Errorf("a slip opens %s", c.Words)
					}
				}
				if n := strings.Count(p.Squeezed(1), short); n != 8 {
					t.Errorf("the address stands %d times, not 8", n)
				}
			}

			tab.Open(poster)
			for _, s := range []browser.Sheet{browser.A4, browser.Letter} {
				p = tab.Print(s)
				wantSheets(t, "the poster", p, 1)
				if code := codeOn(t, p, 1); code != base+"/s/"+short[strings.LastIndex(short, "/")+1:] {
					t.Errorf("the poster's code opens %s", code)
				}
				if !strings.Contains(p.Squeezed(1), squeezed(name)) {
					t.Errorf("the poster does not say %q:\n%s", name, p.Text(1))
				}
			}
		})
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// TestAPosterOfANeed: asked for by a form, it opens the search near the place,
// in the language of the phone that reads it.
func TestAPosterOfANeed(t *testing.T) {
	t.Parallel()
	base := demo(t)
	tab := browser.Shared(t).Tab(t, printing)
	tab.Open(base + "/fr/affiche?besoin=eat.meal&pres=Rive-Claire&langues=fr&langues=en")
	p := tab.Print(browser.A4)
	wantSheets(t, "the poster of a need", p, 1)
	for _, words := range []string{"Repas gratuit", "Free or low-cost meal", "Rive-Claire", "No account"} {
		if !strings.Contains(p.Squeezed(1), squeezed(words)) {
			t.Errorf("the poster does not say %q", words)
		}
	}
	tab.Open(codeOn(t, p, 1))
	if !strings.Contains(tab.URL(), "besoin=eat.meal") || !strings.Contains(tab.Text(), "Rive-Claire") {
		t.Errorf("it opens %s", tab.URL())
	}
}

// TestANeighbourhoodBooklet: three hundred services, a cover, a table of
// contents, every service once, an index, and page numbers where the browser
// can.
func TestANeighbourhoodBooklet(t *testing.T) {
	t.Parallel()
	base := demo(t)
	tab := browser.Shared(t).Tab(t, printing)
	if status := tab.Open(base + "/fr/livret?lieu=Rive-Claire&distance=25000"); status != 200 {
		t.Fatal(status)
	}
	if n := tab.Bytes(); n > firstView {
		t.Errorf("the booklet weighs %d bytes, at most %d", n, firstView)
	} else {
		t.Logf("%d bytes", n)
	}
	p := tab.Print(browser.A4)
	n := p.Pages()
	t.Logf("%d sheets", n)
	if n < 40 || n > 150 {
		t.Errorf("%d sheets", n)
	}
	if cover := p.Text(1); !strings.Contains(cover, "300 services") || !strings.Contains(cover, "Imprimé le") {
		t.Errorf("the cover says\n%s", cover)
	}
	tab.Open(codeOn(t, p, 1))
	if !strings.Contains(tab.Text(), "Rive-Claire") {
		t.Errorf("the cover's code opens %s", tab.URL())
	}
	all := p.Text(0)
	for _, words := range []string{"De quoi avez-vous besoin", "Index des services", "À vérifier"} {
		if !strings.Contains(all, words) {
			t.Errorf("the booklet does not say %q", words)
		}
	}
	// A form feed stands before the first words of each sheet.
	heads := regexp.MustCompile(`(?m)^[ \f]*(\d+) +\p{Lu}`).FindAllStringSubmatch(all, -1)
	seen := map[string]bool{}
	for _, h := range heads {
		seen[h[1]] = true
	}
	for no := 1; no <= 300; no++ {
		if !seen[strconv.Itoa(no)] {
			t.Errorf("no service has the number %d", no)
		}
	}
	lines := strings.Split(strings.TrimSpace(p.Text(7)), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "7" {
		t.Errorf("the seventh sheet ends with %q, not its number", last)
	}
	if f := p.Faint(5); f > 0.2 {
		t.Errorf("%.0f %% of a sheet's marks are too faint", 100*f)
	}
}

// TestWhatIsOpenOnPaper: the six things that cannot wait, on one A6, with a
// number to call.
func TestWhatIsOpenOnPaper(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for _, l := range languages {
		t.Run(l.code, func(t *testing.T) {
			t.Parallel()
			tab := browser.Shared(t).Tab(t, printing)
			tab.Open(base + "/" + l.code + "/maintenant")
			p := tab.Print(browser.Letter)
			wantSheets(t, "what is open now", p, 1)
			if n := len(regexp.MustCompile(`\b\d{3} 555.\d{4}\b`).FindAllString(p.Text(1), -1)); n < 5 {
				t.Errorf("%d numbers to call for six needs\n%s", n, p.Text(1))
			}
		})
	}
}
