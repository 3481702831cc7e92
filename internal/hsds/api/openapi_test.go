package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/hsds/hsdstest"
	"passerelle/internal/hsds/profile"
)

// described is the description of the API that was served.
type described struct {
	t        *testing.T
	doc      object
	compiler *jsonschema.Compiler
}

func (f *feed) described() *described {
	f.t.Helper()
	body := f.get("/openapi.json").body
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	d := &described{t: f.t, doc: f.decoded("openapi.json", body), compiler: jsonschema.NewCompiler()}
	d.compiler.AssertFormat()
	if err := d.compiler.AddResource("openapi.json", doc); err != nil {
		f.t.Fatal(err)
	}
	return d
}

// schema compiles the schema of an answer of an operation.
func (d *described) schema(path, method, status, kind string) *jsonschema.Schema {
	d.t.Helper()
	op := d.doc["paths"].(object)[path].(object)[method].(object)
	at := "/paths/" + strings.ReplaceAll(path, "/", "~1") + "/" + method + "/responses/" + status
	response := op["responses"].(object)[status].(object)
	if ref, ok := response["$ref"].(string); ok {
		at = strings.TrimPrefix(ref, "#")
	}
	s, err := d.compiler.Compile("openapi.json#" + at + "/content/" + strings.ReplaceAll(kind, "/", "~1") + "/schema")
	if err != nil {
		d.t.Fatalf("%s %s %s: %v", method, path, status, err)
	}
	return s
}

func valid(t *testing.T, what string, s *jsonschema.Schema, body []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = s.Validate(v)
	}
	if err != nil {
		t.Errorf("%s: %v\n%.300s", what, err, body)
	}
}

// Every answer is what the served description says, and every operation that
// it describes is there.
func TestAnswersAreAsDescribed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, town(), bilingual())
		for seed := range 3 {
			f.take(rapid.Custom(func(t *rapid.T) hsdstest.Package { return hsdstest.Random(t, "d"+string(rune('a'+seed))) }).Example(seed))
		}
		f.publish()
		d := f.described()
		asked := 0
		for path, item := range d.doc["paths"].(object) {
			for method := range item.(object) {
				if method == "parameters" {
					continue
				}
				list, one := strings.CutSuffix(path, "/{id}")
				switch {
				case one:
					s := d.schema(path, method, "200", "application/json")
					for _, o := range f.lines(list + "?format=ndjson") {
						at := list + "/" + o["id"].(string)
						valid(t, at, s, f.get(at).body)
						asked++
					}
					valid(t, path+" of nothing", d.schema(path, method, "404", "application/json"), f.get(list+"/"+hsdstest.ID("x", "x")).body)
				case path == "/changes":
					s := d.schema(path, method, "200", "application/x-ndjson")
					for line := range bytes.Lines(f.get(path).body) {
						valid(t, path, s, line)
						asked++
					}
				case path == "/services.json":
					valid(t, path, d.schema(path, method, "200", "application/json"), f.get(path).body)
				case path == "/datapackage.zip": // TestDownloadComesBack opens it
				case path == "/":
					valid(t, path, d.schema(path, method, "200", "application/json"), f.get(path).body)
				default:
					s, line := d.schema(path, method, "200", "application/json"), d.schema(path, method, "200", "application/x-ndjson")
					for _, query := range []string{"", "?full=true&per_page=500", "?full_service=true", "?minimal=true", "?page=99"} {
						valid(t, method+" "+path+query, s, f.request(strings.ToUpper(method), path+query, "").body)
						asked++
					}
					for l := range bytes.Lines(f.request(strings.ToUpper(method), path+"?format=ndjson&full=true", "").body) {
						valid(t, path+" streamed", line, l)
					}
					bad := f.request(strings.ToUpper(method), path+"?page=x", "")
					if bad.status != http.StatusBadRequest {
						t.Errorf("%s %s?page=x: %d", method, path, bad.status)
					}
					valid(t, path+" refused", d.schema(path, method, "default", "application/json"), bad.body)
				}
			}
		}
		if asked < 100 {
			t.Errorf("only %d answers were looked at", asked)
		}
	})
}

// The description is whole: nothing to fetch from elsewhere, and no two
// operations of one name.
func TestDescriptionIsSelfContained(t *testing.T) {
	f := openFeed(t, dbtest.New(t, "sqlite"))
	f.api.Publisher.Name, f.api.Licence = "Table de quartier", "CC BY 4.0"
	d := f.described()
	names := map[string]bool{}
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case object:
			if ref, ok := v["$ref"].(string); ok {
				at := d.doc
				for _, step := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
					at, _ = at[step].(object)
				}
				if !strings.HasPrefix(ref, "#/") || at == nil {
					t.Errorf("refers to %s", ref)
				}
			}
			if name, ok := v["operationId"].(string); ok {
				if names[name] {
					t.Errorf("two operations are called %s", name)
				}
				names[name] = true
			}
			for _, x := range v {
				look(x)
			}
		case []any:
			for _, x := range v {
				look(x)
			}
		}
	}
	look(d.doc)
	if len(names) != 19 {
		t.Errorf("%d operations", len(names))
	}
	info := d.doc["info"].(object)
	if d.doc["openapi"] != "3.1.0" || info["title"] != "Passerelle: Table de quartier" || info["license"].(object)["name"] != "CC BY 4.0" {
		t.Errorf("says of itself %v", info)
	}
	if url := d.doc["servers"].([]any)[0].(object)["url"]; url != f.URL+"/hsds" {
		t.Errorf("stands at %v", url)
	}
}

// All that the base names is there: the profile, for people and for programs,
// its patches, its schemas, and the data guide in both languages.
func TestWhatTheBaseNamesResolves(t *testing.T) {
	f := openFeed(t, dbtest.New(t, "sqlite"))
	follow := func(url string, headers ...string) answer {
		t.Helper()
		r, err := http.NewRequest("GET", url, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		a := f.do(r)
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", url, a.status)
		}
		return a
	}
	for _, lang := range []string{"fr", "en"} {
		base := f.read("/", "Accept-Language", lang)
		for _, member := range []string{"profile", "openapi_url", "data_guide", "changes_url", "datapackage_url", "services_url"} {
			a := follow(base[member].(string), "Accept-Language", lang)
			if member == "data_guide" || member == "profile" {
				if !strings.Contains(string(a.body), `<html lang="`+lang) {
					t.Errorf("%s is not in %s", member, lang)
				}
			}
		}
	}
	var files struct{ Patches, Schemas []string }
	if err := json.Unmarshal(follow(f.URL+"/hsds/profile", "Accept", "application/json").body, &files); err != nil {
		t.Fatal(err)
	}
	if len(files.Schemas) != 25 || len(files.Patches) != 24 {
		t.Errorf("%d schemas, %d patches", len(files.Schemas), len(files.Patches))
	}
	c := jsonschema.NewCompiler()
	for _, url := range files.Schemas {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(follow(url).body))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(url, doc); err != nil {
			t.Fatal(err)
		}
	}
	for _, url := range files.Schemas {
		if _, err := c.Compile(url); err != nil { // references lead to one another
			t.Errorf("%s: %v", url, err)
		}
	}
	for _, url := range files.Patches {
		follow(url)
	}
	for _, path := range []string{"/profile/person.json", "/profile/metadata.json", "/schema/service", "/schema/../x.json"} {
		if a := f.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if profile.Patch("metadata") != nil {
		t.Error("a log of changes is not translated")
	}
}
