package page_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"passerelle/internal/web/static"
)

// go test ./internal/web/page -run Preview -preview DIR writes every page with
// its sample data, in every language of the samples, to be looked at.
var previewDir = flag.String("preview", "", "folder to write every sample page into")

func TestPreview(t *testing.T) {
	if *previewDir == "" {
		t.Skip("no -preview folder given")
	}
	for _, name := range []string{"passerelle.css", "paper.css", "map.css", "icons.svg", "favicon.svg"} {
		body, err := os.ReadFile(filepath.Join("..", "static", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(*previewDir, static.Asset(name)), body)
	}
	for _, l := range locals(t) {
		for name, c := range samples(l) {
			var b bytes.Buffer
			if err := c.Render(context.Background(), &b); err != nil {
				t.Fatal(name, err)
			}
			write(t, filepath.Join(*previewDir, string(l.Lang()), name+".html"), b.Bytes())
		}
	}
}

func write(t *testing.T, name string, body []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, body, 0o644); err != nil {
		t.Fatal(err)
	}
}
