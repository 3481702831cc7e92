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
	"passerelle/internal/alert"
	"passerelle/internal/consent"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/i18n"
	"passerelle/internal/job"
	"passerelle/internal/notice"
	"passerelle/internal/org"
	"passerelle/internal/seal"
	"passerelle/internal/share"
	"passerelle/internal/strongbox"
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
	queue := job.New(u.DB, u.Clock, quiet)
	log := event.NewLog(queue)
	d.org = org.New(u.DB, log, keys, u.Clock, dbtest.Region)
	vault, err := seal.NewVault(keys)
	d.must(err)
	d.consent = consent.New(u.DB, log, vault, keys, u.Clock)
	d.site = &web.Site{
		Bundle: bundle, Region: dbtest.Region, Zone: time.UTC, Clock: u.Clock, Log: quiet, DB: u.DB, Keys: keys,
		Ready: func() bool { return true }, Kept: []web.MineKept{{What: "people", Days: 1825}},
		Services: web.Services{
			Org: d.org, Consent: d.consent, Share: share.New(u.DB, log), Alert: alert.New(u.DB, log),
			Notice: notice.New(u.DB, log, queue, keys, d.org, quiet), Strongbox: strongbox.New(u.DB, log, vault, u.Clock, consent.WordList()),
		},
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
