package check

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"passerelle/internal/id"
)

// uuid is the id of a thing of the test feed.
func uuid(name string) string { return id.Derived("check", name) }

// given is what the test feed is about to answer; a fault changes it.
type given struct {
	method, path string // path without the base
	query        url.Values
	w            http.ResponseWriter

	status int
	kind   string
	body   any    // of JSON
	raw    []byte // instead of body
	gone   bool   // answered already
}

// one is a record alone.
func (a *given) one(list string) object {
	if a.status == http.StatusOK && strings.HasPrefix(a.path, "/"+list+"/") {
		return a.body.(object)
	}
	return nil
}

// page is a plain page of a list: without full, minimal, format or filters.
func (a *given) page(list string, n int) object {
	if a.path != "/"+list || a.status != http.StatusOK || len(a.query) != 1 || a.query.Get("page") != strconv.Itoa(n) {
		return nil
	}
	return a.body.(object)
}

// feed is a small HSDS feed in which nothing is wrong: five services of two
// organizations, two on a page.
type feed struct {
	*httptest.Server
	records map[string][]object
	fault   func(*given)
}

const perPage = 2

func openTestFeed(t *testing.T, fault func(*given)) *feed {
	t.Helper()
	f := &feed{fault: fault, records: town()}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	return f
}

// town makes the records of the feed, whole.
func town() map[string][]object {
	taxonomy := object{"id": uuid("themes"), "name": "Thèmes", "description": "De quoi il s'agit"}
	term := func(name string) object {
		return object{"id": uuid(name), "name": name, "description": "Un thème", "code": name, "taxonomy_detail": taxonomy}
	}
	food, roof := term("repas"), term("toit")
	roof["parent_id"] = uuid("repas")
	r := map[string][]object{"taxonomies": {taxonomy}, "taxonomy_terms": {food, roof}}
	for i := range 2 {
		o := object{"id": uuid("o" + strconv.Itoa(i)), "name": "Maison", "description": "Un lieu", "website": "https://maison.example/",
			"phones": []any{object{"id": uuid("op" + strconv.Itoa(i)), "number": "514 555-0100", "organization_id": uuid("o" + strconv.Itoa(i))}}}
		r["organizations"] = append(r["organizations"], o)
	}
	for i := range 5 {
		n := strconv.Itoa(i)
		o := r["organizations"][i/3]
		s := object{"id": uuid("s" + n), "organization_id": o["id"], "name": "Service " + n, "status": "active", "url": "https://maison.example/" + n,
			"assurer_email": "info@maison.example", "assured_date": "2026-03-0" + strconv.Itoa(i+1), "last_modified": "2026-03-0" + strconv.Itoa(i+1) + "T12:00:00.000Z",
			"organization": object{"id": o["id"], "name": o["name"], "description": o["description"]},
			"phones":       []any{object{"id": uuid("p" + n), "service_id": uuid("s" + n), "number": "514 555-0101"}},
			"schedules":    []any{object{"id": uuid("h" + n), "service_id": uuid("s" + n), "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00", "closes_at": "17:00"}},
		}
		if i < 3 {
			s["attributes"] = []any{object{"id": uuid("a" + n), "link_id": uuid("s" + n), "link_entity": "service", "taxonomy_term": []object{food, roof}[i%2]}}
		}
		r["services"] = append(r["services"], s)
	}
	s := r["services"][0]
	r["service_at_locations"] = []object{{"id": uuid("x"), "service_id": s["id"], "location_id": uuid("l"), "service": listedForm(s),
		"location": object{"id": uuid("l"), "location_type": "physical", "latitude": 45.5, "longitude": -73.5,
			"addresses": []any{object{"id": uuid("d"), "location_id": uuid("l"), "address_1": "12, rue", "city": "Montréal", "state_province": "QC", "postal_code": "H2X 1Y4", "country": "CA", "address_type": "physical"}}}}}
	return r
}

// listedForm is a record as a list has it.
func listedForm(o object) object {
	out := object{}
	for k, v := range o {
		switch v := v.(type) {
		case []any:
		case object:
			out[k] = listedForm(v)
		default:
			out[k] = v
		}
	}
	return out
}

// copied is a record that a fault may change.
func copied(v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	var out any
	if err := json.Unmarshal(b, &out); err != nil {
		panic(err)
	}
	return out
}

func (f *feed) serve(w http.ResponseWriter, r *http.Request) {
	a := &given{method: r.Method, path: strings.TrimPrefix(r.URL.Path, "/hsds"), query: r.URL.Query(), w: w, status: http.StatusOK, kind: "application/json"}
	f.answer(a)
	if a.body != nil {
		a.body = copied(a.body)
	}
	if f.fault != nil {
		f.fault(a)
	}
	if a.gone {
		return
	}
	w.Header().Set("Content-Type", a.kind)
	if a.raw == nil {
		a.raw, _ = json.Marshal(a.body)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.raw)
}

func (f *feed) answer(a *given) {
	list, one, alone := strings.Cut(strings.Trim(a.path, "/"), "/")
	records := f.records[list]
	switch {
	case list == "":
		a.body = object{"version": "3.2.3", "profile": f.URL + "/hsds/profile", "openapi_url": f.URL + "/hsds/openapi.json", "description": "Essai",
			"data_guide": f.URL + "/guide", "publisher": object{"name": "Table de quartier", "website": "https://table.example/"}}
	case list == "openapi.json":
		a.body = description31()
	case list == "profile":
		a.kind, a.raw = "text/html", []byte("<!doctype html><title>Profil</title>")
	case records == nil:
		a.status = http.StatusNotFound
	case alone:
		i := slices.IndexFunc(records, func(o object) bool { return o["id"] == one })
		if i < 0 {
			a.status = http.StatusNotFound
			return
		}
		a.body = records[i]
	default:
		f.list(a, list)
	}
}

// list answers a page or a stream.
func (f *feed) list(a *given, list string) {
	n := 1
	if p := a.query.Get("page"); p != "" {
		var err error
		if n, err = strconv.Atoi(p); err != nil || n < 1 {
			a.status = http.StatusBadRequest
			return
		}
	}
	since := time.Time{}
	if m := a.query.Get("modified_after"); m != "" {
		var err error
		if since, err = time.Parse(time.RFC3339Nano, m); err != nil {
			a.status = http.StatusBadRequest
			return
		}
	}
	for _, filter := range listOf(list).filters {
		if v := a.query.Get(filter); v != "" && !id.IsUUID(v) {
			a.status = http.StatusBadRequest
			return
		}
	}
	var fit []object
	for _, o := range f.records[list] {
		when := o
		if s, is := o["service"].(object); is && list == "service_at_locations" {
			when = s
		}
		modified, _ := time.Parse(time.RFC3339Nano, text(when, "last_modified"))
		fits := !modified.Before(since)
		for _, filter := range listOf(list).filters {
			v := a.query.Get(filter)
			fits = fits && (v == "" || finds(filter, v, list, o))
		}
		nothing := !strings.Contains(text(o, "name"), a.query.Get("search")) || a.query.Get("postcode") != ""
		if !fits || nothing || a.query.Get("top_only") != "" && o["parent_id"] != nil {
			continue
		}
		switch {
		case a.query.Get("minimal") != "":
			o = least(o)
		case a.query.Get("full") == "":
			o = listedForm(o)
		}
		fit = append(fit, o)
	}
	if a.query.Get("format") == "ndjson" {
		a.kind, a.raw = "application/x-ndjson", append([]byte{}, lines(fit)...)
		return
	}
	each := perPage
	if some, err := strconv.Atoi(a.query.Get("per_page")); err == nil && some > 0 {
		each = some
	}
	pages := (len(fit) + each - 1) / each
	from := min((n-1)*each, len(fit))
	here := fit[from:min(from+each, len(fit))]
	contents := []any{}
	for _, o := range here {
		contents = append(contents, o)
	}
	a.body = object{"total_items": len(fit), "total_pages": pages, "page_number": n, "size": len(here),
		"first_page": n == 1, "last_page": n >= pages, "empty": len(here) == 0, "contents": contents}
}

// finds tells whether a filter finds a record.
func finds(filter, value, list string, o object) bool {
	if s, ok := o["service"].(object); ok {
		o = s
	}
	terms, _ := o["attributes"].([]any)
	switch {
	case filter == "organization_id" || filter == "parent_id":
		return o[filter] == value
	case list == "taxonomy_terms":
		detail, _ := o["taxonomy_detail"].(object)
		return o["taxonomy_id"] == value || text(detail, "id") == value
	}
	return slices.ContainsFunc(terms, func(x any) bool {
		term, ok := x.(object)["taxonomy_term"].(object)
		if !ok {
			return filter == "taxonomy_term_id" && x.(object)["taxonomy_term_id"] == value
		}
		return filter == "taxonomy_term_id" && term["id"] == value || filter == "taxonomy_id" && text(detailOf(term), "id") == value
	})
}

func detailOf(term object) object {
	detail, _ := term["taxonomy_detail"].(object)
	return detail
}

func least(o object) object {
	out := object{}
	for _, name := range []string{"id", "name", "status", "last_modified"} {
		if v, is := o[name]; is {
			out[name] = v
		}
	}
	return out
}

func listOf(name string) list {
	return lists[slices.IndexFunc(lists, func(l list) bool { return l.name == name })]
}

// description31 is a small OpenAPI document of all that the feed has.
func description31() object {
	paths := object{}
	operation := func(id string) object {
		return object{"operationId": id, "responses": object{"200": object{"description": "ok", "content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/Any"}}}}}}
	}
	for _, l := range lists {
		paths["/"+l.name] = object{"get": operation("list_" + l.name), "post": operation("search_" + l.name)}
		paths["/"+l.name+"/{id}"] = object{"get": operation("get_" + l.name)}
	}
	return object{"openapi": "3.1.0", "info": object{"title": "Essai", "version": "1"}, "paths": paths,
		"components": object{"schemas": object{"Any": object{"type": "object"}}}}
}
