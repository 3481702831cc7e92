package hsds

import (
	"path"
	"strings"

	"passerelle/internal/directory"
)

// layout says how rows of one source table become records of one HSDS 3.2.3
// table. A column that bears the name of a field goes there; alias and special
// say the rest; what no rule takes is residual.
type layout struct {
	name string
	to   string // the HSDS table
	// space separates ids of tables that share a target: physical and postal
	// address 1 are two addresses.
	space   string
	alias   map[string]string
	special map[string]func(*row, *cell)
	finish  func(*row)
	// instead replaces all of that for rows that add to a record of another
	// table.
	instead func(*row)
}

// layouts are looked up by the stem of a file's name, as any version writes
// it, and by the names of JSON members.
var layouts = map[string]*layout{}

// inOrder keeps the order in which recognise tries them.
var inOrder []*layout

func lay(names string, l layout) *layout {
	all := strings.Fields(names)
	l.name = all[0]
	if l.space == "" {
		l.space = l.to
	}
	for _, n := range all {
		layouts[n] = &l
	}
	inOrder = append(inOrder, &l)
	return &l
}

type aliases = map[string]string
type specials = map[string]func(*row, *cell)

var (
	_ = lay("organizations organization", layout{to: "organization", finish: finishOrganization,
		alias:   aliases{"url": "website", "date_incorporated": "year_incorporated"},
		special: specials{"year_incorporated": year, "date_incorporated": year, "funding_sources": each("funding", "organization_id", "source")}})
	_ = lay("programs program", layout{to: "program", finish: finishNamed})
	_ = lay("services service", layout{to: "service", finish: finishService,
		alias: aliases{"accrediations": "accreditations", "website": "url", "eligibility": "eligibility_description"},
		special: specials{"status": status, "fees": fees, "location_id": atLocation, "taxonomy_ids": termList,
			"accepted_payments": values("payment-accepted"), "keywords": values("keywords"), "audience": values("audience"),
			"funding_sources": each("funding", "service_id", "source"), "service_areas": each("service_area", "service_id", "name"),
			"languages": each("language", "service_id", "name"), "required_documents": each("required_document", "service_id", "document")}})
	_ = lay("locations location", layout{to: "location", finish: finishLocation,
		alias: aliases{"website": "url", "short_desc": "description"},
		special: specials{"latitude": coordinate(90, "longitude", 180), "longitude": coordinate(180, "latitude", 90),
			"location_type": locationType, "short_desc": also("description"),
			"languages": each("language", "location_id", "name"), "accessibility": each("accessibility", "location_id", "description")}})
	_ = lay("service_at_location services_at_location service_at_locations", layout{to: "service_at_location"})
	_ = lay("contacts contact", layout{to: "contact", special: specials{"phone_number": contactPhone, "phone_areacode": withPhone, "phone_extension": withPhone}})
	_ = lay("phones phone", layout{to: "phone", alias: aliases{"number_type": "type"},
		special: specials{"number": telephone, "extension": extension, "language": each("language", "phone_id", "name"), "description": also("description"), "department": also("description")}})
	_ = lay("addresses address", layout{to: "address", finish: finishAddress, special: specials{"address_type": addressType, "country": countryCode}})
	_ = lay("physical_addresses physical_address", layout{to: "address", space: "physical_address", finish: finishPhysical, special: olderAddress})
	_ = lay("postal_addresses postal_address mail_addresses", layout{to: "address", space: "postal_address", finish: finishPostal, special: olderAddress})
	_ = lay("schedules schedule operating_hours", layout{to: "schedule", finish: finishSchedule,
		special: specials{"byday": days, "bysetpos": setPosition, "wkst": weekStart, "freq": frequency, "interval": beat, "count": beat, "bymonthday": beat, "byweekno": beat, "byyearday": beat,
			"opens_at": hour, "closes_at": hour, "description": also("description"), "group": free("schedule"), "found_in": foundIn}})
	_ = lay("regular_schedules regular_schedule", layout{to: "schedule", space: "regular_schedule", finish: finishWeekly,
		special: specials{"weekday": weekday, "opens_at": clockTime, "closes_at": clockTime, "original_text": also("description")}})
	_ = lay("holiday_schedules holiday_schedule", layout{to: "schedule", space: "holiday_schedule",
		alias: aliases{"start_date": "valid_from", "end_date": "valid_to"}, special: specials{"closed": closed, "opens_at": clockTime, "closes_at": clockTime}})
	_ = lay("service_areas service_area", layout{to: "service_area", alias: aliases{"service_area": "name"}})
	_ = lay("languages language", layout{to: "language", finish: finishLanguage, alias: aliases{"language": "name"}})
	_ = lay("accessibility accessibility_for_disabilities", layout{to: "accessibility", alias: aliases{"accessibility": "description"}})
	_ = lay("cost_options cost_option", layout{to: "cost_option"})
	_ = lay("funding fundings", layout{to: "funding"})
	_ = lay("required_documents required_document", layout{to: "required_document"})
	_ = lay("units unit", layout{to: "unit"})
	_ = lay("service_capacity service_capacities capacities", layout{to: "service_capacity"})
	_ = lay("url urls", layout{to: "url"})
	_ = lay("taxonomies", layout{to: "taxonomy", finish: finishTaxonomy})
	_ = lay("taxonomy_terms taxonomy_term", layout{to: "taxonomy_term", finish: finishTerm, alias: aliases{"term": "name"}, special: specials{"taxonomy": vocabulary}})
	_ = lay("taxonomy", layout{to: "taxonomy_term", finish: finishTerm, alias: aliases{"taxonomy_id": "id", "vocabulary": "taxonomy"},
		special: specials{"vocabulary": vocabulary, "taxonomy_facet": free("taxonomy_term")}})
	_ = lay("attributes attribute", layout{to: "attribute", special: specials{"link_id": linkID, "link_entity": linkEntity}})
	_ = lay("service_attributes service_attribute", layout{to: "attribute", space: "service_attribute", finish: ofService,
		special: specials{"service_id": serviceLink}})
	_ = lay("services_taxonomy service_taxonomy service_taxonomies services_taxonomies", layout{to: "attribute", space: "service_taxonomy", finish: ofService,
		alias: aliases{"taxonomy_id": "taxonomy_term_id", "taxonomy_detail": "value"}, special: specials{"service_id": serviceLink}})
	_ = lay("other_attributes other_attribute", layout{to: "attribute", space: "other_attribute",
		special: specials{"link_id": linkID, "link_type": linkEntity}})
	_ = lay("organization_identifiers organization_identifier", layout{to: "organization_identifier"})
	_ = lay("metadata", layout{to: "metadata", special: specials{"resource_id": linkID, "resource_type": linkEntity, "last_action_date": changeDate}, finish: finishMetadata})
	_ = lay("meta_table_descriptions meta_table_description", layout{to: "meta_table_description"})
	_ = lay("translations translation", layout{to: "translation", alias: aliases{"field": "field_name"}, special: specials{"resource_id": linkID, "resource_type": linkEntity}})
	_ = lay("eligibility eligibilities", layout{to: "service", space: "eligibility", instead: eligibility})
	_ = lay("payments_accepted payment_accepted", layout{to: "service", space: "payment_accepted", instead: payment})
)

// known reports whether a column of the layout's table has a rule.
func (l *layout) known(column string) bool {
	if l.alias[column] != "" || l.special[column] != nil {
		return true
	}
	switch l.space {
	case "eligibility":
		return column == "id" || column == "service_id" || column == "eligibility"
	case "payment_accepted":
		return column == "id" || column == "service_id" || column == "payment"
	}
	return directory.TableOf(l.to).Has(column)
}

// needed are the columns that a table is of little use without, in every
// version: what its rows are called, and what they hang on.
func (l *layout) needed() (out []string) {
	if l.instead != nil {
		return nil
	}
	for _, c := range directory.TableOf(l.to).Columns {
		if c.Required && (c.Name == "id" || c.Name == "name" || c.Name == "number" || c.Kind == directory.Link) {
			out = append(out, c.Name)
		}
	}
	return out
}

// named reports whether a header has a column, under its name or another's
// that goes to it.
func (l *layout) named(header []string, column string) bool {
	if has(header, column) {
		return true
	}
	for other, to := range l.alias {
		if to == column && has(header, other) {
			return true
		}
	}
	return false
}

// recognise finds the layout of a delimited file from its name and header; nil
// when it is none of HSDS's. resource is what a descriptor calls it.
func recognise(name, resource string, header []string) *layout {
	known := func(l *layout) (n int) {
		for _, h := range header {
			if l.known(h) {
				n++
			}
		}
		return n
	}
	stem := strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	var said *layout
	for _, s := range []string{resource, stem} {
		l := layouts[s]
		if s == "taxonomy" && s == resource && stem != s { // 3.x names the resource of taxonomies.csv so
			l = layouts["taxonomies"]
		}
		if l == layouts["taxonomies"] && l != nil && (has(header, "parent_id") || has(header, "vocabulary")) {
			l = layouts["taxonomy"]
		}
		// A descriptor may be wrong about which file it speaks of: of two names the
		// header decides.
		if l != nil && known(l) > 0 && (said == nil || known(l) > known(said)) {
			said = l
		}
	}
	if said != nil {
		return said
	}
	for i := range len(stem) { // ilao-services, 2026_03_phones
		if i > 0 && strings.IndexByte("-_. ", stem[i-1]) >= 0 {
			if l := layouts[stem[i:]]; l != nil && known(l)*2 >= len(header) {
				return l
			}
		}
	}
	var best *layout
	most := 0
	for _, l := range inOrder { // a file of any name: only its header speaks
		if n := known(l); n > most && n >= 4 && n*3 >= len(header)*2 && has(header, "id") {
			best, most = l, n
		}
	}
	return best
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// version names what the layouts met add up to. A package's own number is not
// trusted: every 3.x says 3.0.0, and 1.1.0 says 1.0.
func version(met map[string]bool, newer bool) (name string, family int) {
	switch {
	case met["regular_schedules"] || met["holiday_schedules"] || met["services_taxonomy"] || met["taxonomy"]:
		return "1.x", 1
	case met["service_attributes"] || met["other_attributes"]:
		return "2.0", 2
	case met["physical_addresses"] || met["postal_addresses"]:
		if met["schedules"] {
			return "2.0", 2
		}
		return "1.x", 1
	case newer:
		return "3.3", 3
	case met["service_capacity"] || met["units"] || met["url"]:
		return "3.1+", 3
	case len(met) > 0:
		return "3.x", 3
	}
	return "", 0
}
