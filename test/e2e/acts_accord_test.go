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
	w.put("q", "anse") // of a name that is alike in both languages
	w.send(find)
	w.look()
	w.press(`main .list a[href]`)
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
	w.reaches(person)
	w.refuses(person + "/non")
	w.press(`main p.acts:last-of-type a[href*="/non/"]`) // somebody of one's own organisation
	w.look()
	w.open(person)
	w.press(`main a[href*="/demander/"]`)
	w.look()
	w.wrong(func() { w.put("what_for", tooLong); w.send("/question") })
	w.put("what_for", "Soigner une dent.")
	if w.tab.Has(`main label[for=tick-anyway]`) { // asked often already: only if the person wishes it
		w.wrong(func() { w.send("/question") })
		w.tab.Press(`main label[for=tick-anyway]`)
	}
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
	w.open(person)
	w.emergency()
}

// tick and untick choose among boxes by their name.
func (w *walker) tick(name, value string) {
	browser.Eval[bool](w.tab, `(() => { for (const e of document.querySelectorAll('main input[name="`+name+`"][value="`+value+`"]')) e.checked = true; return true })()`)
}

func (w *walker) untick(name string) {
	browser.Eval[bool](w.tab, `(() => { for (const e of document.querySelectorAll('main input[name="`+name+`"]')) e.checked = false; return true })()`)
}

// reaches says how a person may be reached, and asks them to call.
func (w *walker) reaches(person string) {
	w.press(`main a[href$="` + person + `/joindre"]`)
	w.look()
	w.wrong(func() { w.untick("ways"); w.send(person + "/joindre") })
	w.tick("ways", "text")
	w.tick("days", "1")
	w.tick("pick_up", "self")
	w.put("number", "514 555-0177", "introduce", "Julie")
	w.send(person + "/joindre")
	w.look()
	w.open(person + "/joindre")
	w.wrong(func() { w.put("back", "allo"); w.send(person + "/texto") })
	w.put("back", "514 555-0199")
	w.send(person + "/texto")
	w.look()
	w.open(person)
}

// emergency tells without consent, for want of all else.
func (w *walker) emergency() {
	w.press(`main a[href*="/urgence/"]`)
	w.look()
	w.wrong(func() { w.press(`main form[method=post] [type=submit]`) })
	browser.Eval[bool](w.tab, `(() => { for (const e of document.querySelectorAll('main input[name=four], main input[name=contact]')) e.checked = true; return true })()`)
	w.tab.Choose("ground", "danger_private")
	w.put("reason", "Ne répond plus depuis hier soir.")
	w.press(`main form[method=post] [type=submit]`)
	w.look()
	w.see("/app/urgences")
}

// reviews looks at what somebody else told without consent.
func (w *walker) reviews() {
	w.see("/app")
	w.see("/app/urgences")
	w.press(`main .list a[href]`)
	w.look()
	w.wrong(func() { w.press(`main form[method=post] [type=submit]`) })
	w.tab.Choose("verdict", "unfounded")
	w.put("words", "Rien ne pressait, vu avec l'équipe.")
	w.press(`main form[method=post] [type=submit]`)
	w.look()
}
