package pathway

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// FileBytes is the greatest size of a pathway's file.
const FileBytes = 256 << 10

// format is the version of the file's form.
const format = 1

type file struct {
	Format int `json:"passerelle_pathway"`
	Pathway
}

// Encode writes a pathway as a file, for people to read and for Decode.
func Encode(p *Pathway) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // conditions say < and >
	e.SetIndent("", "  ")
	err := e.Encode(file{format, *p})
	return b.Bytes(), err
}

// Decode reads a file. What is not a pathway is a fault.Field at "file" that
// says where; what is one may still be wrong, and Check says how.
func Decode(data []byte) (*Pathway, error) {
	if len(data) > FileBytes {
		return nil, tooBig()
	}
	data = []byte(text.Clean(string(bytes.TrimPrefix(data, []byte("\ufeff")))))
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var f file
	if err := d.Decode(&f); err != nil {
		return nil, unreadable(data, d.InputOffset(), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, unreadable(data, d.InputOffset(), err)
	}
	if f.Format != format {
		return nil, fault.Field("file", "pathway.file_format")
	}
	return &f.Pathway, nil
}

// unreadable says at which line a file stops being a pathway.
func unreadable(data []byte, at int64, cause error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(cause, &syntax):
		at = syntax.Offset
	case errors.As(cause, &kind):
		at = kind.Offset
	}
	line := 1 + bytes.Count(data[:min(int(at), len(data))], []byte("\n"))
	return fault.Field("file", "pathway.file_unreadable", "line", line).With(cause)
}

func tooBig() error { return fault.Field("file", "pathway.file_big", "most", FileBytes>>10) }
