package e2e

import (
	"passerelle/test/browser"
)

// The acts of what a person allowed and refused.

// refuses says no to somebody of an organisation that is looked for, from a page
// that leads there.
func (w *walker) refuses(find string) {
	w.press(`main a[href$="` + find + `"]`)
	w.look()
	w.put("q", "zzzz")
	w.send(find)
	w.look()
	w.put("q", "coop")
	w.send(find)
	w.look()
	w.press(`main .list a`)
	w.look()
	w.wrong(func() { w.nameless("who"); w.press(`main form [type=submit]`) })
	w.wrong(func() { w.put("name", "m"); w.press(`[name=who][value=one]`) })
	w.put("name", "Personne")
	w.press(`[name=who][value=one]`)
	w.look()
}

// accords keeps current what somebody allowed.
func (w *walker) accords() {
	w.see("/app/accords")
	for _, address := range browser.Eval[[]string](w.tab, `[...document.querySelectorAll('main .list a')].map(e => e.href)`) {
		w.tab.Open(address)
		if w.tab.Has(`main a[href*="/retirer/"]`) && w.tab.Has(`main a[href*="/demander/"]`) {
			break
		}
	}
	w.look()
	person := w.here("")
	w.refuses(person + "/non")
	w.press(`main p.acts:last-of-type a[href*="/non/"]`) // somebody of one's own organisation
	w.look()
	w.open(person)
	w.press(`main a[href*="/demander/"]`)
	w.look()
	w.wrong(func() { w.put("what_for", tooLong); w.send("/question") })
	w.put("what_for", "Soigner une dent.")
	w.send("/question")
	w.look()
	w.wrong(func() { w.nameless("need"); w.press(`.same [type=submit]`) })
	w.press(`[name=need][value=granted]`)
	w.look()
	w.wrong(func() { w.send("/detail") })
	w.first()
	w.send("/detail")
	w.look()
	w.send("/noter")
	w.look()
	w.open(person)
	w.press(`main a[href*="/retirer/"]`)
	w.look()
	w.press(`main form [type=submit]`)
	w.look()
}
