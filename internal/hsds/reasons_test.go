package hsds_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
)

// Every reason that the code can give has its two sentences, and every
// sentence has its reason.
func TestEveryReasonCanBeTold(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	keys := bundle.Keys()
	for _, r := range directory.Reasons {
		i := directory.Issue{Reason: r}
		for _, key := range []string{i.Says(), i.Do()} {
			if !slices.Contains(keys, key) {
				t.Errorf("%s is in no catalogue", key)
			}
		}
	}
	given := regexp.MustCompile(`(?:Reason: |refuse\([^"]*(?:"[^"]*"[^"]*)?, |faulty\([^"]*, |issue\([^"]*, |fill\((?:"[^"]*"|[^"]*), )"([a-z0-9_]+)"`)
	files, _ := filepath.Glob("*.go")
	met := map[string]bool{}
	for _, f := range files {
		if matched, _ := filepath.Match("*_test.go", f); matched {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range given.FindAllSubmatch(b, -1) {
			met[string(m[1])] = true
			if !slices.Contains(directory.Reasons, string(m[1])) {
				t.Errorf("%s gives the reason %q, which has no words", f, m[1])
			}
		}
	}
	if len(met) < 40 {
		t.Errorf("only %d reasons found in the code: the search proves nothing", len(met))
	}
}
