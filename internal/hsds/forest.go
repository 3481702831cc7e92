package hsds

import (
	"bytes"
	"slices"
	"strings"

	"passerelle/internal/directory"
)

// Forest joins records into the nested objects of HSDS. It holds what it is
// given in memory: a page at a time, or all of a small export.
type Forest struct {
	// Language is fr or en: a text that a person put into it takes the place
	// of the record's own. "" leaves each record in the language of its source.
	Language string
	// Timeless leaves out when a service last changed.
	Timeless bool
	// Sums, unless nil, says in a word what an organization holds, by id, where it
	// would stand whole in a service: what is compared, and never sent. Gather
	// plants none of what hangs on it.
	Sums map[string]string

	records map[place]*plant
	ripe    bool
}

type place struct{ table, id string }

// plant is a record and what hangs on it.
type plant struct {
	directory.PublicRecord
	below map[string][]*plant // by table
	// full are its bytes where it stands in a service: a page of services has
	// the same organisation many times.
	full []byte
}

// NewForest is an empty forest.
func NewForest(language string) *Forest {
	return &Forest{Language: language, records: map[place]*plant{}}
}

// Add plants a record, and reports whether it is new here.
func (f *Forest) Add(r directory.PublicRecord) bool {
	k := place{r.Table, r.ID()}
	if f.records[k] != nil {
		return false
	}
	f.records[k] = &plant{PublicRecord: r}
	f.ripe = false
	return true
}

// IDs are those of the planted records of a table, in no order.
func (f *Forest) IDs(table string) (list []string) {
	for at := range f.records {
		if at.table == table {
			list = append(list, at.id)
		}
	}
	return list
}

// Has reports whether a record was planted.
func (f *Forest) Has(table, id string) bool { return f.records[place{table, id}] != nil }

// ripen hangs each record on those it names, by id.
func (f *Forest) ripen() {
	if f.ripe {
		return
	}
	all := make([]*plant, 0, len(f.records))
	for _, t := range f.records {
		t.below, t.full = nil, nil
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b *plant) int { return strings.Compare(a.ID(), b.ID()) })
	for _, t := range all {
		for i, c := range directory.TableOf(t.Table).Columns {
			to := c.To
			switch {
			case t.Values[i] == "":
				continue
			case c.Name == "link_id":
				to = t.Get("link_entity")
			case c.Name == "resource_id":
				to = t.Get("resource_type")
			case c.Kind != directory.Link || c.To == t.Table:
				continue
			}
			parent := f.records[place{to, t.Values[i]}]
			if parent == nil && c.Kind != directory.Link {
				parent = f.anywhere(t.Values[i])
			}
			if parent != nil {
				if parent.below == nil {
					parent.below = map[string][]*plant{}
				}
				parent.below[t.Table] = append(parent.below[t.Table], t)
			}
		}
	}
	f.ripe = true
}

// anywhere finds the record that an attribute or a note speaks of when its
// table is named otherwise than we do (services, serviceAtLocation).
func (f *Forest) anywhere(id string) *plant {
	for _, t := range append([]*directory.Table{directory.Translations}, directory.Tables...) {
		if x := f.records[place{t.Name, id}]; x != nil {
			return x
		}
	}
	return nil
}

// Form says how much of an object is written.
type Form uint8

// The forms.
const (
	// Whole nests all that hangs on a record; an organization has its services
	// as a list has them.
	Whole Form = iota
	// WithServices is Whole, with the services of an organization whole too.
	WithServices
	// Apart is Whole, with an organization without its services.
	Apart
	// Listed nests only single objects, without what hangs on them.
	Listed
	// Least is what identifies a record and says when it changed.
	Least
)

// Write appends an object to b; false when its record was not planted.
func (f *Forest) Write(b *bytes.Buffer, table, id string, form Form) bool {
	t := f.records[place{table, id}]
	if t == nil {
		return false
	}
	f.ripen()
	w := writer{Buffer: b, f: f, form: form}
	w.object(t, "")
	return true
}

// limbs are the members of each object that nest what hangs on it, and
// pointed those that nest what it points at, as the official examples do.
var limbs = map[string][]struct{ member, table string }{
	"service": {{"additional_urls", "url"}, {"phones", "phone"}, {"schedules", "schedule"}, {"service_areas", "service_area"},
		{"service_at_locations", "service_at_location"}, {"languages", "language"}, {"funding", "funding"}, {"cost_options", "cost_option"},
		{"required_documents", "required_document"}, {"contacts", "contact"}, {"capacities", "service_capacity"}},
	"organization": {{"additional_websites", "url"}, {"funding", "funding"}, {"contacts", "contact"}, {"phones", "phone"}, {"locations", "location"},
		{"programs", "program"}, {"organization_identifiers", "organization_identifier"}, {"services", "service"}},
	"service_at_location": {{"service_areas", "service_area"}, {"contacts", "contact"}, {"phones", "phone"}, {"schedules", "schedule"}},
	"location": {{"languages", "language"}, {"addresses", "address"}, {"contacts", "contact"}, {"accessibility", "accessibility"},
		{"phones", "phone"}, {"schedules", "schedule"}},
	"contact": {{"phones", "phone"}},
	"phone":   {{"languages", "language"}},
}

var pointed = map[string][]struct{ member, table, column string }{
	"service":             {{"organization", "organization", "organization_id"}, {"program", "program", "program_id"}},
	"service_at_location": {{"location", "location", "location_id"}, {"service", "service", "service_id"}},
	"service_capacity":    {{"unit", "unit", "unit_id"}},
	"attribute":           {{"taxonomy_term", "taxonomy_term", "taxonomy_term_id"}},
	"taxonomy_term":       {{"taxonomy_detail", "taxonomy", "taxonomy_id"}},
}

// Only these have no attributes, no metadata, no translations.
var (
	unmarked     = map[string]bool{"attribute": true, "taxonomy": true, "taxonomy_term": true, "metadata": true, "translation": true}
	unlogged     = map[string]bool{"metadata": true, "translation": true}
	untranslated = map[string]bool{"metadata": true, "translation": true}
)

// nests reports whether an object nests a list of a table where it stands:
// services stand in an organization only where nothing is around it.
func nests(form Form, table, child, inside string) bool {
	switch {
	case child == inside:
		return false
	case table == "organization" && child == "service":
		return inside == "" && form != Apart
	case table == "service" && child == "service_at_location":
		return inside != "service_at_location"
	}
	return true
}

// points reports whether an object nests what it points at where it stands: an
// organization does not stand in its own services.
func points(table, target, inside string) bool {
	return target != inside && (table != "service_at_location" || target != "service" || inside == "")
}
