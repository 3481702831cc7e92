package check

import (
	"encoding/json"
	"net/url"
)

// mostFilterPages is how many pages of a filtered list are read when not all was
// asked for.
const mostFilterPages = 20

// unstreamed reads the list by its pages, for a feed that does not stream, and tries
// its filters against what it read. How much that was, the report tells.
func (g *listing) unstreamed() {
	b := g.body(g.e, Place{})
	var records []known
	met, whole := map[string]bool{}, true
	for n := 1; n <= max(g.pages, 1) && g.mayRead(n, len(records)); n++ {
		request := g.path(n)
		if g.full != "" {
			request += "&" + g.full
		}
		b.at = Place{Request: request, Page: n}
		doc, ok := g.ask(g.e, "GET", b.at)
		contents := contentsOf(doc)
		if !ok || len(contents) == 0 {
			break
		}
		for i, x := range contents {
			whole = g.likeAlone(b, x, step("/contents", number(i))) && whole
			if o, is := x.(object); is && !met[text(o, "id")] {
				met[text(o, "id")] = true
				records = append(records, g.known(o))
			}
		}
	}
	if whole = g.settle(b) && whole; !whole || g.moved || g.changed() {
		return // what it says alone is not what it says here
	}
	g.e.Compared = len(records)
	conditions := g.conditions(records)
	for i, c := range conditions {
		g.filteredPages(records, c)
		for _, d := range conditions[:i] {
			g.filteredPages(records, d, c)
		}
	}
}

// mayRead bounds what is read of a list by pages, as of a stream.
func (g *listing) mayRead(page, records int) bool {
	if g.o.IDs == AllIDs {
		return page <= g.o.Limits.Pages
	}
	return records < g.o.Limits.Whole && page <= g.o.Limits.Pages
}

// filteredPages reads what some conditions find page by page, as most who ask do:
// the pages must hold what they say they hold, and what the filters should find.
func (g *listing) filteredPages(records []known, conditions ...condition) {
	query := url.Values{}
	for _, c := range conditions {
		query.Set(c.filter, c.value)
	}
	at := Place{Request: "/" + g.name + "?" + query.Encode()}
	came, items, read := map[string]bool{}, -1, false
	for n := 1; !read && (g.o.IDs == AllIDs && n <= g.o.Limits.Pages || n <= mostFilterPages); n++ {
		query.Set("page", number(n))
		at.Request, at.Page = "/"+g.name+"?"+query.Encode(), n
		doc, ok := g.ask(g.e, "GET", at)
		if !ok {
			return
		}
		contents := contentsOf(doc)
		for _, x := range contents {
			o, _ := x.(object)
			came[text(o, "id")] = true
		}
		if n == 1 {
			items = countOf(doc, "total_items")
		}
		read = len(contents) == 0 || n >= countOf(doc, "total_pages")
	}
	g.e.Filters++
	if read && items >= 0 && len(came) != items {
		query.Set("page", "1")
		if now, ok := g.ask(g.e, "GET", Place{Request: "/" + g.name + "?" + query.Encode(), Page: 1}); ok && countOf(now, "total_items") == items {
			at.Pointer, at.Value, at.Wanted = "/total_items", number(items), number(len(came))
			g.report.found(g.e, PageTotals, at)
		}
		return // the list may have changed; what is missing is told
	}
	at.Pointer = ""
	b := g.body(g.e, at)
	for _, k := range records {
		g.judge(b, k, came[k.id], read, conditions)
	}
}

// judge tells a record that came and should not have, or did not and should have.
func (g *listing) judge(b *body, k known, came, read bool, conditions []condition) {
	must, may := true, true
	for _, c := range conditions {
		must, may = must && c.must(k), may && c.may(k)
	}
	b.at.ID = k.id
	switch {
	case must && !came && read:
		b.found(FilterMisses, "", "", "")
	case came && !may:
		b.found(FilterAdds, "", "", "")
	}
}

func contentsOf(doc any) []any {
	o, _ := doc.(object)
	contents, _ := o["contents"].([]any)
	return contents
}

// countOf is a number that a page tells; -1 when it does not.
func countOf(doc any, member string) int {
	o, _ := doc.(object)
	n, _ := o[member].(json.Number)
	i, err := n.Int64()
	if err != nil {
		return -1
	}
	return int(i)
}
