package hsds

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"passerelle/internal/directory"
)

// WriteJSON writes a list of services of HSDS 3.2.3, each with all that hangs
// on it nested inside, ordered by id. What belongs to no service stays out. It
// holds the records of the export in memory, as nesting asks for all of them
// at once.
func WriteJSON(w io.Writer, records Records) error {
	n := nester{byID: map[string]directory.Record{}, below: map[string][]directory.Record{}}
	var services []directory.Record
	err := records(func(r directory.Record) error {
		if r.Table == "service" {
			services = append(services, r)
		}
		n.add(r)
		return nil
	})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.WriteString("[")
	for i, s := range services {
		if i > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n")
		var b bytes.Buffer
		n.object(&b, s, "")
		out.Write(b.Bytes())
	}
	out.WriteString("\n]\n")
	return out.Flush()
}

// nester joins records into trees.
type nester struct {
	byID  map[string]directory.Record   // table and id
	below map[string][]directory.Record // parent's id and child's table
}

func (n *nester) add(r directory.Record) {
	n.byID[r.Table+"|"+r.ID()] = r
	for i, c := range directory.TableOf(r.Table).Columns {
		if (c.Kind == directory.Link || c.Name == "link_id" || c.Name == "resource_id") && r.Values[i] != "" {
			k := r.Values[i] + "|" + r.Table
			n.below[k] = append(n.below[k], r)
		}
	}
}

// lists are the members of each object that nest what hangs on it; singles
// those that nest what it points at.
var lists = map[string][]struct{ member, table string }{
	"service": {{"additional_urls", "url"}, {"phones", "phone"}, {"schedules", "schedule"}, {"service_areas", "service_area"},
		{"service_at_locations", "service_at_location"}, {"languages", "language"}, {"funding", "funding"}, {"cost_options", "cost_option"},
		{"required_documents", "required_document"}, {"contacts", "contact"}, {"capacities", "service_capacity"}},
	"organization": {{"additional_websites", "url"}, {"funding", "funding"}, {"contacts", "contact"}, {"phones", "phone"}, {"locations", "location"},
		{"programs", "program"}, {"organization_identifiers", "organization_identifier"}},
	"service_at_location": {{"service_areas", "service_area"}, {"contacts", "contact"}, {"phones", "phone"}, {"schedules", "schedule"}},
	"location": {{"languages", "language"}, {"addresses", "address"}, {"contacts", "contact"}, {"accessibility", "accessibility"},
		{"phones", "phone"}, {"schedules", "schedule"}},
	"contact": {{"phones", "phone"}},
	"phone":   {{"languages", "language"}},
}

var singles = map[string][]struct{ member, table, column string }{
	"service":             {{"organization", "organization", "organization_id"}, {"program", "program", "program_id"}},
	"service_at_location": {{"location", "location", "location_id"}},
	"service_capacity":    {{"unit", "unit", "unit_id"}},
	"attribute":           {{"taxonomy_term", "taxonomy_term", "taxonomy_term_id"}},
	"taxonomy_term":       {{"taxonomy_detail", "taxonomy", "taxonomy_id"}},
}

// object writes a record and what nests in it. inside is the table it nests
// in: a link that the nesting tells is not said twice.
func (n *nester) object(b *bytes.Buffer, r directory.Record, inside string) {
	t := directory.TableOf(r.Table)
	b.WriteByte('{')
	first := true
	name := func(s string) {
		if !first {
			b.WriteByte(',')
		}
		first = false
		quote(b, s)
		b.WriteByte(':')
	}
	for i, c := range t.Columns {
		v := r.Values[i]
		switch {
		case v == "", n.told(r.Table, c): // absent is left out: null is never valid
			continue
		case c.Kind == directory.Number:
			name(c.Name)
			b.WriteString(v)
		case c.Kind == directory.Web:
			name(c.Name)
			quote(b, strings.ReplaceAll(v, " ", "%20"))
		default:
			name(c.Name)
			quote(b, v)
		}
	}
	for _, s := range singles[r.Table] {
		if target, ok := n.byID[s.table+"|"+r.Get(s.column)]; ok && s.table != inside {
			name(s.member)
			n.object(b, target, r.Table)
		}
	}
	for _, l := range lists[r.Table] {
		n.list(b, name, l.member, n.below[r.ID()+"|"+l.table], r.Table)
	}
	if t.Name != "attribute" && t.Name != "taxonomy" && t.Name != "taxonomy_term" && t.Name != "metadata" {
		n.list(b, name, "attributes", n.below[r.ID()+"|attribute"], r.Table)
	}
	if t.Name != "metadata" {
		n.list(b, name, "metadata", n.below[r.ID()+"|metadata"], r.Table)
	}
	n.list(b, name, "translations", n.below[r.ID()+"|translation"], r.Table)
	b.WriteByte('}')
}

func (n *nester) list(b *bytes.Buffer, name func(string), member string, rows []directory.Record, in string) {
	if len(rows) == 0 {
		return
	}
	name(member)
	b.WriteByte('[')
	for i, r := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		n.object(b, r, in)
	}
	b.WriteByte(']')
}

// told reports whether nesting tells a link. Links to a parent of the same
// kind are not nested: they stay.
func (n *nester) told(table string, c directory.Column) bool {
	if c.Name == "link_id" || c.Name == "resource_id" && table != "metadata" {
		return true
	}
	return c.Kind == directory.Link && c.To != table
}
