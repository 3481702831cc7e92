package web_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/i18n"
	"passerelle/internal/job"
	"passerelle/internal/org"
	"passerelle/internal/seal"
	"passerelle/internal/share"
	"passerelle/internal/web"
)

const orgPassword = "neuf canards violets sur la rive"

// door is a site with one organisation, one administrator (awa) and one worker
// (bob), served over a safe connection.
type door struct {
	*dbtest.Universe
	t       *testing.T
	url     string
	server  *httptest.Server
	site    *web.Site
	org     *org.Service
	consent *consent.Service
	o       access.Org
	bob     access.Worker
}

func newDoor(t *testing.T, u *dbtest.Universe) *door {
	t.Helper()
	d := &door{Universe: u, t: t}
	keys, err := seal.NewKeys()
	d.must(err)
	bundle, err := i18n.New()
	d.must(err)
	quiet := slog.New(slog.DiscardHandler)
	log := event.NewLog(job.New(u.DB, u.Clock, quiet))
	d.org = org.New(u.DB, log, keys, u.Clock, dbtest.Region)
	vault, err := seal.NewVault(keys)
	d.must(err)
	d.consent = consent.New(u.DB, log, vault, keys, u.Clock)
	d.site = &web.Site{
		Bundle: bundle, Region: dbtest.Region, Zone: time.UTC, Clock: u.Clock, Log: quiet, DB: u.DB, Keys: keys,
		Ready: func() bool { return true }, Services: web.Services{Org: d.org, Consent: d.consent, Share: share.New(u.DB, log)},
	}
	d.server = httptest.NewTLSServer(d.site.Handler())
	t.Cleanup(d.server.Close)
	d.url = d.server.URL

	operator := access.ForOperator(dbtest.Region)
	d.o, err = d.org.CreateOrg(u.Ctx, operator, org.NewOrg{Sector: org.Community, Regime: org.PrivateQuebec, NameFR: "Le Refuge"})
	d.must(err)
	d.hire("awa", access.Administration)
	d.bob = d.hire("bob", access.Intervention)
	return d
}

// elsewhere is a worker of another organisation.
func (d *door) elsewhere() string {
	d.t.Helper()
	operator := access.ForOperator(dbtest.Region)
	o, err := d.org.CreateOrg(d.Ctx, operator, org.NewOrg{Sector: org.PublicNetwork, Regime: org.HealthQuebec, NameFR: "La Clinique"})
	d.must(err)
	id, err := d.org.AddWorker(d.Ctx, operator, org.NewWorker{
		Name: "eve", Email: "eve@exemple.org", Password: orgPassword, Hats: []org.NewHat{{Org: o, Roles: []access.Role{access.Intervention}}},
	})
	d.must(err)
	return string(id)
}

func (d *door) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *door) hire(name string, roles ...access.Role) access.Worker {
	d.t.Helper()
	id, err := d.org.AddWorker(d.Ctx, access.ForOperator(dbtest.Region), org.NewWorker{
		Name: name, Email: name + "@exemple.org", Password: orgPassword, Hats: []org.NewHat{{Org: d.o, Roles: roles}},
	})
	d.must(err)
	return id
}

// browser is one visitor's, with its cookies. It follows no redirection.
type browser struct {
	*door
	*http.Client
}

func (d *door) browser() *browser {
	jar, err := cookiejar.New(nil)
	d.must(err)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{d, &http.Client{Jar: jar, Transport: d.server.Client().Transport, CheckRedirect: stay}}
}

type answer struct {
	*http.Response
	body string
}

func (b *browser) get(path string) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.Ctx, http.MethodGet, b.url+path, nil)
	b.must(err)
	return b.do(r)
}

// post sends a form as a browser does from our own page.
func (b *browser) post(path string, pairs ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequestWithContext(b.Ctx, http.MethodPost, b.url+path, strings.NewReader(form.Encode()))
	b.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	res, err := b.Do(r)
	b.must(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	b.must(err)
	return answer{res, string(body)}
}

func (b *browser) signIn(name string) answer {
	b.t.Helper()
	a := b.post("/fr/connexion", "email", name+"@exemple.org", "password", orgPassword, "suite", "/app/moi")
	b.want(a, http.StatusSeeOther, "")
	return a
}

// want fails unless the answer has this status and holds this text.
func (d *door) want(a answer, status int, text string) {
	d.t.Helper()
	if a.StatusCode != status || !strings.Contains(a.body, text) {
		d.t.Fatalf("%s %s: %d, want %d with %q\n%s", a.Request.Method, a.Request.URL.Path, a.StatusCode, status, text, a.body)
	}
}

var actField = regexp.MustCompile(`name="act" value="([^"]+)"`)

// act is the id of the form shown.
func (a answer) act(t *testing.T) string {
	t.Helper()
	m := actField.FindStringSubmatch(a.body)
	if m == nil {
		t.Fatal("a form without its id")
	}
	return m[1]
}

// alike reports whether two pages say the same: the language row, which leads
// to the same address, apart.
func alike(a, b answer) bool {
	return a.StatusCode == b.StatusCode &&
		strings.ReplaceAll(a.body, strings.TrimPrefix(a.Request.URL.Path, "/fr"), "") == strings.ReplaceAll(b.body, strings.TrimPrefix(b.Request.URL.Path, "/fr"), "")
}

func TestSignInPage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		b := d.browser()
		d.want(b.get("/fr/app/moi"), http.StatusNotFound, `href="/fr/connexion?suite=%2Fapp%2Fmoi"`)
		page := b.get("/fr/connexion?suite=/app/equipe")
		d.want(page, http.StatusOK, `value="/app/equipe"`)
		if len(page.Cookies()) != 0 {
			t.Error("a cookie before anyone signed in")
		}

		wrong := b.post("/fr/connexion", "email", "awa@exemple.org", "password", "devine quel est mon mot", "suite", "/app/equipe")
		d.want(wrong, http.StatusUnprocessableEntity, `value="awa@exemple.org"`)
		d.want(wrong, http.StatusUnprocessableEntity, `value="/app/equipe"`)
		if strings.Contains(wrong.body, "devine") {
			t.Error("the password comes back")
		}
		unknown := b.post("/fr/connexion", "email", "qui@exemple.org", "password", "devine quel est mon mot", "suite", "/app/equipe")
		if strings.ReplaceAll(unknown.body, "qui@", "awa@") != wrong.body || unknown.StatusCode != wrong.StatusCode {
			t.Error("an unknown address is answered otherwise")
		}

		in := b.post("/fr/connexion", "email", "awa@exemple.org", "password", orgPassword, "suite", "/app/equipe")
		d.want(in, http.StatusSeeOther, "")
		if to := in.Header.Get("Location"); to != "/fr/app/equipe" {
			t.Errorf("goes to %s", to)
		}
		c := in.Cookies()[0]
		if c.Name != "__Host-passerelle" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || !c.Expires.IsZero() || c.MaxAge != 0 {
			t.Errorf("cookie %+v", c)
		}
		d.want(b.get("/fr/app/moi"), http.StatusOK, "awa@exemple.org")
		if store := b.get("/fr/app/moi").Header.Get("Cache-Control"); store != "no-store" {
			t.Errorf("a worker's page may be stored: %s", store)
		}
		u.Clock.Advance(15 * time.Minute)
		d.want(b.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
	})
}

func TestAfterSignInStaysHere(t *testing.T) {
	t.Parallel()
	d := newDoor(t, dbtest.New(t, db.SQLite))
	for _, away := range []string{"https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "/app\r\nSet-Cookie: a=b", "/application", "", "/fr/connexion"} {
		a := d.browser().post("/fr/connexion", "email", "awa@exemple.org", "password", orgPassword, "suite", away)
		if to := a.Header.Get("Location"); to != "/fr/app" {
			t.Errorf("%q goes to %q", away, to)
		}
	}
}

func TestTooManyTriesPage(t *testing.T) {
	t.Parallel()
	d := newDoor(t, dbtest.New(t, db.SQLite))
	b := d.browser()
	for range 10 {
		b.post("/fr/connexion", "email", "awa@exemple.org", "password", "devine")
	}
	a := b.post("/fr/connexion", "email", "awa@exemple.org", "password", orgPassword)
	d.want(a, http.StatusTooManyRequests, `value="awa@exemple.org"`)
}

func TestSignOutPage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		office, phone := d.browser(), d.browser()
		office.signIn("awa")
		phone.signIn("awa")
		home, err := url.Parse(d.url)
		d.must(err)
		stolen := office.Jar.Cookies(home)
		out := office.post("/fr/deconnexion")
		d.want(out, http.StatusSeeOther, "")
		if out.Header.Get("Clear-Site-Data") == "" {
			t.Error("what the browser stored stays there")
		}
		d.want(office.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
		office.Jar.SetCookies(home, stolen)
		d.want(office.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
		d.want(office.post("/fr/deconnexion"), http.StatusSeeOther, "") // twice is once

		office.signIn("awa")
		d.want(phone.post("/fr/app/moi/partout"), http.StatusSeeOther, "")
		d.want(office.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
	})
}

func TestInvitationPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		awa := d.browser()
		awa.signIn("awa")
		made := awa.post("/fr/app/equipe/nouvelle", "act", awa.get("/fr/app/equipe/nouvelle").act(t), "name", "Équipe de soir")
		d.want(made, http.StatusSeeOther, "")

		form := awa.get("/fr/app/equipe/inviter")
		act := form.act(t)
		bad := awa.post("/fr/app/equipe/inviter", "act", act, "email", "chloé sans arobase", "roles", "coordination")
		d.want(bad, http.StatusUnprocessableEntity, "chloé sans arobase")
		if bad.act(t) != act || !strings.Contains(bad.body, "checked") {
			t.Error("the form forgot")
		}
		sent := awa.post("/fr/app/equipe/inviter", "act", act, "email", "chloe@exemple.org", "roles", "coordination", "roles", "intervention")
		d.want(sent, http.StatusSeeOther, "")
		again := awa.post("/fr/app/equipe/inviter", "act", act, "email", "chloe@exemple.org", "roles", "coordination", "roles", "intervention")
		shown, reshown := awa.get(sent.Header.Get("Location")), awa.get(again.Header.Get("Location"))
		link := regexp.MustCompile(`/fr/invitation/[\w-]+`).FindString(shown.body)
		if link == "" || !strings.Contains(reshown.body, link) {
			t.Fatalf("no link, or two: %s", shown.body)
		}
		d.want(awa.get("/fr/app/equipe"), http.StatusOK, "chloe@exemple.org")

		chloe := d.browser()
		open := chloe.get(link)
		d.want(open, http.StatusOK, "Le Refuge")
		if store := open.Header.Get("Cache-Control"); store != "no-store" {
			t.Errorf("an invitation may be stored: %s", store)
		}
		short := chloe.post(link, "act", open.act(t), "name", "Chloé Roy", "password", "court")
		d.want(short, http.StatusUnprocessableEntity, `value="Chloé Roy"`)
		d.want(chloe.post(link, "act", open.act(t), "name", "Chloé Roy", "password", orgPassword), http.StatusSeeOther, "")
		d.want(chloe.get("/fr/app/moi"), http.StatusOK, "Chloé Roy")
		over, none := d.browser().get(link), d.browser().get("/fr/invitation/nimporte")
		d.want(over, http.StatusNotFound, "")
		if !alike(over, none) {
			t.Error("a used link and one that never was are told apart")
		}
	})
}

func TestTeamPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		awa, bob := d.browser(), d.browser()
		awa.signIn("awa")
		bob.signIn("bob")

		seen := bob.get("/fr/app/equipe")
		d.want(seen, http.StatusOK, "awa")
		for _, hidden := range []string{"awa@exemple.org", "/inviter", "/depart/", "/phrase/"} {
			if strings.Contains(seen.body, hidden) {
				t.Errorf("a colleague sees %q", hidden)
			}
		}
		for _, path := range []string{"/fr/app/equipe/inviter", "/fr/app/equipe/nouvelle", "/fr/app/equipe/depart/" + string(d.bob), "/fr/app/equipe/phrase/" + string(d.bob)} {
			a := bob.get(path)
			d.want(a, http.StatusNotFound, "")
			d.want(bob.post(path, "act", "x", "name", "Jour"), http.StatusNotFound, "")
		}
		if !alike(bob.get("/fr/app/equipe/depart/"+string(d.bob)), bob.get("/fr/app/equipe/depart/rien")) ||
			!alike(awa.get("/fr/app/equipe/depart/"+d.elsewhere()), awa.get("/fr/app/equipe/depart/rien")) {
			t.Error("hidden and not there are told apart")
		}

		// A new passphrase for who lost theirs, in the administrator's hands.
		ask := awa.get("/fr/app/equipe/phrase/" + string(d.bob))
		given := awa.post("/fr/app/equipe/phrase/"+string(d.bob), "act", ask.act(t))
		link := regexp.MustCompile(`/fr/invitation/[\w-]+`).FindString(awa.get(given.Header.Get("Location")).body)
		open := d.browser().get(link)
		d.want(open, http.StatusOK, "bob@exemple.org")
		d.want(d.browser().post(link, "act", open.act(t), "password", "onze renards dans la neige"), http.StatusSeeOther, "")
		d.want(bob.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")

		// The last administrator names another; then both leave in turn.
		d.want(awa.post("/fr/app/moi/depart"), http.StatusUnprocessableEntity, string(d.bob))
		d.want(awa.post("/fr/app/moi/depart", "successor", string(d.bob)), http.StatusSeeOther, "")
		d.want(awa.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
		in := bob.post("/fr/connexion", "email", "bob@exemple.org", "password", "onze renards dans la neige", "suite", "/app/equipe")
		d.want(bob.get(in.Header.Get("Location")), http.StatusOK, "/inviter")
	})
}

func TestHatPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		bob := d.browser()
		bob.signIn("bob")
		if one := bob.get("/fr/app/moi"); strings.Contains(one.body, "/app/moi/chapeau/") {
			t.Error("one hat, and yet another to wear")
		}
		operator := access.ForOperator(dbtest.Region)
		clinic, err := d.org.CreateOrg(u.Ctx, operator, org.NewOrg{Sector: org.PublicNetwork, Regime: org.HealthQuebec, NameFR: "La Clinique"})
		d.must(err)
		link, err := d.org.Invite(u.Ctx, operator, org.NewInvitation{Act: "a", Org: clinic, Email: "bob@exemple.org", Roles: []access.Role{access.Administration}})
		d.must(err)
		open := bob.get("/fr/invitation/" + link)
		d.want(open, http.StatusOK, "La Clinique")
		u.Clock.Advance(time.Second)
		d.want(bob.post("/fr/invitation/"+link, "act", open.act(t), "password", orgPassword), http.StatusSeeOther, "")

		me := bob.get("/fr/app/moi")
		d.want(me, http.StatusOK, "au nom de <bdi>La Clinique</bdi>")
		wear := regexp.MustCompile(`action="(/fr/app/moi/chapeau/[^"]+)"`).FindStringSubmatch(me.body)
		if wear == nil {
			t.Fatal("no other hat to wear")
		}
		d.want(bob.get("/fr/app/equipe/inviter"), http.StatusOK, "")
		d.want(bob.post(wear[1]), http.StatusSeeOther, "")
		d.want(bob.get("/fr/app/moi"), http.StatusOK, "au nom de <bdi>Le Refuge</bdi>")
		d.want(bob.get("/fr/app/equipe/inviter"), http.StatusNotFound, "") // that role was the other hat's
		d.want(bob.post("/fr/app/moi/chapeau/rien"), http.StatusNotFound, "")
	})
}

func TestColleagueLeavesPage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		awa, bob := d.browser(), d.browser()
		awa.signIn("awa")
		bob.signIn("bob")
		path := "/fr/app/equipe/depart/" + string(d.bob)
		d.want(awa.get(path), http.StatusOK, "bob")
		d.want(awa.post(path), http.StatusSeeOther, "")
		d.want(bob.get("/fr/app/moi"), http.StatusNotFound, "/fr/connexion")
		d.want(awa.post(path), http.StatusNotFound, "")
	})
}
