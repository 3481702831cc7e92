package check

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// looked runs the checker over a feed, without waiting.
func looked(t *testing.T, f *feed, o Options) *Report {
	t.Helper()
	o.wait = func(context.Context, time.Duration) error { return nil }
	r, err := Run(t.Context(), f.URL+"/hsds", o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// small limits, so that what is too much is quickly made.
func smallLimits() Limits {
	l := UsualLimits
	l.Body, l.Pages, l.Timeout = 1<<20, 20, 5*time.Second
	return l
}

func TestNothingIsFoundWhereNothingIsWrong(t *testing.T) {
	for _, n := range []int{AllIDs, UsualIDs, 1, 0} {
		r := looked(t, openTestFeed(t, nil), Options{IDs: n})
		for _, x := range r.Findings {
			t.Errorf("%d ids: %s %s: %+v", n, x.Rule, x.Endpoint, x.Places)
		}
		if !r.Passed || r.Version != "3.2.3" || r.Publisher != "Table de quartier" {
			t.Errorf("%d ids: %+v", n, r)
		}
	}
}

// change is a fault in an answer.
type change = func(*given)

// onPage changes a page of services.
func onPage(n int, how func(o object)) change {
	return func(a *given) {
		if o := a.page("services", n); o != nil {
			how(o)
		}
	}
}

// at changes whatever an address answers.
func at(path string, how func(a *given)) change {
	return func(a *given) {
		if a.path == path {
			how(a)
		}
	}
}

// inBase and inDescription change an object at an address.
func inBase(how func(o object)) change { return at("", func(a *given) { how(a.body.(object)) }) }

func inDescription(how func(o object)) change {
	return at("/openapi.json", func(a *given) { how(a.body.(object)) })
}

// asked changes what is answered to a query.
func asked(path, query string, how func(a *given)) change {
	return at(path, func(a *given) {
		if a.query.Encode() == query {
			how(a)
		}
	})
}

func set(o object, path string, v any) {
	at := strings.Split(path, ".")
	for _, name := range at[:len(at)-1] {
		switch x := o[name].(type) {
		case object:
			o = x
		case []any:
			o = x[0].(object)
		}
	}
	if last := at[len(at)-1]; v == gone {
		delete(o, last)
	} else {
		o[last] = v
	}
}

// gone has set take a member away.
var gone any = new(int)

// record changes a record itself, wherever it is answered.
func record(list string, i int, path string, v any) func(*feed) {
	return func(f *feed) { set(f.records[list][i], path, v) }
}

var second = "/services/" + uuid("s1")

func sets(path string, v any) func(object) { return func(o object) { set(o, path, v) } }

// faults are one for each rule at least: in an answer, or in the records.
var faults = []struct {
	name  string
	rule  Rule
	in    change
	setup func(*feed)
}{
	{"connection_cut", NoAnswer, at(second, func(a *given) { cut(a); a.gone = true }), nil},
	{"slow", NoAnswer, at(second, func(*given) { time.Sleep(300 * time.Millisecond) }), nil},
	{"redirect_loop", Redirects, at(second, func(a *given) {
		a.w.Header().Set("Location", "/hsds"+second)
		a.status = http.StatusFound
	}), nil},
	{"redirect_to_a_file", Redirects, at(second, func(a *given) {
		a.w.Header().Set("Location", "file:///etc/hostname")
		a.status = http.StatusFound
	}), nil},
	{"giant_body", TooLarge, at(second, func(a *given) { a.raw = bytes.Repeat([]byte(" "), 2<<20) }), nil},
	{"giant_line", TooLarge, asked("/taxonomies", "format=ndjson", func(a *given) { a.raw = bytes.Repeat([]byte("x"), 2<<20) }), nil},
	{"server_error", Status, at(second, func(a *given) { a.status = http.StatusInternalServerError }), nil},
	{"list_refused", Status, at("/taxonomies", func(a *given) { a.status = http.StatusForbidden }), nil},
	{"described_and_not_there", NotOffered, at("/taxonomies", func(a *given) { a.status = http.StatusNotFound }), nil},
	{"web_page", ContentType, at(second, func(a *given) { a.kind = "text/html; charset=utf-8" }), nil},
	{"no_content_type", ContentType, at(second, func(a *given) { a.kind = "" }), nil},
	{"broken_json", NotJSON, at(second, func(a *given) { a.raw = []byte(`{"id": "x",`) }), nil},
	{"two_values", NotJSON, at(second, func(a *given) { a.raw = []byte(`{} {}`) }), nil},

	{"version_2", BaseVersion, inBase(sets("version", "2.0.1")), nil},
	{"version_4", BaseVersion, inBase(sets("version", "4.0.0")), nil},
	{"version_number", BaseVersion, inBase(sets("version", 3)), nil},
	{"no_version", BaseVersion, inBase(sets("version", gone)), nil},
	{"version_of_two_parts", ShortVersion, inBase(sets("version", "3.2")), nil},
	{"version_of_a_profile", ShortVersion, inBase(sets("version", "HSDS-UK-3.0")), nil},
	{"no_openapi", BaseOpenAPI, inBase(sets("openapi_url", gone)), nil},
	{"openapi_not_there", BaseOpenAPI, at("/openapi.json", func(a *given) { a.status = http.StatusNotFound }), nil},
	{"openapi_is_a_file", BaseOpenAPI, inBase(sets("openapi_url", "file:///etc/hostname")), nil},
	{"no_profile", BaseProfile, inBase(sets("profile", gone)), nil},
	{"profile_not_there", BaseProfile, at("/profile", func(a *given) { a.status = http.StatusNotFound }), nil},
	{"publisher_is_a_name", BaseMember, inBase(sets("publisher", "Table")), nil},
	{"guide_is_no_address", BaseMember, inBase(sets("data_guide", "le guide")), nil},

	{"openapi_no_json", OpenAPIDocument, at("/openapi.json", func(a *given) { a.raw = []byte("openapi: 3.1.0\n") }), nil},
	{"openapi_no_paths", OpenAPIDocument, inDescription(sets("paths", object{})), nil},
	{"openapi_no_title", OpenAPIDocument, inDescription(sets("info.title", gone)), nil},
	{"openapi_lacks_a_service", OpenAPILacks, inDescription(sets("paths./services/{id}", gone)), nil},
	{"openapi_two_of_a_name", OpenAPINames, inDescription(sets("paths./services.get.operationId", "list_taxonomies")), nil},
	{"openapi_leads_nowhere", OpenAPIReference, inDescription(sets("components.schemas.More", object{"$ref": "#/components/schemas/Nothing"})), nil},
	{"openapi_leads_elsewhere", OpenAPIReference, inDescription(sets("components.schemas.More", object{"$ref": "https://elsewhere.example/x.json"})), nil},
	{"openapi_no_schema", OpenAPISchema, inDescription(sets("components.schemas.Any.type", "nothing")), nil},

	{"empty", EmptyFeed, nil, func(f *feed) { f.records["services"] = []object{} }},
	{"no_total", PageMember, onPage(1, sets("total_items", gone)), nil},
	{"size_is_a_text", PageMember, onPage(2, sets("size", "2")), nil},
	{"flag_is_a_number", PageMember, onPage(1, sets("empty", 0)), nil},
	{"contents_is_an_object", PageMember, onPage(3, sets("contents", object{})), nil},
	{"wrong_page_number", PageNumber, onPage(2, sets("page_number", 1)), nil},
	{"wrong_size", PageSize, onPage(2, sets("size", 3)), nil},
	{"first_page_twice", PageFlags, onPage(2, sets("first_page", true)), nil},
	{"no_last_page", PageFlags, onPage(3, sets("last_page", false)), nil},
	{"empty_and_not", PageFlags, onPage(1, sets("empty", true)), nil},
	{"one_too_many", PageTotals, every(sets("total_items", 6)), nil},
	{"many_too_many", PageTotals, every(sets("total_items", 50)), nil},
	{"one_page_too_few", PageTotals, every(sets("total_items", 3)), nil},
	{"totals_grow", PageMoves, onPage(2, sets("total_items", 9)), nil},
	{"a_service_twice", PageRepeat, func(a *given) {
		if o := a.page("services", 2); o != nil {
			o["contents"].([]any)[0] = copied(listedForm(town()["services"][0]))
		}
	}, nil},
	{"last_page_again_and_again", Endless, onPage(4, sets("contents", []any{object{"id": uuid("s4")}})), nil},
	{"pages_without_end", Endless, endless, nil},
	{"phones_in_the_list", ListNests, onPage(1, func(o object) {
		set(o, "contents.phones", []any{object{"id": uuid("p0"), "service_id": uuid("s0"), "number": "514 555-0101"}})
	}), nil},

	{"name_is_a_number", SchemaType, nil, record("services", 1, "name", 5)},
	{"phones_is_an_object", SchemaType, nil, record("services", 1, "phones", object{})},
	{"no_name", SchemaRequired, nil, record("services", 1, "name", gone)},
	{"no_number", SchemaRequired, nil, record("services", 1, "phones.number", gone)},
	{"unknown_status", SchemaEnum, nil, record("services", 1, "status", "open")},
	{"no_scheme", SchemaFormat, nil, record("services", 1, "url", "www.exemple.ca")},
	{"id_of_ones_own", SchemaFormat, nil, record("services", 1, "phones.id", "12")},
	{"date_without_time", SchemaFormat, nil, record("services", 1, "last_modified", "2026-03-02")},
	{"listed_and_not_there", IDUnresolved, at(second, func(a *given) { a.status = http.StatusNotFound }), nil},
	{"another_than_asked", IDDiffers, at(second, func(a *given) { a.body = copied(town()["services"][2]) }), nil},
	{"anything_for_nobody", UnknownID, at("/services/"+nobodysID, func(a *given) { a.status, a.body = http.StatusOK, object{} }), nil},
	{"nobody_breaks_it", UnknownID, at("/services/"+nobodysID, func(a *given) { a.status = http.StatusInternalServerError }), nil},
	{"list_says_otherwise", ListDiffers, onPage(1, sets("contents.url", "https://maison.example/autre")), nil},
	{"list_says_more", ListDiffers, onPage(1, sets("contents.alert", "Fermé lundi")), nil},

	{"null", Null, nil, record("services", 1, "description", nil)},
	{"null_in_an_addition", Null, nil, record("services", 1, "ours", object{"x": nil})},
	{"empty_text", EmptyText, nil, record("services", 1, "alternate_name", "")},
	{"american_date", Date, nil, record("services", 1, "assured_date", "03/02/2026")},
	{"no_such_day", Date, nil, record("services", 1, "assured_date", "2026-02-30")},
	{"hour_in_words", Time, nil, record("services", 1, "schedules.opens_at", "9h00")},
	{"day_in_words", ByDay, nil, record("services", 1, "schedules.byday", "Monday")},
	{"off_the_earth", Coordinates, nil, record("service_at_locations", 0, "location.latitude", 100)},
	{"accent_in_an_address", WebAddress, nil, record("services", 1, "url", "https://maison.example/été")},
	{"country_in_words", Country, nil, record("service_at_locations", 0, "location.addresses.country", "Canada")},
	{"phone_of_another", Link, nil, record("services", 1, "phones.service_id", uuid("s2"))},
	{"attribute_of_another", Link, nil, record("services", 1, "attributes.link_id", uuid("s2"))},
	{"attribute_of_another_kind", LinkEntity, nil, record("services", 1, "attributes.link_entity", "organization")},
	{"another_place", Link, nil, record("service_at_locations", 0, "location_id", uuid("l2"))},
	{"somebodys_mailbox", PersonalEmail, nil, record("services", 1, "assurer_email", "marie.tremblay@maison.example")},
	{"code_of_a_licence", OpaqueCode, nil, record("taxonomy_terms", 1, "code", "BD-1800.2000")},

	{"full_without_phones", FullDiffers, asked("/services", "full=true&page=1", func(a *given) { set(a.body.(object), "contents.phones", gone) }), nil},
	{"stream_without_phones", FullDiffers, asked("/services", "format=ndjson&full=true", func(a *given) { a.raw = bytes.ReplaceAll(a.raw, []byte(`"phones"`), []byte(`"telephones"`)) }), nil},
	{"minimal_without_status", Minimal, asked("/services", "minimal=true&page=1", func(a *given) { set(a.body.(object), "contents.status", gone) }), nil},
	{"no_stream", NDJSONAbsent, asked("/services", "format=ndjson&full=true", func(a *given) { a.kind = "application/json" }), nil},
	{"stream_refused", NDJSONAbsent, asked("/services", "format=ndjson&full=true", func(a *given) { a.status = http.StatusBadRequest }), nil},
	{"stream_cut", NDJSONCount, asked("/services", "format=ndjson&full=true", func(a *given) { a.raw = a.raw[:1+bytes.IndexByte(a.raw, '\n')] }), nil},
	{"stream_is_an_array", NDJSONLine, asked("/services", "format=ndjson&full=true", func(a *given) { a.raw = append([]byte("[\n"), a.raw...) }), nil},
	{"filter_forgets_one", FilterMisses, filtering(1, func(a *given) { a.raw = a.raw[1+bytes.IndexByte(a.raw, '\n'):] }), nil},
	{"filters_do_not_add_up", FilterAdds, filtering(2, func(a *given) { a.raw = lines(town()["services"]) }), nil},
	{"unknown_filter_value_is_all", FilterAdds, asked("/services", "organization_id="+nobodysID, func(a *given) {
		set(a.body.(object), "contents", []any{object{"id": uuid("s0")}})
	}), nil},
	{"after_and_not_on", FilterMisses, strictlyAfter, nil},
	{"post_says_otherwise", TwinDiffers, func(a *given) {
		if a.method == http.MethodPost && a.path == "/services" {
			set(a.body.(object), "total_items", 4)
		}
	}, nil},
	{"post_breaks", Status, func(a *given) {
		if a.method == http.MethodPost && a.path == "/services" {
			a.status = http.StatusInternalServerError
		}
	}, nil},
	{"bad_page_breaks_it", BadCrash, asked("/services", "page=abc", func(a *given) { a.status = http.StatusInternalServerError }), nil},
	{"bad_page_is_page_one", BadAccepted, asked("/services", "page=0", func(a *given) { a.status, a.body = http.StatusOK, object{} }), nil},
	{"bad_instant_is_all", BadAccepted, asked("/services", "modified_after=never", func(a *given) { a.status, a.body = http.StatusOK, object{} }), nil},
}

func cut(a *given) {
	c, _, err := a.w.(http.Hijacker).Hijack()
	if err == nil {
		_ = c.Close()
	}
}

// every changes each plain page of services, the ones after the last too.
func every(how func(object)) change {
	return func(a *given) {
		for n := 1; n < 5; n++ {
			if o := a.page("services", n); o != nil {
				how(o)
			}
		}
	}
}

// endless is a list of taxonomies with one page more than anybody reads.
func endless(a *given) {
	if id, one := strings.CutPrefix(a.path, "/taxonomies/"); one && id != nobodysID {
		a.status, a.body = http.StatusOK, object{"id": id, "name": "Thème", "description": "Un thème"}
	}
	page := a.query.Get("page")
	if a.path == "/taxonomies" && page != "" && a.status == http.StatusOK {
		a.body = object{"total_items": 1 << 30, "total_pages": 1 << 30, "page_number": len(page), "size": 1, "first_page": page == "1", "last_page": false, "empty": false,
			"contents": []any{object{"id": uuid("theme " + page), "name": "Thème", "description": "Un thème"}}}
		if n := slices.Index(strings.Fields("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20"), page); n > 0 {
			a.body.(object)["page_number"] = n
		}
	}
}

// filtering changes a stream of services that is asked for with n filters, the
// organization among them.
func filtering(n int, how func(*given)) change {
	return func(a *given) {
		if a.path == "/services" && a.query.Get("format") == "ndjson" && a.query.Has("organization_id") && len(a.query) == n+1 {
			how(a)
		}
	}
}

// lines are records as a stream has them.
func lines(records []object) (out []byte) {
	for _, o := range records {
		b, _ := json.Marshal(o)
		out = append(append(out, b...), '\n')
	}
	return out
}

// strictlyAfter leaves out what changed at the very instant.
func strictlyAfter(a *given) {
	since := a.query.Get("modified_after")
	if since == "" || a.query.Get("format") != "ndjson" {
		return
	}
	var kept []byte
	for line := range bytes.Lines(a.raw) {
		if !bytes.Contains(line, []byte(since)) {
			kept = append(kept, line...)
		}
	}
	a.raw = append([]byte{}, kept...)
}

// Each rule catches its fault, and nothing else does.
func TestEachRuleCatchesItsFaultAlone(t *testing.T) {
	caught := map[Rule]bool{}
	for _, c := range faults {
		caught[c.rule] = true
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := openTestFeed(t, c.in)
			if c.setup != nil {
				c.setup(f)
			}
			limits := smallLimits()
			if c.name == "slow" {
				limits.Timeout = 100 * time.Millisecond
			}
			r := looked(t, f, Options{IDs: AllIDs, Limits: limits})
			errors := 0
			for _, x := range r.Findings {
				if x.Rule != c.rule {
					t.Errorf("caught as %s at %s: %+v", x.Rule, x.Endpoint, x.Places)
				}
				if x.Level == Error {
					errors++
				}
				if len(x.Places) == 0 || x.Places[0].Request == "" {
					t.Errorf("nobody finds %+v", x)
				}
			}
			if len(r.Findings) == 0 {
				t.Error("not caught")
			}
			if r.Passed != (errors == 0) || r.Errors != errors || r.Warnings != len(r.Findings)-errors {
				t.Errorf("passed %v with %d errors, told as %d and %d", r.Passed, errors, r.Errors, r.Warnings)
			}
		})
	}
	for _, rule := range Rules {
		if !caught[rule] {
			t.Errorf("no fault is planted for %s: it may catch nothing", rule)
		}
	}
}
