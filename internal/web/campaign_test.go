package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/id"
	"passerelle/internal/job"
)

// twoServices is a package of two organisations, each with one service.
type twoServices struct{}

func (twoServices) Summary() directory.Summary {
	return directory.Summary{Dataset: "demo", Language: "fr", Version: "3.x", Digest: "d", Tables: []string{"organization", "service"}}
}

func (twoServices) Records(fn func(directory.Record) error) error {
	for _, name := range []string{"pont", "table"} {
		o, s := directory.NewRecord("organization", id.Derived("org", name)), directory.NewRecord("service", id.Derived("service", name))
		o.Set("name", "Organisme "+name)
		o.Set("description", "Un lieu")
		s.Set("organization_id", o.ID())
		s.Set("name", "Service "+name)
		s.Set("description", "Un service")
		s.Set("status", "active")
		if err := fn(o); err != nil {
			return err
		}
		if err := fn(s); err != nil {
			return err
		}
	}
	return nil
}

func (twoServices) Rows(func(directory.SourceRow) error) error { return nil }
func (twoServices) Issues(func(directory.Issue) error) error   { return nil }

// linked is a site on that directory, and the link of one organisation.
func linked(t *testing.T, d *door) (service access.Service, link string) {
	t.Helper()
	operator := access.ForOperator(dbtest.Region)
	svc := directory.New(d.DB, event.NewLog(nil))
	_, err := svc.Import(d.Ctx, operator, twoServices{}, directory.ImportOptions{})
	d.must(err)
	var listings []*directory.Listing
	d.must(d.DB.Read(d.Ctx, func(tx *db.Tx) (err error) {
		listings, err = directory.Load(d.Ctx, tx, dbtest.Region)
		return err
	}))
	d.site.Finder = directory.NewIndex(listings)
	u := directory.NewUpkeep(svc, job.New(d.DB, d.Clock, d.site.Log), d.site.Keys, d.Clock)
	d.site.Upkeep, d.site.Directory = u, svc
	ask := directory.CampaignAsk{Choice: directory.AskAll}
	campaign, err := u.StartCampaign(d.Ctx, operator, "start", ask, directory.WhomToAsk(slices.Values(listings), operator, ask, d.Clock.Now()))
	d.must(err)
	list, err := u.TakeMessages(d.Ctx, operator, "take", campaign, access.Org(id.Derived("org", "pont")))
	d.must(err)
	return access.Service(id.Derived("service", "pont")), "/fr/confirmer/" + list[0].Token
}

// TestUpdateLinkIsKeptClose: a link's page is stored by nobody, found by no
// engine, told to no site; and acts for no other site.
func TestUpdateLinkIsKeptClose(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		service, link := linked(t, d)
		b := d.browser()
		for path, status := range map[string]int{link: 200, link + "/modifier/" + string(service): 200, "/fr/confirmer/jamais-donne": 404,
			link + "/modifier/" + id.Derived("service", "table"): 404} {
			a := b.get(path)
			if a.StatusCode != status || a.Header.Get("Cache-Control") != "no-store" || a.Header.Get("Referrer-Policy") != "no-referrer" || a.Header.Get("Set-Cookie") != "" {
				t.Errorf("%s: %d %v", path, a.StatusCode, a.Header)
			}
			if status == 200 && !strings.Contains(a.body, "noindex") {
				t.Errorf("%s may be found by search engines", path)
			}
			if strings.Contains(a.body, "Service table") {
				t.Errorf("%s speaks of another's service", path)
			}
		}
		same := url.Values{"dire": {"same"}, "service": {string(service)}, "act": {"a1"}}
		for site, want := range map[string]int{"cross-site": http.StatusForbidden, "": http.StatusForbidden} {
			r, err := http.NewRequest(http.MethodPost, d.url+link, strings.NewReader(same.Encode()))
			d.must(err)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if site != "" {
				r.Header.Set("Sec-Fetch-Site", site)
			}
			a, err := b.Do(r)
			d.must(err)
			a.Body.Close()
			if a.StatusCode != want {
				t.Errorf("a form from %q answers %d", site, a.StatusCode)
			}
		}
		if strings.Contains(b.get(link).body, "Dit le") {
			t.Error("a form from elsewhere acted")
		}
	})
}

// TestUpdateLinkActs: one press, its answer, and what a form that chose nothing
// is told.
func TestUpdateLinkActs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		service, link := linked(t, d)
		b := d.browser()
		a := b.post(link, "dire", "same", "service", string(service), "act", "a1")
		if a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.Header.Get("Location"), link+"?fait=same") {
			t.Errorf("one press answers %d %s", a.StatusCode, a.Header.Get("Location"))
		}
		u.Clock.Advance(time.Minute)
		if body := b.get(link).body; !strings.Contains(body, "Tout est dit") {
			t.Errorf("after it: %s", body)
		}
		for what, form := range map[string][]string{
			"nothing chosen": {"act", "a2"}, "another's service": {"dire", "same", "service", id.Derived("service", "table"), "act", "a3"},
			"a form without its act": {"dire", "silence"},
		} {
			if a := b.post(link, form...); a.StatusCode != http.StatusUnprocessableEntity && a.StatusCode != http.StatusNotFound {
				t.Errorf("%s answers %d", what, a.StatusCode)
			}
		}
		if a := b.post(link, "dire", "deny", "act", "a4"); a.StatusCode != 200 || !strings.Contains(a.body, "Ce lien est fermé") {
			t.Errorf("not them: %d", a.StatusCode)
		}
		if a := b.get(link); a.StatusCode != http.StatusNotFound {
			t.Errorf("a link that was closed answers %d", a.StatusCode)
		}
	})
}
