package profile_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"passerelle/internal/hsds/profile"
	"passerelle/internal/hsds/standard"
)

// TestMerge: the examples of RFC 7386, appendix A.
func TestMerge(t *testing.T) {
	for _, c := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`}, {`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`}, {`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`}, {`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`}, {`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`}, {`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`}, {`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`}, {`{"a":"foo"}`, `null`, `null`}, {`{"a":"foo"}`, `"bar"`, `"bar"`}, {`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`}, {`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		var target, patch, want any
		for i, into := range []*any{&target, &patch, &want} {
			if err := json.Unmarshal([]byte(c[i]), into); err != nil {
				t.Fatal(err)
			}
		}
		if got := profile.Merge(target, patch); !reflect.DeepEqual(got, want) {
			t.Errorf("%s with %s is %v, want %s", c[0], c[1], got, c[2])
		}
	}
}

// The profile only adds: each schema without its translations is the
// standard's.
func TestTheProfileTakesNothingAway(t *testing.T) {
	for _, name := range standard.Objects() {
		var want map[string]any
		if err := json.Unmarshal(standard.Schema(name), &want); err != nil {
			t.Fatal(err)
		}
		got := profile.Schema(name)
		b, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		got = nil
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		delete(got, "$schema")
		delete(got, "$comment")
		delete(got["properties"].(map[string]any), "translations")
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the profile says something else than the standard", name)
		}
	}
}
