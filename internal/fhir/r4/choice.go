package r4

import (
	"maps"
	"slices"
	"strings"
)

// both are elements that end like kinds of one element and are not: either may
// stand beside the other.
var both = []string{"instantiates"}

// choose tells each element which one it is a kind of: valueString, of value. The
// schema has an element for each kind, and lets two of them stand side by side.
func choose(elements map[string]element) {
	kinds := map[string][]string{}
	for name, e := range elements {
		kind := strings.ToUpper(e.kind[:1]) + e.kind[1:]
		if base, ok := strings.CutSuffix(name, kind); ok && base != "" && !slices.Contains(both, base) {
			kinds[base] = append(kinds[base], name)
		}
	}
	for base, names := range kinds {
		for _, name := range names {
			if e := elements[name]; len(names) > 1 {
				e.choice = base
				elements[name] = e
			}
		}
	}
}

// choices finds two kinds of one element, and extensions that hold both a value
// and others, or nothing: ext-1 of R4.
func (c *checker) choices(at, kind string, o Object) {
	found := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		name = strings.TrimPrefix(name, "_")
		base := c.types[kind][name].choice
		switch {
		case base == "" || found[base] == name:
		case found[base] == "":
			found[base] = name
		default:
			c.add(child(at, base), "structure", "fhir.one_kind", "name", base)
		}
	}
	if _, inner := o["extension"]; kind == "Extension" && inner == (found["value"] != "") {
		c.add(at, "invariant", "fhir.extension_holds")
	}
}
