package r4

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed shapes.tsv
var table string

// element is what an object may hold under one name.
type element struct {
	kind     string   // a type of the table, or a primitive
	many     bool     // a list
	required bool     // must be there
	codes    []string // of a required binding
	choice   string   // of which element this is one kind of several
}

// primitive is how a primitive is written.
type primitive struct {
	json    string // string, number or boolean
	pattern *regexp.Regexp
}

// shapes are the types by name, each with its elements, and the primitives.
type shapes struct {
	types      map[string]map[string]element
	primitives map[string]primitive
}

// known reads the table once: a program that nobody speaks FHIR to never does.
var known = sync.OnceValue(func() shapes {
	s := shapes{map[string]map[string]element{}, map[string]primitive{}}
	for line := range strings.Lines(table) {
		line = strings.TrimSuffix(line, "\n")
		f := strings.Split(line, "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case f[0] == "primitive":
			p := primitive{json: f[2]}
			if f[3] != "" {
				p.pattern = regexp.MustCompile(`^(?:` + f[3] + `)$`) // some of the published ones are open at an end
			}
			s.primitives[f[1]] = p
		default:
			if s.types[f[0]] == nil {
				s.types[f[0]] = map[string]element{}
			}
			if strings.HasSuffix(f[1], "Base64Binary") { // the schema writes these as any text
				f[2] = "base64Binary"
			}
			e := element{kind: f[2], many: strings.Contains(f[3], "*"), required: strings.Contains(f[3], "!")}
			if f[4] != "" {
				e.codes = strings.Split(f[4], " ")
			}
			s.types[f[0]][f[1]] = e
		}
	}
	version := s.types["CapabilityStatement"]["fhirVersion"]
	version.codes = append(version.codes, "4.0.1") // a correction of 4.0.0, whose schema this is
	s.types["CapabilityStatement"]["fhirVersion"] = version
	for _, r := range mandatory {
		e := s.types[r[0]][r[1]]
		e.required = true
		s.types[r[0]][r[1]] = e
	}
	for _, elements := range s.types {
		choose(elements)
	}
	return s
})

// Knows reports whether resources of a type are known here.
func Knows(kind string) bool { return slices.Contains(Resources, kind) }

// issuesMost is enough to mend; more would only be long.
const issuesMost = 50

// Check says what base R4 finds wrong with a resource; nothing when it is sound.
func Check(o Object) []Issue {
	kind, _ := o["resourceType"].(string)
	if !Knows(kind) {
		return []Issue{{At: "resourceType", Code: "not-supported", Key: "fhir.type_unknown", Args: []any{"type", kind}}}
	}
	c := checker{shapes: known()}
	c.object(kind, kind, o)
	slices.SortStableFunc(c.issues, func(a, b Issue) int { return strings.Compare(a.At, b.At) })
	return c.issues
}

type checker struct {
	shapes
	issues []Issue
}

func (c *checker) add(at, code, key string, args ...any) {
	if len(c.issues) < issuesMost {
		c.issues = append(c.issues, Issue{at, code, key, args})
	}
}

func (c *checker) object(at, kind string, o Object) {
	if kind == anyResource {
		kind, _ = o["resourceType"].(string)
		if !Knows(kind) {
			c.add(child(at, "resourceType"), "not-supported", "fhir.type_unknown", "type", kind)
			return
		}
	}
	if len(o) == 0 {
		c.add(at, "structure", "fhir.empty")
		return
	}
	elements := c.types[kind]
	for name, v := range o {
		e, ok := elements[name]
		switch {
		case name == "resourceType" && slices.Contains(Resources, kind):
		case !ok && strings.HasPrefix(name, "_"):
			// Extensions of a primitive. The schema forgets those of some lists.
			if p, ok := elements[name[1:]]; ok && c.isPrimitive(p.kind) {
				c.beside(child(at, name), v, p.many)
				continue
			}
			c.add(child(at, name), "structure", "fhir.element_unknown", "name", name, "type", kind)
		case !ok:
			c.add(child(at, name), "structure", "fhir.element_unknown", "name", name, "type", kind)
		default:
			c.element(child(at, name), e, v)
		}
	}
	c.choices(at, kind, o)
	for name, e := range elements {
		_, there := o[name]
		_, beside := o["_"+name]
		if e.required && !there && !beside {
			c.add(child(at, name), "required", "fhir.element_missing", "name", name)
		}
	}
}

func (c *checker) isPrimitive(kind string) bool { _, ok := c.primitives[kind]; return ok }

// beside are the extensions of a primitive, or of a list of them.
func (c *checker) beside(at string, v any, many bool) {
	if !many {
		c.element(at, element{kind: "Element"}, v)
		return
	}
	list, ok := v.([]any)
	if !ok {
		c.add(at, "structure", "fhir.want_list")
		return
	}
	for i, x := range list {
		if x != nil {
			c.element(item(at, i), element{kind: "Element"}, x)
		}
	}
}

func (c *checker) element(at string, e element, v any) {
	if e.many {
		list, ok := v.([]any)
		if !ok {
			c.add(at, "structure", "fhir.want_list")
			return
		}
		if len(list) == 0 {
			c.add(at, "structure", "fhir.empty")
		}
		e.many = false
		for i, x := range list {
			if x == nil && c.isPrimitive(e.kind) {
				continue // its extensions stand beside it
			}
			c.element(item(at, i), e, x)
		}
		return
	}
	if c.isPrimitive(e.kind) {
		c.primitive(at, e, v)
		return
	}
	o, ok := v.(Object)
	if !ok {
		c.add(at, "structure", "fhir.want_object", "type", e.kind)
		return
	}
	c.object(at, e.kind, o)
}

func (c *checker) primitive(at string, e element, v any) {
	p := c.primitives[e.kind]
	written, is := "", ""
	switch x := v.(type) {
	case string:
		written, is = x, "string"
	case json.Number:
		written, is = x.String(), "number"
	case bool:
		written, is = strconv.FormatBool(x), "boolean"
	}
	switch {
	case is != p.json:
		c.add(at, "structure", "fhir.want_primitive", "type", e.kind)
	case p.json == "string" && written == "":
		c.add(at, "value", "fhir.empty")
	case len(e.codes) > 0 && !slices.Contains(e.codes, written):
		c.add(at, "code-invalid", "fhir.code_unknown", "value", short(written), "codes", strings.Join(e.codes, ", "))
	case p.pattern != nil && !p.pattern.MatchString(written), !inCalendar(e.kind, written), strings.ContainsFunc(written, unwritten):
		c.add(at, "value", "fhir.value_malformed", "value", short(written), "type", e.kind)
	case e.kind == "base64Binary" && !isBase64(written):
		c.add(at, "value", "fhir.not_base64")
	case e.kind == "xhtml" && !soundNarrative(written):
		c.add(at, "invariant", "fhir.not_narrative")
	case slices.Contains([]string{"uri", "url", "canonical"}, e.kind) && runs(written):
		c.add(at, "value", "fhir.address_runs")
	}
}

// unwritten are the signs that no text of FHIR holds: controls, but for the tab and
// the end of a line.
func unwritten(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }

// inCalendar refuses the thirtieth of February, which the pattern lets through.
func inCalendar(kind, s string) bool {
	if kind != "date" && kind != "dateTime" && kind != "instant" || len(s) < 10 {
		return true
	}
	_, err := time.Parse(time.DateOnly, s[:10])
	return err == nil
}

// short keeps an answer from repeating a whole document.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func child(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func item(at string, i int) string { return at + "[" + strconv.Itoa(i) + "]" }
