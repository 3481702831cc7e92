package standard_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"passerelle/internal/hsds/standard"
	"passerelle/test/realdata"
)

// object is a JSON object.
type object = map[string]any

// TestCompiledSaysWhatTheSchemasSay compiles the schemas again, in other lines
// than those that made the files: references inlined, collections taken out of
// lists, only what takes part in validation kept.
func TestCompiledSaysWhatTheSchemasSay(t *testing.T) {
	inline := func(name string, add object) object {
		s := schema(t, name)
		for k, v := range add {
			s["properties"].(object)[k] = v
		}
		return resolved(t, s)
	}
	organization := inline("organization", object{"services": object{"type": "array", "items": object{"$ref": "service.json"}}})
	at := inline("service_at_location", object{"service": object{"$ref": "service.json"}})
	delete(at["properties"].(object)["service"].(object)["properties"].(object), "service_at_locations")
	service := inline("service", nil)
	want := map[string]object{
		"service": service, "organization": organization, "service_at_location": at, "taxonomy": inline("taxonomy", nil), "taxonomy_term": inline("taxonomy_term", nil),
		"service_list": listed(service), "organization_list": listed(organization), "service_at_location_list": listed(at),
	}
	for _, name := range standard.Answers {
		var got object
		if err := json.Unmarshal(standard.Compiled(name), &got); err != nil {
			t.Fatal(err)
		}
		delete(got, "$schema")
		if !reflect.DeepEqual(got, want[name]) {
			t.Errorf("%s is compiled otherwise than its schema says", name)
		}
	}
}

func schema(t *testing.T, name string) (s object) {
	t.Helper()
	if err := json.Unmarshal(standard.Schema(name), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// resolved is a schema with its references inlined and only what validates.
func resolved(t *testing.T, s object) object {
	if ref, ok := s["$ref"].(string); ok {
		target := schema(t, ref[:len(ref)-len(".json")])
		for k, v := range s {
			if k != "$ref" {
				target[k] = v
			}
		}
		return resolved(t, target)
	}
	out := object{}
	for k, v := range s {
		switch k {
		case "properties":
			p := object{}
			for name, x := range v.(object) {
				p[name] = resolved(t, x.(object))
			}
			out[k] = p
		case "items":
			out[k] = resolved(t, v.(object))
		case "type", "required", "format", "enum", "minimum", "maximum", "pattern":
			out[k] = v
		}
	}
	return out
}

// listed is a schema without its collections.
func listed(s object) object {
	out := object{}
	for k, v := range s {
		if k == "properties" {
			p := object{}
			for name, x := range v.(object) {
				if x := x.(object); x["type"] != "array" {
					p[name] = listed(x)
				}
			}
			v = p
		}
		out[k] = v
	}
	return out
}

// The official examples are valid, and each kind of fault is not.
func TestValidators(t *testing.T) {
	v, err := standard.Validators()
	if err != nil {
		t.Fatal(err)
	}
	good := object{"id": "ac148810-d857-441c-9679-408f346de14b", "name": "x", "status": "active", "extra": true}
	for what, change := range map[string]object{"": {}, "bad uuid": {"id": "1"}, "no name": {"name": nil}, "no scheme": {"url": "www.exemple.ca"}, "null": {"email": nil}, "status": {"status": "open"}, "instant": {"last_modified": "2026-01-02"}} {
		o := object{}
		for k, x := range good {
			o[k] = x
		}
		for k, x := range change {
			o[k] = x
		}
		if what == "no name" {
			delete(o, "name")
		}
		if err := v["service"].Validate(o); (err == nil) != (what == "") {
			t.Errorf("%q: %v", what, err)
		}
	}
	dir := realdata.Path(t, "hsds-3.2.3", "examples")
	for file, name := range map[string]string{"service_full": "service", "organization_full": "organization", "service_at_location_full": "service_at_location", "taxonomy": "taxonomy", "taxonomy_term": "taxonomy_term"} {
		b, err := os.ReadFile(filepath.Join(dir, file+".json"))
		if err != nil {
			t.Fatal(err)
		}
		o, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if err := v[name].Validate(o); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestObjects(t *testing.T) {
	if n := standard.Objects(); len(n) != 24 || !slices.IsSorted(n) {
		t.Errorf("%v", n)
	}
}
