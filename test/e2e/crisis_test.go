package e2e

import (
	"fmt"
	"strings"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// runsACell reads the cell that is under way, writes what a cell writes in it,
// opens another one, and closes it.
func (w *walker) runsACell() {
	w.open("/app")
	w.press(`main a[href$="/app/crise"]`)
	w.look()
	w.press(`main .list a[href]`)
	w.look()
	cell := w.here("")
	for _, note := range []struct{ what, good string }{
		{"decision", "words=La salle reste ouverte|origin=Les voisines"}, {"regle", "words=Le chien entre|by=La direction"},
		{"tache", "words=Apporter des mitaines"}, {"revue", "words=Tout tient"}, {"membre", "function=Garde|phone=873 555-0171"},
	} {
		w.see(cell + "/noter/" + note.what)
		for _, pair := range strings.Split(note.good, "|") {
			w.put(pair[:strings.Index(pair, "=")], " ")
		}
		w.wrong(func() { w.send("/noter/" + note.what) })
		for _, pair := range strings.Split(note.good, "|") {
			i := strings.Index(pair, "=")
			w.put(pair[:i], pair[i+1:])
		}
		w.send("/noter/" + note.what)
		w.look()
	}
	w.see(cell + "/noter/duree")
	w.offer("for", "9999")
	w.wrong(func() { w.send("/noter/duree") })
	w.send("/noter/duree")
	w.press(`main a[href*="/regle/"]`)
	w.look()
	w.offer("for", "0")
	w.wrong(func() { w.press(`main form[action*="/regle/"] [type=submit]`) })
	w.press(`main form[action*="/regle/"] [type=submit]`)
	w.send("/lever")
	w.look()
	w.send("/faite")
	w.look()
	w.see(cell + "/compte-rendu")
	w.see(cell + "/bilan")
	w.open(cell)
	w.send("/quitter")
	w.look() // outside: one may join again
	w.see(cell + "/noter/membre")
	w.see("/app/crise/nouvelle")
	w.put("title", " ")
	w.wrong(func() { w.send("/nouvelle") })
	w.put("title", "Panne de courant", "why", "Deux rues sans lumière", "function", "Garde", "phone", "873 555-0171")
	w.send("/nouvelle")
	w.look()
	w.send("/quitter") // the last one does not leave
	w.look()
	w.press(`main a[href$="/fermer"]`)
	w.look()
	w.send("/fermer")
	w.look()
}

// TestTheCellOnPaper: what hangs on the wall is one sheet, with the numbers to
// call and nothing to press.
func TestTheCellOnPaper(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for _, lang := range []string{"fr", "en"} {
		tab := browser.Shared(t).Tab(t, printing)
		enter(t, tab, base, lang, "idriss")
		tab.Open(base + "/" + lang + "/app/crise")
		tab.Open(browser.Eval[string](tab, `document.querySelector('main .list a').href`))
		p := tab.Print(browser.A4)
		wantSheets(t, "the cell", p, 1)
		text := p.Text(1)
		for _, want := range []string{"873 555‑0171", "873 555‑0172", "873 555‑0173", "Soins des pieds", "Demandé par les personnes"} {
			if !strings.Contains(text, want) {
				t.Errorf("the sheet lacks %q:\n%s", want, text)
			}
		}
		for _, press := range []string{"Noter une", "Note a", "C'est fait", "It is done"} {
			if strings.Contains(text, press) {
				t.Errorf("the sheet says %q", press)
			}
		}
	}
}

// TestABusyCellOnPaper: whatever was written, and however much of it, the wall gets
// one sheet, which says how many more there are; the screen has them all.
func TestABusyCellOnPaper(t *testing.T) {
	t.Parallel()
	w := as(t, lookout{base: live.Demo(t).URL, lang: "fr", dir: "ltr", seen: newSeen(t)}, "idriss")
	send := func(path string, pairs ...string) {
		t.Helper()
		w.open(path)
		w.put(pairs...)
		w.send(path)
	}
	w.open("/app/crise")
	w.press(`main .list a[href]`)
	cell := w.here("")
	long := strings.Repeat("La salle du sous-sol reste ouverte jusqu'au matin. ", 6)
	for i := range 10 {
		send(cell+"/noter/tache", "words", fmt.Sprint(i, " ", long))
		send(cell+"/noter/regle", "words", fmt.Sprint(i, " ", long), "by", "La direction de l'organisme")
		send(cell+"/noter/decision", "words", fmt.Sprint(i, " ", long), "origin", "La réunion de onze heures avec les voisines")
	}
	for _, who := range []string{"odile", "thimai"} {
		enter(t, w.tab, w.at.base, "fr", who)
		send(cell+"/noter/membre", "function", "Responsable de la garde de nuit et de fin de semaine", "phone", "873 555-0190", "hours", "Jour et nuit")
	}
	enter(t, w.tab, w.at.base, "fr", "maelle")
	for _, words := range []string{"J'ai faim", "Un dentiste", "Un lit pour la nuit", "Un avocat", "Des couches pour mon bébé", "Un psychologue", "Un emploi", "Des vêtements"} {
		for _, place := range []string{"Vieux-Quai", "Gare-Est"} {
			send("/app/besoins/noter", "words", words, "place", place)
		}
	}
	tab, base := browser.Shared(t).Tab(t, printing), w.at.base
	enter(t, tab, base, "fr", "maelle")
	for _, lang := range []string{"fr", "en", "ar"} {
		tab.Open(base + "/" + lang + cell)
		wantSheets(t, "a busy cell in "+lang, tab.Print(browser.A4), 1)
	}
	tab.Open(base + "/fr" + cell)
	if text := tab.Print(browser.A4).Text(1); strings.Count(text, "à l'écran.") < 4 {
		t.Errorf("the sheet does not say what it leaves out:\n%s", text)
	}
	if n := browser.Eval[int](tab, `[...document.querySelectorAll('.tasks > li')].filter(e => e.checkVisibility()).length`); n < 10 {
		t.Errorf("%d tasks on the screen", n)
	}
	if browser.Eval[bool](tab, `[...document.querySelectorAll('.cell .printed-only')].some(e => e.checkVisibility())`) {
		t.Error("the screen says what paper lacks")
	}
}
