package hsds_test

import (
	"os"
	"path/filepath"
	"testing"

	"passerelle/internal/hsds"
)

// A term may name the taxonomy that asks for a licence by its id alone, and its
// highest terms have codes of any shape: they are shown to nobody all the same,
// whatever the order of the files or of what is nested.
func TestTermsOfALicensedTaxonomyAreHiddenByItsID(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"tables": {
			"services.csv":       "id,organization_id,name,status\ns,o,Repas,active\n",
			"organizations.csv":  "id,name,description\no,Le Pont,Un lieu\n",
			"taxonomies.csv":     "id,name,description\nk,AIRS/211 LA County,x\nfree,Libre,x\n",
			"taxonomy_terms.csv": "id,code,name,description,taxonomy_id\nt,B,Basic Needs,x,k\nu,B2,Repas,x,free\n",
			"attributes.csv":     "id,link_id,link_entity,taxonomy_term_id,value\na,s,service,t,x\n",
		},
		"nested": {"services.json": `[{"id":"s","name":"Repas","status":"active","organization":{"id":"o","name":"Le Pont","description":"Un lieu"},
			"attributes":[{"id":"a","taxonomy_term":{"id":"t","code":"B","name":"Basic Needs","description":"x","taxonomy_detail":{"id":"k","name":"AIRS/211 LA County","description":"x"}}},
			{"id":"b","taxonomy_term":{"id":"u","code":"B2","name":"Repas","description":"x","taxonomy_detail":{"id":"free","name":"Libre","description":"x"}}}]}]`},
	} {
		dir := t.TempDir()
		for file, body := range files {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		terms := records(t, open(t, hsds.Options{Dataset: "demo"}, dir))["taxonomy_term"]
		if !find(t, terms, "name", "Basic Needs").Withheld {
			t.Errorf("%s: a term of a licensed taxonomy is shown", name)
		}
		if find(t, terms, "name", "Repas").Withheld {
			t.Errorf("%s: a free term is hidden", name)
		}
	}
}
