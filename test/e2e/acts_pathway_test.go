package e2e

import (
	"os"
	"path/filepath"
	"strings"

	"passerelle/test/browser"
)

// walksPathways walks one where two decide, to a referral, and reads it by its
// code; then one whose story goes to four doors.
func (w *walker) walksPathways() {
	w.see("/app/trajectoires")
	w.see("/app/trajectoires/exemple-ambulance")
	w.send("/commencer")
	w.look()
	w.nameless("answer")
	w.wrong(func() { w.send("/1") })
	w.press(`main a[href$="/alerte"]`)
	w.look()
	w.press(`main .acts a[href*="/parcours/"]`)
	w.answers(practices[0].answers[:3])
	w.press(`main a.back[href]`) // back: the answer is still there
	w.look()
	if !w.tab.Has(`main button.was[value=soin]`) {
		w.t.Errorf("going back lost the answer:\n%s", w.tab.Text())
	}
	w.answers(practices[0].answers[2:])
	w.look()
	run := w.here("")
	code := summaryCode.FindString(w.tab.Text())
	w.tab.Press(`details[id=opinion] summary`)
	w.nameless("opinion")
	w.wrong(func() { w.send("/avis") })
	w.open(run)
	w.see("/app/parcours/code")
	w.put("code", "12")
	w.wrong(func() { w.send("/code") })
	w.put("code", code)
	w.send("/code")
	w.look()
	w.open(run)
	w.tab.Press(`details[id=opinion] summary`)
	w.send("/avis")
	w.look()
	w.press(`main a[href$="/reference"]`)
	w.look()
	w.put("code", "Mésange")
	w.wrong(func() { w.send("/reference") })
	w.put("code", "Merle A")
	w.send("/reference")
	w.look()
	w.open(run)
	w.send("/terminer")
	w.look()

	w.open("/app/trajectoires/exemple-convalescence")
	w.send("/commencer")
	w.answers([]string{"no", "yes", "repos"})
	w.put("number", "400")
	w.wrong(func() { w.press(`main [name=answer][value=number]`) })

	w.open("/app/trajectoires/exemple-siva")
	w.send("/commencer")
	w.answers(practices[5].answers)
	w.look()
	w.press(`main a[href$="/reference"]`)
	w.put("code", "Merle B")
	w.send("/reference")
	w.look()
}

// keepsPathways edits one into a dead end, is refused with the place, mends it,
// and has a second person publish it.
func (w *walker) keepsPathways() {
	w.see("/app/trajectoires/nouvelle")
	w.wrong(func() { w.send("/fichier") })
	file := filepath.Join(w.t.TempDir(), "x.json")
	if err := os.WriteFile(file, []byte("{\n\"bonjour\": 1}"), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.open("/app/trajectoires/nouvelle")
	w.tab.Attach("file", file)
	w.wrong(func() { w.send("/fichier") })
	w.send("/nouvelle")
	w.look()
	w.unfold()
	w.send("/jeter")

	w.open("/app/trajectoires/exemple-convalescence")
	w.send("/copier")
	w.look()
	edit := w.here("")
	w.see(edit + "/titre")
	w.put("sources", "une partie")
	w.wrong(func() { w.send("/titre") })
	w.put("sources", "une | one", "title_fr", "Convalescence du Pont", "title_en", "Bridge convalescence")
	w.send("/titre")
	w.look()
	w.see(edit + "/cas")
	w.put("cases", "x | y")
	w.wrong(func() { w.send("/cas") })
	w.see(edit + "/fin/sejour")
	w.put("lines", "911")
	w.wrong(func() { w.send("/sejour") })
	w.see(edit + "/question/nouvelle")
	w.put("id", "Été")
	w.wrong(func() { w.send("/nouvelle") })
	w.see(edit + "/fin/nouvelle")

	w.see(edit + "/question/soins")
	next := browser.Eval[string](w.tab, `document.querySelector('main [name=next]').value`)
	w.put("next", "sans fleche")
	w.wrong(func() { w.send("/soins") })
	w.put("next", "")
	w.send("/soins")
	w.wrong(func() { w.send("/proposer") })
	if text := w.tab.Text(); !strings.Contains(text, "soins.next") {
		w.t.Errorf("a dead end is refused without its place:\n%s", text)
	}
	w.open(edit)
	w.send("/essayer")
	w.look()
	w.answers([]string{"no", "yes", "repos"})
	w.look() // it leads nowhere, and says so
	w.see(edit + "/question/soins")
	w.put("next", next)
	w.send("/soins")
	w.press(`main button[value="soins:down"]`)
	w.look()
	w.press(`main button[value="soins:up"]`)
	w.send("/proposer")
	w.look()

	second := as(w.t, w.at, "baolinh")
	second.see(edit)
	second.send("/publier")
	second.look()
	shown := second.here("")
	w.see(shown)
	w.see(shown + "/version/1")
	w.open(shown)
	w.send("/reviser")
	w.look()
	w.open(shown)
	w.send("/retirer")
	w.look()
}
