package api_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds/hsdstest"
)

func count(b []byte, words ...string) (n int) {
	for _, w := range words {
		n += bytes.Count(b, []byte(w))
	}
	return n
}

// bilingual has a text of each kind: put into English by a person, by a
// machine, and not at all.
func bilingual() hsdstest.Package {
	o, s := hsdstest.ID("organization", "o"), hsdstest.ID("service", "s")
	return hsdstest.Package{Name: "p", Language: "fr", List: []directory.Record{
		hsdstest.Record("organization", "o", "name", "Le Pont", "description", "Un lieu"),
		hsdstest.Record("service", "s", "organization_id", o, "name", "Refuge", "description", "Un lit", "fees_description", "Gratuit", "status", "active"),
		hsdstest.Record("translation", "name", "resource_id", s, "resource_type", "service", "field_name", "name", "language", "en-CA", "value", "Shelter", "origin", "human", "verified_at", "2026-01-02"),
		hsdstest.Record("translation", "description", "resource_id", s, "resource_type", "service", "field_name", "description", "language", "en", "value", "A read", "origin", "machine"),
	}}
}

func TestLanguageOfWholeRecords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, bilingual())
		path := "/services/" + hsdstest.ID("service", "s")
		for accept, want := range map[string][2]string{
			"": {"Refuge", "fr-CA"}, "fr": {"Refuge", "fr-CA"}, "en-CA": {"Shelter", "en-CA"}, "en": {"Shelter", "en-CA"}, "en-US,fr;q=0.5": {"Shelter", "en-CA"},
			"fr-FR;q=0.4, en;q=0.3": {"Refuge", "fr-CA"}, "de": {"Refuge", "fr-CA"}, "ps, en;q=0.2": {"Shelter", "en-CA"}, "*": {"Refuge", "fr-CA"}, ";;": {"Refuge", "fr-CA"},
		} {
			a := f.get(path, "Accept-Language", accept)
			s := f.decoded(path, a.body)
			if s["name"] != want[0] || a.header.Get("Content-Language") != want[1] || !strings.Contains(strings.Join(a.header.Values("Vary"), ","), "Accept-Language") {
				t.Errorf("Accept-Language %q: %v in %s, Vary %v", accept, s["name"], a.header.Get("Content-Language"), a.header.Values("Vary"))
			}
			if s["description"] != "Un lit" || s["fees_description"] != "Gratuit" {
				t.Errorf("Accept-Language %q: a machine's words, or none, stand for the record's own: %v", accept, s)
			}
			listed := contents(f.read("/services", "Accept-Language", accept))[0]
			if listed["name"] != want[0] || listed["translations"] != nil {
				t.Errorf("Accept-Language %q: listed as %v", accept, listed)
			}
		}
		fr, en := f.read(path)["translations"].([]any), f.read(path, "Accept-Language", "en")["translations"].([]any)
		machine := object{"language": "en", "field": "description", "value": "A read", "origin": "machine"}
		for what, pair := range map[string][2]any{
			"to French":  {object{"language": "en", "field": "name", "value": "Shelter", "origin": "human", "verified_at": "2026-01-02"}, fr[1]},
			"to English": {object{"language": "fr", "field": "name", "value": "Refuge", "origin": "human"}, en[1]},
			"machine fr": {machine, fr[0]}, "machine en": {machine, en[0]},
		} {
			if lost := differ(pair[0], pair[1]); lost {
				t.Errorf("%s: %v, want %v", what, pair[1], pair[0])
			}
		}
	})
}

func TestOnConditionThatItChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, bilingual())
		for _, path := range []string{"", "/services", "/services?full=true", "/services/" + hsdstest.ID("service", "s")} {
			first := f.get(path)
			tag := first.header.Get("ETag")
			if !strings.HasPrefix(tag, `W/"`) || !strings.Contains(first.header.Get("Cache-Control"), "public") {
				t.Fatalf("%q: ETag %q, Cache-Control %q", path, tag, first.header.Get("Cache-Control"))
			}
			for _, has := range []string{tag, strings.TrimPrefix(tag, "W/"), `"other", ` + tag, "*"} {
				if again := f.get(path, "If-None-Match", has); again.status != http.StatusNotModified || len(again.body) != 0 || again.header.Get("ETag") != tag {
					t.Errorf("%q with %s: %d, %d bytes", path, has, again.status, len(again.body))
				}
			}
			if other := f.get(path, "If-None-Match", `"other"`); other.status != http.StatusOK {
				t.Errorf("%q with another tag: %d", path, other.status)
			}
			if path != "" {
				if en := f.get(path, "If-None-Match", tag, "Accept-Language", "en"); en.status != http.StatusOK {
					t.Errorf("%q: the English answer is taken for the French one", path)
				}
			}
		}
	})
}

func TestOthersSitesMayRead(t *testing.T) {
	f := openFeed(t, dbtest.New(t, "sqlite"), bilingual())
	a := f.get("/services", "Origin", "https://ailleurs.example")
	if a.header.Get("Access-Control-Allow-Origin") != "*" || a.header.Get("Cross-Origin-Resource-Policy") != "cross-origin" || a.header.Get("Set-Cookie") != "" {
		t.Errorf("headers %v", a.header)
	}
	pre := f.request("OPTIONS", "/services", "", "Origin", "https://ailleurs.example", "Access-Control-Request-Method", "POST")
	if pre.status != http.StatusNoContent || !strings.Contains(pre.header.Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("asked beforehand: %d %v", pre.status, pre.header)
	}
	for _, method := range []string{"PUT", "PATCH", "DELETE"} {
		a := f.request(method, "/services", "")
		if a.status != http.StatusMethodNotAllowed || !strings.Contains(a.header.Get("Allow"), "GET") || a.header.Get("Content-Type") != "application/json" || !strings.Contains(string(a.body), `"error"`) {
			t.Errorf("%s: %d %v %s", method, a.status, a.header, a.body)
		}
	}
	// The pages stay closed to other sites.
	r, err := http.NewRequest("GET", f.URL+"/fr/urgence", nil)
	if err != nil {
		t.Fatal(err)
	}
	if page := f.do(r); page.header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("a page may be read by other sites")
	}
}

func TestZippedWhenAskedFor(t *testing.T) {
	f := openFeed(t, dbtest.New(t, "sqlite"), hsdstest.Few(60))
	for _, path := range []string{"/services?full=true", "/services?format=ndjson"} {
		plain := f.get(path, "Accept-Encoding", "identity")
		zipped := f.get(path, "Accept-Encoding", "br, gzip;q=0.8")
		if plain.header.Get("Content-Encoding") != "" || zipped.header.Get("Content-Encoding") != "gzip" || len(zipped.body) > len(plain.body)/2 {
			t.Fatalf("%s: %d bytes plain, %d zipped as %q", path, len(plain.body), len(zipped.body), zipped.header.Get("Content-Encoding"))
		}
		z, err := gzip.NewReader(bytes.NewReader(zipped.body))
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(z); err != nil || !bytes.Equal(b, plain.body) {
			t.Errorf("%s: unzipped it is something else (%v)", path, err)
		}
		if no := f.get(path, "Accept-Encoding", "gzip;q=0"); no.header.Get("Content-Encoding") != "" {
			t.Errorf("%s: zipped for a reader who refuses it", path)
		}
	}
}

func differ(a, b any) bool { return !reflect.DeepEqual(a, b) }
