package api

import (
	"bytes"
	"compress/gzip"
	"iter"
	"net/http"
	"slices"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

// streamed is how many records are read, and held, at once.
const streamed = 100

// patience is how long a reader of a stream may take for one piece of it.
const patience = 60 * time.Second

// stream answers a question by every record that fits, one a line. Each piece
// is read in a transaction of its own, and written after it: a slow reader
// holds nothing of the database. A record withdrawn in the meantime is left
// out.
func (a *API) stream(c *Call, q ask) error {
	if err := a.Rate.take(c, streamCost); err != nil {
		return err
	}
	var ids []string
	err := a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) (err error) {
		ids, err = r.List(c.R.Context(), q.PublicQuery)
		return err
	})
	if err != nil {
		return err
	}
	return lines(c, slices.Chunk(ids, streamed), func(b *bytes.Buffer, some []string) error {
		return a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) error {
			f := hsds.NewForest(c.lang)
			if err := f.Gather(c.R.Context(), r, q.Table, some, q.form); err != nil {
				return err
			}
			b.Reset()
			for _, x := range some {
				if f.Write(b, q.Table, x, q.form) {
					b.WriteByte('\n')
				}
			}
			return nil
		})
	})
}

// lines sends pieces as they are made; next writes one to the buffer. Once the
// first has left, an error can only cut the answer. A reader who went away is
// no error: there is nobody to tell.
func lines[T any](c *Call, pieces iter.Seq[T], next func(*bytes.Buffer, T) error) error {
	h := c.W.Header()
	h.Set("Content-Type", asNDJSON)
	h.Set("Cache-Control", "public, no-cache")
	out := piecewise{w: c.W, control: http.NewResponseController(c.W)}
	if c.zips() {
		h.Set("Content-Encoding", "gzip")
		out.z = zippers.Get().(*gzip.Writer)
		out.z.Reset(c.W)
		defer zippers.Put(out.z)
	}
	var b bytes.Buffer
	for some := range pieces {
		if err := next(&b, some); err != nil {
			return err
		}
		if out.send(b.Bytes()) != nil {
			return nil
		}
	}
	_ = out.close()
	return nil
}

// piecewise writes a stream, a piece at a time.
type piecewise struct {
	w       http.ResponseWriter
	z       *gzip.Writer // nil: as it is
	control *http.ResponseController
}

// send writes one piece and sees that it leaves. Deadlines and flushing are
// asked for; a writer that knows neither (in tests) needs neither.
func (p *piecewise) send(b []byte) error {
	_ = p.control.SetWriteDeadline(clock.System().Now().Add(patience))
	var err error
	if p.z == nil {
		_, err = p.w.Write(b)
	} else if _, err = p.z.Write(b); err == nil {
		err = p.z.Flush()
	}
	_ = p.control.Flush()
	return err
}

func (p *piecewise) close() error {
	if p.z == nil {
		_, err := p.w.Write(nil) // an empty stream is an answer too
		return err
	}
	return p.z.Close()
}
