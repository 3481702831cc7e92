package api_test

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds/hsdstest"
)

func TestBaseTellsTheVersionThatTheBytesSatisfy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u)
		f.api.Publisher.Name = "Table de quartier"
		for _, path := range []string{"", "/"} {
			b := f.read(path)
			if b["version"] != "3.2.3" {
				t.Errorf("version %v", b["version"])
			}
			for _, member := range []string{"profile", "openapi_url", "data_guide"} {
				if u, err := url.Parse(b[member].(string)); err != nil || !u.IsAbs() {
					t.Errorf("%s is %v", member, b[member])
				}
			}
			if b["description"] == "" || b["publisher"].(object)["name"] != "Table de quartier" {
				t.Errorf("says of itself %v", b)
			}
		}
	})
}

func TestPagesNeitherRepeatNorSkip(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, hsdstest.Few(51))
		for _, size := range []int{1, 7, 50, 51, 500} {
			var met []string
			pages := (51 + size - 1) / size
			for n := 1; n <= pages; n++ {
				p := f.read("/services?per_page=" + strconv.Itoa(size) + "&page=" + strconv.Itoa(n))
				met = append(met, ids(contents(p))...)
				want := object{"total_items": 51.0, "total_pages": float64(pages), "page_number": float64(n), "size": float64(len(contents(p))),
					"first_page": n == 1, "last_page": n == pages, "empty": false}
				delete(p, "contents")
				if !reflect.DeepEqual(p, want) {
					t.Errorf("page %d of %d: %v, want %v", n, size, p, want)
				}
			}
			if len(met) != 51 || !slices.IsSorted(met) || len(slices.Compact(met)) != 51 {
				t.Errorf("%d a page: %d ids, in order %v", size, len(met), slices.IsSorted(met))
			}
		}
		beyond := f.read("/services?page=9")
		if beyond["empty"] != true || len(contents(beyond)) != 0 || beyond["total_items"] != 51.0 || beyond["last_page"] != true {
			t.Errorf("beyond the last page: %v", beyond)
		}
		if p := f.read("/services"); p["size"] != 50.0 {
			t.Errorf("a page holds %v without being asked, not 50", p["size"])
		}
		if p := f.read("/services?per_page=100000"); p["size"] != 51.0 || p["total_pages"] != 1.0 {
			t.Errorf("a page as large as allowed: %v", p["size"])
		}
		if got := ids(f.lines("/services?format=ndjson&per_page=3&page=4")); len(got) != 51 || !slices.IsSorted(got) {
			t.Errorf("the stream has %d services", len(got))
		}
	})
}

func TestLargestPageIsFiveHundred(t *testing.T) {
	u := dbtest.New(t, "sqlite")
	f := openFeed(t, u, hsdstest.Few(501))
	for asked, want := range map[string]float64{"per_page=1000": 500, "per_page=500": 500, "per_page=499": 499, "minimal=true": 501, "minimal=true&per_page=20": 20} {
		if p := f.read("/services?" + asked); p["size"] != want {
			t.Errorf("%s: %v on the page, want %v", asked, p["size"], want)
		}
	}
}

func TestEmptyDirectory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u)
		p := f.read("/services")
		want := object{"total_items": 0.0, "total_pages": 0.0, "page_number": 1.0, "size": 0.0, "first_page": true, "last_page": true, "empty": true, "contents": []any{}}
		if !reflect.DeepEqual(p, want) {
			t.Errorf("%v", p)
		}
		if got := f.lines("/services?format=ndjson"); len(got) != 0 {
			t.Errorf("the stream of an empty directory: %v", got)
		}
	})
}

func TestWhatCannotBeUnderstoodIsRefusedByName(t *testing.T) {
	f := openFeed(t, dbtest.New(t, "sqlite"), hsdstest.Few(3))
	for query, parameter := range map[string]string{
		"page=abc": "page", "page=0": "page", "page=-1": "page", "page=1.5": "page", "page=99999999999999999999": "page",
		"per_page=0": "per_page", "per_page=x": "per_page", "full=maybe": "full", "minimal=2": "minimal", "format=xml": "format",
		"taxonomy_term_id=12": "taxonomy_term_id", "taxonomy_id=x": "taxonomy_id", "organization_id=%27--": "organization_id",
		"full=true&minimal=true": "minimal", "page=%zz": "",
	} {
		for _, path := range []string{"/services?", "/services?format=ndjson&"} {
			if query == "format=xml" && path != "/services?" {
				continue
			}
			f.get(path+query).wants(t, path+query, http.StatusBadRequest, parameter)
		}
	}
	for _, passed := range []string{"nobody=knows", "page=", "full=", "postcode=H2X", "Search=x"} {
		if a := f.get("/services?" + passed); a.status != http.StatusOK {
			t.Errorf("%s: %d", passed, a.status)
		}
	}
	en := f.get("/services?page=abc", "Accept-Language", "en")
	fr := f.get("/services?page=abc")
	if string(en.body) == string(fr.body) || en.header.Get("Content-Language") != "en-CA" || fr.header.Get("Content-Language") != "fr-CA" {
		t.Errorf("refused in French %s and in English %s", fr.body, en.body)
	}
}

// Not public and not there are one answer, everywhere.
func TestWhatIsNotPublicIsNotThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		o, gone := hsdstest.ID("organization", "o"), hsdstest.ID("organization", "nowhere")
		withheld := hsdstest.Record("service", "withheld", "organization_id", o, "name", "Retenu", "status", "active")
		withheld.Withheld = true
		f := openFeed(t, u, hsdstest.Package{Name: "p", List: []directory.Record{
			hsdstest.Record("organization", "o", "name", "Le Pont", "description", "Un lieu"),
			hsdstest.Record("service", "shown", "organization_id", o, "name", "Montré", "status", "active"),
			hsdstest.Record("service", "orphan", "organization_id", gone, "name", "Orphelin", "status", "active"),
			hsdstest.Record("service", "nameless", "organization_id", o, "status", "active"),
			withheld,
		}})
		if got := ids(contents(f.read("/services"))); !slices.Equal(got, []string{hsdstest.ID("service", "shown")}) {
			t.Errorf("listed: %v", got)
		}
		never := f.get("/services/" + hsdstest.ID("service", "never"))
		never.wants(t, "an id that nobody has", http.StatusNotFound, "id")
		for _, name := range []string{"orphan", "nameless", "withheld"} {
			a := f.get("/services/" + hsdstest.ID("service", name))
			if a.status != never.status || string(a.body) != string(never.body) {
				t.Errorf("%s: %d %s, want the answer of what is not there", name, a.status, a.body)
			}
		}
		f.get("/services/not-an-id").wants(t, "no id at all", http.StatusNotFound, "id")
		f.get("/nothing").wants(t, "an unknown address", http.StatusNotFound, "")
	})
}

func TestTwinByPostReadsAddressAndForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, hsdstest.Few(30))
		want := f.get("/services?search=sab&per_page=2&full=true")
		for what, got := range map[string]answer{
			"address":           f.post("/services?search=sab&per_page=2&full=true", nil),
			"form":              f.post("/services", url.Values{"search": {"sab"}, "per_page": {"2"}, "full": {"true"}}),
			"both":              f.post("/services?per_page=2", url.Values{"search": {"sab"}, "full": {"true"}}),
			"from another site": f.post("/services?search=sab&per_page=2&full=true", nil, "Origin", "https://ailleurs.example", "Sec-Fetch-Site", "cross-site"),
		} {
			if got.status != http.StatusOK || string(got.body) != string(want.body) {
				t.Errorf("by %s: %d %.200s", what, got.status, got.body)
			}
		}
		for _, kind := range []string{"application/json", "multipart/form-data; boundary=x", ""} { // never the whole list for what asks for a part of it
			a := f.request("POST", "/services?per_page=2", `{"search":"sab"}`, "Content-Type", kind)
			a.wants(t, "a body of "+kind, http.StatusBadRequest, "")
		}
		for _, empty := range []string{"", "{}", " \n"} {
			if a := f.request("POST", "/services?search=sab&per_page=2&full=true", empty, "Content-Type", "application/json"); string(a.body) != string(want.body) {
				t.Errorf("with a body of %q: %d %.200s", empty, a.status, a.body)
			}
		}
		if len(contents(f.decoded("search", want.body))) != 1 {
			t.Errorf("the search proves little: %.300s", want.body)
		}
	})
}

func TestAddressGivenByTelephoneOnlyNeverLeaves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		o, s, l := hsdstest.ID("organization", "o"), hsdstest.ID("service", "s"), hsdstest.ID("location", "l")
		f := openFeed(t, u, hsdstest.Package{Name: "p", List: []directory.Record{
			hsdstest.Record("organization", "o", "name", "Maison", "description", "Une maison"),
			hsdstest.Record("service", "s", "organization_id", o, "name", "Maison des Lilas", "status", "active"),
			hsdstest.Record("location", "l", "location_type", "physical", "organization_id", o, "latitude", "45.5", "longitude", "-73.5", "transportation", "arrêt Secrète"),
			hsdstest.Record("service_at_location", "at", "service_id", s, "location_id", l),
			hsdstest.Record("address", "a", "location_id", l, "address_1", "99 rue Secrète", "city", "Laval", "state_province", "QC", "postal_code", "H7A 1A1", "country", "CA", "address_type", "physical"),
			hsdstest.Record("metadata", "m", "resource_id", l, "resource_type", "location", "last_action_date", "2026-01-01", "last_action_type", "update",
				"field_name", "transportation", "previous_value", "rue Secrète", "replacement_value", "arrêt Secrète", "updated_by", "Ann"),
			hsdstest.Record("translation", "t", "resource_id", l, "resource_type", "location", "field_name", "transportation", "language", "en", "value", "Secrète stop"),
		}})
		shows := func() (n int) {
			for _, path := range []string{"/services?full=true", "/services/" + s, "/services?format=ndjson&full=true"} {
				n += count(f.get(path).body, "Secrète", "Secr\\u00e8te", "45.5", "H7A")
			}
			return n
		}
		if shows() == 0 {
			t.Fatal("the address is nowhere: the test would prove nothing")
		}
		if err := f.dir.HideAddress(u.Ctx, keeper, access.Service(s), l, true); err != nil {
			t.Fatal(err)
		}
		if n := shows(); n != 0 {
			t.Errorf("the hidden address stands %d times in what leaves", n)
		}
	})
}
