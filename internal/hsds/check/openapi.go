package check

import (
	"errors"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// openapi looks at the description of the API: whether programs that are made
// from it will work.
func (w *walk) openapi(e *Endpoint, from *url.URL, doc any) {
	d := description{walk: w, e: e, from: from, operations: map[string]int{}}
	o, _ := doc.(object)
	info, _ := o["info"].(object)
	paths, _ := o["paths"].(object)
	for pointer, there := range map[string]bool{"/openapi": text(o, "openapi") != "", "/info/title": text(info, "title") != "", "/info/version": text(info, "version") != "", "/paths": len(paths) > 0} {
		if !there {
			d.found(OpenAPIDocument, pointer, "", "")
		}
	}
	if len(paths) == 0 {
		return
	}
	w.described = map[string]bool{}
	for _, path := range names(paths) {
		item, _ := paths[path].(object)
		for method := range item {
			w.described[strings.ToUpper(method)+" "+anyParameter.ReplaceAllString(path, "{id}")] = true
		}
	}
	for _, required := range []string{"GET /services", "GET /services/{id}"} {
		if !w.described[required] {
			d.found(OpenAPILacks, "/paths", "", required)
		}
	}
	d.doc = o
	d.look(o, "")
	for _, name := range slices.Sorted(maps.Keys(d.operations)) {
		if d.operations[name] > 1 {
			d.found(OpenAPINames, "", name, "")
		}
	}
	if !d.leads && strings.HasPrefix(text(o, "openapi"), "3.1") {
		d.compile()
	}
}

var anyParameter = regexp.MustCompile(`\{[^}]*\}`)

// description is an OpenAPI document under our eyes.
type description struct {
	*walk
	e          *Endpoint
	from       *url.URL
	doc        object
	operations map[string]int // how often each operationId stands
	schemas    []string       // pointers to schemas
	leads      bool           // a reference leads nowhere or elsewhere
}

func (d *description) found(rule Rule, pointer, value, wanted string) {
	d.report.found(d.e, rule, Place{Request: d.from.String(), Pointer: pointer, Value: value, Wanted: wanted})
}

// look goes through the document for references, names and schemas. What is
// an example holds neither.
func (d *description) look(v any, pointer string) {
	switch v := v.(type) {
	case object:
		if ref, ok := v["$ref"].(string); ok {
			d.reference(ref, pointer)
		}
		for _, name := range names(v) {
			at := step(pointer, name)
			switch {
			case name == "example" || name == "examples":
				continue
			case name == "operationId":
				d.operations[text(v, name)]++
			case name == "schema" || pointer == "/components/schemas":
				d.schemas = append(d.schemas, at)
			}
			d.look(v[name], at)
		}
	case []any:
		for i, x := range v {
			d.look(x, step(pointer, number(i)))
		}
	}
}

// reference must lead to something, on the host that the document came from.
func (d *description) reference(ref, pointer string) {
	inside, ok := strings.CutPrefix(ref, "#")
	if ok {
		if !d.leadsTo(inside) {
			d.leads = true
			d.found(OpenAPIReference, step(pointer, "$ref"), ref, "")
		}
		return
	}
	d.leads = true // nothing more is fetched for it
	if u, err := d.from.Parse(ref); err != nil || u.Host != d.from.Host || u.Scheme != d.from.Scheme {
		d.found(OpenAPIReference, step(pointer, "$ref"), ref, d.from.Host)
	}
}

// leadsTo follows a pointer of the document.
func (d *description) leadsTo(pointer string) bool {
	at := any(d.doc)
	for _, name := range strings.Split(pointer, "/")[1:] {
		o, ok := at.(object)
		if !ok {
			return false
		}
		if name, _ = url.PathUnescape(name); name != "" {
			name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		}
		if at, ok = o[name]; !ok {
			return false
		}
	}
	return true
}

// nowhere loads nothing: a description that is looked at must not make us read
// files or addresses of its choice.
type nowhere struct{}

// Load implements jsonschema.URLLoader.
func (nowhere) Load(string) (any, error) { return nil, errors.New("nothing is loaded from elsewhere") }

// compile has each schema of the document compiled.
func (d *description) compile() {
	const name = "https://feed.invalid/openapi.json"
	c := jsonschema.NewCompiler()
	c.UseLoader(nowhere{})
	if err := c.AddResource(name, d.doc); err != nil {
		d.found(OpenAPISchema, "", err.Error(), "")
		return
	}
	for _, pointer := range d.schemas {
		if _, err := c.Compile(name + "#" + (&url.URL{Path: pointer}).EscapedPath()); err != nil {
			d.found(OpenAPISchema, pointer, err.Error(), "")
		}
	}
}

// offers tells whether the feed has an operation, as far as it describes any.
func (w *walk) offers(operation string) bool { return w.described == nil || w.described[operation] }
