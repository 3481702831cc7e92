package check

import (
	"errors"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// body notes the faults of one answer, as many as a reader can use.
type body struct {
	w    *walk
	e    *Endpoint
	at   Place
	left int

	table  string // of the record that is looked at
	things map[thing][]trait
}

func (w *walk) body(e *Endpoint, at Place) *body {
	return &body{w: w, e: e, at: at, left: mostPerBody, things: map[thing][]trait{}}
}

func (b *body) found(rule Rule, pointer, value, wanted string) {
	if b.left <= 0 {
		return
	}
	b.left--
	at := b.at
	at.Pointer, at.Value, at.Wanted = pointer, value, wanted
	b.w.report.found(b.e, rule, at)
}

// record holds an object to a schema of the standard, and to what its members
// should say. pointer is where it stands in the answer.
func (b *body) record(schema, table string, v any, pointer string) {
	if b.left <= 0 {
		return // enough is wrong in this answer
	}
	b.e.Records++
	o, _ := v.(object)
	b.at.ID, b.table = text(o, "id"), table
	if err := b.w.schemas[schema].Validate(v); err != nil {
		b.invalid(err, pointer)
	}
	b.look(o, table, pointer)
	b.lacks(o, table, pointer)
}

// invalid tells the ends of a tree of reasons: what stands above them says
// only that something below is wrong.
func (b *body) invalid(err error, pointer string) {
	var v *jsonschema.ValidationError
	if !errors.As(err, &v) {
		b.found(SchemaFormat, pointer, err.Error(), "")
		return
	}
	for _, c := range v.Causes {
		b.invalid(c, pointer)
	}
	if len(v.Causes) > 0 {
		return
	}
	for _, name := range v.InstanceLocation {
		pointer = step(pointer, name)
	}
	switch k := v.ErrorKind.(type) {
	case *kind.Type:
		if k.Got != "null" { // told under its own rule, wherever it stands
			b.found(SchemaType, pointer, k.Got, strings.Join(k.Want, ", "))
		}
	case *kind.Required:
		for _, name := range k.Missing {
			b.found(SchemaRequired, step(pointer, name), "", "")
		}
	case *kind.Enum:
		if k.Got != nil {
			b.found(SchemaEnum, pointer, display(k.Got), listed(k.Want))
		}
	case *kind.Format:
		b.found(SchemaFormat, pointer, display(k.Got), k.Want)
	default: // no schema of the standard asks for more
		b.found(SchemaFormat, pointer, "", strings.Join(v.ErrorKind.KeywordPath(), "/"))
	}
}

func listed(values []any) string {
	var out []string
	for _, v := range values {
		out = append(out, display(v))
	}
	return strings.Join(out, ", ")
}
