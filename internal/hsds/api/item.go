package api

import (
	"bytes"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
	"passerelle/internal/id"
)

// Service is GET /services/{id}.
func Service(a *API, c *Call) error { return a.item(c, "service", hsds.Whole) }

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
