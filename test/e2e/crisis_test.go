package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
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
