package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/hsds/api"
	"passerelle/internal/hsds/hsdstest"
	"passerelle/internal/i18n"
)

// FuzzParameters asks the feed with whatever parameters: it answers, or says
// what is wrong with them, always in JSON; it never fails, and a page is never
// larger than a page may be.
func FuzzParameters(f *testing.F) {
	u := dbtest.New(f, db.SQLite)
	bundle, err := i18n.New()
	if err != nil {
		f.Fatal(err)
	}
	d := directory.New(u.DB, event.NewLog(nil))
	if _, err := d.Import(u.Ctx, keeper, hsdstest.Few(30), directory.ImportOptions{}); err != nil {
		f.Fatal(err)
	}
	feed := &api.API{Directory: d, Bundle: bundle, Clock: u.Clock}
	lists := []api.Answer{api.Services, api.Organizations, api.ServiceAtLocations, api.Taxonomies, api.TaxonomyTerms, api.Changes}
	items := []api.Answer{api.Service, api.Organization, api.ServiceAtLocation, api.Taxonomy, api.TaxonomyTerm, api.Schema, api.ProfilePatch}

	some := hsdstest.ID("service", "0")
	for _, q := range []string{"", "search=un+mot&page=2&per_page=7", "full=true&minimal=true", "format=ndjson&full=1", "page=-1&per_page=99999999999",
		"modified_after=2026-02-30&top_only=yes", "taxonomy_id=x&postcode=H2X&proximity=1e309", "modified_after=2026-01-01T00:00:00 05:00", "a=%zz;&&=",
		"organization_id=" + some + "&search=%ff%00", "since=999999999999999999999", "full_service=TRUE&search=" + strings.Repeat("l%27", 200)} {
		f.Add(uint8(0), q, some, false)
		f.Add(uint8(5), q, "../x", true)
	}
	f.Fuzz(func(t *testing.T, which uint8, query, id string, form bool) {
		r := httptest.NewRequest(http.MethodGet, "/hsds/x", nil)
		if form {
			r = httptest.NewRequest(http.MethodPost, "/hsds/x", strings.NewReader(query))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		} else {
			r.URL = &url.URL{Path: "/hsds/x", RawQuery: query}
		}
		r.Header.Set("Accept-Language", id)
		answer := lists[int(which)%len(lists)]
		if which >= 128 {
			answer = items[int(which)%len(items)]
		}
		r.SetPathValue("id", id)
		r.SetPathValue("file", id)
		w := httptest.NewRecorder()
		err := feed.Serve(&api.Call{W: w, R: r, By: access.Anyone(dbtest.Region), Base: "https://exemple.ca", From: "here"}, answer)
		body := w.Body.Bytes()
		switch {
		case w.Code >= 500:
			t.Fatalf("%d: %v", w.Code, err)
		case !utf8.Valid(body):
			t.Fatalf("no text: %q", body)
		case w.Code == http.StatusOK && w.Header().Get("Content-Type") == "application/x-ndjson":
			for line := range bytes.Lines(body) {
				if !json.Valid(line) {
					t.Fatalf("no JSON: %s", line)
				}
			}
			return
		case len(body) > 0 && !json.Valid(body):
			t.Fatalf("%d, no JSON: %s", w.Code, body)
		}
	})
}
