package check

import (
	"bytes"
	"net/http"
)

// faultsBetween are faults that no record shows alone: names of what is not
// there, one name for two things, one thing said in two ways.
var faultsBetween = []planted{
	{"service_of_nobody", Reference, nil, func(f *feed) {
		record("services", 1, "organization_id", uuid("nobody"))(f)
		record("services", 1, "organization", gone)(f)
	}},
	{"nests_an_organization_that_is_not_there", ReferenceDiffers, nil, func(f *feed) {
		record("services", 1, "organization_id", uuid("nobody"))(f)
		record("services", 1, "organization", object{"id": uuid("nobody"), "name": "Maison", "description": "Un lieu"})(f)
	}},
	{"term_that_is_not_there", Reference, nil, record("services", 1, "attributes", []any{object{"id": uuid("a1"), "link_id": uuid("s1"), "link_entity": "service", "taxonomy_term_id": uuid("nothing")}})},
	{"place_of_no_service", Reference, nil, func(f *feed) {
		record("service_at_locations", 0, "service_id", uuid("nothing"))(f)
		record("service_at_locations", 0, "service", gone)(f)
	}},
	{"term_of_no_taxonomy", Reference, nil, func(f *feed) {
		record("taxonomy_terms", 1, "taxonomy_id", uuid("nothing"))(f)
		record("taxonomy_terms", 1, "taxonomy_detail", gone)(f)
		record("services", 1, "attributes", gone)(f)
	}},
	{"phone_of_two_services", IDShared, nil, record("services", 1, "phones.id", uuid("p2"))},
	{"phone_twice_in_a_service", IDShared, nil, func(f *feed) {
		s := f.records["services"][1]
		s["phones"] = append(s["phones"].([]any), copied(s["phones"].([]any)[0]))
	}},
	{"hours_of_two_services", IDShared, nil, func(f *feed) {
		record("services", 1, "schedules.id", uuid("h2"))(f)
		record("services", 1, "schedules.service_id", gone)(f)
		record("services", 1, "schedules.byday", "TU")(f)
	}},
	{"organization_has_two_names", ReferenceDiffers, nil, record("organizations", 0, "name", "Le Pont")},
	{"term_has_two_codes", ReferenceDiffers, nil, func(f *feed) {
		s := f.records["services"][1]
		s["attributes"] = copied(s["attributes"])
		set(s, "attributes.taxonomy_term.code", "gite")
	}},
	{"organization_above_itself", Parent, nil, func(f *feed) {
		record("organizations", 0, "parent_organization_id", uuid("o1"))(f)
		record("organizations", 1, "parent_organization_id", uuid("o0"))(f)
	}},
	{"code_of_two_terms", CodeTwice, nil, record("taxonomy_terms", 1, "code", "repas")},
}

// faultsOfWords are values that a schema lets pass.
var faultsOfWords = []planted{
	{"more_free_than_there_are", Capacity, nil, record("services", 1, "capacities", []any{object{"id": uuid("k"), "unit": object{"id": uuid("u"), "name": "place"}, "available": 12, "maximum": 10, "updated": "2026-03-01T12:00:00.000Z"}})},
	{"fewer_than_none_free", Range, nil, record("services", 1, "capacities", []any{object{"id": uuid("k"), "unit": object{"id": uuid("u"), "name": "place"}, "available": -1, "maximum": 10, "updated": "2026-03-01T12:00:00.000Z"}})},
	{"currency_in_words", Currency, nil, record("services", 1, "cost_options", []any{object{"id": uuid("c"), "amount": 5, "currency": "dollars"}})},
	{"currency_by_its_sign", Currency, nil, record("services", 1, "cost_options", []any{object{"id": uuid("c"), "amount": 5, "currency": "$"}})},
	{"currency_that_is_a_country", Currency, nil, record("services", 1, "cost_options", []any{object{"id": uuid("c"), "amount": 5, "currency": "CAN"}})},
	{"language_in_words", LanguageCode, nil, record("services", 1, "languages", []any{object{"id": uuid("g"), "name": "français", "code": "français"}})},
	{"language_with_a_country", LanguageCode, nil, record("services", 1, "languages", []any{object{"id": uuid("g"), "name": "français", "code": "fr_CA"}})},
	{"language_of_nobody", LanguageCode, nil, record("services", 1, "languages", []any{object{"id": uuid("g"), "name": "français", "code": "qq"}})},
	{"term_in_a_language_in_words", LanguageCode, nil, record("taxonomy_terms", 1, "language", "French")},
	{"bold_name", Markup, nil, record("services", 1, "name", "<b>Refuge</b>")},
	{"name_with_an_entity", Markup, nil, record("services", 1, "name", "Soupe &amp; pain")},

	{"changed_tomorrow", Range, nil, record("services", 1, "last_modified", "2999-03-02T12:00:00.000Z")},
	{"confirmed_in_another_life", Range, nil, record("services", 1, "assured_date", "2999-01-01")},
	{"counted_in_the_future", Range, nil, record("services", 1, "capacities", []any{object{"id": uuid("k"), "unit": object{"id": uuid("u"), "name": "place"}, "available": 1, "updated": "2999-03-01T12:00:00.000Z"}})},
	{"founded_next_century", Range, nil, record("organizations", 1, "year_incorporated", 3026)},
	{"every_zero_weeks", Range, nil, record("services", 1, "schedules.interval", 0)},
	{"happens_half_a_time", Range, nil, record("services", 1, "schedules.count", 0.5)},
	{"day_32_of_the_month", ByDay, nil, record("services", 1, "schedules.bymonthday", "15,32")},
	{"week_in_words", ByDay, nil, record("services", 1, "schedules.byweekno", "la deuxième")},
	{"second_monday_of_each_week", ByDay, nil, record("services", 1, "schedules.byday", "2MO")},
	{"area_in_a_form_of_its_own", SchemaEnum, nil, record("services", 1, "service_areas", []any{object{"id": uuid("z"), "name": "Le quartier", "extent": "x", "extent_type": "shapefile"}})},
	{"place_in_the_ocean", Unlikely, nil, func(f *feed) {
		record("service_at_locations", 0, "location.latitude", 0)(f)
		record("service_at_locations", 0, "location.longitude", 0)(f)
	}},
	{"phone_without_a_digit", Unlikely, nil, record("services", 1, "phones.number", "voir le site")},
	{"postal_code_of_elsewhere", Unlikely, nil, record("service_at_locations", 0, "location.addresses.postal_code", "90210")},
	{"name_that_says_nothing", Unlikely, nil, record("services", 1, "name", "N/A")},
	{"name_of_blanks", Unlikely, nil, record("services", 1, "name", "   ")},
	{"accents_broken", Unlikely, nil, record("services", 1, "name", "Popote de MontrÃ©al")},
	{"letters_lost", Unlikely, nil, record("services", 1, "name", "Popote de Montr\ufffdal")},
	{"letters_that_move_a_screen", Unlikely, nil, record("services", 1, "name", "Refuge\x1b[2J")},
	{"in_the_first_year", Unlikely, nil, record("services", 1, "schedules.valid_from", "0001-01-01")},
	{"script_as_an_address", Unsafe, nil, record("services", 1, "url", "javascript:alert(1)")},
	{"script_in_a_description", Unsafe, nil, record("services", 1, "description", "Un lieu <script src=//x.example></script>")},
	{"attribute_that_says_nothing", Hollow, nil, record("services", 3, "attributes", []any{object{"id": uuid("a3"), "link_id": uuid("s3"), "link_entity": "service"}})},
	{"change_of_another_kind", LinkEntity, nil, record("services", 1, "metadata", []any{object{"id": uuid("m"), "resource_id": uuid("s1"), "resource_type": "location", "last_action_date": "2026-03-01",
		"last_action_type": "update", "field_name": "name", "previous_value": "Gîte", "replacement_value": "Refuge", "updated_by": "Table de quartier"}})},

	{"service_of_no_organization", Hollow, nil, func(f *feed) {
		record("services", 1, "organization_id", gone)(f)
		record("services", 1, "organization", gone)(f)
	}},
	{"somewhere_and_no_place", Hollow, nil, func(f *feed) {
		record("service_at_locations", 0, "location_id", gone)(f)
		record("service_at_locations", 0, "location", gone)(f)
	}},
	{"offset_of_25_hours", Time, nil, record("services", 1, "schedules.opens_at", "09:00+25:00")},
	{"half_a_year", Range, nil, record("organizations", 1, "year_incorporated", 1998.5)},
	{"extension_below_nothing", Range, nil, record("services", 1, "phones.extension", -4)},
	{"address_of_no_host", WebAddress, nil, record("services", 1, "url", "https://")},
	{"degrees_exchanged", Unlikely, nil, func(f *feed) {
		record("service_at_locations", 0, "location.latitude", -73.5)(f)
		record("service_at_locations", 0, "location.longitude", 45.5)(f)
	}},
	{"id_of_zeros", Unlikely, nil, record("services", 1, "phones.id", "00000000-0000-0000-0000-000000000000")},

	{"not_utf_8", Encoding, at(second, func(a *given) {
		a.raw = bytes.ReplaceAll(lines([]object{town()["services"][1]}), []byte("Service 1"), []byte("Service \xe9"))
		a.raw = bytes.ReplaceAll(a.raw, []byte("\n"), nil)
	}), nil},
	{"stream_not_utf_8", Encoding, asked("/taxonomies", "format=ndjson", func(a *given) { a.raw = bytes.ReplaceAll(a.raw, []byte("Th\xc3\xa8mes"), []byte("Th\xe8mes")) }), nil},
	{"one_a_page_and_two_come", Unheeded, asked("/services", "page=1&per_page=1", func(a *given) {
		set(a.body.(object), "contents", []any{listedForm(town()["services"][0]), listedForm(town()["services"][1])})
	}), nil},
	{"words_of_nobody_and_all_come", Unheeded, asked("/services", "page=1&search="+nobodysWord, func(a *given) {
		set(a.body.(object), "contents", []any{listedForm(town()["services"][0]), listedForm(town()["services"][1])})
	}), nil},
	{"least_asked_for_and_all_told", Unheeded, asked("/services", "minimal=true&page=1", func(a *given) {
		set(a.body.(object), "contents", []any{listedForm(town()["services"][0]), listedForm(town()["services"][1])})
	}), nil},
	{"changed_in_a_thousand_years", FilterAdds, asked("/services", "modified_after=9999-01-01T00%3A00%3A00Z", func(a *given) {
		set(a.body.(object), "contents", []any{listedForm(town()["services"][0])})
	}), nil},
	{"place_changed_in_a_thousand_years", FilterAdds, asked("/service_at_locations", "modified_after=9999-01-01T00%3A00%3A00Z", func(a *given) {
		set(a.body.(object), "contents", []any{listedForm(town()["service_at_locations"][0])})
	}), nil},
	{"search_that_finds_nothing", Unheeded, asked("/services", "page=1&search=Service+0", func(a *given) { set(a.body.(object), "contents", []any{}) }), nil},
	{"filter_of_a_post_passed_over", FilterAdds, asked("/services", "organization_id="+nobodysID, func(a *given) {
		if a.method == http.MethodPost {
			set(a.body.(object), "contents", []any{listedForm(town()["services"][0])})
		}
	}), nil},
	{"alone_without_phones", FullDiffers, at("/services/"+uuid("s1"), func(a *given) { set(a.body.(object), "phones", gone) }), nil},
	{"organization_without_its_phones", FullDiffers, at("/organizations/"+uuid("o1"), func(a *given) { set(a.body.(object), "phones", gone) }), nil},
	{"country_of_no_list", Country, nil, record("service_at_locations", 0, "location.addresses.country", "XX")},
	{"ninth_monday", ByDay, nil, record("services", 1, "schedules.byday", "9MO")},
	{"top_only_and_all_come", Unheeded, asked("/taxonomy_terms", "page=1&top_only=true", func(a *given) {
		set(a.body.(object), "contents", []any{town()["taxonomy_terms"][0], town()["taxonomy_terms"][1]})
	}), nil},
}
