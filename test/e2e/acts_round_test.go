package e2e

// preparesARound is what a coordinator does with a round, but for what happens
// on the phone.
func (w *walker) preparesARound() {
	w.open("/app")
	w.press(`main a[href$="/app/rondes"]`)
	w.look()
	w.see("/app/rondes/nouvelle")
	w.wrong(func() { w.send("/nouvelle") })
	w.put("name", "Une ronde", "place", "Vieux-Quai", "streets", "rue du Test : 1-9 impairs", "kit", "trousse")
	w.send("/nouvelle")
	w.look()
	round := w.here("")
	w.unfold()
	w.put("label", tooLong)
	w.wrong(func() { w.press(`main form[action$="/preter"] [name=other]`) })
	w.open(round)
	w.send("/preter")
	w.look() // the link, once
	w.see(round + "/papier")
	w.see(round + "/saisir")
	w.wrong(func() { w.send("/saisir") })
	w.offer("door-1", "talked")
	w.put("kits-1", "2")
	w.send("/saisir")
	w.look()
	w.send("/retirer")
	w.look()
	w.send("/finir")
	w.look()
}
