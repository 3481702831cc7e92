package e2e

import (
	"strings"

	"passerelle/test/browser"
)

// The acts of those who keep the directory, and of who answers them.

// suggests proposes a correction of a service, and sees what becomes of it.
func (w *walker) suggests(service string) {
	w.see(service + "/corriger")
	w.wrong(func() { w.tab.Open(w.at.base + "/" + w.at.lang + service + "/corriger?quoi=rien") })
	w.see(service + "/corriger?quoi=name")
	w.wrong(func() { w.send("/corriger") })
	w.put("value", "Un autre nom")
	w.send("/corriger")
	w.look()
	w.see("/suggestion")
	w.wrong(func() { w.tab.Open(w.at.base + "/" + w.at.lang + "/suggestion?code=jamais-donne") })
}

// keeps looks at the pages of the directory that an organisation speaks for.
func (w *walker) keeps() {
	w.see("/app/repertoire")
	w.see("/app/suggestions")
	w.see("/app/couverture")
	w.open("/services?f=1&q=halte+du+pont")
	w.press(`.card h2 a`)
	service := w.here("")
	w.see("/app" + service + "/corriger")
	w.put("phone0", "appelez-moi")
	w.wrong(func() { w.send("/corriger") })
	w.put("phone0", "514 555-0142")
	w.send("/corriger")
	w.look() // its history
	w.edits("/app" + service)
}

// edits goes through each part of a page, wrong first where it can be, and adds
// a service.
func (w *walker) edits(service string) {
	w.see(service + "/modifier")
	w.wrong(func() { w.tab.Open(w.at.base + "/" + w.at.lang + "/app/repertoire?fiche=rien") })
	for part, wrong := range map[string][]string{
		"mots": {"name", ""}, "joindre": {"url", "notre site"}, "qui": {"minimum_age", "dix"}, "places": {"available0", "beaucoup"},
		"fermeture": {"until0", "2020-01-01"}, "demandes": nil, "papiers": nil, "langues": nil, "adresse": nil,
	} {
		if w.at.lang != "fr" && part != "mots" && part != "places" {
			continue // one form, other fields: seen in French
		}
		at := service + "/modifier/" + part
		w.see(at)
		if wrong != nil {
			w.put(wrong...)
			w.wrong(func() { w.send(at) })
			w.open(at)
		}
		w.press(`main form[method=post][action$="` + at + `"] [name=voir]`)
		w.look()
		w.send(at)
	}
	w.look()
	w.unfold()
	w.send(service + "/offrir")
	w.look()
	w.send(service + "/offrir")
	w.look()
	w.see("/app/service/nouveau")
	w.wrong(func() { w.send("/app/service/nouveau") })
	w.put("name", "Soupe du vendredi", "phone", "819 555-0142", "need", "eat.meal")
	w.send("/app/service/nouveau")
	w.look()
}

// unites says that two pages are of two services, takes it back, makes them
// one, and makes them two again.
func (w *walker) unites() {
	w.see("/app/doublons")
	w.wrong(func() { w.tab.Open(w.at.base + "/" + w.at.lang + "/app/doublons?une=rien&autre=personne") })
	w.open("/app/doublons")
	w.send("/distincts")
	w.look()
	w.send("/distincts") // takes it back
	w.look()
	w.press(`.sides a.go`)
	w.look()
	united := w.here("/reunir")
	w.put("take", "phone:de-personne")
	w.first()
	w.wrong(func() { w.send("/reunir") })
	w.send("/reunir")
	w.look()
	keep := strings.Split(united, "/")[3]
	w.see("/app/service/" + keep + "/historique")
	w.press(`main form[method=post] [type=submit]`)
	w.look()
	w.see("/app/doublons")
}

// updates is everything on the page of an organisation's link.
func (w *walker) updates() {
	w.look()
	link := w.here("")
	w.wrong(func() { w.nameless("dire"); w.press(`main .card button[name=dire]`) })
	w.open(link)
	w.press(`main .card [name=dire][value=same]`)
	w.look()
	w.press(`main .card [name=dire][value=undo]`)
	w.look()
	w.press(`main .card a.btn[href*="/modifier/"]`)
	w.look()
	w.put("phone0", "appelez-moi")
	w.wrong(func() { w.send(w.here("")) })
	w.put("phone0", "873 555-0142")
	w.send(w.here(""))
	w.look()
	w.press(`main [name=dire][value=silence]`)
	w.look()
	browser.Eval[bool](w.tab, `(() => { for (const d of document.querySelectorAll('main details')) d.open = true; return true })()`)
	w.press(`main [name=dire][value=deny]`)
	w.look()
	w.tab.Open(w.at.base + "/" + w.at.lang + link)
	w.look() // the calm page of a link that is dead
}

// campaigns starts a campaign, prepares a message, makes a link again, and
// stops.
func (w *walker) campaigns() {
	w.see("/app/repertoire")
	w.see("/app/campagne/nouvelle")
	w.wrong(func() { w.tab.Open(w.at.base + "/" + w.at.lang + "/app/campagne/nouvelle?choice=chosen&org=zzzz") })
	w.see("/app/campagne/nouvelle?choice=chosen&org=maison")
	w.open("/app/campagne/nouvelle?choice=chosen&org=popote")
	w.wrong(func() { w.put("choice", "none"); w.send("/nouvelle") })
	w.see("/app/campagne/nouvelle?choice=chosen&org=popote")
	w.send("/nouvelle")
	w.look()
	campaign := w.here("")
	w.send("/messages")
	w.look()
	w.open(campaign)
	w.send("/lien")
	w.look()
	w.open(campaign)
	browser.Eval[bool](w.tab, `(() => { for (const d of document.querySelectorAll('main details')) d.open = true; return true })()`)
	w.send("/arreter")
	w.look()
}

// partners is what a worker finds of other organisations, and says of a call.
func (w *walker) partners() {
	w.see("/app/portes")
	w.see("/app/comprendre")
	w.press(`main .list a[href*="/comprendre/"]`)
	w.look()
	w.see("/app/routes?q=guichet")
	w.press(`.card h2 a`)
	w.look()
	line := w.here("")
	w.wrong(func() { w.send(line + "/appel") })
	w.open(line)
	w.first()
	w.send(line + "/appel")
	w.look()
}

// speaks is what an organisation says of itself: closed doors answered, a direct
// line, its card.
func (w *walker) speaks() {
	w.open("/services?f=1&q=halte+du+pont")
	w.press(`.card h2 a`)
	door := w.here("") + "/porte"
	w.open(door)
	w.first()
	w.send("/porte")
	w.see("/app")
	w.open("/app/portes")
	w.press(`main .card a.go[href*="/porte/"]`)
	w.look()
	w.wrong(func() { w.send(w.here("")) })
	w.first()
	w.put("words", "Nous ouvrons plus tôt.")
	w.send(w.here(""))
	w.look()

	w.see("/app/routes/nouvelle")
	w.wrong(func() { w.send("/routes/nouvelle") })
	w.put("purpose", "Une place ce soir", "role", "Coordonnatrice", "number", "873 555-0142", "hours", "Le soir", "limits", "Pas de place promise")
	w.send("/routes/nouvelle")
	w.look()
	line := w.here("")
	w.send("/confirmer")
	w.look()
	w.see(line + "/modifier")
	w.wrong(func() { w.put("number", "1"); w.send("/modifier") })
	w.open(line + "/modifier")
	w.send("/modifier")
	w.see(line + "/retirer")
	w.send("/retirer")
	w.look()

	w.open("/app/comprendre")
	w.press(`main .acts a[href*="/comprendre/"]`)
	w.look()
	card := w.here("")
	for _, part := range []string{"/who", "/knock", "/limits"} {
		w.see(card + part)
	}
	w.wrong(func() { w.put("limits", tooLong); w.send("/limits") })
	w.put("limits", "Pas de lit.")
	w.send("/limits")
	w.look()
	w.see("/app/pratique")
	w.wrong(func() { w.send("/pratique") })
	w.put("name", "Le café du matin", "since", "2011")
	w.send("/pratique")
	w.look()
	w.press(`main form[action*="/pratique/"] button`)
	w.look()
}
