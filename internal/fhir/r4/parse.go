package r4

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Object is a JSON object: texts, json.Number, bool, []any and Object.
type Object = map[string]any

// Bounds of what is read. Real resources nest some ten deep.
const (
	depthMost = 40
	itemsMost = 200_000
)

// Issue is one fault and its place.
type Issue struct {
	At   string // FHIRPath expression; empty for the whole
	Code string // of OperationOutcome.issue.code
	Key  string // of the sentence for people
	Args []any
}

// unreadable is an Issue on its way out of the reader.
type unreadable struct{ Issue }

func (unreadable) Error() string { return "unreadable" }

// Parse reads one JSON object and nothing after it.
func Parse(b []byte) (Object, []Issue) {
	if !utf8.Valid(b) || halved(b) {
		return nil, []Issue{{Code: "structure", Key: "fhir.not_utf8"}}
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	r := reader{d: d}
	v, err := r.value("", 0)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more")
		}
	}
	if err != nil {
		if u := (unreadable{}); errors.As(err, &u) {
			return nil, []Issue{u.Issue}
		}
		line, column := place(b, d.InputOffset())
		return nil, []Issue{{Code: "structure", Key: "fhir.not_json", Args: []any{"line", line, "column", column}}}
	}
	o, ok := v.(Object)
	if !ok {
		return nil, []Issue{{Code: "structure", Key: "fhir.not_object"}}
	}
	return o, nil
}

// halved finds half of a pair of UTF-16 in an escape: it stands for no sign, and
// would be read as another one.
func halved(b []byte) bool {
	for {
		i := bytes.IndexByte(b, '\\')
		if i < 0 || i+1 >= len(b) {
			return false
		}
		r, next := escaped(b[i:])
		if utf16.IsSurrogate(r) {
			low, after := escaped(next)
			if utf16.DecodeRune(r, low) == utf8.RuneError {
				return true
			}
			next = after
		}
		b = next
	}
}

// escaped reads one escape, and what follows it; no sign for any but \u.
func escaped(b []byte) (rune, []byte) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return -1, b[min(2, len(b)):]
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	if err != nil {
		return -1, b[2:]
	}
	return rune(n), b[6:]
}

type reader struct {
	d     *json.Decoder
	items int
}

func (r *reader) value(at string, depth int) (any, error) {
	if depth > depthMost {
		return nil, unreadable{Issue{At: at, Code: "too-long", Key: "fhir.too_deep", Args: []any{"most", depthMost}}}
	}
	if r.items++; r.items > itemsMost {
		return nil, unreadable{Issue{At: at, Code: "too-long", Key: "fhir.too_many_items", Args: []any{"most", itemsMost}}}
	}
	t, err := r.d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return r.object(at, depth)
	case json.Delim('['):
		list := []any{}
		for i := 0; r.d.More(); i++ {
			v, err := r.value(item(at, i), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := r.d.Token()
		return list, err
	}
	return t, nil
}

func (r *reader) object(at string, depth int) (any, error) {
	o := Object{}
	for r.d.More() {
		t, err := r.d.Token()
		if err != nil {
			return nil, err
		}
		name, ok := t.(string)
		if !ok {
			return nil, errors.New("no name")
		}
		if _, twice := o[name]; twice {
			return nil, unreadable{Issue{At: child(at, name), Code: "structure", Key: "fhir.twice", Args: []any{"name", name}}}
		}
		v, err := r.value(child(at, name), depth+1)
		if err != nil {
			return nil, err
		}
		o[name] = v
	}
	_, err := r.d.Token()
	return o, err
}

// place is where an offset lies, counted as editors do.
func place(b []byte, offset int64) (line, column int) {
	before := b[:min(int(offset), len(b))]
	last := bytes.LastIndexByte(before, '\n')
	return bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[last+1:]) + 1
}

// Write is the JSON of a value, as short as it can be. Numbers are written as
// they were read.
func Write(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // texts, numbers, lists and objects of them
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'})
}
