package check

import (
	"bytes"
	"context"
	"net/http"
	"slices"
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

// faults are one for each rule at least, those between records and those of words among them.
var faults = slices.Concat(plainFaults, faultsBetween, faultsOfWords)

var plainFaults = []planted{
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

	{"empty_answer", NotJSON, at(second, func(a *given) { a.raw = []byte{} }), nil},
	{"error_page_said_to_be_json", NotJSON, at(second, func(a *given) { a.raw = []byte("<!doctype html><p>502") }), nil},
	{"byte_order_mark", NotJSON, at(second, func(a *given) { a.raw = append([]byte("\xef\xbb\xbf"), lines([]object{town()["services"][1]})...) }), nil},
	{"so_deep_that_nobody_reads_it", NotJSON, at(second, func(a *given) { a.raw = bytes.Repeat([]byte("["), 200_000) }), nil},
	{"body_cut", NoAnswer, at(second, func(a *given) { a.w.Header().Set("Content-Length", "100000") }), nil},
	{"drop_by_drop", NoAnswer, at(second, dripping), nil},
	{"says_gzip_and_is_not", NoAnswer, at(second, func(a *given) { a.w.Header().Set("Content-Encoding", "gzip") }), nil},
	{"gzip_bomb", TooLarge, at(second, bomb), nil},
	{"busy_for_ever", Status, at(second, func(a *given) {
		a.w.Header().Set("Retry-After", "1")
		a.status = http.StatusServiceUnavailable
	}), nil},
	{"id_twice_in_an_object", MemberTwice, at(second, func(a *given) {
		a.raw = append([]byte(`{"id":"x",`), lines([]object{town()["services"][1]})[1:]...)
	}), nil},
	{"total_is_no_whole_number", PageMember, every(sets("total_items", 5.5)), nil},
	{"total_below_nothing", PageMember, every(sets("total_items", -1)), nil},

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
	{"oldest_is_younger_than_youngest", Range, nil, func(f *feed) {
		record("services", 1, "minimum_age", 65)(f)
		record("services", 1, "maximum_age", 18)(f)
	}},
	{"age_below_nothing", Range, nil, record("services", 1, "minimum_age", -3)},
	{"ends_before_it_begins", Range, nil, func(f *feed) {
		record("services", 1, "schedules.valid_from", "2026-05-01")(f)
		record("services", 1, "schedules.valid_to", "2025-05-01")(f)
	}},
	{"no_such_zone", Range, nil, record("services", 1, "schedules.timezone", 99)},
	{"price_below_nothing", Range, nil, record("services", 1, "cost_options", []any{object{"id": uuid("c"), "amount": -5, "currency": "CAD"}})},
	{"terms_above_themselves", Parent, nil, record("taxonomy_terms", 0, "parent_id", uuid("toit"))},
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
	{"minimal_lacks_one", Minimal, asked("/services", "minimal=true&page=1", func(a *given) {
		o := a.body.(object)
		o["contents"] = o["contents"].([]any)[1:]
		o["size"] = 1
	}), nil},
	{"filtered_list_empty_on_page_two", PageTotals, asked("/services", "organization_id="+uuid("o0")+"&page=2", func(a *given) {
		set(a.body.(object), "contents", []any{})
	}), nil},
	{"post_described_and_not_allowed", NotOffered, func(a *given) {
		if a.method == http.MethodPost && a.path == "/services" {
			a.status = http.StatusMethodNotAllowed
		}
	}, nil},
	{"post_says_it_made_something", Status, func(a *given) {
		if a.method == http.MethodPost && a.path == "/services" {
			a.status = http.StatusCreated
		}
	}, nil},
	{"program_that_is_nowhere", Reference, nil, record("services", 1, "program_id", uuid("nothing"))},
	{"no_stream", NDJSONAbsent, asked("/services", "format=ndjson&full=true", func(a *given) { a.kind = "application/json" }), nil},
	{"stream_refused", NDJSONAbsent, asked("/services", "format=ndjson&full=true", func(a *given) { a.status = http.StatusBadRequest }), nil},
	{"stream_cut", NDJSONCount, asked("/services", "format=ndjson&full=true", func(a *given) { a.raw = a.raw[:1+bytes.IndexByte(a.raw, '\n')] }), nil},
	{"line_cut_in_the_middle", NDJSONLine, asked("/services", "format=ndjson&full=true", func(a *given) {
		all := bytes.SplitAfter(a.raw, []byte("\n"))
		all[2] = append(all[2][:len(all[2])/2:len(all[2])/2], '\n')
		a.raw = bytes.Join(all, nil)
	}), nil},
	{"line_twice_instead_of_another", NDJSONRepeat, asked("/services", "format=ndjson&full=true", func(a *given) {
		all := bytes.SplitAfter(a.raw, []byte("\n"))
		all[2] = all[1]
		a.raw = bytes.Join(all, nil)
	}), nil},
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
			if c.name == "slow" || c.name == "drop_by_drop" {
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
