package access

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with testdata/name. A missing file fails: a snapshot written
// by the test that reads it proves nothing.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: review the rules, then make golden", err)
	}
	gl, wl := strings.Split(got, "\n"), strings.Split(string(b), "\n")
	for i := 0; i < len(gl) || i < len(wl); i++ {
		var g, w string
		if i < len(gl) {
			g = gl[i]
		}
		if i < len(wl) {
			w = wl[i]
		}
		if g != w {
			t.Fatalf("%s line %d\n  now    %q\n  golden %q\nA change of who may do what is a decision: read it, change the oracle from the sentence that asks for it, then make golden.", path, i+1, g, w)
		}
	}
}

// TestRulesGolden: the checks of each way, by name. Deleting one names it.
func TestRulesGolden(t *testing.T) {
	if !*update {
		for _, line := range missing(ruleLines(rules), expectedRules(t)) {
			t.Errorf("gone from the rules: %s", line)
		}
	}
	golden(t, "rules.golden", strings.Join(ruleLines(rules), "\n")+"\n")
}

// ruleLines says each check on a line of its own that is whole by itself.
func ruleLines(rs ruleset) (lines []string) {
	for _, p := range Purposes {
		for i, w := range rs[p] {
			for _, c := range w {
				line := ruleLine(p, i, c)
				lines = append(lines, line)
				if c, ok := c.(openings); ok {
					for _, term := range c.terms {
						lines = append(lines, line+": "+term.name)
					}
				}
				if c, ok := c.(answers); ok {
					for _, term := range c.terms {
						lines = append(lines, line+": "+term.name)
					}
				}
			}
		}
	}
	return lines
}

func ruleLine(p Purpose, way int, c check) string {
	return fmt.Sprintf("%s, way %d: %s", p, way+1, c.label())
}

func expectedRules(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "rules.golden"))
	if err != nil {
		t.Fatalf("%v: review the rules, then make golden", err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// expectedChecks are the names of the checks that the rules must have.
func expectedChecks(t *testing.T) (names []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, line := range expectedRules(t) {
		name := strings.Split(line, ": ")[1]
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

func missing(have, want []string) (gone []string) {
	has := map[string]bool{}
	for _, l := range have {
		has[l] = true
	}
	for _, l := range want {
		if !has[l] {
			gone = append(gone, l)
		}
	}
	return gone
}

// TestEachCheckHasItsName: the proofs count by name, so two checks never share
// one, and every purpose and way has what makes it safe to read at all.
func TestEachCheckHasItsName(t *testing.T) {
	sqlOf := map[string]string{}
	b := &binder{shape: shapeOf(ForWorker("r", "w", "o", "")), alias: "t"}
	for _, p := range Purposes {
		if len(rules[p]) == 0 {
			t.Errorf("%s has no way in", p)
		}
		for i, w := range rules[p] {
			if len(w) == 0 || w[0].label() != sameRegion.name {
				t.Errorf("%s, way %d does not begin with the region", p, i+1)
			}
			for _, c := range w {
				b.next = 1
				text := c.sql(b)
				if was, ok := sqlOf[c.label()]; ok && was != text {
					t.Errorf("two checks are named %q", c.label())
				}
				sqlOf[c.label()] = text
			}
		}
	}
	if len(rules) != len(Purposes) {
		t.Errorf("%d purposes have rules, %d are listed", len(rules), len(Purposes))
	}
}
