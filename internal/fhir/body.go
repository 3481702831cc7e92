package fhir

import (
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/fhir/r4"
)

// resource reads the body as one sound resource of a type.
func (c *Call) resource(kind string) (o Object, raw []byte, err error) {
	sort, _, err := mime.ParseMediaType(c.R.Header.Get("Content-Type"))
	if err != nil || sort != asFHIR && sort != "application/json" {
		return nil, nil, refusal(http.StatusUnsupportedMediaType, "", "not-supported", "fhir.json_only")
	}
	if raw, err = io.ReadAll(c.R.Body); err != nil {
		return nil, nil, err
	}
	o, wrong := r4.Parse(raw)
	if len(wrong) > 0 {
		return nil, nil, problem{http.StatusBadRequest, wrong}
	}
	if got, _ := o["resourceType"].(string); got != kind && r4.Knows(got) {
		return nil, nil, refusal(http.StatusBadRequest, "resourceType", "invalid", "fhir.type_other", "type", kind)
	}
	if wrong := r4.Check(o); len(wrong) > 0 {
		return nil, nil, problem{http.StatusBadRequest, wrong}
	}
	if place := modified(o, kind); place != "" {
		return nil, nil, refusal(http.StatusUnprocessableEntity, place, "not-supported", "fhir.modifier_unknown")
	}
	return o, raw, nil
}

// modified finds what changes the meaning of a resource in a way that is not
// known here, and where it stands; FHIR forbids to pass over it.
func modified(v any, here string) string {
	switch x := v.(type) {
	case Object:
		for _, name := range slices.Sorted(maps.Keys(x)) {
			if name == "modifierExtension" || name == "implicitRules" {
				return here + "." + name
			}
			if found := modified(x[name], here+"."+name); found != "" {
				return found
			}
		}
	case []any:
		for i, child := range x {
			if found := modified(child, here+"["+strconv.Itoa(i)+"]"); found != "" {
				return found
			}
		}
	}
	return ""
}

// at reads within a resource: names of elements, and "0" for the first of a
// list. nil when it is not there.
func at(v any, path ...string) any {
	for _, name := range path {
		switch x := v.(type) {
		case Object:
			v = x[name]
		case []any:
			if len(x) == 0 {
				return nil
			}
			v = x[0]
		default:
			return nil
		}
	}
	return v
}

func text(v any, path ...string) string { s, _ := at(v, path...).(string); return strings.TrimSpace(s) }

func list(v any, path ...string) []any { l, _ := at(v, path...).([]any); return l }

// coded asks whether a concept has a code of a system.
func coded(concept any, system, code string) bool {
	for _, x := range list(concept, "coding") {
		if text(x, "system") == system && text(x, "code") == code {
			return true
		}
	}
	return false
}

// saying is what a concept says for people.
func saying(concept any) string {
	if s := text(concept, "text"); s != "" {
		return s
	}
	for _, x := range list(concept, "coding") {
		if s := text(x, "display"); s != "" {
			return s
		}
	}
	for _, x := range list(concept, "coding") {
		if s := text(x, "code"); s != "" {
			return s
		}
	}
	return ""
}
