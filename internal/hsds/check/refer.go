package check

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
)

// mention is a record of a list that another record names, or holds within it.
type mention struct {
	list, id string
	in       string // the list of the record that does
	at       Place
	e        *Endpoint
	held     object // how it stands within that record; nil when it is only named
}

// mostMentions bounds what is kept of one list.
const mostMentions = 100_000

// mentions are kept by what they name, in the order they were met.
type mentions struct {
	order []*mention
	of    map[string]*mention
}

// named are the members that name a record of a list by its id. The standard's
// description of its tables declares each of them as a key. A parent is passed
// over: the standard's own examples name parents that are nowhere.
var named = map[string]string{
	"organization_id": "organizations", "service_id": "services", "service_at_location_id": "service_at_locations",
	"taxonomy_term_id": "taxonomy_terms", "taxonomy_id": "taxonomies",
}

// held are the members that hold a record of a list.
var held = map[string]string{
	"organization": "organizations", "service": "services", "taxonomy_term": "taxonomy_terms", "taxonomy_detail": "taxonomies",
}

// mentioned notes a record that is named, or held. What is held says more.
func (b *body) mentioned(list, id, pointer string, thing object) {
	if id == "" || b.table == "" {
		return
	}
	m := b.w.mentions[list]
	if m == nil {
		m = &mentions{of: map[string]*mention{}}
		b.w.mentions[list] = m
	}
	known := m.of[id]
	if known == nil && len(m.order) < mostMentions {
		at := b.at
		at.Pointer, at.Value = pointer, id
		known = &mention{list: list, id: id, in: listOfTable(b.table), at: at, e: b.e}
		m.of[id] = known
		m.order = append(m.order, known)
	}
	if known != nil && known.held == nil && thing != nil {
		known.held = plain(thing)
	}
}

func listOfTable(table string) string {
	return lists[slices.IndexFunc(lists, func(l list) bool { return l.table == table })].name
}

// plain are the members of an object that hold nothing further.
func plain(o object) object {
	out := object{}
	for name, v := range o {
		switch v.(type) {
		case string, json.Number, bool:
			out[name] = v
		}
	}
	return out
}

// refers follows what records name, once all lists were read: what no list had
// is asked for by its id, and some of what stands within others is compared
// with what it is alone.
func (w *walk) refers() {
	for _, l := range lists {
		m, one := w.mentions[l.name], w.offered[l.name]
		if m == nil || one == nil || len(w.met[l.name]) == 0 {
			continue // nobody named it, or the feed has no such list to ask, or nothing in it
		}
		most := w.o.IDs
		if most == AllIDs {
			most = keptAlone
		}
		var nowhere, within []*mention
		for _, x := range m.order {
			switch {
			case x.held != nil:
				within = append(within, x)
			case !w.met[l.name][x.id]:
				nowhere = append(nowhere, x)
			}
		}
		for _, x := range spread(nowhere, most) {
			w.refer(x)
		}
		for _, x := range spread(within, most) {
			w.refer(x)
		}
	}
}

// refer asks for what is named. A feed may change while it is read: before
// anything is told, the record that named it is asked once more.
func (w *walk) refer(m *mention) {
	if w.ctx.Err() != nil || !w.differs(m) {
		return
	}
	if m.at.ID != "" {
		status, doc, ok := w.answer(m.e, "GET", w.base+"/"+m.in+"/"+url.PathEscape(m.at.ID), m.at)
		if ok && (!success(status) || !w.stillNames(m, doc)) || !w.differs(m) {
			return
		}
	}
	if m.held == nil {
		w.report.found(m.e, Reference, m.at)
		return
	}
	w.report.found(m.e, ReferenceDiffers, m.at)
}

// differs tells whether what is named is not there, or not as it is said; where
// it differs is noted.
func (w *walk) differs(m *mention) bool {
	request := "/" + m.list + "/" + url.PathEscape(m.id)
	status, doc, ok := w.answer(w.offered[m.list], "GET", w.base+request, Place{Request: request, ID: m.id})
	switch {
	case !ok:
		return false // told at its own address
	case status == http.StatusNotFound || status == http.StatusGone:
		m.at.Wanted = request
		return true
	case !success(status) || m.held == nil:
		return false
	}
	alone, _ := doc.(object)
	d := contains(alone, m.held, "")
	if d != nil {
		m.at.Value, m.at.Wanted = display(d.want), display(d.got)
	}
	return d != nil
}

// stillNames looks for the id in a record, and takes up how it stands there now.
func (w *walk) stillNames(m *mention, v any) (found bool) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			found = w.stillNames(m, x) || found
		}
	case object:
		for name, x := range v {
			if named[name] == m.list && x == m.id {
				found = true
			}
			if o, ok := x.(object); ok && held[name] == m.list && text(o, "id") == m.id {
				found = true
				if m.held != nil {
					m.held = plain(o)
				}
			}
			found = w.stillNames(m, x) || found
		}
	}
	return found
}
