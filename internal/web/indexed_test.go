package web_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

type siteURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	Links   []struct {
		Lang string `xml:"hreflang,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
}

func (p *public) mapPart(path string) (urls []siteURL) {
	p.t.Helper()
	status, body := p.get(path)
	var set struct {
		URLs []siteURL `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(body), &set); status != 200 || err != nil {
		p.t.Fatalf("%s: %d %v", path, status, err)
	}
	return set.URLs
}

// TestSitemap: every page that engines may show, in each whole language, with
// the others beside it; nothing of a service that must not be found there.
func TestSitemap(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[1].Status = directory.Defunct
	partial := *all[0]
	partial.ID, partial.Code = "d3", "d333"
	partial.Places = []directory.Place{{City: "Laval", AreaOnly: true}}
	beside := *all[0]
	beside.ID, beside.Code, beside.Org, partial.Org = "d4", "d444", "kept", "kept"
	all[0].Org, all[1].Org, all[2].Org = "quay", "closed", "secret"
	p := openPublic(t, append(all, &partial, &beside))
	status, index := p.get("/sitemap.xml")
	if status != 200 || strings.Count(index, "<loc>") != 2 || !strings.Contains(index, "https://passerelle.example/sitemap/1.xml") {
		t.Errorf("%d %s", status, index)
	}
	services := p.mapPart("/sitemap/1.xml")
	var orgs []string
	for _, u := range services[4:] {
		orgs = append(orgs, u.Loc)
	}
	// Not one that offers nothing, nor one of which a service is to be kept from engines.
	if want := []string{"https://passerelle.example/fr/organisme/quay", "https://passerelle.example/en/organisme/quay"}; !slices.Equal(orgs, want) {
		t.Errorf("organisations %v, want %v", orgs, want)
	}
	if services = services[:2]; services[0].Loc != "https://passerelle.example/fr/service/d1" || services[1].Loc != "https://passerelle.example/en/service/d1" {
		t.Errorf("%+v", services)
	}
	if len(services[0].Links) != 3 || services[0].Links[2].Href != "https://passerelle.example/ar/service/d1" || services[0].LastMod != "2026-03-02" {
		t.Errorf("%+v", services[0])
	}
	for _, u := range p.mapPart("/sitemap/0.xml") {
		if strings.Contains(u.Loc, "safety") {
			t.Errorf("%s is in the sitemap", u.Loc)
		}
		path := strings.TrimPrefix(u.Loc, "https://passerelle.example")
		status, body := p.get(path)
		if status != 200 || strings.Contains(body, "noindex") || !strings.Contains(body, `<link rel="canonical" href="`+strings.ReplaceAll(u.Loc, "&", "&amp;")+`"`) {
			t.Errorf("%s: %d, or it does not say that it is itself", u.Loc, status)
		}
	}
	for _, path := range []string{"/sitemap/2.xml", "/sitemap/-1.xml", "/sitemap/1", "/sitemap/x.xml"} {
		if status, _ := p.get(path); status != 404 {
			t.Errorf("%s answers %d", path, status)
		}
	}
}

// TestSitemapIsCut: no part is longer than engines take.
func TestSitemapIsCut(t *testing.T) {
	t.Parallel()
	var many []*directory.Listing
	for i := range 12_001 {
		many = append(many, &directory.Listing{ID: access.Service(fmt.Sprintf("s%05d", i)), Status: directory.Active, Name: directory.Text{FR: "x"}})
	}
	p := openPublic(t, many)
	_, index := p.get("/sitemap.xml")
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`<loc>https://passerelle.example(/sitemap/[1-9][0-9]*\.xml)`).FindAllStringSubmatch(index, -1) {
		part := p.mapPart(m[1])
		if len(part) > 50_000 {
			t.Errorf("%s holds %d addresses", m[1], len(part))
		}
		for _, u := range part {
			seen[u.Loc] = true
		}
	}
	if len(seen) != 2*12_001 {
		t.Errorf("%d addresses, not %d", len(seen), 2*12_001)
	}
}

func TestRobots(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	status, body := p.get("/robots.txt")
	if status != 200 || !strings.Contains(body, "Sitemap: https://passerelle.example/sitemap.xml\n") || !strings.Contains(body, "Disallow: /*/app\n") || strings.Contains(body, "Disallow: /\n") {
		t.Errorf("%d %s", status, body)
	}
}

// TestWhoIsIndexed: pages that say what somebody looked for, or a service that
// must not be found, are kept out; all others say who they are.
func TestWhoIsIndexed(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	for path, indexed := range map[string]bool{
		"/fr/": true, "/fr/besoin/health": true, "/fr/besoin/safety": false, "/fr/services?besoin=health.dental": true, "/fr/services?besoin=safety.violence": false,
		"/fr/services": false, "/fr/services?q=dentaire": false, "/fr/services?besoin=health.dental&langue=es": false, "/fr/services?besoin=health.dental&liste=k7m2": false,
		"/fr/service/d1": true, "/fr/service/s1": false, "/fr/liste/k7m2": false, "/fr/liste/k7m2/papier": false, "/fr/livret": false, "/fr/affiche": false,
	} {
		_, body := p.get(path)
		if got := strings.Contains(body, `rel="canonical"`); got != indexed || strings.Contains(body, "noindex") == indexed {
			t.Errorf("%s: indexed %v, not %v", path, got, indexed)
		}
		if !strings.Contains(body, `<meta property="og:title" content="Passerelle"`) {
			t.Errorf("%s: what a message shows of its link is not neutral", path)
		}
	}
	_, body := p.get("/ar/service/d1")
	for _, s := range []string{`<link rel="canonical" href="https://passerelle.example/ar/service/d1"`, `hreflang="en" href="https://passerelle.example/en/service/d1"`, `hreflang="x-default" href="https://passerelle.example/fr/service/d1"`} {
		if !strings.Contains(body, s) {
			t.Errorf("no %s", s)
		}
	}
}

// ldShape is what schema.org and the engines ask of a service; properties that
// are not named here are mistakes.
const ldShape = `{
 "$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/service",
 "$defs": {
  "text": {"type": "string", "minLength": 1},
  "service": {"type": "object", "additionalProperties": false, "required": ["@context", "@type", "@id", "url", "name", "provider"], "properties": {
    "@context": {"const": "https://schema.org"}, "@type": {"const": "Service"}, "@id": {"type": "string", "pattern": "^https://"}, "url": {"type": "string", "pattern": "^https://"},
    "name": {"$ref": "#/$defs/text"}, "description": {"$ref": "#/$defs/text"}, "serviceType": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/text"}},
    "provider": {"type": "object", "additionalProperties": false, "required": ["@type", "name"], "properties": {"@type": {"const": "Organization"}, "name": {"$ref": "#/$defs/text"}, "url": {"$ref": "#/$defs/text"}, "email": {"$ref": "#/$defs/text"}}},
    "areaServed": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["@type", "name"], "properties": {"@type": {"const": "City"}, "name": {"$ref": "#/$defs/text"}}}},
    "hoursAvailable": {"$ref": "#/$defs/hours"},
    "availableChannel": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["@type"], "properties": {
      "@type": {"const": "ServiceChannel"}, "availableLanguage": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z]{2})?$"}},
      "servicePhone": {"type": "object", "additionalProperties": false, "required": ["@type", "telephone", "contactType"], "properties": {"@type": {"const": "ContactPoint"}, "telephone": {"type": "string", "pattern": "^\\+?[0-9]{3,15}$"}, "contactType": {"$ref": "#/$defs/text"}}},
      "serviceLocation": {"type": "object", "additionalProperties": false, "required": ["@type"], "properties": {
        "@type": {"const": "Place"}, "name": {"$ref": "#/$defs/text"}, "openingHoursSpecification": {"$ref": "#/$defs/hours"},
        "geo": {"type": "object", "additionalProperties": false, "required": ["@type", "latitude", "longitude"], "properties": {"@type": {"const": "GeoCoordinates"}, "latitude": {"type": "number"}, "longitude": {"type": "number"}}},
        "address": {"type": "object", "additionalProperties": false, "required": ["@type", "addressCountry"], "properties": {"@type": {"const": "PostalAddress"}, "streetAddress": {"$ref": "#/$defs/text"}, "addressLocality": {"$ref": "#/$defs/text"}, "addressRegion": {"$ref": "#/$defs/text"}, "postalCode": {"$ref": "#/$defs/text"}, "addressCountry": {"const": "CA"}}}
      }}}}}
  }},
  "hours": {"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": false, "required": ["@type", "opens", "closes"], "properties": {
    "@type": {"const": "OpeningHoursSpecification"}, "dayOfWeek": {"type": "array", "items": {"enum": ["https://schema.org/Monday", "https://schema.org/Tuesday", "https://schema.org/Wednesday", "https://schema.org/Thursday", "https://schema.org/Friday", "https://schema.org/Saturday", "https://schema.org/Sunday"]}},
    "opens": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}, "closes": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    "validFrom": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, "validThrough": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}}}
 }}`

var ldScript = regexp.MustCompile(`<script type="application/ld\+json">(.*?)</script>`)

// TestLinkedData: what engines read of a service has the shape they ask for,
// whatever an organisation writes in its name, and is not there for a service
// that must not be found.
func TestLinkedData(t *testing.T) {
	t.Parallel()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(ldShape))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("https://passerelle.example/shape", doc); err != nil {
		t.Fatal(err)
	}
	shape := c.MustCompile("https://passerelle.example/shape")

	all := quarter()
	night := time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC)
	all[1].Name = directory.Text{FR: `Nuit </script><script>alert(1)</script> & "jour"`}
	all[1].Hours = append(all[1].Hours, directory.Hours{Days: 1, Opens: 20 * 60, Closes: 26 * 60}, directory.Hours{From: night, To: night, Closed: true}, directory.Hours{Days: 127, Opens: 0, Closes: 24 * 60})
	phone := &directory.Listing{ID: "t1", Status: directory.Active, Name: directory.Text{FR: "Ligne"}, OrgName: directory.Text{FR: "Ligne"}, Phones: []directory.Phone{{Number: "819 555-0101"}}, Hours: all[1].Hours}
	p := openPublic(t, append(all, phone))
	for _, id := range []string{"d1", "d2", "t1"} {
		_, body := p.get("/fr/service/" + id)
		m := ldScript.FindAllStringSubmatch(body, -1)
		if len(m) != 1 || strings.Count(body, "<script") != 1 {
			t.Fatalf("%s: %d blocks, %d scripts", id, len(m), strings.Count(body, "<script"))
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(m[0][1]))
		if err != nil {
			t.Fatal(err)
		}
		if err := shape.Validate(v); err != nil {
			t.Errorf("%s: %v\n%s", id, err, m[0][1])
		}
	}
	var d2 struct {
		Name    string `json:"name"`
		Channel []struct {
			Place struct {
				Hours []struct{ Opens, Closes, ValidFrom string } `json:"openingHoursSpecification"`
			} `json:"serviceLocation"`
		} `json:"availableChannel"`
	}
	_, body := p.get("/fr/service/d2")
	if err := json.Unmarshal([]byte(ldScript.FindStringSubmatch(body)[1]), &d2); err != nil || d2.Name != all[1].Name.FR {
		t.Errorf("%v %q", err, d2.Name)
	}
	if h := d2.Channel[0].Place.Hours; len(h) != 4 || h[1].Closes != "02:00" || h[2].Opens != h[2].Closes || h[2].ValidFrom != "2026-12-24" || h[3].Closes != "23:59" {
		t.Errorf("%+v", h)
	}
	if _, body := p.get("/fr/service/s1"); strings.Contains(body, "ld+json") || strings.Contains(body, "schema.org") {
		t.Error("a service that must not be found is described to engines")
	}
	if _, body := p.get("/en/service/d1"); !strings.Contains(ldScript.FindStringSubmatch(body)[1], `"Teeth"`) {
		t.Error("not in the language of the page")
	}
}
