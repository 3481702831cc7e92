package house

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// checkout is this repository, read once.
var checkout = sync.OnceValues(func() (*Tree, error) { return Load(os.DirFS("../..")) })

func here(t *testing.T) *Tree {
	t.Helper()
	tree, err := checkout()
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// enforce runs a rule on the checkout.
func enforce(t *testing.T, r Rule) {
	t.Helper()
	broken := r.Check(here(t))
	slices.SortFunc(broken, func(a, b Finding) int { return strings.Compare(a.At, b.At) })
	if len(broken) == 0 {
		return
	}
	var b strings.Builder
	for _, f := range broken {
		fmt.Fprintf(&b, "\n%s", f)
	}
	t.Errorf("%s\nrule: %s\nwhy:  %s", b.String(), r.Name, r.Why)
}

// files is a planted tree: path → content.
type files map[string]string

func plant(t *testing.T, planted files) *Tree {
	t.Helper()
	m := fstest.MapFS{}
	for p, content := range planted {
		m[p] = &fstest.MapFile{Data: []byte(content)}
	}
	tree, err := Load(m)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// bites proves that the rule finds a planted fault, and says so in words that
// point at it.
func bites(t *testing.T, r Rule, planted files, want string) {
	t.Helper()
	got := r.Check(plant(t, planted))
	for _, f := range got {
		if strings.Contains(f.String(), want) {
			return
		}
	}
	t.Errorf("control: the rule %q missed a planted fault (%q); found %v", r.Name, want, got)
}

// spares proves that the rule lets a right form through.
func spares(t *testing.T, r Rule, planted files) {
	t.Helper()
	for _, f := range r.Check(plant(t, planted)) {
		t.Errorf("control: the rule %q refuses what is allowed: %s", r.Name, f)
	}
}
