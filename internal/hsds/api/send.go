package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Kinds of content.
const (
	asJSON   = "application/json"
	asNDJSON = "application/x-ndjson"
)

// worthZipping is about what one packet holds.
const worthZipping = 1400

var zippers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// answer sends a body that may be kept, and asked for again on condition that
// it changed. Whoever keeps it asks each time: what was withdrawn must not
// live on in a cache.
func (c *Call) answer(kind string, body []byte) error {
	sum := sha256.Sum256(body)
	h := c.W.Header()
	h.Set("Cache-Control", "public, no-cache")
	// Weak: the same record, zipped or not.
	h.Set("ETag", `W/"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	if c.known(h.Get("ETag")) {
		c.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	c.send(http.StatusOK, kind, body)
	return nil
}

// known reports whether the reader has this very answer.
func (c *Call) known(tag string) bool {
	if c.R.Method != http.MethodGet && c.R.Method != http.MethodHead {
		return false
	}
	for _, t := range strings.Split(c.R.Header.Get("If-None-Match"), ",") {
		t = strings.TrimSpace(t)
		if t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// send writes a whole answer.
func (c *Call) send(status int, kind string, body []byte) {
	h := c.W.Header()
	h.Set("Content-Type", kind)
	if len(body) > worthZipping && c.zips() {
		var b bytes.Buffer
		z := zippers.Get().(*gzip.Writer)
		z.Reset(&b)
		_, _ = z.Write(body) // writing to memory cannot fail
		_ = z.Close()
		zippers.Put(z)
		body = b.Bytes()
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.W.WriteHeader(status)
	_, _ = c.W.Write(body) // the reader went away: there is nobody to tell
}

// zips reports whether the reader takes gzip.
func (c *Call) zips() bool {
	for _, e := range strings.Split(c.R.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(e), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") && strings.TrimSpace(q) != "q=0" {
			return true
		}
	}
	return false
}

// marshalled is a value that can always be written as JSON.
func marshalled(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // a struct of texts and numbers
	}
	return b.Bytes()
}
