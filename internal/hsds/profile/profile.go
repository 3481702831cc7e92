// Package profile is what Passerelle adds to HSDS 3.2.3: texts of a record in
// other languages, and since when an answer says what it says. It is published
// the way the standard asks of profiles: merge patches (RFC 7386) of the
// schemas, under the names of the files they patch, and the schemas that they
// make.
//
// A record of the profile is a valid record of plain HSDS: nothing is taken
// away and nothing else is required.
package profile

import (
	"encoding/json"
	"maps"
	"slices"

	"passerelle/internal/hsds/standard"
)

// Version is the profile's own, apart from the standard's.
const Version = "1.0.0"

// object is a JSON object.
type object = map[string]any

// untranslated objects hold no words for people, or words of a log.
var untranslated = []string{"metadata", "meta_table_description"}

// Translation is the one object that the profile adds.
const Translation = "translation"

// Names lists the objects of the profile: those of the standard and its own.
func Names() []string { return append(standard.Objects(), Translation) }

// Patch is the merge patch of an object's schema; nil when it has none. The
// schema of an object that the standard does not have is its own patch.
func Patch(name string) map[string]any {
	switch {
	case name == Translation:
		return translation()
	case slices.Contains(untranslated, name) || !slices.Contains(standard.Objects(), name):
		return nil
	}
	return object{"properties": object{"translations": object{
		"name": "translations", "type": "array", "title": "Translations",
		"description": "Texts of this record in other languages than it is written in.",
		"items":       object{"$ref": Translation + ".json"},
	}}}
}

func translation() object {
	field := func(title, description string, more ...any) object {
		o := object{"type": "string", "title": title, "description": description}
		for i := 0; i < len(more); i += 2 {
			o[more[i].(string)] = more[i+1]
		}
		return o
	}
	return object{
		"name": Translation, "path": "translations.csv", "type": "object",
		"description": "A field of a record in another language.",
		"properties": object{
			"language":    field("Language", "ISO 639 code of the language of the value; und when it is not known.", "example", "en"),
			"field":       field("Field", "The member of the record that the value translates.", "example", "name"),
			"value":       field("Value", "The text.", "example", "Night shelter"),
			"origin":      field("Origin", "Who put it into this language. A machine's text never stands for the record's own.", "enum", []any{"human", "machine"}),
			"verified_at": field("Verified at", "The day on which a person last found it right.", "example", "2026-03-02"),
		},
		"required": []any{"language", "field", "value", "origin"},
	}
}

// Schema is an object's schema with the profile's patch.
func Schema(name string) map[string]any {
	if name == Translation {
		return translation()
	}
	var s object
	if err := json.Unmarshal(standard.Schema(name), &s); err != nil {
		panic(err) // it is part of the program
	}
	if p := Patch(name); p != nil {
		s = Merge(s, p).(object)
	}
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$comment"] = standard.Licence
	return s
}

// Merge applies a merge patch (RFC 7386).
func Merge(target, patch any) any {
	p, ok := patch.(object)
	if !ok {
		return patch
	}
	t, ok := target.(object)
	if !ok {
		t = object{}
	}
	t = maps.Clone(t)
	for k, v := range p {
		if v == nil {
			delete(t, k)
		} else {
			t[k] = Merge(t[k], v)
		}
	}
	return t
}
