package r4

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"passerelle/test/realdata"
)

var update = flag.Bool("update", false, "write shapes.tsv again from the schema of HL7")

// definition is as much of the schema as the table needs.
type definition struct {
	Type       string
	Pattern    string
	Ref        string `json:"$ref"`
	Const      string
	Enum       []string
	Items      *definition
	Properties map[string]definition
	Required   []string
}

// TestTheTableIsMadeFromTheSchema: shapes.tsv says what the schema of HL7 says
// of the types that are known here, no more and no less.
func TestTheTableIsMadeFromTheSchema(t *testing.T) {
	b, err := os.ReadFile(realdata.Path(t, "fhir", "r4", "fhir.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema struct{ Definitions map[string]definition }
	if err := json.Unmarshal(b, &schema); err != nil {
		t.Fatal(err)
	}
	made := tableOf(schema.Definitions)
	if *update {
		if err := os.WriteFile("shapes.tsv", made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !*update && !bytes.Equal(made, []byte(table)) {
		t.Error("shapes.tsv is not what the schema makes: go test ./internal/fhir/r4 -update")
	}
}

func tableOf(all map[string]definition) []byte {
	var primitives, types []string
	asked := append([]string{"Element"}, Resources...)
	seen := map[string]bool{}
	for len(asked) > 0 {
		name := asked[0]
		asked = asked[1:]
		d := all[name]
		if seen[name] || name == anyResource {
			continue
		}
		seen[name] = true
		if d.Properties == nil {
			kind := d.Type
			if kind == "" {
				kind = "string" // xhtml
			}
			primitives = append(primitives, strings.Join([]string{"primitive", name, kind, d.Pattern}, "\t"))
			continue
		}
		for _, p := range slices.Sorted(maps.Keys(d.Properties)) {
			e := d.Properties[p]
			if p == "resourceType" || strings.HasPrefix(p, "_") {
				continue
			}
			marks := ""
			if e.Items != nil {
				e, marks = *e.Items, "*"
			}
			if slices.Contains(d.Required, p) {
				marks += "!"
			}
			kind := strings.TrimPrefix(e.Ref, "#/definitions/")
			if kind == "" {
				kind = primitiveLike(all, p, e)
			}
			asked = append(asked, kind)
			types = append(types, strings.Join([]string{name, p, kind, marks, strings.Join(e.Enum, " ")}, "\t"))
		}
	}
	slices.Sort(primitives)
	slices.Sort(types)
	head := "# Made by table_test.go from the JSON schema of FHIR R4 (HL7, CC0): type, element, its type, * many ! required, codes.\n"
	return []byte(head + strings.Join(primitives, "\n") + "\n" + strings.Join(types, "\n") + "\n")
}

// primitiveLike names the primitive that an element states in place.
func primitiveLike(all map[string]definition, name string, e definition) string {
	if len(e.Enum) > 0 {
		return "code"
	}
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		if d := all[kind]; d.Properties == nil && strings.HasSuffix(strings.ToLower(name), strings.ToLower(kind)) && d.Type == e.Type && d.Pattern == e.Pattern {
			return kind
		}
	}
	return e.Type
}
