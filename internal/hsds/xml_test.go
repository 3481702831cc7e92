package hsds_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// values counts what an XML text says, by the path it stands under: attributes,
// and the text of each element. The text may be the start of one, as a root is
// kept.
func values(t *testing.T, b []byte) cells {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return charmap.Windows1252.NewDecoder().Reader(r), nil }
	out, path, texts := cells{}, []string{}, []string{""}
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%v in %.200s", err, b)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			path, texts = append(path, x.Name.Local), append(texts, "")
			for _, a := range x.Attr {
				if a.Name.Local != "xmlns" && a.Name.Space != "xmlns" && strings.TrimSpace(a.Value) != "" {
					out[strings.Join(path, "/")+"@"+a.Name.Local+"="+a.Value]++
				}
			}
		case xml.CharData:
			texts[len(texts)-1] += string(x)
		case xml.EndElement:
			if text := texts[len(texts)-1]; strings.TrimSpace(text) != "" {
				out[strings.Join(path, "/")+"="+text]++
			}
			path, texts = path[:len(path)-1], texts[:len(texts)-1]
		}
	}
}
