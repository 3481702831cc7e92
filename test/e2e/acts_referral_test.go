package e2e

import (
	"passerelle/test/browser"
)

// The acts of a referral, on its two sides.

// refers is a referral from its first page to its last.
func (w *walker) refers() {
	w.see("/app/reference/nouvelle")
	w.wrong(func() { w.put("code", "Mésange"); w.press(`[name=which][value=new]`) })
	w.put("code", "Bélier")
	w.press(`[name=which][value=new]`)
	w.look()
	r := w.here("/taches")

	w.see(r + "/besoin")
	w.wrong(func() { w.put("words", tooLong); w.send("/besoin") })
	w.put("words", "Une dent.")
	w.send("/besoin")
	door := r + "/porte?q=dentiste+de+la+coop" // has no account: answers by a link
	w.see(door)
	w.wrong(func() { w.nameless("service"); w.send("/porte") })
	w.open(door)
	w.send("/porte")
	w.see(r + "/joindre")
	w.wrong(func() { w.put("called", tooLong); w.send("/joindre") })
	w.put("called", "B.", "reach", "À la Halte.")
	w.send("/joindre")
	w.see(r + "/fait")
	w.wrong(func() { w.put("tried", tooLong); w.send("/fait") })
	w.put("tried", "Deux appels.", "pivot", "Maëlle")
	w.send("/fait")
	w.consent(r)

	w.see(r + "/verifier")
	w.send("/envoyer")
	w.look()
	for _, page := range []string{"/envoyee", "", "/papier", "/dire", "/retirer", "/mon-lien"} {
		w.see(r + page)
	}
	w.send("/mon-lien")
	w.look()
	w.open(r)
	w.send(r + "/lien")
	w.look()
	w.calls()
}

// consent is the question to the person, whose answers travel in the forms.
func (w *walker) consent(r string) {
	w.see(r + "/consentement")
	w.wrong(func() { w.put("what_for", tooLong); w.send("/consentement/question") })
	w.put("what_for", "Soigner une dent.")
	w.send("/consentement/question")
	w.look()
	w.wrong(func() { w.nameless("need"); w.send("/consentement") })
	w.press(`[name=need][value=granted]`)
	w.look()
	w.wrong(func() { w.send("/consentement/detail") })
	w.first()
	w.send("/consentement/detail")
	w.look()
	w.send("/consentement/noter")
	w.look()
}

// calls notes the call that a receiver waits for, on whichever referral one is.
func (w *walker) calls() {
	w.open("/app/references")
	w.press(`.chips li:nth-child(2) a[href]`)
	for _, address := range browser.Eval[[]string](w.tab, `[...document.querySelectorAll('main tbody th a')].map(e => e.href)`) {
		w.tab.Open(address)
		if w.tab.Has(`main a[href$="/appel"]`) {
			w.press(`main a[href$="/appel"]`)
			w.look()
			w.wrong(func() { w.send("/sans-appel") }) // no reason is chosen
			w.send("/appel")
			w.look()
			return
		}
	}
	w.t.Error("no referral of the demo waits for a call")
}

// receives answers a new referral.
func (w *walker) receives() {
	w.open("/app")
	w.press(`.desk > div + div .list a`)
	w.look()
	r := w.here("")
	w.send("/recevoir")
	w.look()
	w.see(r + "/refuser")
	w.wrong(func() { w.send("/refuser") })
	w.open(r)
	w.send("/accepter")
	w.look()
	w.send("/commencer")
	w.look()
	w.see(r + "/dire")
	w.wrong(func() { w.send("/dire") })
}
