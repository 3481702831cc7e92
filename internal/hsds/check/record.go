package check

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"

	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

// nested are the members of records that hold objects, one or many, and what
// they hold. What stands elsewhere is an addition that the standard does not
// know: only nulls are looked for in it.
var nested = map[string]string{
	"organization": "organization", "program": "program", "service": "service", "location": "location", "unit": "unit",
	"taxonomy_term": "taxonomy_term", "taxonomy_detail": "taxonomy",

	"services": "service", "programs": "program", "locations": "location", "service_at_locations": "service_at_location",
	"phones": "phone", "contacts": "contact", "addresses": "address", "schedules": "schedule", "service_areas": "service_area",
	"languages": "language", "accessibility": "accessibility", "cost_options": "cost_option", "funding": "funding",
	"required_documents": "required_document", "capacities": "service_capacity", "attributes": "attribute", "metadata": "metadata",
	"organization_identifiers": "organization_identifier", "additional_urls": "url", "additional_websites": "url",
}

// look goes through an object of a table, and all it nests.
func (b *body) look(o object, table, pointer string) {
	for _, name := range names(o) {
		at := step(pointer, name)
		switch v := o[name].(type) {
		case nil:
			b.found(Null, at, "null", "")
		case string:
			if table != "" {
				b.word(table, name, v, at)
				if name == "program_id" && b.table != "" {
					b.w.programs.names(b, v, at)
				}
				if list := named[name]; list != "" {
					b.mentioned(list, v, at, nil)
				}
			}
		case json.Number:
			b.degrees(name, v, at)
		case object:
			b.one(o, table, name, v, at)
		case []any:
			if table != "" && nested[name] != "" {
				b.onceInList(v, at)
			}
			for i, x := range v {
				at := step(at, number(i))
				if x == nil {
					b.found(Null, at, "null", "")
				}
				if child, ok := x.(object); ok {
					b.many(o, table, name, child, at)
				}
			}
		}
	}
	if table == "program" {
		b.w.programs.meets(text(o, "id"))
	}
	if table != "" {
		b.ranges(o, pointer)
		b.altogether(o, table, pointer)
		b.once(o, table, pointer)
	}
	b.opaque(o, table, pointer)
}

// one looks at an object that another names: "organization" and
// "organization_id" must not speak of two.
func (b *body) one(o object, table, name string, child object, at string) {
	link := map[string]string{"taxonomy_detail": "taxonomy_id"}[name]
	if link == "" {
		link = name + "_id"
	}
	kind := nested[name]
	if table == "" {
		kind = ""
	}
	if said, id := text(o, link), text(child, "id"); kind != "" && said != "" && id != "" && said != id {
		b.found(Link, step(strings.TrimSuffix(at, "/"+name), link), said, id)
	}
	if list := held[name]; kind != "" && list != "" {
		b.mentioned(list, text(child, "id"), at, child)
	}
	b.look(child, kind, at)
}

// many looks at an object of a list: what it says of its holder must be true.
func (b *body) many(holder object, table, name string, child object, at string) {
	kind := nested[name]
	if table == "" {
		kind = ""
	}
	id := text(holder, "id")
	agree := func(rule Rule, member, want string) {
		if said := text(child, member); said != "" && want != "" && said != want {
			b.found(rule, step(at, member), said, want)
		}
	}
	switch kind {
	case "":
	case "attribute":
		agree(Link, "link_id", id)
		agree(LinkEntity, "link_entity", table) // the standard's own example has another word there
	case "metadata":
		agree(Link, "resource_id", id)
		agree(LinkEntity, "resource_type", table)
	default:
		agree(Link, table+"_id", id)
	}
	b.look(child, kind, at)
}

var (
	isoTime = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)?$`)
	isoDay  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	isoBoth = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}`)
	days    = regexp.MustCompile(`^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*$`) // no month has a sixth Monday
	country = regexp.MustCompile(`^[A-Z]{2}$`)
)

// word looks at a text by the name of its member.
func (b *body) word(table, name, s, at string) {
	if s == "" {
		b.found(EmptyText, at, "", "")
		return
	}
	b.said(table, name, s, at)
	b.when(name, s, at)
	switch name {
	case "dtstart", "until", "valid_from", "valid_to", "assured_date", "last_action_date":
		// A log tells the hour too.
		if _, err := time.Parse(time.DateOnly, s); err != nil && !(name == "last_action_date" && isoBoth.MatchString(s)) {
			b.found(Date, at, s, "YYYY-MM-DD")
		}
	case "opens_at", "closes_at":
		if !isoTime.MatchString(s) {
			b.found(Time, at, s, "HH:MM")
		}
	case "byday":
		if !days.MatchString(s) {
			b.found(ByDay, at, s, "MO,TU,…")
		}
	case "country":
		if r, err := language.ParseRegion(s); !country.MatchString(s) || err != nil || !r.IsCountry() {
			b.found(Country, at, s, "CA")
		}
	case "url", "website", "logo", "uri", "term_uri", "schedule_link":
		// Without a scheme it breaks the schema already, where the schema asks.
		if spelt := hsds.WebAddress(s); spelt != s && absolute(spelt) != nil || hostless.MatchString(s) {
			b.found(WebAddress, at, s, spelt)
		}
	case "assurer_email":
		if table == "service" && !directory.RoleMailbox(s) {
			b.found(PersonalEmail, at, "", "")
		}
	}
}

// degrees must lie on the Earth.
func (b *body) degrees(name string, n json.Number, at string) {
	most := map[string]float64{"latitude": 90, "longitude": 180}[name]
	if x, err := n.Float64(); most > 0 && (err != nil || x < -most || x > most) {
		b.found(Coordinates, at, n.String(), "±"+number(int(most)))
	}
}

// opaque looks for terms of taxonomies that may not be shown without a licence.
func (b *body) opaque(o object, table, pointer string) {
	switch table {
	case "taxonomy_term":
		detail, _ := o["taxonomy_detail"].(object)
		for _, taxonomy := range []string{text(o, "taxonomy"), text(detail, "name")} {
			if hsds.Opaque(taxonomy, text(o, "code")) {
				b.found(OpaqueCode, step(pointer, "code"), text(o, "code"), "")
				return
			}
		}
	case "taxonomy":
		if strings.HasSuffix(pointer, "/taxonomy_detail") {
			return // told of its term
		}
		if hsds.Opaque(text(o, "name"), "") {
			b.found(OpaqueCode, step(pointer, "name"), text(o, "name"), "")
		}
	}
}
