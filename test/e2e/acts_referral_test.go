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
	w.see(r + "/tout")
	w.wrong(func() { w.put("words", tooLong); w.send("/tout") })

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
	w.see(r + "/telephone")
	w.wrong(func() { w.send("/telephone") })
	w.see(r + "/observation")
	w.wrong(func() { w.send("/observation") })
	w.put("words", "Boîte moins.")
	w.send("/observation")
	w.look()
	w.unblocks(r)
	w.open(r)
	w.send(r + "/lien")
	w.look()
	w.bonds(w.calls())
}

// unblocks asks a service to open its way, and notes what it answered by
// telephone.
func (w *walker) unblocks(r string) {
	w.see(r + "/debloquer")
	w.wrong(func() { w.send("/debloquer") })
	w.tab.Choose("reason", "door_closed")
	w.send("/debloquer")
	w.look()
	answer := `main form[method=post][action*="/deblocage/"] [type=submit]`
	w.wrong(func() { w.press(answer) })
	w.tab.Choose("answer", "unblocked")
	w.press(answer)
	w.look()
	w.see("/app/references")
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
func (w *walker) calls() (referral string) {
	w.open("/app/references")
	w.press(`.chips li:nth-child(2) a[href]`)
	for _, address := range browser.Eval[[]string](w.tab, `[...document.querySelectorAll('main tbody th a')].map(e => e.href)`) {
		w.tab.Open(address)
		if w.tab.Has(`main a[href$="/appel"]`) {
			referral = w.here("")
			w.press(`main a[href$="/appel"]`)
			w.look()
			w.wrong(func() { w.send("/sans-appel") }) // no reason is chosen
			w.send("/appel")
			w.look()
			return referral
		}
	}
	w.t.Fatal("no referral of the demo waits for a call")
	return ""
}

// tries looks for another door after one that stayed closed.
func (w *walker) tries() {
	w.open("/app")
	for _, address := range browser.Eval[[]string](w.tab, `[...document.querySelectorAll('main .list a[href*="/app/reference/"]')].map(e => e.href)`) {
		w.tab.Open(address)
		if !w.tab.Has(`main a[href$="/suite"]`) {
			continue
		}
		w.press(`main a[href$="/suite"]`)
		w.look()
		w.tab.Choose("words", "1")
		w.send("/suite")
		w.look()
		return
	}
	w.t.Error("no door of the demo stayed closed")
}

// around answers a person who asks for space, hands everybody to a colleague, and
// takes it back.
func (w *walker) around() {
	w.open("/app")
	w.press(`main .list a[href$="/recul"]`)
	w.look()
	w.wrong(func() { w.send("/recul") })
	w.tab.Choose("answer", "talk")
	w.send("/recul")
	w.look()
	w.see("/app/moi/relais")
	w.wrong(func() { w.send("/app/moi/relais") })
	browser.Eval[bool](w.tab, `(() => { document.querySelector('main select[name=to]').selectedIndex = 1; return true })()`)
	w.send("/app/moi/relais")
	w.look()
	w.press(`main form[action$="/annuler"] [type=submit]`)
	w.look()
}

// isTold chooses what comes by e-mail. In the demo none arrives.
func (w *walker) isTold() {
	w.see("/app/moi/journee")
	w.wrong(func() { w.put("address", "nulle part"); w.send("/app/moi/journee") })
	w.put("address", "maelle@exemple.ca")
	w.tab.Choose("rhythm", "weekdays")
	w.send("/app/moi/journee")
	w.look()
	w.press(`main form[action$="/journee/lien"] [type=submit]`)
	w.look()
}

// knows says whom a worker knows in their own life: on their own list, of a
// person whom the organisation accompanies, and of a referral.
func (w *walker) knows() {
	w.see("/app/moi/liens")
	w.wrong(func() { w.put("words", "ab"); w.send("/app/moi/liens") })
	w.put("words", "Aline Inventée")
	w.send("/app/moi/liens")
	w.look()
	w.press(`main form[action$="/retirer"] [type=submit]`)
	w.look()
	w.open("/app/accords")
	w.press(`main .list a[href*="/app/accords/"]`)
	w.press(`main a[href$="/connais"]`)
	w.look()
	w.send(w.here(""))
	w.look()
	w.open("/app/references")
	for _, address := range browser.Eval[[]string](w.tab, `[...document.querySelectorAll('main tbody th a')].map(e => e.href)`) {
		w.tab.Open(address)
		if w.tab.Has(`main a[href$="/connais"]`) {
			w.press(`main a[href$="/connais"]`)
			w.look()
			w.send(w.here(""))
			w.look()
			return
		}
	}
	w.t.Error("no referral of the demo is under way")
}

// bonds is what follows the call: the time together, the person's word told to
// the worker, and stepping back.
func (w *walker) bonds(r string) {
	w.see(r + "/a-deux")
	browser.Eval[bool](w.tab, `(() => { const e = document.querySelector('main [name=together]'); e.value = '999'; e.checked = true; return true })()`)
	w.wrong(func() { w.send("/a-deux") })
	w.open(r + "/a-deux")
	w.send("/a-deux")
	w.see(r + "/parole")
	w.wrong(func() { w.send("/parole") })
	w.tab.Choose("bond_holds", "yes")
	w.send("/parole")
	w.look()
	w.see(r + "/retrait")
	w.send("/retrait")
	w.look()
}

// doubted answers for the person whom somebody believes not to want any more.
func (w *walker) doubted() {
	w.open("/app")
	for _, address := range browser.Eval[[]string](w.tab, `[...document.querySelectorAll('main .list a[href*="/app/reference/"]')].map(e => e.href)`) {
		w.tab.Open(address)
		if w.tab.Has(`main a[href$="/veut-encore"]`) {
			w.look()
			w.press(`main a[href$="/veut-encore"]`)
			w.look()
			w.wrong(func() { w.send("/veut-encore") })
			w.tab.Choose("wants", "yes")
			w.send("/veut-encore")
			w.look()
			return
		}
	}
	w.t.Error("nobody is believed not to want any more")
}

// receives answers a new referral.
func (w *walker) receives() {
	w.open("/app")
	w.press(`.desk > div + div .list a`)
	w.look()
	r := w.here("")
	w.send("/recevoir")
	w.look()
	w.see(r + "/evaluer")
	w.wrong(func() { w.send("/evaluer") })
	w.first()
	w.send("/evaluer")
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
	w.open("/app/references")
	for _, address := range browser.Eval[[]string](w.tab, `[...document.querySelectorAll('main tbody th a')].map(e => e.href)`) {
		w.tab.Open(address)
		if !w.tab.Has(`main a[href$="/refuser"]`) {
			continue
		}
		w.press(`main a[href$="/refuser"]`)
		w.tab.Choose("reason", "no_longer_wants") // one side's word: it closes nothing
		w.send("/refuser")
	}
}
