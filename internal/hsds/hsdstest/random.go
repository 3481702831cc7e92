package hsdstest

import (
	"strconv"

	"pgregory.net/rapid"
)

// vocabulary has what searches stumble over: accents, elisions, hyphens, marks
// of patterns, parts of other words.
var vocabulary = []string{"Clinique", "dentaire", "Été", "l'aide", "d’urgence", "santé", "food", "Food-bank", "100%", "a_b", "œuvre", "É", "rendez-vous", "Centre", "centres"}

// Random draws a package with all that real ones do wrong: parents that are
// missing, withheld records, names that are missing, terms of taxonomies that
// are not there, texts put into another language by persons and machines. Two
// packages of different names share no record.
func Random(t *rapid.T, name string) Package {
	d := drawing{t: t, name: name}
	d.p = Package{Name: name, Language: rapid.SampledFrom([]string{"fr", "en"}).Draw(t, "language")}
	for i := range d.n("organizations", 3, 6) {
		d.add("organization", i, "name", d.words(0), "alternate_name", d.words(0), "description", d.words(1), "parent_organization_id", d.link("organization"))
	}
	for i := range d.n("programs", 2, 4) {
		d.add("program", i, "organization_id", d.link("organization"), "name", d.words(1), "description", d.words(1))
	}
	for i := range d.n("services", 8, 16) {
		d.add("service", i, "organization_id", d.link("organization"), "program_id", d.link("program"), "name", d.words(1), "alternate_name", d.words(0),
			"description", d.words(0), "status", d.from("active", "active", "inactive", "defunct", "temporarily closed"),
			"assurer_email", d.from("", "info@pont.example", "marie.tremblay@pont.example"))
	}
	for i := range d.n("locations", 4, 8) {
		d.add("location", i, "location_type", d.from("physical", "physical", "virtual"), "organization_id", d.link("organization"), "name", d.words(0), "description", d.words(0),
			"latitude", d.from("", "45.5", "45.51", "46"), "longitude", d.from("", "-73.5", "-73.6"))
	}
	for i := range d.n("service_at_location", 10, 20) {
		d.add("service_at_location", i, "service_id", d.link("service"), "location_id", d.link("location"), "description", d.words(0))
	}
	d.marks()
	d.children()
	return d.p
}

// RareWords is how many words stand in few records each: a search for one
// tells records apart.
const RareWords = 150

// Rare is one of them.
func Rare(n int) string { return "mot" + strconv.Itoa(n) + "x" }

type drawing struct {
	t    *rapid.T
	p    Package
	name string
	made map[string][]string
}

func (d *drawing) n(what string, least, most int) int {
	return rapid.IntRange(least, most).Draw(d.t, what)
}

func (d *drawing) from(list ...string) string { return rapid.SampledFrom(list).Draw(d.t, "value") }

// words are a few of the vocabulary, at least as many as asked.
func (d *drawing) words(least int) (s string) {
	for i := range d.n("words", least, 4) {
		if i > 0 {
			s += " "
		}
		s += d.from(vocabulary...)
	}
	if s != "" {
		s += " " + Rare(d.n("rare", 0, RareWords-1))
	}
	return s
}

// add makes a record; one in six is withheld.
func (d *drawing) add(table string, i int, pairs ...string) {
	r := Record(table, d.name+strconv.Itoa(i), pairs...)
	r.Withheld = d.n("withheld", 0, 5) == 3
	d.p.List = append(d.p.List, r)
	if d.made == nil {
		d.made = map[string][]string{}
	}
	d.made[table] = append(d.made[table], r.ID())
}

// link is a record of a table, sometimes none, sometimes one that is not there.
func (d *drawing) link(table string) string {
	switch some := d.made[table]; d.n("link", 0, 11) {
	case 7:
		return ""
	case 5:
		return ID(table, "nowhere")
	default:
		if len(some) == 0 {
			return ""
		}
		return d.from(some...)
	}
}

// anything is some record that can bear an attribute.
func (d *drawing) anything() (table, id string) {
	table = d.from("service", "service", "organization", "service_at_location", "location")
	return table, d.link(table)
}

// marks are taxonomies of others and of ours, and who bears their terms.
func (d *drawing) marks() {
	for i := range d.n("taxonomies", 3, 5) {
		d.add("taxonomy", i, "name", d.from("Thèmes", "Publics", "papers-accepted", "needs"), "description", d.words(0))
	}
	for i := range d.n("terms", 14, 20) {
		d.add("taxonomy_term", i, "name", d.words(1), "description", d.words(1), "code", d.from("ifhp", "ramq", "none-asked", "health.dental", "papers-accepted:ifhp", ""),
			"taxonomy_id", d.link("taxonomy"), "parent_id", d.link("taxonomy_term"))
	}
	for i := range d.n("attributes", 40, 60) {
		table, of := d.anything()
		d.add("attribute", i, "link_id", of, "link_entity", table, "taxonomy_term_id", d.link("taxonomy_term"), "value", d.from("", "confirmed", "no"))
	}
	for i := range d.n("translations", 20, 40) {
		table, of := d.anything()
		d.add("translation", i, "resource_id", of, "resource_type", table, "field_name", d.from("name", "description", "alternate_name", "fees_description"),
			"language", d.from("fr", "en-CA", "es"), "value", d.words(1), "origin", d.from("human", "machine", ""))
	}
}

// children are what hangs on several things.
func (d *drawing) children() {
	for i := range d.n("phones", 10, 20) {
		d.add("phone", i, "number", "514 555-0100", "service_id", d.link("service"), "location_id", d.link("location"), "organization_id", d.link("organization"))
	}
	for i := range d.n("schedules", 5, 10) {
		d.add("schedule", i, "service_id", d.link("service"), "service_at_location_id", d.link("service_at_location"), "opens_at", "09:00")
	}
	for i := range d.n("units", 1, 2) {
		d.add("unit", i, "name", d.words(0))
	}
	for i := range d.n("capacities", 3, 6) {
		d.add("service_capacity", i, "service_id", d.link("service"), "unit_id", d.link("unit"), "available", d.from("", "3"), "updated", "2026-01-01T00:00:00Z")
	}
	for i := range d.n("metadata", 4, 12) {
		table, of := d.anything()
		d.add("metadata", i, "resource_id", of, "resource_type", table, "last_action_date", "2026-01-01", "last_action_type", "update",
			"field_name", d.from("name", "assurer_email"), "previous_value", d.words(1), "replacement_value", d.words(1), "updated_by", "Ann Persona")
	}
	for i := range d.n("areas", 4, 12) {
		d.add("service_area", i, "service_id", d.link("service"), "service_at_location_id", d.link("service_at_location"), "name", d.from("Montréal", "H2X, H2Y", "H3A 1B2"),
			"extent", d.from("", `{"type":"Polygon","coordinates":[[[-74,45],[-73,45],[-73,45.505],[-74,45.505],[-74,45]]]}`))
	}
}
