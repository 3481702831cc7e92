package hsds

import (
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/id"
)

// atLocation is a service that names its one place, as Ohana writes it.
func atLocation(r *row, c *cell) {
	place := r.m.resolve("location", c.val)
	rec := directory.NewRecord("service_at_location", id.Derived(r.m.dataset, "service_at_location", r.id(), place))
	rec.Set("service_id", r.id())
	rec.Set("location_id", place)
	if !r.m.exists("location", place) {
		rec.Withheld = true
		r.issue(c, "dangling")
	}
	r.m.emit(rec)
	r.done(c, directory.Mapped, "service_at_location.location_id")
}

func termList(r *row, c *cell) {
	for _, v := range r.list(c) {
		term := r.m.resolve("taxonomy_term", v)
		rec := directory.NewRecord("attribute", id.Derived(r.m.dataset, "attribute", r.id(), term))
		rec.Set("link_id", r.id())
		rec.Set("link_entity", "service")
		rec.Set("taxonomy_term_id", term)
		if !r.m.exists("taxonomy_term", term) {
			rec.Withheld = true
			r.issue(c, "dangling")
		}
		r.m.emit(rec)
	}
	r.done(c, directory.AsAttribute, "attribute.taxonomy_term_id")
}

// vocabulary names the taxonomy that a term of an older package belongs to.
func vocabulary(r *row, c *cell) {
	r.rec.Set("taxonomy", c.val)
	r.mapped(c, "taxonomy")
	if r.m.family < 3 && (r.find("taxonomy_id") == nil || r.l.name == "taxonomy") {
		r.rec.Set("taxonomy_id", r.m.taxonomy(c.val))
	}
}

// linkEntity reads the name of a table, in the singular or as a file.
func linkEntity(r *row, c *cell) {
	field := "link_entity"
	if r.rec.Table != "attribute" {
		field = "resource_type"
	}
	if r.rec.Get(field) != "" { // written in the object, and told by its nesting
		return
	}
	r.rec.Set(field, entity(c.val))
	r.mapped(c, field)
}

func entity(s string) string {
	if l := layouts[strings.TrimSuffix(strings.ToLower(s), ".csv")]; l != nil {
		return l.to
	}
	return s
}

// linkID points at a record of any table. The table is named beside it; when
// it is not, or by a word we do not know, the id is looked for everywhere.
func linkID(r *row, c *cell) {
	var table string
	for _, name := range []string{"link_entity", "resource_type", "link_type"} {
		if b := r.find(name); b != nil {
			if table = entity(b.val); directory.TableOf(table) != nil {
				break
			}
		}
	}
	target, found := r.m.lookup(table, c.val)
	field := "resource_id"
	if r.rec.Table == "attribute" {
		field = "link_id"
	}
	if r.rec.Get(field) != "" {
		return
	}
	r.rec.Set(field, target)
	r.mapped(c, field)
	switch {
	case found != "":
		if table == "" && r.rec.Table == "metadata" {
			r.rec.Set("resource_type", found)
		}
	default:
		r.issue(c, "dangling")
		r.lost = r.rec.Table != "metadata"
	}
}

func serviceLink(r *row, c *cell) {
	target := r.m.resolve("service", c.val)
	r.rec.Set("link_id", target)
	r.mapped(c, "link_id")
	if !r.m.exists("service", target) {
		r.issue(c, "dangling")
		r.lost = true
	}
}

// eligibility rows of older packages become text of their service, in the
// order of the file.
func eligibility(r *row) {
	words := r.find("eligibility")
	r.toService(words, func(service string) {
		if r.m.first {
			if r.m.waiting += len(words.val); r.m.waiting > mostEligible {
				r.m.over = "file_too_big"
				return
			}
			r.m.eligible[service] = append(r.m.eligible[service], words.val)
		}
		r.done(words, directory.Mapped, "service.eligibility_description")
	})
}

// payment rows say how one may pay, not how much: an attribute.
func payment(r *row) {
	words := r.find("payment")
	r.toService(words, func(service string) {
		r.rec = directory.NewRecord("service", service)
		r.attribute(words, "payment-accepted", words.val, "")
	})
}

func (r *row) toService(words *cell, then func(service string)) {
	link := r.find("service_id")
	switch {
	case words == nil:
		return
	case link == nil:
		r.faulty(words, "no_parent")
		return
	}
	service := r.m.resolve("service", link.val)
	if !r.m.exists("service", service) {
		r.faulty(link, "dangling")
		r.done(words, directory.Residual, "")
		return
	}
	r.done(link, directory.Mapped, "service.id")
	then(service)
}
