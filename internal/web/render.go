package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/text"
	"passerelle/internal/web/static"
	"passerelle/internal/web/ui"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// page answers with a page. It is rendered whole before the first byte leaves,
// so an error never shows half of one.
func (s *Site) page(v *Visit, status int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	ctx := v.R.Context()
	if v.Worker != nil {
		ctx = ui.UnderHat(ctx, v.Worker.Worn)
	}
	if err := c.Render(ctx, b); err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(v.L.Lang()))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	h.Add("Vary", "Accept-Encoding")
	comeBack(h, status)
	return s.write(v, status, b.Bytes())
}

// comeBack says when to ask again, of a page of refusal and of a form that is
// shown once more alike.
func comeBack(h http.Header, status int) {
	switch status {
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	case http.StatusTooManyRequests:
		h.Set("Retry-After", "60")
	}
}

// write sends a body, compressed when that is safe: an answer about a person
// or with a secret is not, as its length would speak (BREACH).
func (s *Site) write(v *Visit, status int, body []byte) error {
	h := v.W.Header()
	if h.Get("Cache-Control") != "no-store" && len(body) > 1400 && static.TakesGzip(v.R) {
		body = compressed(body)
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	v.W.WriteHeader(status)
	_, _ = v.W.Write(body) // the browser went away: there is nobody to tell
	return nil
}

// seeOther ends an act: the browser reads the result by a GET, so that a
// reload never acts again. path is an address without its language.
func (s *Site) seeOther(v *Visit, path string) error {
	v.W.Header().Set("Location", v.href(path))
	v.W.WriteHeader(http.StatusSeeOther)
	return nil
}

// form reads the fields of a POST, as text: nothing behind it meets a NUL. It is a
// copy: who keeps words byte for byte finds them in the request (asCame), whoever
// asked for the form before.
func (s *Site) form(v *Visit) (url.Values, error) {
	raw, err := asCame(v)
	if err != nil {
		return nil, err
	}
	form := make(url.Values, len(raw))
	for name, values := range raw {
		for _, value := range values {
			form.Add(name, text.Clean(value))
		}
	}
	return form, nil
}

// asCame are the fields of a POST, nothing cleaned.
func asCame(v *Visit) (url.Values, error) {
	if err := v.R.ParseForm(); err != nil {
		return nil, fault.New(fault.Invalid, "error.form_unreadable").With(err)
	}
	return v.R.PostForm, nil
}

// newAct is the id a form carries, so that sending it twice acts once.
func (s *Site) newAct() string { return id.New(s.Clock.Now()) }

// href is an address in the language of the page.
func (v *Visit) href(path string, query ...string) string { return ui.Path(v.L, path, query...) }

// path is the address of the visit without its language, with its query.
func (v *Visit) path() string {
	p := v.R.URL.Path
	if v.R.URL.RawQuery != "" {
		p += "?" + v.R.URL.RawQuery
	}
	return p
}

// shown is the address under which this page, or the one it belongs to, can be
// read: one that only takes a form shows nothing to whoever changes language.
func (v *Visit) shown() string {
	if v.up == 0 {
		return v.path()
	}
	p := v.R.URL.Path
	for range v.up {
		p = p[:strings.LastIndexByte(p, '/')]
	}
	return p + strings.Repeat("/", max(0, 1-len(p)))
}
