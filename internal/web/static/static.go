package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
)

//go:embed passerelle.css paper.css icons.svg favicon.svg
var files embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

type asset struct {
	url, contentType string
	body             []byte
}

var assets, byURL = load("passerelle.css", "paper.css", "icons.svg", "favicon.svg")

func load(names ...string) (byName, byURL map[string]asset) {
	byName, byURL = map[string]asset{}, map[string]asset{}
	types := map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			panic("static: " + err.Error()) // the file is embedded: only a build without it gets here
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		url := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		a := asset{url: url, contentType: types[ext], body: body}
		byName[name], byURL[url] = a, a
	}
	return byName, byURL
}

// Asset is the address of a file for the pages of this build.
func Asset(name string) string { return assets[name].url }

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
	_, _ = w.Write(a.body)
}
