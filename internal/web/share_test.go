package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// links are the addresses of a page, in order, as a browser reads them.
func links(t *testing.T, body string) (list []string) {
	t.Helper()
	n, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for d := range n.Descendants() {
		for _, a := range d.Attr {
			if d.Data == "a" && a.Key == "href" {
				list = append(list, a.Val)
			}
		}
	}
	return list
}

func linkWith(t *testing.T, body string, parts ...string) string {
	t.Helper()
next:
	for _, l := range links(t, body) {
		for _, p := range parts {
			if !strings.Contains(l, p) {
				continue next
			}
		}
		return l
	}
	t.Fatalf("no link with %v", parts)
	return ""
}

// TestAListIsGatheredByLinksAlone: without script, cookie or account, from the
// results and from a service's page, in the order chosen.
func TestAListIsGatheredByLinksAlone(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	_, body := p.get("/fr/services?f=1&besoin=health.dental")
	_, body = p.get(linkWith(t, body, "/fr/services", "liste=k7m2"))
	if !strings.Contains(body, "Votre liste") || !strings.Contains(body, "Dans la liste") || !strings.Contains(body, "Clinique dentaire du quai") {
		t.Error("the service is not in the list")
	}
	_, body = p.get(linkWith(t, body, "/fr/service/d2", "liste=k7m2")) // the list goes along
	_, body = p.get(linkWith(t, body, "/fr/liste/k7m2.p2x9"))          // and is where the link adds
	if strings.Index(body, "Clinique dentaire du quai") > strings.Index(body, "Dentistes de nuit") {
		t.Error("not in the order chosen")
	}
	_, body = p.get(linkWith(t, body, "/fr/liste/p2x9.k7m2"))
	if strings.Index(body, "Clinique dentaire du quai") < strings.Index(body, "Dentistes de nuit") {
		t.Error("the order did not change")
	}
	up := "/fr/liste/k7m2"
	for _, l := range links(t, body) {
		if l == up {
			return
		}
	}
	t.Error("one cannot be removed")
}

// TestAListSaysWhatBecameOfItsServices: gone, no longer offered, stale.
func TestAListSaysWhatBecameOfItsServices(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[1].Status = directory.Inactive
	p := openPublic(t, all)
	status, body := p.get("/fr/liste/k7m2.zzzz9.p2x9")
	for _, s := range []string{"n&#39;est plus dans le répertoire", "zzzz9", "n&#39;est plus offert"} {
		if !strings.Contains(body, s) {
			t.Errorf("%d: does not say %q", status, s)
		}
	}
	_, body = p.get("/fr/liste/k7m2.zzzz9.p2x9/papier")
	if !strings.Contains(body, "2 services ne sont plus offerts") || strings.Contains(body, "Dentistes de nuit") {
		t.Error("the paper must leave out what is not offered, and say so on the screen")
	}
	if status, body = p.get("/fr/liste/,;<script>.k7m2"); status != 200 || !strings.Contains(body, "Clinique dentaire du quai") || strings.Contains(body, "<script>") {
		t.Errorf("%d: what is not a code is left out", status)
	}
	if status, _ := p.get("/fr/liste/%20/papier"); status != 404 {
		t.Errorf("an empty paper answers %d", status)
	}
}

// TestAListIsShort: the twelfth is taken, the thirteenth is not, and the page
// says why.
func TestAListIsShort(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	full := "a1.a2.a3.a4.a5.a6.a7.a8.a9.b1.b2.b3"
	_, body := p.get("/fr/services?f=1&besoin=health.dental&liste=" + full)
	if strings.Contains(body, "Ajouter à la liste") {
		t.Error("a full list still takes")
	}
	if _, body = p.get("/fr/liste/" + full); !strings.Contains(body, "La liste est pleine") {
		t.Error("nobody says why")
	}
	if _, body = p.get("/fr/liste?code=k7m2&liste=" + full); !strings.Contains(body, "La liste est pleine") {
		t.Error("a code is taken by a full list")
	}
	if _, body = p.get("/fr/liste?code=+K7M2+"); !strings.Contains(body, "Clinique dentaire du quai") {
		t.Error("a code as people type it is not taken")
	}
	if _, body = p.get("/fr/liste?code=rien"); !strings.Contains(body, "Aucun service") {
		t.Error("an unknown code is not told")
	}
}

// TestNeutralMessages: what goes to a phone names nothing, and nothing at all
// is offered about a service that must not be seen there.
func TestNeutralMessages(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	for _, path := range []string{"/fr/service/d1", "/fr/liste/k7m2.p2x9", "/ar/service/d1"} {
		_, body := p.get(path)
		for _, l := range []string{linkWith(t, body, "sms:"), linkWith(t, body, "mailto:?")} {
			words, err := url.QueryUnescape(l)
			if err != nil || strings.Contains(words, "Clinique") || strings.Contains(words, "entaire") || !strings.Contains(words, "https://passerelle.example/") || strings.Contains(l, "+") {
				t.Errorf("%s sends %q", path, words)
			}
		}
	}
	for _, path := range []string{"/fr/service/s1", "/fr/liste/k7m2.q4r8"} {
		_, body := p.get(path)
		if strings.Contains(body, "sms:") || strings.Contains(body, "mailto:?") || !strings.Contains(body, `class="exit"`) || strings.Contains(body, "Lilas – Passerelle") {
			t.Errorf("%s is about a service that must not be seen", path)
		}
	}
	for _, path := range []string{"/fr/liste/k7m2.q4r8/papier", "/fr/languettes?liste=q4r8", "/fr/affiche?liste=q4r8", "/fr/livret?lieu=Montréal-Nord&distance=25000", "/fr/livret?lieu=H1G&besoin=safety"} {
		status, body := p.get(path)
		if status != 200 || strings.Contains(body, "Secrète") || strings.Contains(body, "H7A") || strings.Contains(body, "Laval") {
			t.Errorf("%s: %d, or a hidden address is on paper", path, status)
		}
		if !strings.Contains(path, "affiche") && !strings.Contains(body, "donnée par téléphone") {
			t.Errorf("%s does not say how the address is had", path)
		}
	}
}

// TestPaperThatCannotBeMade asks again, or is not there; it is never a sheet of
// nothing.
func TestPaperThatCannotBeMade(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[1].Status = directory.Inactive
	p := openPublic(t, all)
	for path, want := range map[string]int{
		"/fr/livret": 200, "/fr/livret?lieu=zzz": 200, "/fr/affiche": 200, "/fr/affiche?besoin=health.dental&pres=zzz": 200, "/fr/affiche?besoin=rien": 200,
		"/fr/affiche?liste=p2x9": 404, "/fr/affiche?liste=zzzz": 404, "/fr/languettes": 404, "/fr/languettes?liste=p2x9.zzzz": 404,
	} {
		status, body := p.get(path)
		if status != want || strings.Contains(path, "zzz") && want == 200 && !strings.Contains(body, "Nous ne trouvons pas") || strings.Contains(body, "<svg class=\"qr\"") {
			t.Errorf("%s answers %d", path, status)
		}
	}
	for path, want := range map[string]string{
		"/n/health.dental/montreal-nord": "/fr/services?besoin=health.dental&pres=Montr%C3%A9al-Nord", "/n/tout/h1g": "/fr/services?pres=H1G",
		"/en/n/health.dental": "/en/services?besoin=health.dental", "/n/rien": "",
	} {
		client := *p.Client()
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		a, err := client.Get(p.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if got := a.Header.Get("Location"); got != want || want == "" && a.StatusCode != 404 {
			t.Errorf("%s leads to %q, not %q", path, got, want)
		}
	}
}

// TestPaperOpensInItsLanguage: a paper in a language that workers do not read
// was made for somebody; the phone that scans it may speak a third one.
func TestPaperOpensInItsLanguage(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	if _, body := p.get("/fr/service/d1/carte"); !strings.Contains(body, ">https://passerelle.example/s/k7m2<") {
		t.Error("a French paper lets the phone choose")
	}
	if _, body := p.get("/ar/service/d1/carte"); !strings.Contains(body, ">https://passerelle.example/ar/s/k7m2<") {
		t.Error("an Arabic paper does not open in Arabic")
	}
	if status, body := p.get("/ar/s/k7m2"); status != 200 || !strings.Contains(body, `lang="ar"`) {
		t.Error(status)
	}
}

// TestANoteIsKeptNowhere: it stands on the answer, which nobody may store, and
// another site cannot have us print its words.
func TestANoteIsKeptNowhere(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	r, err := http.NewRequest(http.MethodPost, p.URL+"/fr/liste/k7m2/papier", strings.NewReader(url.Values{"note": {"Demandez <b>Julie</b>"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	a, err := p.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	a.Body.Close()
	if a.StatusCode != 200 || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", a.StatusCode, a.Header)
	}
	_, _, body := p.post("/fr/liste/k7m2/papier", url.Values{"note": {"Demandez <b>Julie</b>"}})
	if !strings.Contains(body, "Demandez &lt;b&gt;Julie&lt;/b&gt;") {
		t.Error("the note is not on the paper")
	}
	if _, body := p.get("/fr/liste/k7m2/papier"); strings.Contains(body, "Julie") {
		t.Error("the note was kept")
	}
	r, _ = http.NewRequest(http.MethodPost, p.URL+"/fr/liste/k7m2/papier", strings.NewReader("note=Payez+ici"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://evil.example")
	if a, err = p.Client().Do(r); err != nil || a.StatusCode != http.StatusForbidden {
		t.Errorf("another site's words: %v %v", a.StatusCode, err)
	}
	a.Body.Close()
}

// keeping is a site with workers, a directory and kept lists.
func keeping(t *testing.T, u *dbtest.Universe) *door {
	d := newDoor(t, u)
	ix := directory.NewIndexIn(d.site.Zone, quarter())
	d.site.Finder, d.site.Locator = ix, directory.NewLocator(ix)
	return d
}

var codeOf = regexp.MustCompile(`/app/liste/([a-z0-9]+)`)

// TestKeptList: a worker keeps what was gathered, arranges it, and takes it
// away; the public reads it by its code throughout.
func TestKeptList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := keeping(t, u)
		b := d.browser()
		b.signIn("bob")
		form := b.get("/fr/app/listes/nouvelle?liste=k7m2.q4r8")
		b.want(form, 200, "Clinique dentaire du quai")
		refused := b.post("/fr/app/listes/nouvelle", append(fields(form.body), "name", " ")...)
		b.want(refused, 422, "Donnez un nom")
		if !strings.Contains(refused.body, `value="k7m2.q4r8"`) {
			t.Error("what was gathered is lost by a mistake")
		}
		a := b.post("/fr/app/listes/nouvelle", append(fields(form.body), "name", "Dents")...)
		b.want(a, 303, "")
		code := codeOf.FindStringSubmatch(a.Header.Get("Location"))[1]

		public := d.browser()
		a = public.get("/fr/l/" + code)
		public.want(a, 200, "Dents")
		public.want(a, 200, "Liste de")
		public.want(public.get("/l/"+code), 303, "")
		public.want(public.get("/fr/l/"+code+"/papier?format=a6"), 200, "Clinique dentaire du quai")
		public.want(public.get("/fr/app/liste/"+code), 404, "")

		edit := b.get("/fr/app/liste/" + code + "?q=nuit")
		b.want(edit, 200, "Dentistes de nuit")
		act := fields(edit.body)
		b.want(b.post("/fr/app/liste/"+code+"/ordre", append(act, "do", "add:d2", "q", "nuit")...), 303, "")
		b.want(b.post("/fr/app/liste/"+code+"/ordre", append(act, "do", "add:d2", "q", "nuit")...), 303, "") // pressed twice
		b.want(b.post("/fr/app/liste/"+code+"/ordre", append(act, "do", "out:d1")...), 409, "entre-temps")
		edit = b.get("/fr/app/liste/" + code)
		b.want(b.post("/fr/app/liste/"+code+"/ordre", append(fields(edit.body), "do", "up:d2")...), 303, "")
		a = public.get("/fr/l/" + code)
		if at := strings.Index; !(at(a.body, "Clinique dentaire") < at(a.body, "Dentistes de nuit") && at(a.body, "Dentistes de nuit") < at(a.body, "Lilas")) {
			t.Error("the services are not in the order arranged")
		}
		b.want(b.get("/fr/app/listes"), 200, "Dents")

		d.elsewhere()
		eve := d.browser()
		eve.signIn("eve")
		eve.want(eve.get("/fr/app/liste/"+code), 404, "")
		eve.want(eve.post("/fr/app/liste/"+code+"/retirer", "act", "x"), 404, "")

		ask := b.get("/fr/app/liste/" + code + "/retirer")
		b.want(ask, 200, "<bdi>Dents</bdi>")
		b.want(b.post("/fr/app/liste/"+code+"/retirer", fields(ask.body)...), 303, "")
		a = public.get("/fr/l/" + code)
		public.want(a, 410, "Le Refuge")
		if strings.Contains(a.body, "Dents") {
			t.Error("the name of a removed list is still shown")
		}
		public.want(public.get("/fr/l/zzzzzz"), 404, "")
	})
}

// fields are the hidden fields of the first form of a page that has an act.
func fields(body string) (pairs []string) {
	n, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return nil
	}
	for form := range n.Descendants() {
		if form.Data != "form" {
			continue
		}
		pairs = nil
		for d := range form.Descendants() {
			var name, value, kind string
			for _, a := range d.Attr {
				switch a.Key {
				case "name":
					name = a.Val
				case "value":
					value = a.Val
				case "type":
					kind = a.Val
				}
			}
			if kind == "hidden" {
				pairs = append(pairs, name, value)
			}
		}
		if strings.Contains(strings.Join(pairs, " ")+" ", "act ") {
			return pairs
		}
	}
	return nil
}
