package e2e

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// saysSignals says what happens on three pages, each sent wrong first, joins
// another, relays it, and answers what waits.
func (w *walker) saysSignals() {
	w.open("/app")
	w.press(`main a[href$="/app/signaux"]`)
	w.look()
	w.press(`main .acts a[href$="/app/signal/nouveau"]`)
	w.look()
	w.put("words", " ")
	w.wrong(func() { w.send("/signal/nouveau") })
	w.put("words", "On a vu Wassim Haddad dehors devant le quai")
	w.wrong(func() { w.send("/signal/nouveau") })
	if marked := browser.Eval[string](w.tab, `[...document.querySelectorAll('main mark')].map(e => e.textContent).join()`); marked != "Wassim Haddad" {
		w.t.Errorf("marked %q", marked)
	}
	w.put("words", "La fontaine du quai coule dans la rue")
	w.send("/signal/nouveau")
	w.look()
	w.put("spot", "")
	w.wrong(func() { w.send("/signal/nouveau") })
	w.put("spot", "Vieux-Quai")
	w.send("/signal/nouveau")
	w.look()
	w.wrong(func() { w.send("/signal/nouveau") })
	w.tab.Choose("since", "days")
	w.send("/signal/nouveau")
	w.look()
	w.asksForATeam()
	w.see("/app/signaux")
	w.press(`main .card h2 a[href]`)
	w.look()
	one := w.here("")
	w.see(one + "/faire/appuyer")
	w.put("words", strings.Repeat("x", 700))
	w.wrong(func() { w.send("/faire/appuyer") })
	w.put("words", "")
	w.send("/faire/appuyer")
	w.look()
	w.see(one + "/faire/relayer")
	w.put("why", " ")
	w.wrong(func() { w.send("/faire/relayer") })
}

// asksForATeam asks for one at once, wrong first.
func (w *walker) asksForATeam() {
	w.see("/app/signaux")
	w.press(`main .acts a[href$="/app/signal/equipe"]`)
	w.look()
	w.put("words", "Wassim Haddad crie", "spot", "Vieux-Quai")
	w.wrong(func() { w.send("/signal/equipe") })
	w.put("words", "Un jeune crie", "line", "514 555-0142 poste 4")
	browser.Eval[bool](w.tab, `(() => { document.querySelector('main [name=to]').selectedIndex = 2; return true })()`)
	w.send("/signal/equipe")
	w.look()
}

// takesAlerts is of those who keep the directory: an official alert, sent wrong
// first.
func (w *walker) takesAlerts() {
	w.open("/app/repertoire")
	w.press(`main a[href$="/app/avis-officiels"]`)
	w.look()
	w.put("file", "<alert><!-- nothing -->")
	w.wrong(func() { w.send("/avis-officiels") })
	w.put("file", `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>1</identifier><sender>meteo@exemple.org</sender><sent>2026-01-01T00:00:00Z</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>fr-CA</language><event>froid</event><severity>Severe</severity><expires>2100-01-01T00:00:00Z</expires><headline>Froid extrême cette nuit</headline><instruction>Restez dedans.</instruction></info></alert>`)
	w.send("/avis-officiels")
	w.look()
	for _, path := range []string{"/maintenant", "/app/besoins"} {
		w.see(path)
		if !strings.Contains(browser.Eval[string](w.tab, "document.querySelector('main').innerText"), "Froid extrême cette nuit") {
			w.t.Errorf("%s does not say the alert", path)
		}
	}
}

// answersSignals is of an organisation that was asked: it reads, and answers.
func (w *walker) answersSignals() {
	w.open("/app/signaux")
	w.press(`main .card h2 a[href]`)
	w.look()
	w.send("/lu")
	w.look()
	w.press(`main a[href$="/faire/repondre"]`)
	w.look()
	w.put("words", " ")
	w.wrong(func() { w.send("/faire/repondre") })
	w.put("words", "Une équipe passe demain matin.")
	w.send("/faire/repondre")
	w.look()
}

// TestASignalThroughTheWeb: said on three pages with a voice, joined by five
// organisations, relayed twice and answered. The words and the voice at the end
// are byte for byte those of the beginning; the clock, the silence and the answer
// are seen by those who should, and by nobody else.
func TestASignalThroughTheWeb(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		awa, cleo, fay := town.admin(halte), town.admin(tamarac), town.admin(quai)
		bo, dan, gil := town.hire(awa, "bo", "intervention"), town.hire(cleo, "dan", "intervention"), town.hire(fay, "gil", "management")
		var others []*visitor
		for i := range 3 {
			said := live.Must(t, "admin", "--db", town.data, "--org", fmt.Sprintf("Organisme %d", i), "--email", fmt.Sprintf("o%d@exemple.org", i))
			others = append(others, town.hire(town.join(invitation.FindString(said), "Admin"), fmt.Sprintf("z%d", i), "coordination"))
		}
		const words = "La  fontaine est fermée.\r\nDepuis 3 semaines ! 🚱 l'e\u0301cole n'a plus d'eau \t "
		voice := append([]byte("OggS\x00\x02"), bytes.Repeat([]byte{0, 255, 13, 10, 26}, 4000)...)

		signal := sayInThree(bo, words, voice, "Maison Tamarac")
		bytesOf := func(v *visitor, what string) string { t.Helper(); v.open(signal + what); return v.body }
		for i, v := range append(others, dan) {
			v.open(signal + "/faire/appuyer")
			v.send("/faire/appuyer", "words", fmt.Sprintf("Pareil chez nous, %d.", i))
		}
		dan.open(signal)
		dan.send("/lu")
		dan.open(signal + "/faire/relayer")
		dan.send("/faire/relayer", "to", optionOf(t, dan, "to", quai), "why", "Le bâtiment est le leur.", "due", "4")
		others[0].open(signal + "/faire/relayer")
		others[0].send("/faire/relayer", "to", optionOf(t, others[0], "to", "Organisme 2"), "why", "Ils ont la clé.", "due", "24")
		gil.open(signal)
		gil.shows("À vous de répondre", "5 organismes le disent", "Pas encore lu, réponse dans 4 heures", "Le bâtiment est le leur.")
		gil.open(signal + "/faire/repondre")
		gil.send("/faire/repondre", "kind", "yes", "words", "On rouvre lundi à 8 h.")

		for name, v := range map[string]*visitor{"who said it": bo, "who joined": others[1], "who relayed": dan, "who answered": gil, "who is asked still": others[2]} {
			if got := bytesOf(v, "/mots.txt"); got != words {
				t.Errorf("%s reads %q", name, got)
			}
			if got := bytesOf(v, "/voix"); got != string(voice) || v.head.Get("Content-Type") != "audio/ogg" {
				t.Errorf("%s hears %d bytes of %s", name, len(got), v.head.Get("Content-Type"))
			}
			v.open(signal)
			v.shows("On rouvre lundi à 8 h.", "Ils ont la clé.", "5 organismes le disent", "Relayé", "Répondu")
		}
		// Nobody else: those who only configure, the public, the answer of a
		// stranger's guess; each like what is not there.
		for name, v := range map[string]*visitor{"an administrator of who said it": awa, "an administrator of who was asked": cleo, "nobody": town.visitor()} {
			for _, what := range []string{"", "/mots.txt", "/voix", "/faire/appuyer", "/faire/repondre"} {
				a, b := v.ask(signal+what, nil), v.ask("/fr/app/signal/"+unknown()+what, nil)
				if a.status != b.status || strings.Contains(a.body, "fontaine") || strings.Contains(a.body, "On rouvre") {
					t.Errorf("%s, %s: %d, and %d for what is not there", name, what, a.status, b.status)
				}
			}
		}
		// A closed one is not even counted elsewhere.
		closed := sayInThree(bo, "La rampe est brisée", nil, "Maison Tamarac", "who", "closed")
		dan.open(closed)
		if a := gil.ask(closed, nil); a.status != http.StatusNotFound {
			t.Errorf("another organisation: %d", a.status)
		}
		gil.open("/fr/app/signaux")
		gil.hides("La rampe est brisée")
		gil.open("/fr/app/besoins")
		gil.hides("La rampe est brisée")
	})
}

// sayInThree says a signal as a browser does, page by page, and gives its address.
func sayInThree(v *visitor, words string, voice []byte, to string, more ...string) string {
	v.t.Helper()
	v.open("/fr/app/signal/nouveau")
	v.send("/signal/nouveau", "words", words)
	v.send("/signal/nouveau", "spot", "Derrière l'aréna")
	action, form := v.form("/signal/nouveau")
	fill(form, append([]string{"since", "weeks", "to", optionOf(v.t, v, "to", to), "due", "24", "who", "open", "quiet", "1"}, more...)...)
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, values := range form {
		if err := m.WriteField(name, values[0]); err != nil {
			v.t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("voice", "note.ogg")
	if err != nil {
		v.t.Fatal(err)
	}
	part.Write(voice) // to memory
	m.Close()
	r, err := http.NewRequest(http.MethodPost, v.base+action, &body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := stay.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	resp.Body.Close()
	at, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || resp.StatusCode != http.StatusSeeOther {
		v.t.Fatalf("the last page answers %d, %v", resp.StatusCode, err)
	}
	return at.Path
}

// optionOf is the value of a choice by what it says.
func optionOf(t *testing.T, v *visitor, name, says string) string {
	t.Helper()
	value := ""
	walkOptions(v, name, func(option, text string) {
		if text == says {
			value = option
		}
	})
	if value == "" {
		t.Fatalf("no %q to choose for %s on %s", says, name, v.at)
	}
	return value
}

func walkOptions(v *visitor, name string, see func(value, text string)) {
	walk(v.answer.tree(), func(n *html.Node) {
		if n.DataAtom != atom.Select || attribute(n, "name") != name {
			return
		}
		walk(n, func(o *html.Node) {
			if o.DataAtom != atom.Option {
				return
			}
			var text strings.Builder
			walk(o, func(x *html.Node) {
				if x.Type == html.TextNode {
					text.WriteString(x.Data)
				}
			})
			see(attribute(o, "value"), strings.TrimSpace(text.String()))
		})
	})
}
