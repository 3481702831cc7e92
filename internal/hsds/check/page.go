package check

import (
	"encoding/json"
	"net/http"
)

// page is one page of a list. Numbers that it does not give are -1.
type page struct {
	doc                         any
	number, items, pages, size  int
	first, last, empty          bool
	hasFirst, hasLast, hasEmpty bool
	contents                    []any
}

// readPage reads the members of a page, and notes which are missing or of
// another type. It is nil when there are no contents.
func (w *walk) readPage(e *Endpoint, doc any, at Place) *page {
	o, _ := doc.(object)
	p := &page{doc: doc}
	note := func(member, wanted string, v any, is bool) {
		at.Pointer, at.Wanted, at.Value = "/"+member, wanted, ""
		if is {
			at.Value = display(v)
		}
		w.report.found(e, PageMember, at)
	}
	count := func(member string) int {
		v, is := o[member]
		n, _ := v.(json.Number)
		i, err := n.Int64()
		if err != nil || i < 0 || i > 1<<31-1 {
			note(member, "integer", v, is)
			return -1
		}
		return int(i)
	}
	flag := func(member string) (value, has bool) {
		v, is := o[member]
		value, has = v.(bool)
		if !has {
			note(member, "boolean", v, is)
		}
		return value, has
	}
	list, ok := o["contents"].([]any)
	if !ok {
		v, is := o["contents"]
		note("contents", "array", v, is)
		return nil
	}
	p.contents = list
	p.items, p.pages, p.number, p.size = count("total_items"), count("total_pages"), count("page_number"), count("size")
	p.first, p.hasFirst = flag("first_page")
	p.last, p.hasLast = flag("last_page")
	p.empty, p.hasEmpty = flag("empty")
	return p
}

// page asks for a page of a list and checks what it tells of itself.
func (g *listing) page(n int) *page {
	at := Place{Request: g.path(n), Page: n}
	status, doc, ok := g.answer(g.e, "GET", g.base+at.Request, at)
	switch {
	case !ok:
		return nil
	case n == 1 && !g.required && notThere(status):
		g.notOffered(status, at)
		return nil
	case !success(status):
		g.refused(g.e, status, at)
		return nil
	}
	p := g.readPage(g.e, doc, at)
	if p == nil {
		return nil
	}
	g.e.Visited = append(g.e.Visited, n)
	wants := func(rule Rule, member string, got, want any) {
		at.Pointer, at.Value, at.Wanted = "/"+member, display(got), display(want)
		g.report.found(g.e, rule, at)
	}
	count := func(rule Rule, member string, got, want int) {
		if got >= 0 && got != want {
			wants(rule, member, number(got), number(want))
		}
	}
	flag := func(member string, has, got, want bool) {
		if has && got != want {
			wants(PageFlags, member, got, want)
		}
	}
	count(PageNumber, "page_number", p.number, n)
	count(PageSize, "size", p.size, len(p.contents))
	flag("first_page", p.hasFirst, p.first, n == 1)
	if p.pages >= 0 {
		flag("last_page", p.hasLast, p.last, n >= p.pages)
	}
	flag("empty", p.hasEmpty, p.empty, len(p.contents) == 0)
	return p
}

// notThere are the answers of who does not have what was asked for.
func notThere(status int) bool {
	return status == http.StatusNotFound || status == http.StatusMethodNotAllowed || status == http.StatusNotImplemented
}

// notOffered notes that an optional list is not there. Only who describes it
// and does not have it is told.
func (g *listing) notOffered(status int, at Place) {
	if g.described != nil {
		at.Value = number(status)
		g.report.found(g.e, NotOffered, at)
	}
	g.e.State = Absent
}

// moves compares the totals of a page with those of the first. A feed may
// change while it is read: then its first page tells the new totals too, and
// they are taken from there.
func (g *listing) moves(p *page, n int) {
	untold := min(p.items, p.pages, g.items, g.pages) < 0
	if g.moved || untold || p.items == g.items && p.pages == g.pages {
		return
	}
	again, ok := g.ask(g.e, "GET", Place{Request: g.path(1), Page: 1})
	if !ok {
		return
	}
	o, _ := again.(object)
	if display(o["total_items"]) == number(p.items) && display(o["total_pages"]) == number(p.pages) {
		g.items, g.pages = p.items, p.pages
		return
	}
	g.moved = true
	g.report.found(g.e, PageMoves, Place{Request: g.path(n), Page: n, Pointer: "/total_items", Value: number(p.items) + " / " + number(p.pages), Wanted: number(g.items) + " / " + number(g.pages)})
}

// totals must be what the pages add up to.
func (g *listing) totals(each int, sizes map[int]int) {
	if g.items < 0 || g.pages < 0 || g.moved || each == 0 {
		return
	}
	at := Place{Request: g.path(1), Page: 1}
	if want := (g.items + each - 1) / each; want != g.pages {
		at.Pointer, at.Value, at.Wanted = "/total_pages", number(g.pages), number(want)
		g.moved = true
		g.report.found(g.e, PageTotals, at)
		return
	}
	for n := 1; n <= g.pages; n++ {
		size, visited := sizes[n]
		if !visited {
			continue
		}
		want := each
		if n == g.pages {
			want = g.items - (n-1)*each
		}
		if size != want {
			at := Place{Request: g.path(n), Page: n, Pointer: "/contents", Value: number(size), Wanted: number(want)}
			g.moved = true
			g.report.found(g.e, PageTotals, at)
			return
		}
	}
}
