package web

import (
	"passerelle/internal/i18n"
	"passerelle/internal/web/ui"
)

// fieldGroup is a part of what a column may become, as people look for it.
type fieldGroup struct {
	key    string
	fields []field
}

// field is a target of a mapping and its name in the catalogue.
type field struct{ target, key string }

// fieldGroups are offered for columns. A mapping made elsewhere may go to more.
var fieldGroups = []fieldGroup{
	{"import_field.organization", []field{
		{"organization.name", "import_field.organization_name"}, {"organization.alternate_name", "import_field.organization_alternate_name"},
		{"organization.description", "import_field.organization_description"}, {"organization.email", "import_field.organization_email"},
		{"organization.website", "import_field.organization_website"}, {"organization/phone.number", "import_field.organization_phone"},
		{"organization.id", "import_field.organization_id"}, {"program.name", "import_field.program_name"},
	}},
	{"import_field.service", []field{
		{"service.name", "import_field.service_name"}, {"service.alternate_name", "import_field.service_alternate_name"},
		{"service.description", "import_field.service_description"}, {"service.eligibility_description", "import_field.service_eligibility"},
		{"service.application_process", "import_field.service_application"}, {"service.fees_description", "import_field.service_fees"},
		{"service.url", "import_field.service_url"}, {"service.email", "import_field.service_email"}, {"service.status", "import_field.service_status"},
		{"schedule.hours", "import_field.schedule_hours"}, {"schedule.description", "import_field.schedule_description"},
		{"language.name", "import_field.language_name"}, {"service.interpretation_services", "import_field.service_interpretation"},
		{"required_document.document", "import_field.required_document"}, {"service_area.name", "import_field.service_area_name"},
		{"service.minimum_age", "import_field.service_minimum_age"}, {"service.maximum_age", "import_field.service_maximum_age"},
		{"service.wait_time", "import_field.service_wait_time"}, {"service.alert", "import_field.service_alert"},
		{"service.assured_date", "import_field.service_assured_date"}, {"service.last_modified", "import_field.service_last_modified"},
		{"service.id", "import_field.service_id"},
	}},
	{"import_field.phone", []field{
		{"phone.number", "import_field.phone_number"}, {"phone.extension", "import_field.phone_extension"}, {"phone:toll-free.number", "import_field.phone_toll_free"},
		{"phone:fax.number", "import_field.phone_fax"}, {"phone:tty.number", "import_field.phone_tty"}, {"phone:cell.number", "import_field.phone_cell"},
		{"phone:crisis.number", "import_field.phone_crisis"}, {"phone:2.number", "import_field.phone_2"},
	}},
	{"import_field.location", []field{
		{"location.name", "import_field.location_name"}, {"address.address_1", "import_field.address_1"}, {"address.address_2", "import_field.address_2"},
		{"address.city", "import_field.address_city"}, {"address.region", "import_field.address_region"}, {"address.state_province", "import_field.address_province"},
		{"address.postal_code", "import_field.address_postal_code"}, {"address.country", "import_field.address_country"},
		{"location.latitude", "import_field.location_latitude"}, {"location.longitude", "import_field.location_longitude"},
		{"location.transportation", "import_field.location_transportation"}, {"accessibility.description", "import_field.accessibility_description"},
		{"location.description", "import_field.location_description"}, {"location.id", "import_field.location_id"},
	}},
	{"import_field.postal", []field{
		{"address:postal.address_1", "import_field.postal_1"}, {"address:postal.address_2", "import_field.postal_2"}, {"address:postal.city", "import_field.postal_city"},
		{"address:postal.state_province", "import_field.postal_province"}, {"address:postal.postal_code", "import_field.postal_code"},
	}},
	{"import_field.contact", []field{
		{"contact.name", "import_field.contact_name"}, {"contact.title", "import_field.contact_title"}, {"contact.email", "import_field.contact_email"},
		{"contact/phone.number", "import_field.contact_phone"},
	}},
	{"import_field.classed", []field{
		{"@categories", "import_field.categories"}, {"@populations", "import_field.populations"}, {"@needs", "import_field.needs"},
		{"@papers-accepted", "import_field.papers"}, {"funding.source", "import_field.funding"},
	}},
}

// targetKeys finds the name of a target.
var targetKeys = func() map[string]string {
	m := map[string]string{}
	for _, g := range fieldGroups {
		for _, f := range g.fields {
			m[f.target] = f.key
		}
	}
	for _, f := range []field{ // said of all rows, or met in a mapping made elsewhere
		{"location.location_type", "import_field.location_type"}, {"address.address_type", "import_field.address_type"}, {"address:postal.address_type", "import_field.postal_type"},
		{"address:postal.country", "import_field.postal_country"}, {"phone:fax.type", "import_field.phone_fax_type"}, {"phone:tty.type", "import_field.phone_tty_type"},
		{"phone:cell.type", "import_field.phone_cell_type"}, {"phone:toll-free.type", "import_field.phone_toll_free_type"}, {"phone:toll-free.description", "import_field.phone_toll_free_description"},
		{"phone:crisis.type", "import_field.phone_crisis_type"}, {"@airs", "import_field.opaque"},
	} {
		m[f.target] = f.key
	}
	return m
}()

// fieldOptions lists what a column may become. first stand above the groups;
// chosen is kept in the list although it may be none of it.
func fieldOptions(first []ui.Option, chosen string) (groups []ui.OptionGroup) {
	known := chosen == ""
	for i := range first {
		first[i].Checked = first[i].Value == chosen
		known = known || first[i].Checked
	}
	groups = append(groups, ui.OptionGroup{Options: first})
	for _, g := range fieldGroups {
		var list []ui.Option
		for _, f := range g.fields {
			list = append(list, ui.Option{Value: f.target, Key: f.key, Checked: f.target == chosen})
			known = known || f.target == chosen
		}
		groups = append(groups, ui.OptionGroup{Key: g.key, Options: list})
	}
	if !known {
		groups[0].Options = append(groups[0].Options, ui.Option{Value: chosen, Text: i18n.Text{S: chosen}, Checked: true})
	}
	return groups
}
