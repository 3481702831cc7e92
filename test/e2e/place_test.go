package e2e

import (
	"regexp"
	"strings"
	"testing"

	"passerelle/test/browser"
)

var placeCode = regexp.MustCompile(`\b[0-9]{5}\b`)

// holdsPlaces holds one place of another organisation, gives it more time once,
// and gives it back.
func (w *walker) holdsPlaces() {
	w.see("/app/places")
	w.see("/app/places?unite=bed&pour=women")
	w.see("/app/places?unite=appointment")
	w.open("/app/places")
	w.send("/retenir")
	w.look()
	hold := w.here("")
	if !placeCode.MatchString(w.tab.Text()) {
		w.t.Errorf("no code to say:\n%s", w.tab.Text())
	}
	w.send("/prolonger")
	w.look()
	if w.tab.Has(`main form[action$="/prolonger"]`) {
		w.t.Error("a place is offered for longer twice")
	}
	w.send("/laisser")
	w.look()
	w.see(hold) // what became of it
}

// countsPlaces says what is free in one press, and what becomes of what others
// hold.
func (w *walker) countsPlaces() {
	w.open("/app")
	w.press(`main a[href$="/app/nos-places"]`)
	w.look()
	w.press(`main form[action$="/compter"] [name=step][value="-1"]`) // the second tap
	w.look()
	w.unfold()
	w.put("free", "beaucoup")
	browser.Eval[bool](w.tab, `(() => { document.querySelector('main [name=free]').type = 'text'; document.querySelector('main [name=free]').value = 'beaucoup'; return true })()`)
	w.wrong(func() { w.press(`main form:has([name=free]) [type=submit]`) })
	w.open("/app/nos-places")
	w.unfold()
	w.offer("minutes", "999")
	w.wrong(func() { w.send("/duree") })
	w.open("/app/nos-places")
	w.unfold()
	w.send("/duree")
	w.unfold()
	w.wrong(func() { w.send("/fermer") }) // while others hold some
	w.open("/app/nos-places")
	w.send("/arrivee")
	w.look()
	w.send("/liberer")
	w.look()
	w.unfold()
	w.send("/fermer")
	w.look()
	w.see("/app/nos-places/nouveau")
	w.put("free", "")
	w.wrong(func() { w.send("/nouveau") })
	w.put("free", "3")
	w.send("/nouveau")
	w.look()
}

// TestThePlacesOnPaper: the board is one sheet, with a number to call for each
// service, and nothing to press.
func TestThePlacesOnPaper(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for _, lang := range []string{"fr", "en"} {
		tab := browser.Shared(t).Tab(t, printing)
		enter(t, tab, base, lang, "maelle")
		tab.Open(base + "/" + lang + "/app/places")
		p := tab.Print(browser.A4)
		wantSheets(t, "the board", p, 1)
		if n := strings.Count(p.Text(1), " 555"); n < 8 {
			t.Errorf("%d numbers to call on the sheet:\n%s", n, p.Text(1))
		}
		for _, press := range []string{"Retenir", "Hold a place"} {
			if strings.Contains(p.Text(1), press) {
				t.Errorf("the sheet says %q", press)
			}
		}
	}
}

// TestAQuietPlaceIsHeldWithoutWhere: what a worker holds at a shelter from
// violence shows a code and a number to call; nothing on it leads to where.
func TestAQuietPlaceIsHeldWithoutWhere(t *testing.T) {
	t.Parallel()
	base := demo(t)
	tab := browser.Shared(t).Tab(t, browser.Phone)
	enter(t, tab, base, "fr", "maelle")
	held := func(service string) {
		t.Helper()
		tab.Open(base + "/fr/app/places")
		for _, address := range browser.Eval[[]string](tab, `[...document.querySelectorAll('main .list a[href*="/app/retenue/"]')].filter(e => e.textContent.includes("`+service+`")).map(e => e.href)`) {
			tab.Open(address)
			return
		}
		t.Fatalf("nothing of %s is held", service)
	}
	leads := func() bool { return tab.Has(`main a[href*="/service/"]`) || tab.Has(`main a[href*="/carte"]`) }
	held("Lits de nuit")
	if !leads() {
		t.Error("an ordinary place is held and its page is not said: the test below proves nothing")
	}
	held("Hébergement d’urgence")
	if leads() || !tab.Has(`main a[href^="tel:"]`) || !placeCode.MatchString(tab.Text()) {
		t.Errorf("what is held of a quiet place:\n%s", tab.Text())
	}
	sees(t, tab, "L'adresse est dite par téléphone seulement.")
}
