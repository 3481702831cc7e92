package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
)

// sharesOut begins a plan, covers a part, draws it again, lets go, and ends it.
func (w *walker) sharesOut() {
	w.see("/app/consortiums")
	w.press(`main a[href$="/app/consortiums/nouveau"]`)
	w.look()
	w.put("name", "Ambassades du quai", "places", "Atlantide", "populations", "Hispanophones")
	w.wrong(func() { w.send("/nouveau") })
	w.put("places", "Vieux-Quai\nGare-Est")
	w.send("/nouveau")
	w.look()
	plan := w.here("")
	w.offer("place", "ailleurs")
	w.wrong(func() { w.send("/couvrir") })
	w.put("contact", "Équipe de rue, 873 555-0101")
	w.tab.Choose("place", "vieux-quai")
	w.send("/couvrir")
	w.look()
	w.press(`main a[href$="/modifier"]`)
	w.look()
	w.put("places", "Gare-Est")
	w.wrong(func() { w.send("/modifier") })
	w.put("places", "Vieux-Quai\nGare-Est\nFaubourg-du-Pont")
	w.send("/modifier")
	w.look()
	w.press(`main form[action*="/laisser/"] [type=submit]`)
	w.look()
	w.open(plan)
	w.unfold()
	w.send("/fermer")
	w.look()
}

// TestWhoCoversWhatOnPaper: the plan is one sheet, which says where nobody goes.
func TestWhoCoversWhatOnPaper(t *testing.T) {
	t.Parallel()
	base := demo(t)
	tab := browser.Shared(t).Tab(t, printing)
	enter(t, tab, base, "fr", "idriss")
	tab.Open(base + "/fr/app/consortiums")
	tab.Open(browser.Eval[string](tab, `document.querySelector('main .list a').href`))
	p := tab.Print(browser.A4)
	wantSheets(t, "the plan", p, 1)
	text := p.Text(1)
	for _, want := range []string{"873 555", "Où personne ne va", "Gare"} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet lacks %q:\n%s", want, text)
		}
	}
	for _, press := range []string{"Ne plus couvrir", "Mon organisme couvre"} {
		if strings.Contains(text, press) {
			t.Errorf("the sheet says %q", press)
		}
	}
}
