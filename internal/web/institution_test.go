package web_test

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/org"
	"passerelle/test/provider"
)

// believes has the sign-in of a provider believed for an organisation.
func (d *door) believes(p *provider.Provider, o access.Org) string {
	d.t.Helper()
	id, err := d.org.SetInstitution(d.Ctx, access.ForOperator(dbtest.Region), org.NewInstitution{Org: o, Issuer: p.URL, ClientID: "passerelle", Secret: provider.Secret})
	d.must(err)
	return id
}

// TestAnInstitutionSignsItsWorkersIn: who tied their account comes in by it,
// and goes where they were going; an account that nobody tied makes nobody.
func TestAnInstitutionSignsItsWorkersIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		p := provider.New(t, u.Clock.Now)
		id := d.believes(p, d.o)
		out, tie := "/fr/connexion/institution/"+id+"?suite=/app/equipe", "/fr/app/moi/securite/institution/"+id
		b := d.browser()
		d.want(b.get("/fr/connexion"), http.StatusOK, "/fr/connexion/institution/"+id)
		stranger := b.away(p, out, nil)
		if to := stranger.Header.Get("Location"); to != "/fr/connexion?institution=refusee&suite=%2Fapp%2Fequipe" {
			t.Errorf("an account that nobody tied goes to %q", to)
		}
		d.want(b.get(stranger.Header.Get("Location")), http.StatusOK, "Ce compte n&#39;ouvre rien ici")
		if n := d.number(`SELECT COUNT(*) FROM worker`); n != 2 {
			t.Errorf("%d workers: the institution made one", n)
		}

		b.signIn("bob")
		d.want(b.get("/fr/app/moi/securite"), http.StatusOK, tie)
		if to := b.away(p, tie, nil).Header.Get("Location"); to != "/fr/app/moi/securite" {
			t.Errorf("tied, goes to %q", to)
		}
		b.away(p, tie, nil) // twice is once
		d.want(b.get("/fr/app/moi/securite"), http.StatusOK, "Ne plus relier")
		b.post("/fr/deconnexion")
		if to := b.away(p, out, nil).Header.Get("Location"); to != "/fr/app/equipe" {
			t.Errorf("goes to %q", to)
		}
		d.want(b.get("/fr/app/moi"), http.StatusOK, "bob@exemple.org")
		if p.Asked.Get("scope") != "openid" || p.Asked.Get("response_type") != "code" || strings.Contains(p.Asked.Encode(), "login_hint") {
			t.Errorf("asked: %v", p.Asked)
		}
		d.want(b.post(tie), http.StatusSeeOther, "")
		d.want(b.post(tie), http.StatusSeeOther, "")
		b.post("/fr/deconnexion")
		b.away(p, out, nil)
		d.want(b.get("/fr/app/moi"), http.StatusNotFound, "")
		d.must(d.org.EndInstitution(u.Ctx, access.ForOperator(dbtest.Region), d.o))
		d.want(b.get(out), http.StatusNotFound, "")
		if strings.Contains(b.get("/fr/connexion").body, "/connexion/institution/") {
			t.Error("an institution that is believed no more is offered")
		}
	})
}

func (d *door) number(q string) (n int) {
	d.t.Helper()
	d.must(d.DB.Read(d.Ctx, func(tx *db.Tx) error { return tx.QueryRow(d.Ctx, q).Scan(&n) }))
	return n
}

// TestWhatAnInstitutionSaysIsChecked: each way in which an answer is not the
// one that this browser waits for, now, opens nothing.
func TestWhatAnInstitutionSaysIsChecked(t *testing.T) {
	t.Parallel()
	d := newDoor(t, dbtest.New(t, db.SQLite))
	p := provider.New(t, d.Clock.Now)
	id := d.believes(p, d.o)
	bob := access.ForWorker(dbtest.Region, d.bob, d.o, "", access.Intervention)
	d.must(d.org.TieIdentity(d.Ctx, bob, id, "compte-1"))
	way := "/fr/connexion/institution/" + id
	forger, err := rsa.GenerateKey(rand.Reader, 2048)
	d.must(err)
	claim := func(name string, value any) func() {
		return func() { p.Spoil = func(c map[string]any) { c[name] = value } }
	}
	param := func(name, value string) func(*url.URL) {
		return func(back *url.URL) {
			q := back.Query()
			q.Set(name, value)
			back.RawQuery = q.Encode()
		}
	}
	wrong := map[string]struct {
		before func()
		twist  func(*url.URL)
	}{
		"another issuer":    {claim("iss", "https://ailleurs.example"), nil},
		"for somebody else": {claim("aud", "autre"), nil},
		"given to somebody else": {func() {
			p.Spoil = func(c map[string]any) { c["aud"], c["azp"] = []string{"passerelle", "autre"}, "autre" }
		}, nil},
		"of another journey": {claim("nonce", "x"), nil},
		"without a nonce":    {func() { p.Spoil = func(c map[string]any) { delete(c, "nonce") } }, nil},
		"too old":            {claim("exp", d.Clock.Now().Add(-time.Minute).Unix()), nil},
		"not signed":         {claim("alg", "none"), nil},
		"signed by a forger": {func() { p.Other = forger }, nil},
		"with another state": {nil, param("state", "x")},
		"with another code":  {nil, param("code", "x")},
		"named by another":   {nil, param("iss", "https://ailleurs.example")},
		"an error":           {nil, func(back *url.URL) { back.RawQuery = "error=access_denied" }},
	}
	for name, c := range wrong {
		p.Spoil, p.Other = func(map[string]any) {}, nil
		if c.before != nil {
			c.before()
		}
		b := d.browser()
		a := b.away(p, way, c.twist)
		if to := a.Header.Get("Location"); !strings.HasPrefix(to, "/fr/connexion?institution=refusee") {
			t.Errorf("%s: %d %q", name, a.StatusCode, to)
		}
		d.want(b.get("/fr/app/moi"), http.StatusNotFound, "")
	}
	p.Spoil, p.Other = func(map[string]any) {}, nil

	// The way back of one browser opens nothing in another, nor twice.
	var stolen string
	b := d.browser()
	if to := b.away(p, way, func(back *url.URL) { stolen = back.RequestURI() }).Header.Get("Location"); to != "/fr/app" { // the control
		t.Fatalf("the right answer goes to %q", to)
	}
	d.want(b.get(stolen), http.StatusNotFound, "")
	other := d.browser()
	other.get(way)
	d.want(other.get(stolen), http.StatusSeeOther, "")
	d.want(other.get("/fr/app/moi"), http.StatusNotFound, "")
	d.want(d.browser().get(stolen), http.StatusNotFound, "")

	// Who kept what the browser carried, and the way back, comes by it once, and not
	// long after it left: also where the institution would answer again.
	keep := func() (kept []*http.Cookie, back string) {
		b := d.browser()
		out := b.get(way)
		r, err := http.NewRequestWithContext(d.Ctx, http.MethodGet, out.Header.Get("Location"), nil)
		d.must(err)
		to, err := url.Parse(b.do(r).Header.Get("Location"))
		d.must(err)
		return out.Cookies(), to.RequestURI()
	}
	replay := func(kept []*http.Cookie, back string) string {
		b := d.browser()
		r, err := http.NewRequestWithContext(d.Ctx, http.MethodGet, d.url+back, nil)
		d.must(err)
		for _, c := range kept {
			r.AddCookie(c)
		}
		return b.do(r).Header.Get("Location")
	}
	p.Patient = true
	kept, back := keep()
	if to := replay(kept, back); to != "/fr/app" {
		t.Errorf("the control goes to %q", to)
	}
	if to := replay(kept, back); !strings.Contains(to, "institution=refusee") {
		t.Errorf("a second time it goes to %q", to)
	}
	kept, back = keep()
	d.Clock.Advance(org.HalfLife + time.Minute)
	if to := replay(kept, back); !strings.Contains(to, "institution=refusee") {
		t.Errorf("long after it goes to %q", to)
	}

	// A journey to sign in ties nothing, and one to tie needs who is signed in.
	d.want(d.browser().get("/fr/app/moi/securite/institution/"+id), http.StatusNotFound, "")

	p.Close()
	d.site.Forget()
	d.want(d.browser().get(way), http.StatusSeeOther, "")
	if to := d.browser().get(way).Header.Get("Location"); !strings.Contains(to, "institution=absente") {
		t.Errorf("nobody answers: %q", to)
	}
}

// away follows a link that leaves for the provider and comes back, up to our
// own answer to what the provider said. twist may change the way back.
func (b *browser) away(p *provider.Provider, path string, twist func(back *url.URL)) answer {
	b.t.Helper()
	out := b.get(path)
	to := out.Header.Get("Location")
	if out.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, p.URL+"/auth?") {
		return out
	}
	r, err := http.NewRequestWithContext(b.Ctx, http.MethodGet, to, nil)
	b.must(err)
	res := b.do(r)
	back, err := url.Parse(res.Header.Get("Location"))
	b.must(err)
	if twist != nil {
		twist(back)
	}
	return b.get(back.RequestURI())
}
