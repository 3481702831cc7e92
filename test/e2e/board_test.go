package e2e

import (
	"encoding/csv"
	"strconv"
	"strings"
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

// TestTheBoardsOnPaper: each board is one sheet for a meeting, with what is
// counted and nothing to press; the public one says no number under twenty.
func TestTheBoardsOnPaper(t *testing.T) {
	t.Parallel()
	base := demo(t)
	for lang, press := range map[string][]string{"fr": {"Télécharger", "Noter un besoin"}, "en": {"Download", "Note a need"}} {
		tab := browser.Shared(t).Tab(t, printing)
		tab.Open(base + "/" + lang + "/tableau/besoins")
		public := tab.Print(browser.A4)
		wantSheets(t, "the public board", public, 1)
		text := public.Text(1)
		for _, want := range []string{"Vieux‑Quai", "Gare‑Est"} {
			if !strings.Contains(text, want) && !strings.Contains(text, strings.ReplaceAll(want, "‑", "-")) {
				t.Errorf("the sheet lacks %q:\n%s", want, text)
			}
		}
		enter(t, tab, base, lang, "maelle")
		tab.Open(base + "/" + lang + "/app/besoins")
		ours := tab.Print(browser.A4)
		wantSheets(t, "the board", ours, 1)
		for _, word := range press {
			if strings.Contains(text, word) || strings.Contains(ours.Text(1), word) {
				t.Errorf("a sheet says %q", word)
			}
		}
	}
}

// TestThePublicTable: what is taken away is what the page says, each number a
// multiple of ten, none under twenty.
func TestThePublicTable(t *testing.T) {
	t.Parallel()
	v := newVisitor(t, demo(t))
	v.open("/fr/tableau/besoins.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(v.body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 5 {
		t.Fatalf("%v: %q", err, v.body)
	}
	for _, r := range rows[1:] {
		if n, err := strconv.Atoi(r[5]); err != nil || n < 20 || n%10 != 0 {
			t.Errorf("told: %v", r)
		}
	}
}
