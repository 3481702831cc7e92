package api

import (
	"bytes"
	"strconv"

	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

// Services is GET and POST /services.
func Services(a *API, c *Call) error {
	q, err := a.asked(c, "service", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full")
	if err != nil {
		return err
	}
	return a.list(c, q)
}

// Organizations is GET and POST /organizations.
func Organizations(a *API, c *Call) error {
	q, err := a.asked(c, "organization", "full_service", "full", "taxonomy_term_id", "taxonomy_id")
	if err != nil {
		return err
	}
	return a.list(c, q)
}

// ServiceAtLocations is GET and POST /service_at_locations.
func ServiceAtLocations(a *API, c *Call) error {
	q, err := a.asked(c, "service_at_location", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full", "postcode", "proximity")
	if err != nil {
		return err
	}
	return a.list(c, q)
}

// Taxonomies is GET and POST /taxonomies.
func Taxonomies(a *API, c *Call) error {
	q, err := a.asked(c, "taxonomy")
	if err != nil {
		return err
	}
	q.form = hsds.Whole // a taxonomy nests nothing that a list leaves out
	return a.list(c, q)
}

// TaxonomyTerms is GET and POST /taxonomy_terms.
func TaxonomyTerms(a *API, c *Call) error {
	q, err := a.asked(c, "taxonomy_term", "taxonomy_id", "top_only", "parent_id")
	if err != nil {
		return err
	}
	q.form = hsds.Whole
	return a.list(c, q)
}

// list answers a question by a page, or by a stream of all that fits.
func (a *API) list(c *Call, q ask) error {
	if q.stream {
		return a.stream(c, q)
	}
	var b bytes.Buffer
	err := a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) error {
		ids, err := r.List(c.R.Context(), q.PublicQuery)
		if err != nil {
			return err
		}
		p := pageOf(len(ids), q.page, q.size)
		f := hsds.NewForest(c.lang)
		if err := f.Gather(c.R.Context(), r, q.Table, ids[p.from:p.to], q.form); err != nil {
			return err
		}
		b.Reset()
		p.write(&b, func(i int) { f.Write(&b, q.Table, ids[p.from+i], q.form) })
		return nil
	})
	if err != nil {
		return err
	}
	return c.answer(asJSON, b.Bytes())
}

// page is where a page lies in a list.
type page struct {
	items, pages, number int
	from, to             int
}

// pageOf finds a page. One beyond the last is empty, and no error: a list may
// have become shorter since the reader counted.
func pageOf(items, number, size int) page {
	p := page{items: items, pages: (items + size - 1) / size, number: number}
	if number <= p.pages {
		p.from = (number - 1) * size
		p.to = min(p.from+size, items)
	}
	return p
}

// write writes the Page of the standard; item writes its i-th content.
func (p page) write(b *bytes.Buffer, item func(i int)) {
	number := func(name string, n int) { b.WriteString(`"` + name + `":` + strconv.Itoa(n) + ",") }
	truth := func(name string, is bool) { b.WriteString(`"` + name + `":` + strconv.FormatBool(is) + ",") }
	b.WriteByte('{')
	number("total_items", p.items)
	number("total_pages", p.pages)
	number("page_number", p.number)
	number("size", p.to-p.from)
	truth("first_page", p.number == 1)
	truth("last_page", p.number >= p.pages)
	truth("empty", p.to == p.from)
	b.WriteString(`"contents":[`)
	for i := range p.to - p.from {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		item(i)
	}
	b.WriteString("]}\n")
}
