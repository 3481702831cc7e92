package check

import (
	"encoding/json"
	"hash/fnv"
	"maps"
	"net/http"
	"net/url"
	"strings"
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
	g.settle(b)
}

// likeAlone compares a whole record with the one that was read by its id. Each
// must say all that the other says: alone a record is whole too.
func (g *listing) likeAlone(b *body, x any, pointer string) (whole bool) {
	o, _ := x.(object)
	id := text(o, "id")
	alone := g.alone[id]
	if alone == nil {
		if sum, was := g.sums[id]; was && sum != g.sum(o) && len(g.doubts) < keptAlone {
			g.doubts = append(g.doubts, doubt{o, pointer})
		}
		return true
	}
	return g.equals(b, o, alone, pointer)
}

// equals compares a whole record of a list with what it is alone.
func (g *listing) equals(b *body, o, alone object, pointer string) bool {
	if d := contains(o, alone, ""); d != nil {
		b.found(FullDiffers, pointer+d.pointer, display(d.got), display(d.want))
		return false
	}
	if d := contains(alone, g.brief(o), ""); d != nil {
		id := text(o, "id")
		g.report.found(g.one, FullDiffers, Place{Request: "/" + g.name + "/" + url.PathEscape(id), ID: id, Pointer: d.pointer, Value: display(d.got), Wanted: display(d.want)})
		return false
	}
	return true
}

// brief is a whole record as far as it must be whole alone: the services of an
// organization may be told there by their ids.
func (g *listing) brief(o object) object {
	services, is := o["services"].([]any)
	if g.table != "organization" || !is {
		return o
	}
	out, ids := maps.Clone(o), []any{}
	for _, x := range services {
		s, _ := x.(object)
		ids = append(ids, object{"id": s["id"]})
	}
	out["services"] = ids
	return out
}

// doubt is a record that was not kept, and is not what was read by its id.
type doubt struct {
	o       object
	pointer string
}

// settle asks once more for what is in doubt, when nothing is being read. Only
// so many are: a feed whose numbers are written in two ways would be asked for
// all.
func (g *listing) settle(b *body) (whole bool) {
	whole = true
	for _, d := range g.doubts {
		id := text(d.o, "id")
		at := Place{Request: "/" + g.name + "/" + url.PathEscape(id), ID: id}
		status, doc, ok := g.answer(g.one, "GET", g.base+at.Request, at)
		if alone, is := doc.(object); ok && is && success(status) {
			b.at.ID = id
			whole = g.equals(b, d.o, alone, d.pointer) && whole
		}
	}
	g.doubts = nil
	return whole
}

// sum is what is kept of a record that was read by its id: enough to tell that
// it is another.
func (g *listing) sum(o object) uint64 {
	h := fnv.New64a()
	if err := json.NewEncoder(h).Encode(g.brief(o)); err != nil {
		return 0
	}
	return h.Sum64()
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
	if len(g.first.contents) > 0 && !leaner(contents, listed) {
		at.Pointer, at.Value = "/contents", number(len(contents))
		g.report.found(g.e, Unheeded, at)
		return
	}
	b := g.body(g.e, at)
	g.left(b, doc)
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

// left looks for records of the first page that its shorter form leaves out. A feed
// may put more of them on a page, and may have changed since.
func (g *listing) left(b *body, doc any) {
	contents := contentsOf(doc)
	if countOf(doc, "total_items") != g.items || len(contents) > len(g.first.contents) || countOf(doc, "total_pages") != g.pages {
		return
	}
	there := map[string]bool{}
	for _, x := range contents {
		o, _ := x.(object)
		there[text(o, "id")] = true
	}
	for _, x := range g.first.contents {
		o, _ := x.(object)
		if id := text(o, "id"); !there[id] && !g.changed() {
			b.at.ID = id
			b.found(Minimal, "/contents", number(len(contents)), number(len(g.first.contents)))
			return
		}
	}
}

// leaner reports that some record says less than in the list, or that the list
// says no more than the least.
func leaner(contents []any, listed map[string]object) bool {
	const least = 4 // id, name, status, last_modified
	for _, x := range contents {
		o, _ := x.(object)
		if in := listed[text(o, "id")]; in == nil || len(in) <= least || len(o) < len(in) {
			return true
		}
	}
	return len(contents) == 0
}

// twin asks by POST what was asked by GET: the answer must be the same. Who
// does not offer it leaves out what is optional, in its description too.
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
		if e.State = Absent; g.described != nil {
			at.Value = number(status)
			g.report.found(e, NotOffered, at)
		}
	case status != http.StatusOK: // 201 would say that something was made
		g.refused(e, status, at)
	default:
		if d := same(doc, g.first.doc); d != nil {
			// The list may have changed since its first page was read.
			if now, ok := g.ask(g.e, "GET", at); !ok || same(doc, now) == nil {
				return
			}
			at.Pointer, at.Value, at.Wanted = d.pointer, display(d.got), display(d.want)
			g.report.found(e, TwinDiffers, at)
			return
		}
		if len(g.filters) > 0 { // what is asked for by POST is most often what should not stand in an address
			g.nobody(e, "POST", g.filters[0], nobodysID)
		}
	}
}

// What no record has: an id, a word, and a change so late.
const (
	nobodysID   = "00000000-0000-4000-8000-000000000000"
	nobodysWord = "zqxjvwkqzx"
	nobodysDay  = "9999-01-01T00:00:00Z"
)

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
		g.nobody(g.e, "GET", name, nobodysID)
	}
	if g.table == "service" || g.table == "service_at_location" {
		g.nobody(g.e, "GET", "modified_after", nobodysDay)
	}
}

// nobody asks with a value that finds nothing.
func (g *listing) nobody(e *Endpoint, method, name, value string) {
	at := Place{Request: "/" + g.name + "?" + url.Values{name: {value}}.Encode()}
	status, doc, ok := g.answer(e, method, g.base+at.Request, at)
	if !ok {
		return
	}
	if status >= http.StatusInternalServerError {
		g.refused(e, status, at)
	}
	g.e.Filters++
	o, _ := doc.(object)
	if contents, _ := o["contents"].([]any); len(contents) > 0 {
		at.Pointer, at.Value, at.Wanted = "/contents", number(len(contents)), "0"
		g.report.found(e, FilterAdds, at)
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

// unheeded asks for one record a page, for words that nobody wrote, for a place
// that is nowhere, and for terms that are above all others: a parameter of the
// standard that is passed over in silence gives whoever asked something else than
// they asked for.
func (g *listing) unheeded() {
	if n := len(g.first.contents); n > 1 {
		g.heeds("per_page=1", func(came []any) bool { return len(came) == 1 })
		fewer := func(came []any) bool { return len(came) < n } // who offers what sounds alike does well
		g.heeds("search="+nobodysWord, fewer)
		if o, _ := g.first.contents[0].(object); strings.TrimSpace(text(o, "name")) != "" {
			g.heeds(url.Values{"search": {text(o, "name")}}.Encode(), func(came []any) bool { return len(came) > 0 })
		}
		if g.table == "service_at_location" {
			g.heeds("postcode="+nobodysWord+"&proximity=1", fewer)
		}
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
	if status == http.StatusBadRequest {
		return // whoever asked learns it
	}
	if !success(status) || !is || !right(contents) {
		at.Pointer, at.Value = "/contents", number(len(contents))
		if !success(status) {
			at.Pointer, at.Value, at.Wanted = "", number(status), "200"
		}
		g.report.found(g.e, Unheeded, at)
	}
}
