package e2e

import "regexp"

var receipt = regexp.MustCompile(`\b[0-9]{4} [0-9]{4} [0-9]{4}\b`)

// says says a need without account, is asked about a name, and reads later what
// came of it.
func (w *walker) says() {
	w.see("/affiche/aide?pres=Vieux-Quai")
	w.open("/aide")
	w.press(`main a[href*="/aide/dire"]`)
	w.look()
	w.wrong(func() { w.send("/aide/dire") })
	w.put("words", "Moi c’est Ximena. J’ai faim, au Vieux-Quai.")
	w.wrong(func() { w.send("/aide/dire") })
	w.tab.Choose("named", "1")
	w.send("/aide/dire")
	w.look()
	code := receipt.FindString(w.tab.Text())
	if code == "" {
		w.t.Fatalf("no receipt:\n%s", w.tab.Text())
	}
	w.press(`main a[href$="/suivi"]`)
	w.look()
	w.put("code", "12")
	w.wrong(func() { w.send("/suivi") })
	w.put("code", code)
	w.send("/suivi")
	w.look()
}

// answersTexts takes a conversation by text message, writes, and gives it back.
func (w *walker) answersTexts() {
	w.see("/app/textos")
	w.send("/prendre")
	w.look()
	w.wrong(func() { w.send("/repondre") })
	w.put("words", "Bonjour. Nous sommes là.")
	w.send("/repondre")
	w.look()
	w.send("/rendre")
	w.look()
}

// answersNeeds notes what was heard, takes a need, answers it, and sorts one.
func (w *walker) answersNeeds() {
	w.see("/app/besoins")
	w.see("/app/besoins?besoin=eat.meal&lieu=Vieux-Quai")
	w.see("/app/besoins/mots")
	for _, path := range []string{"/app/besoins/noter", "/app/appel"} {
		w.see(path)
		w.put("words", "")
		w.wrong(func() { w.send(path) })
		w.put("words", "Il demande une couverture", "place", "Gare-Est")
		w.send(path)
		w.look()
	}
	w.press(`main a[href$="/app/besoins"]`)
	w.press(`main .card h3 a[href*="/besoin/"]`)
	w.look()
	one := w.here("")
	w.offer("within", "0")
	w.wrong(func() { w.send("/prendre") })
	w.open(one)
	w.send("/prendre")
	w.look()
	w.unfold()
	w.wrong(func() { w.put("place", "Atlantide"); w.send("/classer") })
	w.unfold()
	w.put("place", "Gare-Est")
	w.tab.Choose("need", "eat.meal")
	w.send("/classer")
	w.look()
	w.send("/laisser")
	w.look()
	w.wrong(func() { w.send("/repondre") })
	w.put("answer", "Passez à la Halte avant 20 h.")
	w.send("/repondre")
	w.look()
}
