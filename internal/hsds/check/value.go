package check

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object; its numbers are json.Number.
type object = map[string]any

// names of the members of an object, in order, so that two runs tell the same.
func names(o object) []string { return slices.Sorted(maps.Keys(o)) }

// text is a member that is a text; "" when it is none.
func text(o object, member string) string {
	s, _ := o[member].(string)
	return s
}

func number(n int) string { return strconv.Itoa(n) }

// display is a value as a report shows it.
func display(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		return "[…]"
	default:
		return "{…}"
	}
}

// inPointer writes a name as a part of a pointer (RFC 6901).
var inPointer = strings.NewReplacer("~", "~0", "/", "~1")

// step adds a member or a place in a list to a pointer.
func step(pointer, name string) string { return pointer + "/" + inPointer.Replace(name) }

// difference is where two answers about one record disagree.
type difference struct {
	pointer   string
	got, want any
}

// contains looks for a member of part that whole lacks or has otherwise. A
// list holds less of a record than the record alone, and nothing else.
func contains(whole, part any, pointer string) *difference {
	switch p := part.(type) {
	case object:
		o, ok := whole.(object)
		if !ok {
			break
		}
		for _, name := range names(p) {
			x, is := o[name]
			if !is {
				return &difference{step(pointer, name), nil, p[name]}
			}
			if d := contains(x, p[name], step(pointer, name)); d != nil {
				return d
			}
		}
		return nil
	case []any:
		list, ok := whole.([]any)
		if !ok || len(list) != len(p) {
			break
		}
		for i := range p {
			if d := contains(list[i], p[i], step(pointer, number(i))); d != nil {
				return d
			}
		}
		return nil
	case json.Number:
		n, ok := whole.(json.Number)
		a, err1 := p.Float64()
		b, err2 := n.Float64()
		if ok && err1 == nil && err2 == nil && a == b {
			return nil
		}
	default:
		if whole == part {
			return nil
		}
	}
	return &difference{pointer, whole, part}
}

// same tells whether two values say the same.
func same(a, b any) *difference {
	if d := contains(a, b, ""); d != nil {
		return d
	}
	if d := contains(b, a, ""); d != nil {
		return &difference{d.pointer, d.want, d.got}
	}
	return nil
}
