package hsds_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"passerelle/internal/directory"
	"passerelle/internal/hsds"
	"passerelle/test/realdata"
)

// A package made from each older descriptor, one row a table and one distinct
// value a cell: every value is found in a record afterwards, except those that
// are kept word for word only, which are few and known.
func TestEveryColumnOfOlderDescriptorsFindsAPlace(t *testing.T) {
	for name, residual := range map[string][]string{
		"docs/datapackage-1.1.0.json":       {"eligibility.csv/id", "payments_accepted.csv/id", "taxonomy.csv/parent_name"},
		"docs/datapackage-1.1.1.json":       {"eligibility.csv/id", "payments_accepted.csv/id", "taxonomy.csv/parent_name"},
		"docs/datapackage-1.1-variant.json": {"eligibility.csv/id", "payments_accepted.csv/id", "taxonomy.csv/parent_name"},
		"docs/datapackage-2.0.1.json":       {"eligibility.csv/id", "eligibility.csv/service_id", "payments_accepted.csv/id"},
		"docs/datapackage-3.0.0.json":       nil,
		"datapackage.json":                  nil,
	} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			b, err := os.ReadFile(realdata.Path(t, "hsds-3.2.3", name))
			if err != nil {
				t.Fatal(err)
			}
			made := generate(t, b, folder)
			if err := os.WriteFile(filepath.Join(folder, "datapackage.json"), b, 0o600); err != nil {
				t.Fatal(err)
			}
			p := open(t, hsds.Options{Dataset: "generated"}, folder)
			var all strings.Builder
			for _, list := range records(t, p) {
				for _, r := range list {
					all.WriteString(strings.Join(r.Values, "\x00") + "\x00")
				}
			}
			for at, value := range made {
				if strings.HasSuffix(at, "/weekday") || strings.HasSuffix(at, "/payment") || strings.HasSuffix(at, "/closed") || strings.HasSuffix(at, "/parent_name") {
					continue // said in another word: MO, a term, an attribute; a parent by its id
				}
				if !strings.Contains(all.String(), value) {
					t.Errorf("%s: %q is in no record", at, value)
				}
			}
			kept := map[string]bool{}
			for _, f := range p.Summary().Ledger.Files {
				for _, c := range f.Columns {
					if c.Residual > 0 {
						kept[f.File+"/"+c.Column] = true
					}
					if c.Faulty > 0 {
						t.Errorf("%s/%s is faulty", f.File, c.Column)
					}
				}
			}
			for _, r := range residual {
				delete(kept, r)
			}
			if len(kept) > 0 {
				t.Errorf("kept word for word only: %v", kept)
			}
		})
	}
}

// generate writes one row of each table and returns the values that are
// words, by file and column.
func generate(t *testing.T, descriptor []byte, folder string) map[string]string {
	t.Helper()
	var d struct {
		Resources []struct {
			Name, Path string
			Schema     struct {
				Fields []struct{ Name, Type string }
			}
		}
	}
	if err := json.Unmarshal(descriptor, &d); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for n, r := range d.Resources {
		var header, row []string
		for i, f := range r.Schema.Fields {
			v := fmt.Sprintf("%s %s word", strings.TrimSuffix(r.Path, ".csv"), f.Name)
			number := n*40 + i + 1
			switch {
			case f.Name == "id":
				v = "1"
			case f.Name == "link_type" && r.Name == "other_attribute", f.Name == "link_entity", f.Name == "resource_type":
				v = "service"
			case strings.HasPrefix(f.Name, "parent_") && strings.HasSuffix(f.Name, "_id"):
				v = "2" // not itself
			case strings.HasSuffix(f.Name, "_id") && f.Name != "tax_id" || f.Name == "taxonomy_ids":
				v = "1"
			case f.Name == "weekday":
				v = "1"
			case f.Name == "closed":
				v = "true"
			case f.Name == "status":
				v = "active"
			case f.Name == "location_type", f.Name == "address_type":
				v = "physical"
			case f.Name == "latitude": // in the country of the addresses
				v = fmt.Sprintf("45.%d", number)
			case f.Name == "longitude":
				v = fmt.Sprintf("-73.%d", number)
			case f.Name == "year_incorporated":
				v = "1998"
			case f.Name == "freq":
				v = "WEEKLY"
			case f.Name == "byday", f.Name == "wkst":
				v = "MO"
			case f.Name == "byweekno", f.Name == "bymonthday", f.Name == "byyearday":
				v = fmt.Sprint(i)
			case f.Name == "timezone":
				v = "-5"
			case f.Name == "count", f.Name == "extension", f.Type == "number" || f.Type == "integer":
				v = fmt.Sprint(number)
			case f.Name == "last_action_date", f.Type == "date":
				v = fmt.Sprintf("2020-01-%02d", i%28+1)
			case f.Type == "datetime":
				v = fmt.Sprintf("2020-01-%02dT10:00:00Z", i%28+1)
			case f.Type == "time":
				v = fmt.Sprintf("%02d:%02d", i%24, n)
			case f.Name == "country":
				v = "CA"
			case strings.Contains(f.Name, "email"):
				v = fmt.Sprintf("c%d@exemple.ca", number)
			case f.Name == "url" || f.Name == "uri" || f.Name == "website" || f.Name == "logo" || f.Name == "schedule_link" || f.Name == "term_uri":
				v = fmt.Sprintf("https://exemple.ca/%d", number)
			default:
				words[r.Path+"/"+f.Name] = v
			}
			header, row = append(header, f.Name), append(row, v)
		}
		if err := os.WriteFile(filepath.Join(folder, r.Path), []byte(strings.Join(header, ",")+"\n"+strings.Join(row, ",")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return words
}

var _ directory.Incoming = (*hsds.Package)(nil)
