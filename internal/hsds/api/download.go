package api

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

// The whole directory in one answer, for those who take it and leave. A file
// is made once for each state of the directory (wholefile.go), however many
// ask for it.

// Tabular is GET /datapackage.zip: the tabular package of the standard.
func Tabular(a *API, c *Call) error {
	f, err := a.whole(c, &a.tabular, func(w io.Writer, d *directory.WholeView) error {
		about := hsds.About{Publisher: a.Publisher.Name, Licence: a.Licence, Languages: []string{"fr", "en"}}
		return hsds.WriteCSV(w, func(fn func(directory.Record) error) error { return d.Records(c.R.Context(), fn) }, about)
	})
	if err != nil {
		return err
	}
	c.attach("application/zip", "hsds.zip")
	c.W.Header().Set("ETag", `"`+f.tag+`"`)
	http.ServeContent(patientWriter{c.W}, c.R, "", time.Time{}, f.reader())
	return nil
}

// Nested is GET /services.json: a list of all services, each with what hangs
// on it. The file is kept zipped, and unzipped for whoever cannot do it.
func Nested(a *API, c *Call) error {
	f, err := a.whole(c, &a.nested, func(w io.Writer, d *directory.WholeView) error {
		z := gzip.NewWriter(w)
		_, err := hsds.WriteJSON(c.R.Context(), z, d.Reader)
		return errors.Join(err, z.Close())
	})
	if err != nil {
		return err
	}
	h := c.W.Header()
	c.attach(asJSON, "hsds.json")
	h.Set("Vary", "Accept-Encoding")
	if c.zips() {
		h.Set("ETag", `"`+f.tag+`-gzip"`)
		h.Set("Content-Encoding", "gzip")
		http.ServeContent(patientWriter{c.W}, c.R, "", time.Time{}, f.reader())
		return nil
	}
	h.Set("ETag", `"`+f.tag+`"`)
	if c.known(h.Get("ETag")) {
		c.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	if c.R.Method == http.MethodHead {
		return nil
	}
	z, err := gzip.NewReader(f.reader())
	if err != nil {
		return fmt.Errorf("kept list of services: %w", err)
	}
	if _, err := io.Copy(patientWriter{c.W}, z); err != nil && c.R.Context().Err() == nil {
		return err
	}
	return nil // or the reader went away: there is nobody to tell
}

// attach says what a file is, for programs and for a browser that keeps it.
// The choice of a language does not change it: it holds them all.
func (c *Call) attach(kind, name string) {
	_ = http.NewResponseController(c.W).SetWriteDeadline(clock.System().Now().Add(patience)) // the file may have been long in the making
	h := c.W.Header()
	h.Del("Content-Language")
	h.Del("Vary")
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "public, no-cache")
}

// patientWriter gives each piece of a file its own time to leave.
type patientWriter struct{ http.ResponseWriter }

// Write implements http.ResponseWriter.
func (p patientWriter) Write(b []byte) (int, error) {
	_ = http.NewResponseController(p.ResponseWriter).SetWriteDeadline(clock.System().Now().Add(patience))
	return p.ResponseWriter.Write(b)
}
