package check

import (
	"net/http"
	"net/url"
	"slices"
)

// list is one of the five lists of the standard.
type list struct {
	name     string // in the address
	table    string
	whole    string // schema of a record alone
	listed   string // schema of a record in the list
	required bool
	full     string   // what asks for all that hangs on a record; "" where a list has it anyway
	filters  []string // that name a record
}

var lists = []list{
	{name: "services", table: "service", whole: "service", listed: "service_list", required: true, full: "full=true", filters: []string{"organization_id", "taxonomy_term_id", "taxonomy_id"}},
	{name: "organizations", table: "organization", whole: "organization", listed: "organization_list", full: "full=true&full_service=true", filters: []string{"taxonomy_term_id", "taxonomy_id"}},
	{name: "service_at_locations", table: "service_at_location", whole: "service_at_location", listed: "service_at_location_list", full: "full=true", filters: []string{"organization_id", "taxonomy_term_id", "taxonomy_id"}},
	{name: "taxonomies", table: "taxonomy", whole: "taxonomy", listed: "taxonomy"},
	{name: "taxonomy_terms", table: "taxonomy_term", whole: "taxonomy_term", listed: "taxonomy_term", filters: []string{"taxonomy_id", "parent_id"}},
}

// listing is one look at a list.
type listing struct {
	*walk
	list
	e, one *Endpoint // the list, and its records by id

	items, pages int  // as the list tells; -1 when it does not
	moved        bool // its totals are wrong: nothing more is held to them
	first        *page
	alone        map[string]object // a few records as they are by their id
	sums         map[string]uint64 // and of all that were read so, what tells that they are others
	doubts       []doubt           // records of those, whole, that are to be asked for again
}

// keptAlone is how many records are kept to compare other answers with.
const keptAlone = 50

func (g *listing) path(n int) string { return "/" + g.name + "?page=" + number(n) }

// list looks at a list, its records, and the other ways to ask for them.
func (w *walk) list(l list) {
	if w.ctx.Err() != nil {
		return
	}
	e := w.report.endpoint("GET /"+l.name, l.required)
	if !l.required && !w.offers(e.Name) {
		e.State = Absent
		return
	}
	g := &listing{walk: w, list: l, e: e, alone: map[string]object{}, sums: map[string]uint64{}}
	if g.first = g.page(1); g.first == nil {
		if l.required {
			w.report.endpoint(e.Name+"/{id}", true).State = NotChecked
		}
		return
	}
	g.one = w.report.endpoint(e.Name+"/{id}", l.required)
	w.offered[l.name], w.met[l.name] = g.one, map[string]bool{}
	g.items, g.pages = g.first.items, g.first.pages
	e.Items, e.Pages = max(g.items, 0), max(g.pages, 0)
	g.walkPages()
	if g.one.Records == 0 && g.one.State == Passed {
		g.one.State = NotChecked
	}
	g.beyond()
	if len(g.first.contents) > 0 {
		g.fully()
		g.minimal()
		g.streamed()
		g.unheeded()
	}
	g.unknownNames()
	g.malformed()
	g.twin()
}

// walkPages looks at the pages that the public validator looks at, or at all.
func (g *listing) walkPages() {
	each, sizes := len(g.first.contents), map[int]int{1: len(g.first.contents)}
	if each == 0 {
		g.nothing()
	}
	met := map[string]bool{}
	for i := 0; ; i++ {
		n, more := g.next(i)
		if !more {
			break
		}
		p := g.first
		if n > 1 {
			if p = g.page(n); p == nil || g.ctx.Err() != nil {
				return
			}
			g.moves(p, n)
			sizes[n] = len(p.contents)
		}
		g.contents(p, n, met)
		if len(p.contents) == 0 {
			break // whatever comes after, nobody reads on
		}
	}
	g.totals(each, sizes)
}

// meets remembers that the list has a record.
func (g *listing) meets(id string) {
	if len(g.met[g.name]) < mostMentions {
		g.met[g.name][id] = true
	}
}

// nothing notes a list without records. For services that is a fault: a feed
// that lost its data looks just so.
func (g *listing) nothing() {
	if g.required && !g.o.AllowEmpty {
		g.report.found(g.e, EmptyFeed, Place{Request: g.path(1), Page: 1, Pointer: "/contents"})
	} else if g.e.State == Passed {
		g.e.State = Empty
	}
}

// next is the i-th page to look at.
func (g *listing) next(i int) (n int, more bool) {
	if g.o.IDs != AllIDs {
		some := []int{1}
		if g.pages > 2 {
			some = append(some, g.pages/2)
		}
		if g.pages > 1 {
			some = append(some, g.pages)
		}
		some = slices.Compact(some) // of three pages, the middle one is the first
		if i >= len(some) {
			return 0, false
		}
		return some[i], true
	}
	if i >= g.o.Limits.Pages {
		g.moved = true
		g.report.found(g.e, Endless, Place{Request: g.path(i), Page: i, Pointer: "/total_pages", Value: number(g.pages), Wanted: "< " + number(g.o.Limits.Pages)})
		return 0, false
	}
	return i + 1, i == 0 || i < g.pages
}

// contents looks at the records of a page, and at some of them by their ids.
func (g *listing) contents(p *page, n int, met map[string]bool) {
	b := g.body(g.e, Place{Request: g.path(n), Page: n})
	var here []object
	for i, x := range p.contents {
		pointer := step("/contents", number(i))
		b.record(g.listed, g.table, x, pointer)
		o, _ := x.(object)
		id := text(o, "id")
		if id == "" {
			continue
		}
		if met[id] {
			b.found(PageRepeat, step(pointer, "id"), id, "")
		}
		met[id] = true
		g.meets(id)
		here = append(here, o)
		if g.full != "" {
			g.nests(b, o, pointer)
		}
	}
	if g.o.IDs == AllIDs {
		for _, o := range here {
			g.item(o)
		}
	} else if n == 1 {
		for _, o := range spread(here, g.o.IDs) {
			g.item(o)
		}
	}
}

// spread takes n of a list, evenly, the first and the last among them: the
// same ones each time, so that a report can be compared with the one before.
func spread[T any](list []T, n int) []T {
	if n >= len(list) || n < 0 {
		return list
	}
	out := make([]T, 0, n)
	for i := range n {
		out = append(out, list[i*(len(list)-1)/max(n-1, 1)])
	}
	return out
}

// nests looks for lists in a record of a list: they come only with full.
func (g *listing) nests(b *body, o object, pointer string) {
	for _, name := range names(o) {
		at := step(pointer, name)
		switch v := o[name].(type) {
		case []any:
			if nested[name] != "" {
				b.found(ListNests, at, "", "")
			}
		case object:
			g.nests(b, v, at)
		}
	}
}

// item looks at a record by its id.
func (g *listing) item(o object) {
	if g.ctx.Err() != nil {
		return
	}
	id := text(o, "id")
	at := Place{Request: "/" + g.name + "/" + url.PathEscape(id), ID: id}
	status, doc, ok := g.answer(g.one, "GET", g.base+at.Request, at)
	switch {
	case !ok:
		return
	case status == http.StatusNotFound || status == http.StatusGone:
		at.Value, at.Wanted = number(status), "200"
		g.report.found(g.one, IDUnresolved, at)
		return
	case !success(status):
		g.refused(g.one, status, at)
		return
	}
	b := g.body(g.one, at)
	b.record(g.whole, g.table, doc, "")
	b.at.ID = id // what was asked for
	whole, _ := doc.(object)
	if got := text(whole, "id"); got != id {
		if got != "" { // else its schema said so
			b.found(IDDiffers, "/id", got, id)
		}
		return
	}
	if d := contains(whole, o, ""); d != nil {
		b.found(ListDiffers, d.pointer, display(d.got), display(d.want))
	}
	if len(g.alone) < keptAlone {
		g.alone[id] = whole
	} else if len(g.sums) < mostMentions {
		g.sums[id] = g.sum(whole)
	}
}

// beyond asks for the page after the last: who reads until nothing comes must
// come to an end.
func (g *listing) beyond() {
	n := max(g.pages, 1) + 1
	if g.pages < 0 || g.moved {
		return
	}
	at := Place{Request: g.path(n), Page: n}
	status, doc, ok := g.answer(g.e, "GET", g.base+at.Request, at)
	if !ok {
		return
	}
	if status >= http.StatusInternalServerError {
		g.refused(g.e, status, at)
	}
	o, _ := doc.(object)
	if contents, _ := o["contents"].([]any); len(contents) > 0 {
		at.Pointer, at.Value, at.Wanted = "/contents", number(len(contents)), "0"
		g.report.found(g.e, Endless, at)
	}
}
