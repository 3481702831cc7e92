package hsds

import (
	"regexp"
	"strings"

	"passerelle/internal/directory"
)

// What each kind of row still needs once its cells are placed. A value that
// the source does not give is either told by the rest of the row, with an
// issue, or left out.

// finishNamed gives an object that must have a description its name for one.
func finishNamed(r *row) {
	if r.rec.Get("description") == "" && r.rec.Get("name") != "" {
		r.rec.Set("description", r.rec.Get("name"))
		r.fill("description", "filled")
	}
}

// fill tells of a value that the source did not give.
func (r *row) fill(column, reason string) {
	if r.quiet {
		return
	}
	r.m.issue(r.about(directory.Issue{File: r.file, Row: r.no, Column: column, Reason: reason}, column))
}

func finishOrganization(r *row) {
	finishNamed(r)
}

func finishService(r *row) {
	if place := r.find("location_id"); place != nil && r.rec.Get("organization_id") == "" {
		if o := r.m.keeper[r.m.resolve("location", place.val)]; o != "" { // Ohana: a service has its place's organisation
			r.rec.Set("organization_id", o)
			r.fill("organization_id", "inferred")
		}
	}
	if r.rec.Get("status") == "" && !r.bad {
		r.rec.Set("status", "active")
		r.fill("status", "no_status")
	}
	if r.rec.Get("status") == "" {
		r.rec.Set("status", "inactive")
	}
	for _, words := range r.m.eligible[r.id()] {
		r.append("eligibility_description", words)
	}
}

// finishLocation infers what sort of place it is from the addresses it has.
func finishLocation(r *row) {
	if o := r.rec.Get("organization_id"); o != "" {
		r.m.keeper[r.id()] = o
	}
	if r.rec.Get("location_type") != "" {
		return
	}
	kind := "physical"
	switch has := r.m.addressed[r.id()]; {
	case has&isPhysical != 0:
	case has&isPostal != 0:
		kind = "postal"
	case r.rec.Get("latitude") == "" && r.rec.Get("url") != "":
		kind = "virtual"
	}
	r.rec.Set("location_type", kind)
	r.fill("location_type", "inferred")
}

func finishPhysical(r *row) { finishOlder(r, "physical") }
func finishPostal(r *row)   { finishOlder(r, "postal") }

func finishOlder(r *row, kind string) {
	if r.rec.Get("address_type") == "" {
		r.rec.Set("address_type", kind)
	}
	finishAddress(r)
}

// Bits of mapper.addressed.
const (
	isPhysical = 1 << iota
	isPostal
	inCanada
	inStates
	elsewhere
)

func finishAddress(r *row) {
	if r.rec.Get("address_type") == "" {
		r.rec.Set("address_type", "physical")
		r.fill("address_type", "inferred")
	}
	if r.rec.Get("state_province") == "" {
		if p := provinceOf(r.rec.Get("postal_code"), r.rec.Get("country")); p != "" {
			r.rec.Set("state_province", p)
			r.fill("state_province", "inferred")
		}
	}
	if r.find("country") == nil {
		switch c := country("", r.rec.Get("state_province")); c {
		case "":
			r.fill("country", "no_country")
			r.bad = true
		default:
			r.rec.Set("country", c)
			r.fill("country", "inferred")
		}
	}
	if place := r.rec.Get("location_id"); place != "" {
		bit := uint8(isPhysical)
		if r.rec.Get("address_type") == "postal" {
			bit = isPostal
		}
		r.m.addressed[place] |= bit | countryBit(r.rec.Get("country"))
		if bit == isPhysical {
			r.m.provinceOf(place, r.rec.Get("state_province"))
		}
	}
}

// finishWeekly: one weekday a week. A row without hours is "unknown", and
// never "closed": it says no rule at all.
func finishWeekly(r *row) {
	if r.rec.Get("byday") != "" && (r.rec.Get("opens_at") != "" || r.rec.Get("closes_at") != "" || r.rec.Get("description") != "") {
		r.rec.Set("freq", "WEEKLY")
	}
}

// finishSchedule: a weekday and hours without a frequency are every week's; with
// the first Tuesday, or a date, they are every month's.
func finishSchedule(r *row) {
	if r.find("freq") != nil {
		return
	}
	if strings.ContainsAny(r.rec.Get("byday"), "0123456789") || r.rec.Get("bymonthday") != "" {
		r.rec.Set("freq", "MONTHLY")
		r.fill("freq", "inferred")
		return
	}
	if finishWeekly(r); r.rec.Get("freq") != "" {
		r.fill("freq", "inferred")
	}
}

func finishLanguage(r *row) {
	name, code := r.rec.Get("name"), r.rec.Get("code")
	if code == "" && name != "" {
		r.rec.Set("code", languageCode(name))
	}
}

// finishTerm: a term always has a description and, in older packages, its own
// source id for a code and a taxonomy made of its vocabulary.
func finishTerm(r *row) {
	if r.rec.Get("description") == "" {
		r.rec.Set("description", r.rec.Get("name"))
	}
	if r.m.family < 3 {
		if r.rec.Get("code") == "" {
			r.rec.Set("code", r.source)
		}
		if r.rec.Get("taxonomy_id") == "" {
			r.rec.Set("taxonomy_id", r.m.taxonomy(r.m.dataset))
		}
	}
	if Opaque(r.rec.Get("taxonomy"), r.rec.Get("code")) || Opaque("", r.source) || r.m.licensed[r.rec.Get("taxonomy_id")] {
		r.bad = true
	}
}

// finishTaxonomy: one that asks for a licence is not shown, nor told of, nor are
// its terms, which may name it by its id alone.
func finishTaxonomy(r *row) {
	finishNamed(r)
	if proprietary(r.rec.Get("name")) {
		r.bad = true
		r.m.licensed[r.id()] = true
	}
}

// Opaque reports a code that is not ours to show: by its taxonomy's name, or by
// its shape.
func Opaque(taxonomy, code string) bool { return proprietary(taxonomy) || opaqueCode.MatchString(code) }

// opaqueCode is the shape of a code of the 211 taxonomy, which a source may
// carry under any name.
var opaqueCode = regexp.MustCompile(`^[A-Z]{1,2}-\d{4}(\.\d{4}(-\d{3}(\.\d{2})?)?)?$`)

// proprietary taxonomies are kept for the operator and shown to nobody until a
// licence is declared.
func proprietary(taxonomy string) bool {
	t := strings.ToLower(taxonomy)
	return strings.Contains(t, "airs") || strings.Contains(t, "211 la") || strings.Contains(t, "211 taxonomy") || strings.Contains(t, "211 human services")
}

func ofService(r *row) { r.rec.Set("link_entity", "service") }

func finishMetadata(r *row) {
	if r.rec.Get("resource_type") == "" {
		r.bad = true
	}
}
