package api_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
	"passerelle/internal/hsds/check"
	"passerelle/internal/hsds/hsdstest"
	"passerelle/test/realdata"
)

// passes has the checker look at the feed in both languages, and wants nothing
// found: no error, and no warning either. In French as many records are read by
// their id as was asked for, in English a few; all of them in streams. What a
// source says itself may be let through, by its rule.
func (f *feed) passes(o check.Options, but ...check.Rule) (last *check.Report) {
	f.t.Helper()
	for lang, ids := range map[string]int{"fr-CA": o.IDs, "en-CA": check.UsualIDs} {
		o.Language, o.IDs = lang, ids
		r, err := check.Run(f.u.Ctx, f.URL+"/hsds", o)
		if err != nil {
			f.t.Fatal(err)
		}
		for _, x := range r.Findings {
			if slices.Contains(but, x.Rule) {
				continue
			}
			f.t.Errorf("%s: %s %s at %s, %d times: %+v", lang, x.Level, x.Rule, x.Endpoint, x.Count, x.Places)
		}
		if !r.Passed {
			f.t.Errorf("%s: does not pass", lang)
		}
		last = r
	}
	return last
}

// lone is one service of an organization, and nothing that is optional.
func lone() hsdstest.Package {
	return hsdstest.Package{Name: "lone", List: []directory.Record{
		hsdstest.Record("organization", "o", "name", "Le Pont", "description", "Un lieu"),
		hsdstest.Record("service", "s", "organization_id", hsdstest.ID("organization", "o"), "name", "Refuge", "status", "active"),
	}}
}

func TestTheCheckerFindsNothingInSmallFeeds(t *testing.T) {
	empty := lone()
	empty.List = append(empty.List,
		hsdstest.Record("service", "e", "organization_id", hsdstest.ID("organization", "o"), "name", "Repas", "status", "inactive", "description", "", "url", "", "email", "", "alert", ""),
		hsdstest.Record("location", "l", "location_type", "virtual"),
		hsdstest.Record("service_at_location", "x", "service_id", hsdstest.ID("service", "e"), "location_id", hsdstest.ID("location", "l"), "description", ""),
		hsdstest.Record("schedule", "h", "service_id", hsdstest.ID("service", "e"), "opens_at", "", "closes_at", "", "byday", ""),
		hsdstest.Record("language", "g", "service_id", hsdstest.ID("service", "e"), "name", "", "code", ""),
		hsdstest.Record("contact", "c", "service_id", hsdstest.ID("service", "e"), "name", ""),
	)
	for name, p := range map[string]hsdstest.Package{"one_service": lone(), "empty_optional_parts": empty, "town": town(), "bilingual": bilingual(), "several_pages": hsdstest.Few(120)} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
				f := openFeed(t, u, p)
				f.publish()
				r := f.passes(check.Options{IDs: check.AllIDs})
				if r.Endpoints[2].Name != "GET /services" || r.Endpoints[2].Items == 0 {
					t.Errorf("looked at %+v", r.Endpoints[2])
				}
			})
		})
	}
}

// An empty directory is a fault, unless it is meant.
func TestTheCheckerFindsAnEmptyFeed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u)
		f.passes(check.Options{IDs: check.AllIDs, AllowEmpty: true})
		r, err := check.Run(u.Ctx, f.URL+"/hsds", check.Options{})
		if err != nil || r.Passed || len(r.Findings) != 1 || r.Findings[0].Rule != check.EmptyFeed {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// Whatever comes in by an import leaves as plain HSDS.
func TestTheCheckerFindsNothingInWhatWasImported(t *testing.T) {
	fixture := func(name string) func(*testing.T) string {
		return func(*testing.T) string { return filepath.Join("..", "testdata", name) }
	}
	real := func(path ...string) func(*testing.T) string {
		return func(t *testing.T) string { return realdata.Path(t, path...) }
	}
	for name, c := range map[string]struct {
		source func(*testing.T) string
		rules  string       // a mapping of flat tables
		but    []check.Rule // what the source itself says
	}{
		"v11": {source: fixture("v11")}, "v20": {source: fixture("v20")}, "v3": {source: fixture("v3")}, "json": {source: fixture("json")},
		"flat":     {source: fixture(filepath.Join("flat", "organismes.csv")), rules: "organismes"},
		"flat_211": {source: fixture(filepath.Join("flat", "agencies-211.csv")), rules: "agencies-211"},
		"official": {source: real("hsds-3.2.3", "examples", "csv"), but: []check.Rule{check.Capacity}}, // twelve places free of ten
		"whole":    {source: real("hsds-3.2.3", "examples", "service_full.json"), but: []check.Rule{check.LinkEntity, check.Capacity}},
		"ohana":    {source: real("datasets", "ohana-sample")},
		// Two of its telephones are "no phone".
		"ilao": {source: real("datasets", "ilao"), rules: "ilao", but: []check.Rule{check.Unlikely}},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
				o := hsds.Options{Dataset: name}
				source := c.source(t)
				if c.rules != "" {
					b, err := os.ReadFile(filepath.Join("..", "testdata", "mappings", c.rules+".json"))
					if err != nil {
						t.Fatal(err)
					}
					m, err := hsds.ParseMapping(b)
					if err != nil {
						t.Fatal(err)
					}
					o.Mapping = &m
				}
				p, err := hsds.Open(u.Ctx, o, source)
				if err != nil {
					t.Fatal(err)
				}
				defer p.Close()
				f := openFeed(t, u, p)
				f.publish()
				ids := check.AllIDs
				if name == "ilao" || name == "ohana" {
					ids = 30 // they have hundreds
				}
				r := f.passes(check.Options{IDs: ids, AllowEmpty: name == "official"}, c.but...) // its services have organizations that are not there
				for _, e := range r.Endpoints {
					if e.Required {
						t.Logf("%s: %s has %d, %d looked at, %d streamed, %d filters", name, e.Name, e.Items, e.Records, e.Streamed, e.Filters)
					}
				}
			})
		})
	}
}
