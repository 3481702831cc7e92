package e2e

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"passerelle/test/browser"
)

// wire is what lies between one browser and the program: it keeps every body
// that came back.
type wire struct {
	url    string
	mu     sync.Mutex
	bodies []string // "POST /path 200\n" and the body
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host
			r.Out.Header.Del("Accept-Encoding") // the body is read here
		},
		ModifyResponse: func(r *http.Response) error {
			b, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			r.Body = io.NopCloser(bytes.NewReader(b))
			w.mu.Lock()
			defer w.mu.Unlock()
			w.bodies = append(w.bodies, r.Request.Method+" "+r.Request.URL.Path+" "+r.Status+"\n"+string(b))
			return nil
		},
	}
	s := httptest.NewServer(proxy)
	t.Cleanup(s.Close)
	w.url = s.URL
	return w
}

// carried lists the answers that held one of the words.
func (w *wire) carried(words ...string) (where []string, all int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, b := range w.bodies {
		for _, word := range words {
			if strings.Contains(b, word) {
				line, _, _ := strings.Cut(b, "\n")
				where = append(where, line)
				break
			}
		}
	}
	return where, len(w.bodies)
}

// TestTheBondIsHandedOver: pivot, receiver and person, each in a browser of
// their own, without scripts, on both engines. No answer that reaches the
// receiver holds how to reach the person before the pivot opens it, whatever
// route they try; accepting closes nothing; the person's voice lets the pivot
// go, calls them back, and closes.
func TestTheBondIsHandedOver(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := browser.Shared(t).Tab(t, desk)
		town.hire(town.admin(halte), "bo", "intervention")
		signsIn(bo, town.url, "bo@exemple.org")
		path := refers(t, town, bo, "logement", "Logement Tamarac", tamarac)
		words := given(t, bo, town.url+path)

		wire := newWire(t, town.url)
		town.hire(town.admin(tamarac), "dan", "intervention")
		dan := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
		signsIn(dan, wire.url, "dan@exemple.org")
		dan.Open(wire.url + path)
		dan.Tap("Accuser réception")
		dan.Tap("Accepter la référence")
		sees(t, dan, "Appelez d'abord", "Accepter ne ferme rien", "Vous vous parlez avant de commencer", "En cours")
		dan.Tap("Nous nous sommes parlé") // their saying so opens nothing
		sees(t, dan, "Coordonnées fermées")
		triesEverything(t, wire, path)
		if where, all := wire.carried(saidReach, secretLabel); len(where) > 0 || all < 60 {
			t.Fatalf("of %d answers to the receiver, these hold how to reach the person before the pivot opened it: %v", all, where)
		}

		bo.Open(town.url + path)
		misses(t, bo, "/retrait")
		bo.Tap("Noter l'appel")
		bo.Choose("together", "30")
		bo.Tap("Oui, nous nous sommes parlé")
		sees(t, bo, "bo, de La Halte et dan, de Maison Tamarac", "Fin prévue")
		if bo.Open(town.url+path+"/retrait") != http.StatusConflict {
			t.Error("a pivot may step back before the person's word")
		}
		sees(t, bo, "La personne n'a pas encore dit que le lien tient")

		dan.Open(wire.url + path)
		sees(t, dan, saidReach, secretLabel)
		if where, _ := wire.carried(saidReach); len(where) == 0 {
			t.Error("control: the wire does not see what the receiver reads")
		}
		dan.Tap("Commencer l'accompagnement")
		dan.Tap("Personne jointe")

		// What the pivot observed is read by the other side, under its author.
		bo.Open(town.url + path)
		bo.Tap("Ajouter une observation")
		bo.Fill("words", "Mange un peu depuis hier")
		bo.Tap("Ajouter l'observation")
		sees(t, bo, "Mange un peu depuis hier", "Maison Tamarac ne l'a pas encore lue")
		dan.Open(wire.url + "/fr/app")
		dan.Tap("Lire une observation")
		dan.Tap("J'ai lu")
		sees(t, dan, "Lu par dan, de Maison Tamarac")

		phone := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
		phone.Open(town.url + "/fr/lien")
		phone.Fill("words", words)
		phone.Tap("Ouvrir ma page")
		sees(t, phone, "bo, de La Halte", "dan, de Maison Tamarac", "À deux depuis", "Personne ne se retire avant que vous disiez que le lien tient")
		phone.Tap("Voir ce qui est écrit")
		sees(t, phone, saidWords, saidReach, "Mange un peu depuis hier", "bo, de La Halte")
		phone.Tap("Retour")
		before := phone.Taps()
		phone.Tap("Est-ce que le lien tient ?")
		phone.Tap("Oui, le lien tient")
		if n := phone.Taps() - before; n != 2 {
			t.Errorf("%d presses to say that the bond holds", n)
		}

		bo.Open(town.url + path)
		bo.Tap("Me retirer")
		sees(t, bo, "La personne l'a dit elle-même")
		bo.Tap("Oui, je me retire")
		sees(t, bo, "La première personne s'est retirée")
		phone.Open(town.url + "/fr/lien/page")
		sees(t, phone, "bo s'est retiré·e")
		phone.Tap("Rappeler la première personne")
		phone.Tap("Pas encore")
		bo.Open(town.url + "/fr/app")
		sees(t, bo, "La personne vous rappelle")
		bo.Open(town.url + path)
		bo.Tap("Revenir auprès de la personne")
		bo.Tap("Rester à deux")

		// Both sides say that the need is met: it stays open until the person does.
		for base, tab := range map[string]*browser.Tab{town.url: bo, wire.url: dan} {
			tab.Open(base + path + "/dire")
			tab.Choose("need_met", "yes")
			tab.Tap("Enregistrer")
			sees(t, tab, "En accompagnement")
		}
		phone.Open(town.url + "/fr/lien/page")
		phone.Tap("Est-ce que cela a aidé ?")
		phone.Tap("Oui")
		bo.Open(town.url + path)
		sees(t, bo, "Besoin répondu")
	})
}

// triesEverything has the receiver ask each route of the referral, by GET and by
// POST, as a program would: whatever it answers goes over the wire.
func triesEverything(t *testing.T, wire *wire, path string) {
	t.Helper()
	v := newVisitor(t, wire.url)
	v.open("/fr/connexion")
	v.send("/connexion", "email", "dan@exemple.org", "password", phrase)
	tried := 0
	for i, r := range routes(t) {
		if !strings.Contains(r.path, "/app/reference/{id}") || strings.HasSuffix(r.path, "/refuser") || strings.HasSuffix(r.path, "/connais") {
			continue // they end it, or give it to a colleague
		}
		to := path + strings.TrimPrefix(r.path, "/{lang}/app/reference/{id}")
		var form url.Values
		if r.method == http.MethodPost {
			form = url.Values{"act": {"try-" + string(rune('a'+i%26)) + string(rune('a'+i/26))}, "how": {"call"}, "together": {"14"}}
		}
		if a := v.ask(to, form); a.status >= 500 {
			t.Errorf("%s %s answers %d", r.method, to, a.status)
		}
		tried++
	}
	for _, more := range []string{"/fr/app", "/fr/app/references", "/fr/app/moi"} {
		v.ask(more, nil)
	}
	if tried < 40 {
		t.Errorf("only %d routes of a referral were tried", tried)
	}
}

// TestNobodyIsSaidToBeTogetherWhoNeverWas: the person may say that the bond holds
// before the two are with them. Then that step is neither under way nor to come.
func TestNobodyIsSaidToBeTogetherWhoNeverWas(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		bo := town.hire(town.admin(halte), "bo", "intervention")
		dan := town.hire(town.admin(tamarac), "dan", "intervention")
		h := draft(bo, "logement", "B1")
		bo.open(h.path + "/fait")
		bo.send("/fait", "tried", saidTried, "companion", "", "pivot", saidPivot, "delay", "48") // no call first
		h.agree()
		h.send()
		dan.open(h.path)
		dan.send("/recevoir")
		dan.send("/accepter")
		const both = "Vous êtes à deux avec la personne"
		bo.open(h.path)
		bo.shows(both)
		bo.open(h.path + "/parole")
		bo.send("/parole", "bond_holds", "yes")
		for _, v := range []*visitor{bo, dan} {
			v.open(h.path)
			v.shows("La première personne se retire")
			v.hides(both)
		}
	})
}
