package hsds

import (
	"passerelle/internal/directory"
	"passerelle/internal/id"
)

// row maps one row of a table, or one object.
func (m *mapper) row(r *row) {
	if r.l.instead != nil {
		r.l.instead(r)
		return
	}
	m.assign(r)
	m.fields(r)
}

// fields places the cells of a row that has its id, and hands on the record.
func (m *mapper) fields(r *row) {
	t := directory.TableOf(r.l.to)
	m.compare(r)
	for i := range r.cells {
		c := &r.cells[i]
		if c.val == "" || c.name == "id" || r.l.alias[c.name] == "id" {
			continue
		}
		field := c.name
		if a := r.l.alias[c.name]; a != "" {
			field = a
		}
		switch special := r.l.special[c.name]; {
		case special != nil:
			special(r, c)
		case t.Has(field):
			r.put(c, field)
		}
	}
	m.complete(r, t)
	if r.l.finish != nil {
		r.l.finish(r)
	}
	r.check(t)
	m.findable(r)
	if m.settle(r) {
		m.emit(r.rec)
	}
}

// parents are the tables whose records hang on others.
var parents = map[string][]string{
	"contact":           {"organization_id", "service_id", "service_at_location_id", "location_id"},
	"phone":             {"location_id", "service_id", "organization_id", "contact_id", "service_at_location_id"},
	"address":           {"location_id"},
	"schedule":          {"service_id", "location_id", "service_at_location_id"},
	"service_area":      {"service_id", "service_at_location_id"},
	"language":          {"service_id", "location_id", "phone_id"},
	"accessibility":     {"location_id"},
	"funding":           {"organization_id", "service_id"},
	"required_document": {"service_id"},
	"url":               {"organization_id", "service_id"},
}

// check decides whether the record may be published.
func (r *row) check(t *directory.Table) {
	for i, c := range t.Columns {
		if !c.Required || r.rec.Values[i] != "" || i == 0 {
			continue
		}
		switch {
		case c.Kind == directory.Link || c.Name == "link_id":
			r.fill(c.Name, "no_parent")
			r.lost = true
		case c.Name == "name" || c.Name == "number" || c.Name == "url" && t.Name == "url":
			if r.find(c.Name) == nil || t.Name == "url" {
				r.fill(c.Name, "missing")
			}
			r.bad = true
		case t.Name != "metadata":
			r.fill(c.Name, "missing")
		}
	}
	if p := parents[t.Name]; p != nil && !r.parent && !r.lost {
		if !r.orphan {
			r.fill(p[0], "no_parent")
		}
		r.lost = true
	}
	r.rec.Withheld = r.lost || r.bad
}

// findable keeps a source id that is not a UUID where people look for it.
func (m *mapper) findable(r *row) {
	if r.source == "" || id.IsUUID(r.source) || r.skip {
		return
	}
	switch r.rec.Table {
	case "location":
		if r.rec.Get("external_identifier") == "" {
			r.rec.Set("external_identifier", r.source)
			r.rec.Set("external_identifier_type", "source")
		}
	case "organization":
		rec := r.child("organization_identifier", "organization_id", "identifier", r.source)
		rec.Set("identifier_type", "source")
		m.emit(rec)
	case "service", "program":
		r.attribute(nil, "source-id", "source-id", r.source)
	}
}
