package demo

import (
	"bytes"
	"embed"
	"io"
	"path"
)

//go:embed packs/*.tsv
var packs embed.FS

// Packs are the language packs of the demo, by the names of their files: a
// third language, written from right to left, shows that there may be many.
func Packs() (map[string]io.Reader, error) {
	entries, err := packs.ReadDir("packs")
	if err != nil {
		return nil, err
	}
	out := map[string]io.Reader{}
	for _, e := range entries {
		raw, err := packs.ReadFile(path.Join("packs", e.Name()))
		if err != nil {
			return nil, err
		}
		out[e.Name()] = bytes.NewReader(raw)
	}
	return out, nil
}
