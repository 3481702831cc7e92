package e2e

import (
	"net/url"
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
	at.base = live.Demo(t).URL
	act := acting(t, at)
	act("anyone", "", (*walker).anyone)
	act("receiver", "receiver", (*walker).receiver)
	act("answers a campaign", "updates", (*walker).updates)
	if at.dir == "ltr" {
		act("refers", "maelle", (*walker).refers)
		act("keeps consents", "maelle", (*walker).accords)
		t.Run("reviews", func(t *testing.T) { as(t, at, "").enters(invite(t, at, "coordination")).reviews() })
		act("receives", "ximena", (*walker).receives)
		act("asks the person", "maelle", (*walker).doubted)
		act("tries another door", "maelle", (*walker).tries)
		act("is around people", "maelle", (*walker).around)
		act("keeps lists", "maelle", (*walker).lists)
		act("keeps the directory", "idriss", (*walker).keeps)
		act("imports", "odile", (*walker).imports)
		act("knows partners", "maelle", (*walker).partners)
		act("speaks to partners", "idriss", (*walker).speaks)
		act("keeps a site", "idriss", (*walker).embeds)
		act("makes two pages one", "thimai", (*walker).unites)
		act("leads a campaign", "thimai", (*walker).campaigns)
		act("holds places", "maelle", (*walker).holdsPlaces)
		act("counts places", "idriss", (*walker).countsPlaces)
		act("prepares a round", "idriss", (*walker).preparesARound)
		act("shares out a territory", "idriss", (*walker).sharesOut)
		act("runs a cell", "idriss", (*walker).runsACell)
		act("keeps incidents", "idriss", (*walker).keepsIncidents)
		act("takes out", "thimai", (*walker).exports)
		act("says signals", "maelle", (*walker).saysSignals)
		act("takes alerts", "thimai", (*walker).takesAlerts)
		act("answers signals", "genevieve", (*walker).answersSignals)
		act("answers needs", "maelle", (*walker).answersNeeds)
		act("walks pathways", "maelle", (*walker).walksPathways)
		act("keeps pathways", "genevieve", (*walker).keepsPathways)
		act("answers texts", "maelle", (*walker).answersTexts)
		act("knows somebody", "genevieve", (*walker).knows)
		act("is told by e-mail", "maelle", (*walker).isTold)
		act("secures an account", "maelle", (*walker).secures) // her last: it signs her out elsewhere
		act("leads", "idriss", (*walker).leads)
	}
	act("stands on a site", "", (*walker).frames)
	t.Run("joins", func(t *testing.T) { as(t, at, "").joins(invite(t, at, "intervention")) })
	act("person", "p01", (*walker).person)
	if at.dir == "ltr" { // last: from then on only counts leave that organisation
		act("keeps a strongbox", "thimai", (*walker).keepsAStrongbox)
	}
}

// acting has each act done by somebody with the tab of their acts before: each begins
// by going to a page. Who has no role comes anew each time.
func acting(t *testing.T, at lookout) func(name, code string, do func(*walker)) {
	t.Helper()
	tabs := map[string]*browser.Tab{}
	return func(name, code string, do func(*walker)) {
		t.Run(name, func(sub *testing.T) {
			if code == "" {
				do(as(sub, at, ""))
				return
			}
			tab := tabs[code]
			if tab == nil {
				tab = browser.Shared(t).Tab(t, browser.Phone).For(sub)
				enter(sub, tab, at.base, at.lang, code)
				tabs[code] = tab
			}
			do(&walker{t: sub, at: at, tab: tab.For(sub), crawl: at.crawl(sub)})
		})
	}
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
	// With a file, the hat under which the page was read stands behind the address.
	w.press(`main form[method=post]:is([action$="` + action + `"], [action*="` + action + `?chapeau="]) [type=submit]`)
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
	w.says()
	w.papers(service)
	w.see("/tournee/")
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
	w.open("/donnees")
	w.press(`main a[href$="/tableau/besoins"]`)
	w.look()
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
	w.see("/app/equipe/systemes")
	w.wrong(func() { w.send("/systemes") })
	w.put("name", "Dossier clinique (fictif)")
	w.tab.Choose("may", "ecrire")
	w.send("/systemes")
	w.look() // its secret, once
	w.see("/app/equipe/systemes")
	w.send("/retirer")
	w.unfold()
	w.look()
	w.open("/app/equipe")
	w.press(`main a[href*="/equipe/roles/"]`)
	w.look()
	browser.Eval[bool](w.tab, `document.querySelectorAll('input[name=roles]').forEach(e => e.checked = false), true`)
	w.wrong(func() { w.press(`main form[action*="/equipe/roles/"] [type=submit]`) })
	w.tab.Choose("roles", "coordination")
	w.press(`main form[action*="/equipe/roles/"] [type=submit]`)
	w.look()
	w.open("/app/equipe")
	w.press(`main a[href*="/equipe/phrase/"]`)
	w.look()
	w.press(`main form[action*="/equipe/phrase/"] [type=submit]`)
	w.look()
	w.open("/app/equipe")
	w.press(`main a[href*="/equipe/phrase/"]`)
	w.send("/cles")
	w.look()
	w.see("/app/moi/depart")
	w.wrong(func() { w.send("/depart") })
	w.open("/app/equipe")
	w.press(`main a[href*="/equipe/depart/"]`)
	w.look()
}

var invitationPath = regexp.MustCompile(`/invitation/\S+`)

// invite makes an invitation and returns its path without a language.
func invite(t *testing.T, at lookout, role string) string {
	t.Helper()
	at.lang, at.dir = "fr", "ltr"
	w := as(t, at, "idriss")
	w.open("/app/equipe/inviter")
	w.put("email", role+"@exemple.org")
	w.tab.Choose("roles", role)
	w.send("/inviter")
	link := invitationPath.FindString(w.tab.Text())
	if link == "" {
		t.Fatalf("no invitation shown:\n%s", w.tab.Text())
	}
	return link
}

// enters uses an invitation, and stays.
func (w *walker) enters(link string) *walker {
	w.t.Helper()
	w.open(link)
	w.put("name", "Rose Nouvelle", "password", phrase)
	w.send(link)
	return w
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
	w.press(`main a[href$="/lien/image"]`)
	w.look()
	w.wrong(func() { w.nameless("sign"); w.send("/lien/image") })
	w.send("/lien/image")
	w.look()
	w.press(`main a[href$="/lien/mes-donnees"]`)
	w.look()
	w.open("/lien/page")
	w.press(`main a[href$="/lien/joindre"]`)
	w.look()
	w.wrong(func() { w.untick("ways"); w.send("/lien/joindre") })
	w.wrong(func() { w.tick("ways", "text"); w.put("number", "allo"); w.send("/lien/joindre") })
	w.tick("ways", "text")
	w.tick("days", "1")
	w.tick("pick_up", "self")
	w.put("number", "514 555-0177")
	w.send("/lien/joindre")
	w.look()
	w.press(`main a[href$="/lien/jamais"]`)
	w.look()
	w.wrong(func() { w.nameless("closed"); w.send("/lien/jamais") })
	w.send("/lien/jamais")
	w.look()
	w.open("/lien/page")
	w.unfold()
	w.press(`main a[href*="/lien/recul/"]`)
	w.look()
	w.send(w.here(""))
	w.look()
	w.refuses("/lien/non")
	w.press(`main a[href*="/lien/lever/"]`)
	w.look()
	w.press(`main form [type=submit]`)
	w.look()
	w.open("/lien/page")
	w.press(`main a[href*="/lien/avis/"]`)
	w.look()
	w.wrong(func() { w.nameless("helped"); w.press(`.same [type=submit]`) })
	w.open("/lien/page")
	w.press(`main a[href*="/lien/reference/"]`)
	w.look()
	w.open("/lien/page")
	w.press(`main a[href*="/lien/tient/"]`)
	w.look()
	w.wrong(func() { w.nameless("holds"); w.press(`.same [type=submit]`) })
	w.press(`[name=holds][value=partly]`)
	w.look()
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
