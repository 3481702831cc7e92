package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed passerelle.css paper.css map.css round.css icons.svg favicon.svg passkey.js exit.js board.js round.js round-worker.js
var files embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

type asset struct {
	url, contentType string
	body             []byte
	small            func() []byte // body, compressed when it is first asked for
}

var assets, byURL = load("passerelle.css", "paper.css", "map.css", "icons.svg", "favicon.svg", "passkey.js", "exit.js", "board.js", "round.css", "round.js")

func load(names ...string) (byName, byURL map[string]asset) {
	byName, byURL = map[string]asset{}, map[string]asset{}
	types := map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8"}
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			panic("static: " + err.Error()) // the file is embedded: only a build without it gets here
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		url := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		a := asset{url: url, contentType: types[ext], body: body, small: sync.OnceValue(func() []byte { return squeeze(body) })}
		byName[name], byURL[url] = a, a
	}
	return byName, byURL
}

// squeeze compresses once what is sent to everybody, and holds no secret.
func squeeze(body []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(body)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic("static: " + err.Error()) // a buffer takes everything, and the level exists
	}
	return b.Bytes()
}

// Read is a file that is not served as it is: what serves it writes something
// above.
func Read(name string) []byte {
	body, err := files.ReadFile(name)
	if err != nil {
		panic("static: " + err.Error()) // as in load
	}
	return body
}

// Asset is the address of a file for the pages of this build.
func Asset(name string) string { return assets[name].url }

// TakesGzip reports whether the browser takes gzip: one that names it only to
// refuse it (q=0) reads nothing of what would come.
func TakesGzip(r *http.Request) bool {
	for _, e := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(e, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		q, said := strings.CutPrefix(strings.ToLower(strings.TrimSpace(weight)), "q=")
		n, err := strconv.ParseFloat(q, 64)
		return !said || err == nil && n > 0
	}
	return false
}

// Serve answers GET under [Prefix]. A name of another build is not found: the
// page that asks for it is reloaded with its new names.
func Serve(w http.ResponseWriter, r *http.Request) {
	a, ok := byURL[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	body := a.body
	if TakesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = a.small()
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the browser went away: there is nobody to tell
}
