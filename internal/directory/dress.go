package directory

import (
	"time"

	"passerelle/internal/db"
)

// wardrobe makes a record that may leave fit to be seen. Export and Reader
// share it.
type wardrobe struct {
	// hidden are the places whose address is not public, in whole or in part,
	// and where a service is given at one of them.
	hidden    map[string]secretPlace
	confirmed map[string]db.Time
	status    map[string]Status // of services that have closures
}

// secret reports a place whose address is not public: what is known of it
// leaves with none of it.
func (w *wardrobe) secret(location string) bool { return w.hidden[location].shows != "" }

// sourceRole stands in metadata for whoever changed a field at the source: the
// standard has the name of a person there.
const sourceRole = "source"

// dress takes off what must not be seen, and puts on what was said here. It is
// false for a record that must stay.
func (w *wardrobe) dress(r Record) bool {
	switch r.Table {
	case "address", "accessibility":
		return !w.secret(r.Get("location_id"))
	case "location":
		if w.secret(r.ID()) {
			for _, field := range []string{"name", "alternate_name", "description", "latitude", "longitude", "transportation",
				"external_identifier", "external_identifier_type", "url"} {
				r.Set(field, "")
			}
		}
	case "service_at_location":
		if w.secret(r.Get("location_id")) {
			r.Set("description", "")
			w.hidden[r.ID()] = secretPlace{shows: ShowNothing} // and so are its old values and its translations
		}
	case "service":
		r.Set("status", w.statusOf(r.ID(), r.Get("status")))
		if at, ok := w.confirmed[r.ID()]; ok {
			if day := at.Time.In(Zone(HomeZone, time.UTC)).Format(time.DateOnly); day > r.Get("assured_date") {
				r.Set("assured_date", day)
			}
		}
		if !RoleMailbox(r.Get("assurer_email")) {
			r.Set("assurer_email", "")
		}
	case "contact":
		if w.secret(r.Get("location_id")) || w.secret(r.Get("service_at_location_id")) { // nobody is named at a shelter
			r.Set("name", "")
			r.Set("email", "")
		}
	case "translation":
		return !w.secret(r.Get("resource_id"))
	case "metadata":
		return w.logged(r)
	}
	return true
}

// statusOf is the status with which a service leaves: to a reader who knows
// nothing of closures, a closed service must not look open, nor one that has
// opened again look closed. What is defunct or inactive stays so.
func (w *wardrobe) statusOf(service, stored string) string {
	if s := w.status[service]; s != "" && oneOf(stored, string(Active), string(TemporarilyClosed)) {
		return string(s)
	}
	return stored
}

// logged: an old value of a hidden place may be its address, one of a contact
// the name of somebody who has left, one of an assurer their own mailbox.
func (w *wardrobe) logged(r Record) bool {
	if w.secret(r.Get("resource_id")) || r.Get("resource_type") == "contact" || r.Get("field_name") == "assurer_email" {
		return false
	}
	if r.Get("updated_by") != "" {
		r.Set("updated_by", sourceRole)
	}
	return true
}

// settled are the facts said here that hold, and the attributes of sources
// that what is said here takes the place of.
func settled(all []Fact) (local []Fact, overruled map[string]bool) {
	here := map[string]bool{}
	overruled = map[string]bool{}
	for _, f := range all {
		if f.Origin != Local {
			continue
		}
		here[f.overrules()] = true
		if f.holds() {
			local = append(local, f)
		}
	}
	for _, f := range all {
		if f.Origin == Source && here[f.overrules()] {
			overruled[f.Attribute] = true
		}
	}
	return local, overruled
}
