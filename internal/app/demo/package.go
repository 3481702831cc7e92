package demo

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/id"
)

// ID is the identifier of a noun of the region (organization, service,
// location), the same each time the demo is made.
func ID(noun, code string) string { return id.Derived("demo", noun, code) }

// HiddenPlace is the place of a service whose address is given by telephone
// only.
func HiddenPlace(service string) string { return ID("location", "hidden "+service) }

// WritePackage writes the region's directory as an HSDS 3 tabular package in
// French, with its English as translations and what HSDS has no field for as
// attributes: the demo is imported like any other directory. Who confirmed
// what and when is not in it: organisations do that here.
func (d Data) WritePackage(dir string, now time.Time) error {
	p := newTables()
	phones := map[string]string{}
	for _, o := range d.Organizations {
		p.organization(o)
		phones[o.Code] = o.Phone
	}
	for _, l := range d.Places {
		p.place(l)
	}
	for _, s := range d.Services {
		if s.Phone == "" {
			s.Phone = phones[s.Org]
		}
		p.service(s, now)
	}
	return p.write(dir)
}

// tables gathers the rows of each file; the first row is its header.
type tables struct {
	order []string
	rows  map[string][][]string
	made  map[string]bool
}

func newTables() *tables {
	t := &tables{rows: map[string][][]string{}, made: map[string]bool{}}
	for _, f := range [][]string{
		{"organizations.csv", "id", "name", "description", "email", "website"},
		{"services.csv", "id", "organization_id", "name", "description", "status", "interpretation_services", "application_process",
			"fees_description", "wait_time", "eligibility_description", "minimum_age", "maximum_age", "alert"},
		{"locations.csv", "id", "location_type", "name", "transportation", "latitude", "longitude"},
		{"service_at_location.csv", "id", "service_id", "location_id"},
		{"addresses.csv", "id", "location_id", "address_1", "city", "region", "state_province", "postal_code", "country", "address_type"},
		{"phones.csv", "id", "service_id", "number", "type"},
		{"schedules.csv", "id", "service_id", "freq", "byday", "opens_at", "closes_at", "description"},
		{"languages.csv", "id", "service_id", "code"},
		{"accessibility.csv", "id", "location_id", "description"},
		{"required_documents.csv", "id", "service_id", "document"},
		{"taxonomies.csv", "id", "name", "description"},
		{"taxonomy_terms.csv", "id", "code", "name", "description", "taxonomy", "taxonomy_id"},
		{"attributes.csv", "id", "link_id", "link_entity", "taxonomy_term_id", "value", "label"},
		{"translations.csv", "id", "resource_type", "resource_id", "field_name", "language", "value", "origin"},
	} {
		t.order = append(t.order, f[0])
		t.rows[f[0]] = [][]string{f[1:]}
	}
	return t
}

func (t *tables) add(file string, cells ...string) { t.rows[file] = append(t.rows[file], cells) }

// english adds the other language of a field.
func (t *tables) english(resource, record, field string, text Text) {
	if text.EN != "" {
		t.add("translations.csv", ID("translation", record+field), resource, record, field, "en", text.EN, "human")
	}
}

func (t *tables) organization(o Organization) {
	key := ID("organization", o.Code)
	t.add("organizations.csv", key, o.Name.FR, o.Description.FR, o.Email, o.URL)
	t.english("organization", key, "name", o.Name)
	t.english("organization", key, "description", o.Description)
}

func (t *tables) place(l Place) {
	key := ID("location", l.Code)
	t.add("locations.csv", key, "physical", l.Name.FR, l.Transport.FR, coordinate(l.Lat), coordinate(l.Lon))
	t.add("addresses.csv", ID("address", l.Code), key, l.Address, l.City, l.Neighbourhood, l.Province, l.Postal, "CA", "physical")
	t.english("location", key, "name", l.Name)
	t.english("location", key, "transportation", l.Transport)
	if l.Access.FR != "" {
		access := ID("accessibility", l.Code)
		t.add("accessibility.csv", access, key, l.Access.FR)
		t.english("accessibility", access, "description", l.Access)
	}
}

func coordinate(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func (t *tables) service(s Service, now time.Time) {
	key := ID("service", s.Code)
	status := s.Status
	if status == "" {
		status = "active"
	}
	t.add("services.csv", key, ID("organization", s.Org), s.Name.FR, s.Summary.FR, status, s.Interpreter.FR, s.Process.FR,
		s.Fees.FR, s.Wait.FR, s.Eligibility.FR, age(s.MinAge), age(s.MaxAge), s.Alert.FR)
	for field, text := range map[string]Text{
		"name": s.Name, "description": s.Summary, "interpretation_services": s.Interpreter, "application_process": s.Process,
		"fees_description": s.Fees, "wait_time": s.Wait, "eligibility_description": s.Eligibility, "alert": s.Alert,
	} {
		t.english("service", key, field, text)
	}
	if s.Hidden {
		// The place exists, to be hidden; nothing is known of it here.
		t.add("locations.csv", HiddenPlace(s.Code), "physical", "", "", "", "")
		t.add("service_at_location.csv", ID("service_at_location", s.Code), key, HiddenPlace(s.Code))
	}
	if s.Place != "" {
		t.add("service_at_location.csv", ID("service_at_location", s.Code), key, ID("location", s.Place))
	}
	t.add("phones.csv", ID("phone", s.Code), key, s.Phone, "voice")
	t.hours(s, key)
	for _, code := range s.Languages {
		t.add("languages.csv", ID("language", s.Code+code), key, code)
	}
	for i, doc := range s.Documents {
		document := ID("required_document", fmt.Sprint(s.Code, i))
		t.add("required_documents.csv", document, key, doc.FR)
		t.english("required_document", document, "document", doc)
	}
	t.facts(s, key, now)
}

func age(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (t *tables) hours(s Service, key string) {
	for i, h := range s.Hours {
		var days []string
		for d, name := range weekdays {
			if h.Days>>d&1 == 1 {
				days = append(days, name)
			}
		}
		schedule := ID("schedule", fmt.Sprint(s.Code, i))
		note := ""
		if i == 0 {
			note = s.HoursNote.FR
			t.english("schedule", schedule, "description", s.HoursNote)
		}
		t.add("schedules.csv", schedule, key, "WEEKLY", strings.Join(days, ","), clock(h.Opens), clock(h.Closes), note)
	}
}

// clock writes minutes as HH:MM; an opening that runs past midnight closes at
// an hour smaller than it opened, and a whole day is 00:00 to 23:59, as the
// HSDS guidance has it.
func clock(minutes int) string {
	if minutes == midnight {
		return "23:59"
	}
	minutes %= midnight
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}

// facts are what HSDS has no field for.
func (t *tables) facts(s Service, key string, now time.Time) {
	for code, value := range s.Papers {
		t.fact(key, "papers-accepted", code, value)
	}
	for code, value := range s.Asks {
		t.fact(key, "asked-at-door", code, value)
	}
	for _, code := range s.Needs {
		t.fact(key, "needs", code, "")
	}
	for _, code := range s.Populations {
		t.fact(key, "populations", code, "")
	}
	if s.Unconditional {
		t.fact(key, "service-marks", "unconditional", "")
	}
	if s.Sensitive {
		t.fact(key, "service-marks", "sensitive", "")
	}
	if s.Capacity != "" && s.CapacityAgo != Never {
		t.fact(key, "capacity-state", s.Capacity, s.CapacityAgo.Before(now).UTC().Format(time.RFC3339))
	}
}

func (t *tables) fact(service, taxonomy, code, value string) {
	set, term := ID("taxonomy", taxonomy), ID("taxonomy_term", taxonomy+":"+code)
	if !t.made[set] {
		t.made[set] = true
		t.add("taxonomies.csv", set, taxonomy, taxonomy)
	}
	if !t.made[term] {
		t.made[term] = true
		t.add("taxonomy_terms.csv", term, taxonomy+":"+code, code, code, taxonomy, set)
	}
	t.add("attributes.csv", ID("attribute", service+term), service, "service", term, value, code)
}

func (t *tables) write(dir string) error {
	for _, name := range t.order {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		w := csv.NewWriter(f)
		if err := errors.Join(w.WriteAll(t.rows[name]), f.Close()); err != nil {
			return err
		}
	}
	return nil
}
