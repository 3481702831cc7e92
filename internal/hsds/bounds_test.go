package hsds_test

import (
	"fmt"
	"strings"
	"testing"

	"passerelle/internal/hsds"
)

// What no single file shows adds up: rows, columns of many tables, the list of
// an archive, paths of JSON. Each is refused, or left as it is, with an issue.
func TestWhatAddsUpIsBounded(t *testing.T) {
	few := hsds.DefaultLimits
	few.Records, few.Columns = 100, 50
	wide := map[string]string{}
	for i := range 20 {
		wide[fmt.Sprintf("t%d.csv", i)] = "id" + many(40, func(i int) string { return fmt.Sprintf(",c%d", i) }) + "\n1\n"
	}
	crowd := map[string]string{}
	for i := range 12000 {
		crowd[strings.Repeat("n", 400)+fmt.Sprint(i)+".csv"] = ""
	}
	deep := `[{"` + strings.Repeat("n", 3000) + `":{"a":1,"b":2}}]`
	for name, c := range map[string]struct {
		path, reason string
		refused      bool
	}{
		"rows":      {written(t, "organizations.csv", "name\n"+strings.Repeat("x\n", 200)), "too_many_records", true},
		"lines":     {written(t, "services.ndjson", `{"id":"a","name":"b","status":"active"}`+"\n"+many(200, func(i int) string { return fmt.Sprintf("{%d\n", i) })), "too_many_records", true},
		"tables":    {zipped(t, wide), "too_many_columns", true},
		"directory": {zipped(t, crowd), "too_many_files", true},
		"path":      {written(t, "services.json", deep), "json_deep", true},
		"list":      {written(t, "services.csv", "id,name,status,languages\ns1,x,active,\""+strings.Repeat("a,", 2000)+"\"\n"), "list_too_long", false},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, hsds.Options{Limits: few}, c.path)
			if s := p.Summary(); s.Refused != c.refused || s.Issues[c.reason] == 0 {
				t.Errorf("refused %t, %v; want %s", s.Refused, s.Issues, c.reason)
			}
		})
	}
}
