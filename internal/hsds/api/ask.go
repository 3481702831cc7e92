package api

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
	"passerelle/internal/id"
)

// Sizes of pages.
const (
	usualPage   = 50
	largestPage = 500
	// leastPage is for minimal, of which the standard would have all services
	// in one page: here as many as two megabytes hold.
	leastPage = 10_000
)

// ask is a question as a list answers it.
type ask struct {
	directory.PublicQuery
	page, size int
	stream     bool
	form       hsds.Form
}

// asked reads the parameters of a list. names are those that its route has;
// another one is nobody's and is passed over.
func (a *API) asked(c *Call, table string, names ...string) (q ask, err error) {
	q = ask{PublicQuery: directory.PublicQuery{Table: table}, form: hsds.Listed, page: 1, size: usualPage}
	given, err := c.parameters()
	if err != nil {
		return q, err
	}
	p := params{given: given, names: append(names, "search", "page", "per_page", "format")}
	q.Words = p.text("search")
	q.page = p.number("page", 1)
	q.size = p.number("per_page", 0)
	q.stream = p.format()
	q.Term, q.Taxonomy = p.uuid("taxonomy_term_id"), p.uuid("taxonomy_id")
	q.Organization, q.Parent = p.uuid("organization_id"), p.uuid("parent_id")
	q.Top = p.truth("top_only")
	q.Near = p.near(a.Areas)
	q.Since = p.moment("modified_after")
	if q.Top && q.Parent != "" {
		p.wrong("top_only", "hsds.top_and_parent")
	}
	full, minimal, services := p.truth("full"), p.truth("minimal"), p.truth("full_service")
	most := largestPage
	switch {
	case full && minimal:
		p.wrong("minimal", "hsds.minimal_and_full")
	case services:
		q.form = hsds.WithServices
	case full:
		q.form = hsds.Whole
	case minimal:
		q.form, most = hsds.Least, leastPage
	}
	switch {
	case q.size == 0 && minimal:
		q.size = leastPage
	case q.size == 0:
		q.size = usualPage
	}
	q.size = min(q.size, most)
	return q, p.bad.Err()
}

// parameters are those of the address, and those of a form in the body: the
// twins by POST exist so that a search need not stand in an address.
func (c *Call) parameters() (url.Values, error) {
	given, err := url.ParseQuery(c.R.URL.RawQuery)
	if err != nil {
		return nil, fault.New(fault.Invalid, "hsds.query_unreadable")
	}
	if c.R.Method != http.MethodPost {
		return given, nil
	}
	kind, _, _ := mime.ParseMediaType(c.R.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" {
		return given, c.saysNothing()
	}
	if err := c.R.ParseForm(); err != nil {
		return nil, fault.New(fault.Invalid, "hsds.query_unreadable").With(err)
	}
	for name, values := range c.R.PostForm {
		given[name] = values
	}
	return given, nil
}

// saysNothing refuses a body that is no form and asks for something: left aside, it
// would be answered by the whole list, as if that were what it asked for.
func (c *Call) saysNothing() error {
	body, err := io.ReadAll(io.LimitReader(c.R.Body, 64))
	switch said := strings.TrimSpace(string(body)); {
	case err != nil:
		return fault.New(fault.Invalid, "hsds.query_unreadable").With(err)
	case said == "" || said == "{}" || said == "null":
		return nil
	}
	return fault.New(fault.Invalid, "hsds.body_not_read")
}

// params reads values and remembers what is wrong with them.
type params struct {
	given url.Values
	names []string
	bad   fault.Fields
}

func (p *params) wrong(name, key string, args ...any) {
	p.bad = append(p.bad, fault.Field(name, key, args...))
}

// text is the value of a parameter; "" when it is not given, empty or not one
// of this route.
func (p *params) text(name string) string {
	if !slices.Contains(p.names, name) {
		return ""
	}
	return strings.TrimSpace(p.given.Get(name))
}

func (p *params) number(name string, without int) int {
	v := p.text(name)
	if v == "" {
		return without
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > 1<<31-1 {
		p.wrong(name, "hsds.not_a_count")
		return without
	}
	return n
}

func (p *params) truth(name string) bool {
	switch strings.ToLower(p.text(name)) {
	case "", "false", "0":
		return false
	case "true", "1":
		return true
	}
	p.wrong(name, "hsds.not_a_truth")
	return false
}

func (p *params) uuid(name string) string {
	v := p.text(name)
	if v != "" && !id.IsUUID(v) {
		p.wrong(name, "hsds.not_a_uuid")
		return ""
	}
	return v
}

func (p *params) format() (stream bool) {
	switch strings.ToLower(p.text("format")) {
	case "", "json":
		return false
	case "ndjson":
		return true
	}
	p.wrong("format", "hsds.not_a_format")
	return false
}

// moments are the ways to write an instant: a day begins at midnight UTC, and
// a time without offset is UTC too.
var moments = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", time.DateOnly}

func (p *params) moment(name string) time.Time {
	v := strings.ReplaceAll(p.text(name), " ", "+") // an offset whose sign was not escaped
	if v == "" {
		return time.Time{}
	}
	for _, layout := range moments {
		if t, err := time.Parse(layout, v); err == nil {
			return t.UTC()
		}
	}
	p.wrong(name, "hsds.not_a_moment")
	return time.Time{}
}
