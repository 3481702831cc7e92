package directory

import "strings"

// ColumnKind says what a column holds, and so how it is stored.
type ColumnKind uint8

// The kinds. Dates, instants and times of day stay text, exactly as published:
// HSDS gives them an offset or none, and an exchange that rewrites them would
// not give back what it took in.
const (
	Words  ColumnKind = iota // text
	Link                     // the id of a record of table To
	Number                   // a number, or nothing
	Date                     // 2026-03-02
	Moment                   // 2026-03-02T09:00:00-05:00
	Hour                     // 09:00 or 09:00:00, with an offset or without
	Web                      // an address that a browser can open
	Mail                     // an e-mail address
)

// Column is one field of an HSDS object.
type Column struct {
	Name     string // as HSDS writes it
	SQL      string // as the database does: four names are reserved words there
	Kind     ColumnKind
	To       string // for a Link: the table it points at
	Required bool   // the tabular form cannot be written without it
}

// Table is one HSDS object.
type Table struct {
	Name    string // singular, the table's name in the database
	File    string // its file in a tabular package
	Columns []Column
	at      map[string]int
}

// Tables lists the objects of HSDS 3.2.3 with their columns in the order of
// the official descriptor. Parents stand before their children, so that an
// export can leave out what hangs on something it left out.
//
// Notation: name, then ! required, >table a link, # number, @ date, @@ instant,
// % time of day, ~ web address, & e-mail.
var Tables = []*Table{
	table("organization", "organizations.csv", `id! name! alternate_name description! email& website~ tax_status tax_id
		year_incorporated# legal_status logo~ uri~ parent_organization_id>organization`),
	table("program", "programs.csv", `id! organization_id>organization! name! alternate_name description!`),
	table("service", "services.csv", `id! organization_id>organization! program_id>program name! alternate_name description
		url~ email& status! interpretation_services application_process fees_description wait_time fees accreditations
		eligibility_description minimum_age# maximum_age# assured_date@ assurer_email& licenses alert last_modified@@`),
	table("location", "locations.csv", `id! location_type! url~ organization_id>organization name alternate_name description
		transportation latitude# longitude# external_identifier external_identifier_type`),
	table("service_at_location", "service_at_location.csv", `id! service_id>service! location_id>location! description`),
	table("contact", "contacts.csv", `id! organization_id>organization service_id>service
		service_at_location_id>service_at_location location_id>location name title department email&`),
	table("phone", "phones.csv", `id! location_id>location service_id>service organization_id>organization contact_id>contact
		service_at_location_id>service_at_location number! extension# type description`),
	table("address", "addresses.csv", `id! location_id>location attention address_1! address_2 city! region state_province!
		postal_code! country! address_type!`),
	table("schedule", "schedules.csv", `id! service_id>service location_id>location service_at_location_id>service_at_location
		valid_from@ valid_to@ dtstart@ timezone# until@ count# wkst freq interval# byday byweekno bymonthday byyearday
		description opens_at% closes_at% schedule_link~ attending_type notes`),
	table("service_area", "service_areas.csv", `id! service_id>service service_at_location_id>service_at_location name
		description extent extent_type uri~`),
	table("language", "languages.csv", `id! service_id>service location_id>location phone_id>phone name code note`),
	table("accessibility", "accessibility.csv", `id! location_id>location description details url~`),
	table("cost_option", "cost_options.csv", `id! service_id>service! valid_from@ valid_to@ option currency amount#
		amount_description`),
	table("funding", "funding.csv", `id! organization_id>organization service_id>service source`),
	table("required_document", "required_documents.csv", `id! service_id>service document uri~`),
	table("unit", "units.csv", `id! name! scheme identifier uri~`),
	table("service_capacity", "service_capacity.csv", `id! service_id>service! unit_id>unit! available#! maximum# description
		updated@@!`),
	table("url", "url.csv", `id! label url~! organization_id>organization service_id>service`),
	table("taxonomy", "taxonomies.csv", `id! name! description! uri~ version`),
	table("taxonomy_term", "taxonomy_terms.csv", `id! code name! description! parent_id>taxonomy_term taxonomy language
		taxonomy_id>taxonomy term_uri~`),
	table("attribute", "attributes.csv", `id! link_id! taxonomy_term_id>taxonomy_term! link_type link_entity! value label`),
	table("organization_identifier", "organization_identifiers.csv", `id! organization_id>organization! identifier_scheme
		identifier_type! identifier!`),
	table("metadata", "metadata.csv", `id! resource_id! resource_type! last_action_date@! last_action_type! field_name!
		previous_value! replacement_value! updated_by!`),
	table("meta_table_description", "meta_table_descriptions.csv", `id! name language character_set`),
}

// Translations are a table of our profile, not of HSDS: a field of a record in
// another language than the record's own.
var Translations = table("translation", "translations.csv",
	`id! resource_type! resource_id! field_name! language! value origin verified_at@`)

// TableOf finds a table by name; nil when there is none.
func TableOf(name string) *Table {
	if name == Translations.Name {
		return Translations
	}
	return byName[name]
}

var byName = func() map[string]*Table {
	m := map[string]*Table{}
	for _, t := range Tables {
		m[t.Name] = t
	}
	return m
}()

// Has reports whether the table has a column.
func (t *Table) Has(column string) bool { _, ok := t.at[column]; return ok }

// At is the position of a column; -1 when there is none.
func (t *Table) At(column string) int {
	if i, ok := t.at[column]; ok {
		return i
	}
	return -1
}

// reserved are the names that a database keeps for itself.
var reserved = map[string]string{
	"option": "option_name", "count": "repeat_count", "interval": "repeat_interval", "until": "until_date",
}

func table(name, file, columns string) *Table {
	t := &Table{Name: name, File: file, at: map[string]int{}}
	for i, word := range strings.Fields(columns) {
		c := column(word)
		t.at[c.Name] = i
		t.Columns = append(t.Columns, c)
	}
	return t
}

func column(word string) (c Column) {
	word, c.Required = strings.CutSuffix(word, "!")
	for _, mark := range []struct {
		sign string
		kind ColumnKind
	}{{"@@", Moment}, {"@", Date}, {"#", Number}, {"%", Hour}, {"~", Web}, {"&", Mail}} {
		if w, ok := strings.CutSuffix(word, mark.sign); ok {
			word, c.Kind = w, mark.kind
			break
		}
	}
	if name, to, ok := strings.Cut(word, ">"); ok {
		word, c.To, c.Kind = name, to, Link
	}
	c.Name, c.SQL = word, word
	if s, ok := reserved[word]; ok {
		c.SQL = s
	}
	return c
}
