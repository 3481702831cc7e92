package e2e

import (
	"path/filepath"
	"strings"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// TestAClockThatRunsOutInSilence (P11.1): a team was asked for at once, and who was
// asked says nothing in the agreed time. Who asks reads that the time has passed and
// what to do now; who was asked meets it above all else, and is told it of
// themselves; both on a telephone of 360 pixels, in French and in English.
func TestAClockThatRunsOutInSilence(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "demo.db")
	start := func() *live.Program {
		t.Helper()
		p, err := live.Launch("demo", "--listen", "127.0.0.1:0", "--db", file, "--keep")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { p.Stop() })
		return p
	}
	p := start()
	street := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
	enter(t, street, p.URL, "fr", "maelle")
	street.Open(p.URL + "/fr/app/signal/equipe")
	street.Choose("to", browser.Eval[string](street, `[...document.querySelectorAll('main [name=to] option')].find(o => o.textContent.includes('CIUSSS')).value`))
	street.Fill("spot", "Gare-Est")
	street.Fill("words", "Un enfant en crise, chez lui")
	street.Fill("line", "514 555-0142")
	street.Tap("Demander l'équipe")
	signal := strings.TrimPrefix(street.URL(), p.URL+"/fr")
	signal, _, _ = strings.Cut(signal, "?")
	p.Stop()

	// Six minutes pass.
	id := signal[strings.LastIndex(signal, "/")+1:]
	change(t, file, []string{
		`UPDATE signal SET said_at = said_at - 360000 WHERE id = '` + id + `'`,
		`UPDATE signal_leg SET asked_at = asked_at - 360000, due_at = due_at - 360000 WHERE signal_id = '` + id + `'`,
	})
	p = start()

	for _, l := range []struct{ code, silent, first, sender, receiver string }{
		{"fr", "Sans réponse depuis", "le temps de répondre est passé", "Le temps est passé sans réponse. Téléphonez à", "sans réponse de votre organisme. Répondez maintenant"},
		{"en", "No answer for", "the time to answer has passed", "The time has passed without an answer. Telephone", "without an answer from your organisation. Answer now"},
	} {
		said := func(tab *browser.Tab, who string, wants, never []string) {
			t.Helper()
			text := strings.ReplaceAll(tab.Text(), "\u00a0", " ")
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("%s, %s: %q is not said:\n%s", l.code, who, want, text)
				}
			}
			for _, no := range never {
				if strings.Contains(text, no) {
					t.Errorf("%s, %s: %q is said:\n%s", l.code, who, no, text)
				}
			}
			if wide := browser.Eval[int](tab, "document.documentElement.scrollWidth"); wide > 360 {
				t.Errorf("%s, %s: the page is %d pixels wide", l.code, who, wide)
			}
		}
		street := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
		enter(t, street, p.URL, l.code, "maelle")
		street.Open(p.URL + "/" + l.code + signal)
		said(street, "who asks", []string{l.silent, l.sender}, []string{l.receiver})

		desk := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
		enter(t, desk, p.URL, l.code, "genevieve")
		if !desk.Sees(l.first) {
			t.Errorf("%s: not on the first screen of who was asked:\n%s", l.code, desk.Text())
		}
		desk.Tap(`main a[href$="/app/signaux"]`)
		desk.Tap(`main .card h2 a[href]`) // above what has been owed for days
		if !strings.HasSuffix(strings.TrimSuffix(desk.URL(), "/"), signal) {
			t.Errorf("%s: the first card leads to %s", l.code, desk.URL())
		}
		said(desk, "who was asked", []string{l.silent, l.receiver}, []string{l.sender})
	}
}
