package check

import (
	"net/http"
	"net/url"
)

// fully asks for a page of whole records: they must be what each is alone.
func (g *listing) fully() {
	if g.full == "" || g.ctx.Err() != nil {
		return
	}
	at := Place{Request: g.path(1) + "&full=true", Page: 1}
	doc, ok := g.ask(g.e, "GET", at)
	if !ok {
		return
	}
	o, _ := doc.(object)
	contents, _ := o["contents"].([]any)
	b := g.body(g.e, at)
	for i, x := range contents {
		pointer := step("/contents", number(i))
		b.record(g.whole, g.table, x, pointer)
		g.likeAlone(b, x, pointer)
	}
}

// likeAlone compares a whole record with the one that was read by its id.
func (g *listing) likeAlone(b *body, x any, pointer string) (whole bool) {
	o, _ := x.(object)
	alone := g.alone[text(o, "id")]
	if alone == nil {
		return true
	}
	if d := contains(o, alone, ""); d != nil {
		b.found(FullDiffers, pointer+d.pointer, display(d.got), display(d.want))
		return false
	}
	return true
}

// minimal asks for the least of each service. What that is, the standard says
// in two ways; what is required of a service must stand in both.
func (g *listing) minimal() {
	if !g.required || g.ctx.Err() != nil {
		return
	}
	at := Place{Request: g.path(1) + "&minimal=true", Page: 1}
	doc, ok := g.ask(g.e, "GET", at)
	if !ok {
		return
	}
	o, _ := doc.(object)
	contents, _ := o["contents"].([]any)
	listed := map[string]object{}
	for _, x := range g.first.contents {
		o, _ := x.(object)
		listed[text(o, "id")] = o
	}
	b := g.body(g.e, at)
	for i, x := range contents {
		o, _ := x.(object)
		b.at.ID = text(o, "id")
		least := object{}
		for _, name := range []string{"id", "name", "status"} {
			if v, is := listed[b.at.ID][name]; is {
				least[name] = v
			}
		}
		pointer := step("/contents", number(i))
		if d := contains(x, least, pointer); d != nil {
			b.found(Minimal, d.pointer, display(d.got), display(d.want))
		}
	}
}

// twin asks by POST what was asked by GET: the answer must be the same. Who
// does not offer it leaves out what is optional.
func (g *listing) twin() {
	name := "POST /" + g.name
	e := g.report.endpoint(name, false)
	if !g.offers(name) {
		e.State = Absent
		return
	}
	at := Place{Request: g.path(1), Page: 1}
	status, doc, ok := g.answer(e, "POST", g.base+at.Request, at)
	switch {
	case !ok:
	case notThere(status):
		e.State = Absent
	case !success(status):
		g.refused(e, status, at)
	default:
		if d := same(doc, g.first.doc); d != nil {
			// The list may have changed since its first page was read.
			if now, ok := g.ask(g.e, "GET", at); !ok || same(doc, now) == nil {
				return
			}
			at.Pointer, at.Value, at.Wanted = d.pointer, display(d.got), display(d.want)
			g.report.found(e, TwinDiffers, at)
		}
	}
}

// nobodysID is an id that no record has.
const nobodysID = "00000000-0000-4000-8000-000000000000"

// unknownNames asks for what is not there: a record, and the records of
// somebody unknown. A filter that is passed over in silence answers with
// everything, and whoever asked does not learn it.
func (g *listing) unknownNames() {
	if g.ctx.Err() != nil {
		return
	}
	at := Place{Request: "/" + g.name + "/" + nobodysID, ID: nobodysID}
	status, _, ok := g.answer(g.one, "GET", g.base+at.Request, at)
	if ok && status != http.StatusNotFound && status != http.StatusGone {
		at.Value, at.Wanted = number(status), "404"
		g.report.found(g.one, UnknownID, at)
	}
	for _, name := range g.filters {
		at := Place{Request: "/" + g.name + "?" + url.Values{name: {nobodysID}}.Encode()}
		status, doc, ok := g.answer(g.e, "GET", g.base+at.Request, at)
		if !ok {
			continue
		}
		if status >= http.StatusInternalServerError {
			g.refused(g.e, status, at)
		}
		g.e.Filters++
		o, _ := doc.(object)
		if contents, _ := o["contents"].([]any); len(contents) > 0 {
			at.Pointer, at.Value, at.Wanted = "/contents", number(len(contents)), "0"
			g.report.found(g.e, FilterAdds, at)
		}
	}
}

// malformed asks with values that mean nothing. The standard is silent; 400
// tells whoever asked that they did not get what they asked for.
func (g *listing) malformed() {
	queries := []string{"page=abc", "page=0"}
	if g.required {
		queries = append(queries, "modified_after=never")
		for _, name := range g.filters {
			queries = append(queries, name+"=nobody")
		}
	}
	for _, q := range queries {
		if g.ctx.Err() != nil {
			return
		}
		at := Place{Request: "/" + g.name + "?" + q}
		a, err := g.client.open(g.ctx, "GET", g.base+at.Request, asJSON, g.o.Limits.Timeout)
		if err != nil {
			g.silent(g.e, err, at)
			continue
		}
		a.close()
		at.Value, at.Wanted = number(a.status), "400"
		switch {
		case a.status >= http.StatusInternalServerError:
			g.report.found(g.e, BadCrash, at)
		case a.status < http.StatusBadRequest:
			g.report.found(g.e, BadAccepted, at)
		}
	}
}

// unheeded asks for one record a page, and for terms that are above all others:
// a parameter of the standard that is passed over in silence gives whoever asked
// something else than they asked for.
func (g *listing) unheeded() {
	if len(g.first.contents) > 1 {
		g.heeds("per_page=1", func(came []any) bool { return len(came) == 1 })
	}
	if g.table != "taxonomy_term" {
		return
	}
	parents, children := map[string]bool{}, map[string]bool{}
	for _, x := range g.first.contents {
		o, _ := x.(object)
		if parent := text(o, "parent_id"); parent != "" {
			parents[parent], children[text(o, "id")] = true, true
		}
	}
	if len(children) == 0 {
		return
	}
	// The standard can be read in two ways, the top or the ends of the tree. A
	// list with both was not asked for.
	g.heeds("top_only=true", func(came []any) bool {
		top, end := false, false
		for _, x := range came {
			o, _ := x.(object)
			top, end = top || parents[text(o, "id")], end || children[text(o, "id")]
		}
		return !top || !end
	})
}

func (g *listing) heeds(query string, right func(came []any) bool) {
	if g.ctx.Err() != nil {
		return
	}
	at := Place{Request: g.path(1) + "&" + query, Page: 1}
	status, doc, ok := g.answer(g.e, "GET", g.base+at.Request, at)
	if !ok {
		return
	}
	o, _ := doc.(object)
	contents, is := o["contents"].([]any)
	if !success(status) || !is || !right(contents) {
		at.Pointer, at.Value = "/contents", number(len(contents))
		if !success(status) {
			at.Pointer, at.Value, at.Wanted = "", number(status), "200"
		}
		g.report.found(g.e, Unheeded, at)
	}
}
