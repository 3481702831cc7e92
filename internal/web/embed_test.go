package web_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

var ancestors = regexp.MustCompile(`frame-ancestors ([^;]+)`)

func (a answer) ancestors() string {
	m := ancestors.FindStringSubmatch(a.Header.Get("Content-Security-Policy"))
	if m == nil {
		return "anyone"
	}
	return m[1]
}

// framing is a site whose workers are of an organisation of the directory.
func framing(t *testing.T, u *dbtest.Universe) *door {
	d := newDoor(t, u)
	all := quarter()
	for _, l := range all {
		l.Org = d.o
	}
	all[1].Org = "another"
	ix := directory.NewIndexIn(d.site.Zone, all)
	d.site.Finder, d.site.Locator = ix, directory.NewLocator(ix)
	return d
}

// TestAFrameIsForItsOwnSitesAlone: none until a manager names one; then that
// one, for that organisation; and nowhere else on the site.
func TestAFrameIsForItsOwnSitesAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := framing(t, u)
		own := "/fr/integrer/" + string(d.o)
		public := d.browser()
		a := public.get(own)
		public.want(a, 200, "Clinique dentaire du quai")
		if a.ancestors() != "'none'" || a.Header.Get("X-Frame-Options") != "DENY" {
			t.Errorf("framed by %s before anybody allowed it", a.ancestors())
		}

		bob := d.browser()
		bob.signIn("bob") // intervention: sees, and asks
		page := bob.get("/fr/app/integrer")
		bob.want(page, 200, "demandez à la gestion")
		bob.want(bob.post("/fr/app/integrer/site", "act", "x", "site", "https://bob.example"), 404, "")

		awa := d.browser()
		awa.signIn("awa")
		page = awa.get("/fr/app/integrer")
		awa.want(page, 200, "Aucun site")
		awa.want(awa.post("/fr/app/integrer/site", append(fields(page.body), "site", "pas un site")...), 422, "sécurisée")
		awa.want(awa.post("/fr/app/integrer/site", append(fields(page.body), "site", "Refuge.example/accueil")...), 303, "")

		a = public.get(own)
		if a.ancestors() != "https://refuge.example" || a.Header.Get("X-Frame-Options") != "" || a.Header.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("framed by %s; %v", a.ancestors(), a.Header)
		}
		for _, path := range []string{"/fr/integrer/another", "/fr/integrer/another/recherche?besoin=health.dental", "/fr/", "/fr/service/d1", "/fr/services", "/fr/app/integrer"} {
			if a := awa.get(path); a.ancestors() != "'none'" || a.Header.Get("X-Frame-Options") != "DENY" {
				t.Errorf("%s may be framed by %s", path, a.ancestors())
			}
		}
		page = awa.get("/fr/app/integrer")
		awa.want(awa.post("/fr/app/integrer/retirer", append(fields(page.body), "site", "https://refuge.example")...), 303, "")
		if a := public.get(own); a.ancestors() != "'none'" {
			t.Errorf("still framed by %s", a.ancestors())
		}
	})
}

// TestAFrameHasNothingToPress: against a page that would have people press
// unknowingly, there is nothing but links, each opening beside; no script, no
// form, no cookie; and nothing of a service that must not be seen.
func TestAFrameHasNothingToPress(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := framing(t, u)
		b := d.browser()
		b.signIn("bob")
		form := b.get("/fr/app/listes/nouvelle?liste=k7m2.q4r8")
		made := b.post("/fr/app/listes/nouvelle", append(fields(form.body), "name", "Dents <b>")...)
		code := codeOf.FindStringSubmatch(made.Header.Get("Location"))[1]
		org := string(d.o)
		public := d.browser()
		for _, path := range []string{"/integrer/" + org, "/integrer/" + org + "/liste/" + code, "/integrer/" + org + "/recherche?besoin=health.dental&pres=H1G"} {
			for _, lang := range []string{"/fr", "/en"} {
				a := public.get(lang + path)
				public.want(a, 200, "Clinique dentaire du quai")
				if a.Header.Get("Set-Cookie") != "" || strings.Contains(a.body, "Lilas") || strings.Contains(a.body, "Secrète") || !strings.Contains(a.body, "noindex") {
					t.Errorf("%s sets a cookie, is indexed, or shows what must not be seen", path)
				}
				n, err := html.Parse(strings.NewReader(a.body))
				if err != nil {
					t.Fatal(err)
				}
				for e := range n.Descendants() {
					switch e.Data {
					case "form", "button", "input", "script", "iframe", "object", "base":
						t.Errorf("%s holds a <%s>", path, e.Data)
					case "a":
						attrs := map[string]string{}
						for _, at := range e.Attr {
							attrs[at.Key] = at.Val
						}
						if attrs["target"] != "_blank" || !strings.Contains(attrs["rel"], "noopener") {
							t.Errorf("%s: a link to %s opens in the frame", path, attrs["href"])
						}
					}
				}
			}
		}
		for _, path := range []string{"/fr/integrer/another/liste/" + code, "/fr/integrer/" + org + "/liste/zzzzzz", "/fr/integrer/personne", "/fr/integrer/" + org + "/recherche", "/fr/integrer/" + org + "/recherche?besoin=rien"} {
			public.want(public.get(path), 404, "")
		}
		page := b.get("/fr/app/integrer?besoin=health.dental&pres=H1G")
		b.want(page, 200, "/integrer/"+org+"/recherche?besoin=health.dental")
		if !strings.Contains(page.body, "title=&amp;#34;Dents &amp;amp;lt;b") && !strings.Contains(page.body, "Dents &amp;lt;b&amp;gt;") {
			t.Errorf("the name of a list is not quoted in what is copied\n%s", page.body)
		}
	})
}
