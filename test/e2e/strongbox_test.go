package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"passerelle/test/browser"
)

// makesAStrongbox draws, types back and keeps, through the pages; it returns the
// words and the code of the sheet.
func makesAStrongbox(v *visitor) (words, sheet string) {
	v.t.Helper()
	v.open("/fr/app/coffre/nouveau")
	_, form := v.form("/coffre/nouveau")
	words, sheet = form.Get("words"), form.Get("sheet")
	v.shows(sheet)
	v.send("/coffre/nouveau", "typed", words, "kept", "yes")
	v.shows("Le coffre est ouvert")
	return words, sheet
}

// TestNothingIsLostWhenTheStrongboxShuts: what a worker typed while a colleague
// shut the strongbox comes back in the page that says so, and is kept once, with
// the words; wrong words keep nothing and lose nothing.
func TestNothingIsLostWhenTheStrongboxShuts(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		awa := town.admin(halte)
		bo := town.hire(awa, "bo", "intervention")
		other := town.hire(town.admin(tamarac), "dan", "intervention")
		if a := bo.ask("/fr/app/coffre/nouveau", nil); a.status != http.StatusNotFound {
			t.Errorf("who does not administer draws words: %d", a.status)
		}
		words, sheet := makesAStrongbox(awa)
		if a := bo.ask("/fr/app/besoins", nil); a.status != http.StatusOK {
			t.Errorf("shut, the board: %d", a.status)
		}
		bo.open("/fr/app/reference/nouvelle")
		to, form := bo.form("/reference/nouvelle")
		form.Set("which", "new")
		form.Set("code", "MESANGE")
		form.Set("note", "Une \"note\" <b>à elle</b>")
		a := bo.ask(to, form)
		if a.status != http.StatusLocked || !strings.Contains(a.text(), "Rien n’est perdu") || !strings.Contains(a.head.Get("Cache-Control"), "no-store") {
			t.Fatalf("shut in the middle of a write: %d\n%s", a.status, a.text())
		}
		bo.answer = a
		to, waits := bo.form("/reference/nouvelle")
		for name := range form {
			if waits.Get(name) != form.Get(name) {
				t.Errorf("%s came back as %q", name, waits.Get(name))
			}
		}
		waits.Set("strongbox_words", "sept mots qui ne sont pas les siens")
		if a = bo.ask(to, waits); a.status != http.StatusUnprocessableEntity || strings.Contains(a.body, "qui ne sont pas") {
			t.Errorf("wrong words: %d", a.status)
		}
		bo.answer = a
		to, waits = bo.form("/reference/nouvelle")
		waits.Set("strongbox_words", strings.ToUpper(words))
		for range 2 { // sent twice
			if a = bo.ask(to, waits); a.status >= 400 {
				t.Fatalf("with the words: %d\n%s", a.status, a.text())
			}
		}
		bo.open("/fr/app/reference/nouvelle")
		if n := strings.Count(bo.body, "MESANGE"); n == 0 {
			t.Error("what was typed is not kept")
		}

		_, shut := awa.form("/coffre/fermer")
		if a := awa.ask("/fr/app/coffre/fermer", shut); a.status >= 400 {
			t.Fatalf("shut: %d", a.status)
		}
		a = bo.ask("/fr/app/reference/nouvelle", nil)
		if a.status != http.StatusLocked || strings.Contains(a.body, "MESANGE") {
			t.Errorf("shut by a colleague, the list of people: %d", a.status)
		}
		bo.answer = a
		bo.send("/app/coffre", "strongbox_words", sheet) // and on to where they were going
		bo.shows("MESANGE")

		// Bad input: what is too long, no words at all, where there is none, nobody.
		for _, typed := range []string{"", strings.Repeat("long ", 20_000), "\x00\u202e"} {
			if a := bo.ask("/fr/app/coffre", url.Values{"strongbox_words": {typed}}); a.status != http.StatusUnprocessableEntity {
				t.Errorf("words of %d bytes: %d", len(typed), a.status)
			}
		}
		if a := other.ask("/fr/app/coffre", url.Values{"strongbox_words": {words}}); a.status != http.StatusNotFound {
			t.Errorf("another organisation tries the words: %d", a.status)
		}
		if a := awa.ask("/fr/app/coffre/mots", url.Values{"act": {"x"}, "words": {"mot"}, "sheet": {"a"}, "typed": {"mot"}, "kept": {"yes"}}); a.status < 400 {
			t.Errorf("words that nobody drew: %d", a.status)
		}
		if a := town.visitor().ask("/fr/app/coffre", nil); strings.Contains(a.body, "sept mots") {
			t.Error("somebody who is not signed in is asked for words")
		}
	})
}

// keepsAStrongbox makes one, is told what is wrong on each page, changes its words,
// shuts it, and goes on with a form that found it shut.
func (w *walker) keepsAStrongbox() {
	w.open("/app/moi")
	w.press(`main a[href$="/app/coffre"]`)
	w.look()
	keep := func(page string) (words string) {
		w.open("/app/coffre" + page)
		if w.here("") == "/app/moi/confirmer" { // who they are is asked again
			w.send("/confirmer")
		}
		w.look()
		w.wrong(func() { w.send(page) })
		words = browser.Eval[string](w.tab, `[...document.querySelectorAll('main ol.codes li')].map(e => e.innerText.trim()).join(' ')`)
		w.put("typed", words)
		w.tick("kept", "yes")
		w.send(page)
		w.look()
		return words
	}
	keep("/nouveau")
	words := keep("/mots")
	w.send("/fermer")
	w.look()
	w.wrong(func() { w.put("strongbox_words", "un deux trois"); w.send("/coffre") })
	w.press(`main form[method=post][action$="/coffre"] [type=submit]`)
	w.put("strongbox_words", words)
	w.send("/coffre")
	w.open("/app/reference/nouvelle")
	w.put("code", "Sitelle")
	other := as(w.t, w.at, "thimai") // the same person, elsewhere: it is shut for both
	other.see("/app/coffre")
	other.put("strongbox_words", words)
	other.send("/coffre")
	other.open("/app/coffre")
	other.send("/fermer")
	w.press(`[name=which][value=new]`)
	w.look()
	w.wrong(func() { w.put("strongbox_words", "un deux trois"); w.send("/nouvelle") })
	w.put("strongbox_words", words)
	w.send("/nouvelle")
	w.look()
}
