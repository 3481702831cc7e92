package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"passerelle/test/live"
)

func TestMain(m *testing.M) { live.Main(m, Stop) }

// site serves a page that is in order, one that is wrong in every way the
// harness looks for, and a form.
func site(t *testing.T) string {
	t.Helper()
	page := func(body string) string {
		return `<!doctype html><html lang="fr" dir="ltr"><head><title>Essai</title><meta name="viewport" content="width=device-width">
<style>a,button,input{display:inline-block;min-width:44px;min-height:44px}</style></head><body><main>` + body + `</main></body></html>`
	}
	pages := map[string]string{
		"/":      page(`<h1>Bonjour</h1><a href="/sante">Santé</a> <a href="/wrong">Autre porte</a> <p>Écrire à service.centre@exemple.org ou www.need.example.org</p>`),
		"/sante": page(`<h1>Santé</h1><div style="height:2000px"></div><a href="tel:+15145550101">Appeler le 514 555-0101</a>`),
		"/wrong": `<html><head></head><body><h1>Un</h1><h1>Deux</h1><img src="/x.png"><p style="color:#ddd;background:#fff">pâle</p>
<p>service.open_until</p><button style="width:20px;height:20px;min-height:0"></button><div style="width:2000px">large</div>
<script>console.error("oh")</script><script>missing()</script></body></html>`,
		"/policy": page(`<h1>Règle</h1><script>document.title = 'exécuté'</script>`),
		"/hidden": page(`<h1>Caché</h1><a href="/sante">Dessous</a><div style="position:fixed;inset:0;background:#fff"></div>`),
		"/pale":   page(`<h1>Pâle</h1><p style="color:#ddd">Un</p>`),
		"/paler":  page(`<h1>Plus pâle</h1><p style="color:#ddd">Deux</p><p style="color:#ddd">Trois</p>`),
		"/empty":  page(`<h1>Vide</h1><p>Quatre</p><button></button>`),
		"/idle":   page(`<h1>Vide</h1><p>Cinq</p><p>Six</p><button></button>`),
		"/vide":   page(`<h1>Vide</h1><ul><li><button></button></ul>`),
		"/around": page(`<h1>Ailleurs</h1>`) + `<div><button></button></div>`,
		"/near":   page(`<h1>Ailleurs</h1><h4>Trop bas</h4>`) + `<div><button></button></div>`,
		"/beside": page(`<h1>Ailleurs</h1><p>À côté</p>`) + `<div><button></button></div>`,
		"/large":  page(`<h1>Grand</h1><style>@media (width < 500px) { i { display: none } }</style><i><button></button></i>`),
		"/apart":  page(`<h1>À part</h1><p><b>Des mots assez longs pour une ligne</b></p><p><a href="/sante" style="display:inline;color:#333;text-decoration:none">suite</a></p>`),
		"/along":  page(`<h1>À part</h1><p><b>Des mots assez longs pour une ligne</b> <a href="/sante" style="display:inline;color:#333;text-decoration:none">suite</a></p>`),
		"/deep":   page(`<h1>À part</h1><div><b>Des mots assez longs pour une ligne</b></div><div><span><a href="/sante" style="display:inline;color:#333;text-decoration:none">suite</a></span></div>`),
		"/within": page(`<h1>À part</h1><div><b>Des mots assez longs pour une ligne</b> <span><a href="/sante" style="display:inline;color:#333;text-decoration:none">suite</a></span></div>`),
		"/skip":   page(`<h1>Menu</h1>`) + `<a href="/" style="position:absolute">Passer le menu</a><div><button></button></div>`,
		"/back":   page(`<h1>Retour</h1>`) + `<div><a href="/" style="display:inline-flex">Retour</a><p><button></button></p></div>`,
		"/backs":  page(`<h1>Retour</h1><p>Autre</p>`) + `<div><a href="/" style="display:inline-flex">Retour</a><p>Plus</p><p><button></button></p></div>`,
		"/skips":  page(`<h1>Menu</h1><p>Autre</p>`) + `<a href="/" style="position:absolute">Passer le menu</a><div><button></button></div>`,
		"/points": page(`<h1>Vers rien</h1><label for="nulle-part">Nom</label><a href="#partie">Aller</a><b id="un"></b><b id="un"></b><input name="seul"><nav aria-label="Là">Un</nav><nav aria-label="Là">Deux</nav>`),
		"/off":    page(`<h1>Éteint</h1><button disabled style="color:#ccc;background:#fff">Un</button>`),
		"/on":     page(`<h1>Allumé</h1><div><button style="color:#ccc;background:#fff">Un</button></div>`),
		"/dark":   page(`<h1>Sombre</h1><div style="background:#ddd"><p style="color:#bbb">Un</p></div>`),
		"/tiny":   page(`<h1>Petit</h1><button style="all:unset;font-size:8px">a</button>`),
		"/moves":  page(`<h1>Bouge</h1><a href="/nulle-part" onclick="history.replaceState(null, '', '/ici')">Partir</a>`),
		"/runs":   page(`<h1>Court</h1><a href="/sante">Partir</a><script>addEventListener('pointerdown', () => { document.body.style.paddingTop = '300px' }, {once: true})</script>`),
		"/jumps": page(`<h1>Saute</h1><a href="/sante">Partir</a><script>
  const at = document.elementFromPoint.bind(document);
  document.elementFromPoint = (x, y) => { const e = at(x, y); document.elementFromPoint = at; document.body.insertAdjacentHTML('beforeend', '<a href="#ici" onclick="this.remove()" style="position:fixed;inset:0">Ici</a>'); return e };
</script>`),
		"/form": page(`<h1>Formulaire</h1><form method="post" action="/form"><label>Nom <input name="name"></label> <label><input type="radio" name="ok" value="yes"> Oui</label> <button>Envoyer</button></form>`),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, page("<h1>Reçu "+r.FormValue("name")+" "+r.FormValue("ok")+"</h1>"))
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/policy" {
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; require-trusted-types-for 'script'")
		}
		body, ok := pages[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			body = page("<h1>Rien ici</h1>")
		}
		fmt.Fprint(w, body)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

var nouns = []string{"service", "need"}

func TestPageInOrder(t *testing.T) {
	url := site(t)
	tab := Shared(t).Tab(t, Phone)
	if got := tab.Open(url + "/"); got != 200 {
		t.Errorf("status %d", got)
	}
	if v := tab.Axe(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	l := tab.Look(nouns)
	if l.Lang != "fr" || l.Dir != "ltr" || l.Title != "Essai" || l.H1 != 1 || len(l.Small) > 0 || len(l.Keys) > 0 || tab.Sideways() > 0 || len(l.Foreign) > 0 {
		t.Errorf("a page in order is refused: %+v", l)
	}
	if len(l.Links) != 2 {
		t.Errorf("links %v", l.Links)
	}
	if n := tab.Bytes(); n < 300 || n > 5000 {
		t.Errorf("bytes = %d", n)
	}
	tab.Tap("santé")
	if number := tab.TapCall("Appeler"); number != "+15145550101" {
		t.Errorf("calls %q", number)
	}
	if tab.Taps() != 2 {
		t.Errorf("taps = %d, want 2", tab.Taps())
	}
}

// TestHarnessBites: each planted fault is found.
func TestHarnessBites(t *testing.T) {
	url := site(t)
	tab := Shared(t).Tab(t, Phone)
	tab.Open(url + "/wrong")
	rules := fmt.Sprint(tab.Axe())
	for _, want := range []string{"html-has-lang", "document-title", "image-alt", "color-contrast", "button-name"} {
		if !strings.Contains(rules, want) {
			t.Errorf("axe missed %s in %s", want, rules)
		}
	}
	l := tab.Look(nouns)
	if len(l.Keys) != 1 || l.Keys[0] != "service.open_until" {
		t.Errorf("keys = %v", l.Keys)
	}
	if l.Lang != "" || l.Title != "" || l.H1 != 2 || len(l.Small) != 1 || tab.Sideways() == 0 {
		t.Errorf("missed a planted fault: %+v", l)
	}
	problems := fmt.Sprint(tab.Problems())
	if !strings.Contains(problems, "console.error") || !strings.Contains(problems, "missing is not defined") {
		t.Errorf("problems = %s", problems)
	}
}

func TestPolicyProblemIsSeenAndAxeStillRuns(t *testing.T) {
	url := site(t)
	tab := Shared(t).Tab(t, Desk)
	tab.Open(url + "/policy")
	if tab.Look(nouns).Title != "Essai" {
		t.Error("the policy did not stop the script")
	}
	if p := fmt.Sprint(tab.Problems()); !strings.Contains(p, "Content Security Policy") {
		t.Errorf("problems = %s", p)
	}
	if v := tab.Axe(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
}

func TestNoScripts(t *testing.T) {
	url := site(t)
	tab := Shared(t).Tab(t, PhoneNoScripts)
	tab.Open(url + "/wrong")
	if p := tab.Problems(); len(p) > 0 {
		t.Errorf("scripts ran: %v", p)
	}
	tab.Open(url + "/form")
	tab.Fill("name", "Élise")
	tab.Choose("ok", "yes")
	tab.Tap("Envoyer")
	if !strings.Contains(tab.Text(), "Reçu Élise yes") {
		t.Errorf("form sent %q", tab.Text())
	}
	if got := tab.Open(url + "/nowhere"); got != 404 {
		t.Errorf("status %d, want 404", got)
	}
}

// TestAPageThatMovesWithinItselfIsLeft: what the browser says of a move within a page
// is not taken for the page that comes.
func TestAPageThatMovesWithinItselfIsLeft(t *testing.T) {
	tab := Shared(t).Tab(t, Phone)
	tab.Open(site(t) + "/moves")
	tab.Tap("Partir")
	if tab.Status() != 404 || !strings.HasSuffix(tab.URL(), "/nulle-part") {
		t.Errorf("%s with status %d", tab.URL(), tab.Status())
	}
}

// TestWhatMovesUnderThePressIsPressedAgain: a button that is no more where it was
// measured was not pressed, and is pressed where it lies.
func TestWhatMovesUnderThePressIsPressedAgain(t *testing.T) {
	url := site(t)
	tab := Shared(t).Tab(t, Phone)
	for _, address := range []string{
		"/runs",
		"/jumps", // a link within the page was pressed in its place
	} {
		tab.Open(url + address)
		tab.Tap("Partir")
		if tab.Status() != 200 || !strings.HasSuffix(tab.URL(), "/sante") {
			t.Errorf("%s: %d at %s", address, tab.Status(), tab.URL())
		}
	}
}

func TestCoveredCannotBePressed(t *testing.T) {
	url := site(t)
	tab := Shared(t).Tab(t, Phone)
	tab.Open(url + "/hidden")
	if tab.Has("Dessous") {
		t.Error("a covered link can be pressed")
	}
	tab.Open(url + "/sante")
	if tab.Sees("Appeler") {
		t.Error("what lies below the first screen is said to be on it")
	}
	if !tab.Has("Appeler") {
		t.Error("what lies below the first screen cannot be reached")
	}
}

func TestCrawlFindsEachPageOnceAndEachFault(t *testing.T) {
	url := site(t)
	tab := Shared(t).Tab(t, Phone)
	pages, faults := Crawl{Start: []string{url + "/"}, Nouns: nouns, Lang: "fr", Dir: "ltr", Touchable: true, PerPattern: 2, Max: 20}.Run(tab)
	if len(pages) != 3 {
		t.Errorf("pages = %v", pages)
	}
	got := ""
	for _, f := range faults {
		if !strings.HasSuffix(f.URL, "/wrong") {
			t.Errorf("a page in order is refused: %s", f)
		}
		got += f.String() + "\n"
	}
	for _, want := range []string{"lang", "title", "2 headings", "44", "service.open_until", "wider", "image-alt", "console.error"} {
		if !strings.Contains(got, want) {
			t.Errorf("the crawl missed %q in:\n%s", want, got)
		}
	}
}

// TestPagesBuiltAlikeAreReadByAxeOnce: other words, more lines and another screen
// change nothing; another element, another language, another direction or what is
// shown on one screen alone does.
func TestPagesBuiltAlikeAreReadByAxeOnce(t *testing.T) {
	judged(t, "button-name", []judgement{
		{"/empty", "fr", "ltr", true, false}, {"/idle", "fr", "ltr", false, false}, {"/vide", "fr", "ltr", true, false},
		{"/empty", "en", "ltr", true, false}, {"/empty", "ar", "rtl", true, false}, {"/large", "fr", "ltr", false, true},
	})
}

// TestPartsBuiltAlikeAreReadByAxeOnce: what stands beside them does not matter,
// and what is said of the page as a whole is still asked.
func TestPartsBuiltAlikeAreReadByAxeOnce(t *testing.T) {
	pages := []judgement{
		{"/around", "fr", "ltr", true, false}, {"/beside", "fr", "ltr", false, false}, {"/near", "fr", "ltr", true, false}, {"/around", "fr", "ltr", false, false},
	}
	judged(t, "button-name", pages)
	pages[0].phone = false // only /near goes from 1 to 4
	judged(t, "heading-order", pages)
}

// TestALinkIsJudgedWithTheWordsBesideIt, though each was read alone before.
func TestALinkIsJudgedWithTheWordsBesideIt(t *testing.T) {
	judged(t, "link-in-text-block", []judgement{
		{"/apart", "fr", "ltr", false, false}, {"/along", "fr", "ltr", true, false},
		{"/deep", "fr", "ltr", false, false}, {"/within", "fr", "ltr", true, false},
	})
}

// TestALinkThatIsABoxHoldsNothingTogether: every page has one past its menu, and its
// parts come apart all the same.
func TestALinkThatIsABoxHoldsNothingTogether(t *testing.T) {
	judged(t, "button-name", []judgement{{"/skip", "fr", "ltr", true, false}, {"/skips", "fr", "ltr", false, false}})
	judged(t, "button-name", []judgement{{"/back", "fr", "ltr", true, false}, {"/backs", "fr", "ltr", false, false}})
}

// TestWhatIsLooseIsFound: a label and a link that lead to nothing, an id of two
// elements, a field without a name, two landmarks of one.
func TestWhatIsLooseIsFound(t *testing.T) {
	tab := Shared(t).Tab(t, Phone)
	tab.Open(site(t) + "/points")
	if got := fmt.Sprint(tab.Look(nouns).Loose); got != `[nulle-part partie un twice <input name="seul"> navigation "Là" twice]` {
		t.Errorf("loose: %s", got)
	}
}

// TestInksAreReadForContrastOnce: words drawn as others were are not read again;
// another colour or another ground is, and so is one that axe passed over.
func TestInksAreReadForContrastOnce(t *testing.T) {
	judged(t, "color-contrast", []judgement{
		{"/pale", "fr", "ltr", true, true}, {"/paler", "en", "ltr", false, false}, {"/off", "fr", "ltr", false, false},
		{"/on", "fr", "ltr", true, true}, {"/dark", "fr", "ltr", true, true},
	})
}

// TestASmallTargetIsFound: a crawl that asks for no touch still looks for targets
// that nobody hits, on both screens.
func TestASmallTargetIsFound(t *testing.T) {
	judged(t, "under 24 px", []judgement{{"/tiny", "fr", "ltr", true, true}})
}

// judgement is a page in a language, and whether a fault is found at each width.
type judgement struct {
	path, lang, dir string
	phone, large    bool
}

// judged looks at pages, one after another, with one memory of how they are built.
func judged(t *testing.T, fault string, pages []judgement) {
	t.Helper()
	url, built := site(t), new(Built)
	tab := Shared(t).Tab(t, Phone)
	for _, c := range pages {
		tab.Resize(360, 640) // the phone is looked at first
		tab.Open(url + c.path)
		var phone, large bool
		faults, _ := Crawl{Nouns: nouns, Lang: c.lang, Dir: c.dir, Built: built}.Judge(tab, c.path)
		for _, f := range faults {
			phone = phone || strings.Contains(f.What, "at 360 px") && strings.Contains(f.What, fault)
			large = large || strings.Contains(f.What, "at 1280 px") && strings.Contains(f.What, fault)
		}
		if phone != c.phone || large != c.large {
			t.Errorf("%s in %s, %s: found on a phone %t, on a large screen %t, want %t and %t", c.path, c.lang, fault, phone, large, c.phone, c.large)
		}
	}
}

func TestPattern(t *testing.T) {
	for url, want := range map[string]string{
		"http://a/fr/service/0192f8aa-3c7e-7000-8000-000000000000/avis": "/fr/service/*/avis",
		"http://a/fr/s/k3m9xq":                    "/fr/s/*",
		"http://a/fr/services?q=dent&papers=pfsi": "/fr/services?papers&q",
		"http://a/fr/besoin/sante":                "/fr/besoin/sante",
	} {
		if got := Pattern(url); got != want {
			t.Errorf("Pattern(%s) = %s, want %s", url, got, want)
		}
	}
}
