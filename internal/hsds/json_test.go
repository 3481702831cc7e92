package hsds_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
	"passerelle/test/realdata"
)

func exportedJSON(t *testing.T, u *dbtest.Universe) []byte {
	t.Helper()
	var b bytes.Buffer
	err := service(u).WholeView(u.Ctx, keeper, func(w *directory.WholeView) error {
		_, err := hsds.WriteJSON(u.Ctx, &b, w.Reader)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What leaves as JSON is valid HSDS 3.2.3, whatever came in.
func TestJSONIsValid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		c := jsonschema.NewCompiler()
		c.AssertFormat()
		schema, err := c.Compile(realdata.Path(t, "hsds-3.2.3", "compiled", "service.json"))
		if err != nil {
			t.Fatal(err)
		}
		for name, paths := range importable(t) {
			imported(t, u, hsds.Options{Dataset: name}, paths...)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(exportedJSON(t, u)))
		if err != nil {
			t.Fatal(err)
		}
		services := doc.([]any)
		if len(services) < 50 {
			t.Fatalf("%d services: the check would prove little", len(services))
		}
		for _, s := range services {
			if err := schema.Validate(s); err != nil {
				t.Errorf("%v: %v", s.(map[string]any)["id"], err)
			}
		}
	})
}

// The official nested example comes back with every member it had, but for the
// latitude that is no place on Earth, the longitude that is none without it, and
// the person said to have changed a
// field.
func TestOfficialServiceComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		path := realdata.Path(t, "hsds-3.2.3", "examples", "service_full.json")
		imported(t, u, hsds.Options{}, path)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]any
		var got []map[string]any
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(exportedJSON(t, u), &got); err != nil || len(got) != 1 {
			t.Fatalf("%d services leave: %v", len(got), err)
		}
		for _, lost := range notIn(want, got[0], "") {
			if !strings.Contains(lost, "/latitude:") && !strings.Contains(lost, "/longitude:") && lost != "/metadata/*/updated_by: source, not Ann Persona" {
				t.Errorf("lost %s", lost)
			}
		}
	})
}

// notIn lists the members of want that got does not have.
func notIn(want, got any, path string) (lost []string) {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{path}
		}
		for k, v := range w {
			lost = append(lost, notIn(v, g[k], path+"/"+k)...)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) < len(w) {
			return []string{fmt.Sprintf("%s (%d of %d)", path, len(g), len(w))}
		}
		for i := range w {
			lost = append(lost, notIn(w[i], g[i], path+"/*")...)
		}
	default:
		if s, ok := want.(string); ok { // blanks round a text are trimmed in the field, and kept in the ledger
			want = strings.TrimSpace(s)
		}
		if want != got {
			return []string{fmt.Sprintf("%s: %v, not %v", path, got, want)}
		}
	}
	return lost
}
