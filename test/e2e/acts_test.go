package e2e

import (
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// walker is somebody who acts, and looks at each page on the way. It finds
// buttons by what they send, so that it walks in any language.
type walker struct {
	t     *testing.T
	at    lookout
	tab   *browser.Tab
	crawl browser.Crawl
}

// everyAct does every act of the demo once, in a demo of its own, and sends
// each form wrong before it sends it right.
func everyAct(t *testing.T, at lookout) {
	p, err := live.Launch("demo", "--listen", "127.0.0.1:0", "--db", filepath.Join(t.TempDir(), "demo.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Stop() })
	at.base = p.URL
	t.Run("anyone", func(t *testing.T) { as(t, at, "").anyone() })
	t.Run("receiver", func(t *testing.T) { as(t, at, "receiver").receiver() })
	t.Run("answers a campaign", func(t *testing.T) { as(t, at, "updates").updates() })
	if at.dir == "ltr" {
		t.Run("refers", func(t *testing.T) { as(t, at, "maelle").refers() })
		t.Run("receives", func(t *testing.T) { as(t, at, "ximena").receives() })
		t.Run("keeps lists", func(t *testing.T) { as(t, at, "maelle").lists() })
		t.Run("keeps the directory", func(t *testing.T) { as(t, at, "idriss").keeps() })
		t.Run("imports", func(t *testing.T) { as(t, at, "odile").imports() })
		t.Run("knows partners", func(t *testing.T) { as(t, at, "maelle").partners() })
		t.Run("speaks to partners", func(t *testing.T) { as(t, at, "idriss").speaks() })
		t.Run("keeps a site", func(t *testing.T) { as(t, at, "idriss").embeds() })
		t.Run("makes two pages one", func(t *testing.T) { as(t, at, "thimai").unites() })
		t.Run("leads a campaign", func(t *testing.T) { as(t, at, "thimai").campaigns() })
		t.Run("holds places", func(t *testing.T) { as(t, at, "maelle").holdsPlaces() })
		t.Run("counts places", func(t *testing.T) { as(t, at, "idriss").countsPlaces() })
		t.Run("leads", func(t *testing.T) { as(t, at, "idriss").leads() })
	}
	t.Run("stands on a site", func(t *testing.T) { as(t, at, "").frames() })
	t.Run("joins", func(t *testing.T) { as(t, at, "").joins(invite(t, at)) })
	t.Run("person", func(t *testing.T) { as(t, at, "p01").person() })
}

func as(t *testing.T, at lookout, code string) *walker {
	t.Helper()
	w := &walker{t: t, at: at, tab: browser.Shared(t).Tab(t, browser.Phone), crawl: at.crawl(t)}
	if code != "" {
		enter(t, w.tab, at.base, at.lang, code)
	}
	return w
}

// look judges the page that is shown.
func (w *walker) look() {
	w.t.Helper()
	faults, _ := w.crawl.Judge(w.tab, w.tab.URL())
	for _, f := range faults {
		w.t.Error(f)
	}
}

func (w *walker) open(path string) {
	w.t.Helper()
	if status := w.tab.Open(w.at.base + "/" + w.at.lang + path); status != 200 {
		w.t.Fatalf("%s answers %d", path, status)
	}
}

// see opens a page and looks at it.
func (w *walker) see(path string) { w.t.Helper(); w.open(path); w.look() }

// press sends a form, or follows a link, by its selector.
func (w *walker) press(selector string) {
	w.t.Helper()
	w.tab.Tap(selector)
	if w.tab.Status() >= 500 {
		w.t.Fatalf("%s answers %d", w.tab.URL(), w.tab.Status())
	}
}

// send presses the first button of the form that goes there.
func (w *walker) send(action string) {
	w.t.Helper()
	w.press(`main form[method=post][action$="` + action + `"] [type=submit]`)
}

// wrong sends what the form does not take, and looks at what it says.
func (w *walker) wrong(press func()) {
	w.t.Helper()
	press()
	if !browser.Eval[bool](w.tab, "!!document.querySelector('.errs')") {
		w.t.Errorf("%s: nothing to mend is said (status %d)", w.tab.URL(), w.tab.Status())
	}
	w.look()
}

// put writes into fields as a script would: more than the field allows, too.
func (w *walker) put(pairs ...string) {
	w.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := url.PathUnescape(pairs[i])
		browser.Eval[bool](w.tab, `(() => { const e = document.querySelector('main [name="`+name+`"]'); e.value = `+"`"+pairs[i+1]+"`"+`; return true })()`)
	}
}

// nameless has a button say nothing, as a broken browser would.
func (w *walker) nameless(name string) {
	w.t.Helper()
	browser.Eval[bool](w.tab, `(() => { for (const e of document.querySelectorAll('main [name="`+name+`"]')) e.value = ''; return true })()`)
}

// offer has a list of choices offer one that it does not have, and chooses it.
func (w *walker) offer(name, value string) {
	w.t.Helper()
	browser.Eval[bool](w.tab, `(() => { const e = document.querySelector('main select[name="`+name+`"]'); e.add(new Option('x', '`+value+`', true, true)); return true })()`)
}

// unfold opens all that is folded.
func (w *walker) unfold() {
	w.t.Helper()
	browser.Eval[bool](w.tab, `(() => { for (const d of document.querySelectorAll('main details')) d.open = true; return true })()`)
}

// first ticks the first answer of every question.
func (w *walker) first() {
	w.t.Helper()
	browser.Eval[bool](w.tab, `(() => { for (const f of document.querySelectorAll('main fieldset')) f.querySelector('input').checked = true; return true })()`)
}

// here is the path of the page, without its language and without more.
func (w *walker) here(more string) string {
	w.t.Helper()
	path := browser.Eval[string](w.tab, "location.pathname")
	return strings.TrimSuffix(strings.TrimPrefix(path, "/"+w.at.lang), more)
}

var tooLong = strings.Repeat("long ", 2000)

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

func (w *walker) anyone() {
	w.open("/services?q=dentiste")
	w.press(`.card h2 a`)
	service := w.here("")
	w.see(service + "/porte")
	w.wrong(func() { w.send("/porte") })
	w.first()
	w.send("/porte")
	w.look()
	w.suggests(service)
	w.papers(service)
	w.see("/lien")
	w.wrong(func() { w.send("/lien") })
	w.see("/connexion")
	w.wrong(func() { w.send("/connexion") })
}

// papers are the pages that are printed, and those of other programs.
func (w *walker) papers(service string) {
	w.open(service)
	w.press(`main a[href*="/languettes"]`)
	w.look()
	w.open(service)
	w.press(`main a[href*="/affiche"]`)
	w.look()
	w.see(service + "/carte")
	w.open(service)
	w.press(`main a[href*="/liste/"]`)
	w.look()
	w.see(w.here("") + "/papier")
	w.see("/liste")
	w.see("/livret")
	w.see("/affiche?besoin=eat.meal&pres=Rive-Claire")
	w.see("/carte?f=1")
	w.see("/donnees")
	w.see("/donnees/profil")
}

// embeds is what a manager does for the organisation's own site.
func (w *walker) embeds() {
	w.see("/app/integrer?besoin=eat.meal")
	w.wrong(func() { w.put("site", "pas une adresse"); w.send("/integrer/site") })
	w.put("site", "https://organisme.example")
	w.send("/integrer/site")
	w.look()
	w.send("/integrer/retirer")
}

// frames looks at what stands on the sites of organisations: their services, a
// list and a search.
func (w *walker) frames() {
	manager := w.at
	manager.lang, manager.dir = "fr", "ltr"
	m := as(w.t, manager, "idriss")
	m.open("/app/listes/nouvelle")
	m.put("name", "Pour notre site")
	m.send("/app/listes/nouvelle")
	m.open("/app/integrer?besoin=eat.meal")
	frames := browser.Eval[[]string](m.tab, `[...document.querySelectorAll('main a[href*="/integrer/"]')].map(e => e.pathname + e.search)`)
	if len(frames) < 3 {
		w.t.Fatalf("an organisation can show %v", frames)
	}
	for _, frame := range frames {
		w.see(strings.TrimPrefix(frame, "/fr"))
	}
}

func (w *walker) receiver() {
	w.look()
	link := w.here("")
	w.wrong(func() { w.nameless("answer"); w.send(link) })
	w.see(link + "/refuser")
	w.wrong(func() { w.send("/refuser") })
	w.open(link)
	w.press(`[name=answer][value=accept]`)
	w.look()
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

func (w *walker) lists() {
	w.see("/app/listes")
	w.see("/app/listes/nouvelle")
	w.wrong(func() { w.send("/app/listes/nouvelle") })
	w.put("name", "Ce soir")
	w.send("/app/listes/nouvelle")
	w.look()
	list := w.here("")
	w.wrong(func() { w.put("name", ""); w.send("/nom") })
	shown := strings.Replace(list, "/app/liste/", "/l/", 1)
	w.see(shown)
	w.see(shown + "/papier")
	w.see(list + "/retirer")
}

// leads is what who administers does: invite, add a team, part with people.
func (w *walker) leads() {
	w.see("/app/equipe")
	w.see("/app/equipe/inviter")
	w.wrong(func() { w.send("/inviter") })
	w.put("email", "venue@exemple.org")
	w.tab.Choose("roles", "coordination")
	w.send("/inviter")
	w.look()
	w.see("/app/equipe/nouvelle")
	w.wrong(func() { w.send("/nouvelle") })
	w.open("/app/equipe")
	w.press(`main a[href*="/equipe/phrase/"]`)
	w.look()
	w.press(`main form[action*="/equipe/phrase/"] [type=submit]`)
	w.look()
	w.see("/app/moi/depart")
	w.wrong(func() { w.send("/depart") })
	w.open("/app/equipe")
	w.press(`main a[href*="/equipe/depart/"]`)
	w.look()
}

var invitationPath = regexp.MustCompile(`/invitation/\S+`)

// invite makes an invitation and returns its path without a language.
func invite(t *testing.T, at lookout) string {
	t.Helper()
	at.lang, at.dir = "fr", "ltr"
	w := as(t, at, "idriss")
	w.open("/app/equipe/inviter")
	w.put("email", "nouvelle@exemple.org")
	w.tab.Choose("roles", "intervention")
	w.send("/inviter")
	link := invitationPath.FindString(w.tab.Text())
	if link == "" {
		t.Fatalf("no invitation shown:\n%s", w.tab.Text())
	}
	return link
}

func (w *walker) joins(link string) {
	w.see(link)
	w.wrong(func() { w.send(link) })
}

// person is everything on the page of the five words.
func (w *walker) person() {
	w.see("/lien/page")
	w.press(`main a[href*="/lien/recu/"]`)
	w.look()
	w.open("/lien/page")
	w.press(`main a[href*="/lien/avis/"]`)
	w.look()
	w.wrong(func() { w.nameless("helped"); w.press(`.same [type=submit]`) })
	w.open("/lien/page")
	w.press(`main a[href*="/lien/avis/"]`)
	w.press(`[name=helped][value=yes]`)
	w.look()
	w.open("/lien/page")
	w.press(`main a[href*="/lien/arreter/"]`)
	w.look()
	w.open("/lien/page")
	w.press(`main a[href*="/lien/retirer/"]`)
	w.look()
	w.press(`main form [type=submit]`)
	w.look()
}
