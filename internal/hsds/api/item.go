package api

import (
	"bytes"
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
	"passerelle/internal/id"
)

// Service is GET /services/{id}. One that became one with another leads there.
func Service(a *API, c *Call) error {
	err := a.item(c, "service", hsds.Whole)
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	to, gone := a.Directory.Successor(c.R.Context(), access.Service(c.R.PathValue("id")))
	if gone != nil {
		if fault.Is(gone, fault.NotFound) {
			return err
		}
		return gone
	}
	c.W.Header().Set("Cache-Control", "public, no-cache") // it may be taken back
	where := c.Base + "/hsds/services/" + string(to)
	if q := c.R.URL.RawQuery; q != "" {
		where += "?" + q
	}
	c.W.Header().Set("Location", where)
	c.W.WriteHeader(http.StatusMovedPermanently)
	return nil
}

// Organization is GET /organizations/{id}: with its services as a list has
// them, or whole when full_service asks for it.
func Organization(a *API, c *Call) error {
	q, err := a.asked(c, "organization", "full_service")
	if err != nil {
		return err
	}
	if q.form == hsds.Listed {
		q.form = hsds.Whole
	}
	return a.item(c, "organization", q.form)
}

// ServiceAtLocation is GET /service_at_locations/{id}.
func ServiceAtLocation(a *API, c *Call) error { return a.item(c, "service_at_location", hsds.Whole) }

// Taxonomy is GET /taxonomies/{id}.
func Taxonomy(a *API, c *Call) error { return a.item(c, "taxonomy", hsds.Whole) }

// TaxonomyTerm is GET /taxonomy_terms/{id}.
func TaxonomyTerm(a *API, c *Call) error { return a.item(c, "taxonomy_term", hsds.Whole) }

// item answers one record. Not public, and not there, are one answer.
func (a *API) item(c *Call, table string, form hsds.Form) error {
	wanted := c.R.PathValue("id")
	if !id.IsUUID(wanted) {
		return fault.New(fault.NotFound, "hsds.not_found")
	}
	var b bytes.Buffer
	err := a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) error {
		f := hsds.NewForest(c.lang)
		if err := f.Gather(c.R.Context(), r, table, []string{wanted}, form); err != nil {
			return err
		}
		b.Reset()
		if !f.Write(&b, table, wanted, form) {
			return fault.New(fault.NotFound, "hsds.not_found")
		}
		b.WriteByte('\n')
		return nil
	})
	if err != nil {
		return err
	}
	return c.answer(asJSON, b.Bytes())
}
