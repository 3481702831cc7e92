package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// fold reads a stream and returns what would be printed at the end.
func fold(t *testing.T, whole bool, stream string) (summary string, bad bool) {
	t.Helper()
	r := newReport()
	if err := r.read(strings.NewReader(stream), io.Discard); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	bad = r.print(&b, whole)
	return b.String(), bad
}

// on is a passing store test on both engines.
const on = `{"Action":"run","Package":"passerelle/internal/a","Test":"TestA"}
{"Action":"run","Package":"passerelle/internal/a","Test":"TestA/sqlite"}
{"Action":"pass","Package":"passerelle/internal/a","Test":"TestA/sqlite","Elapsed":0.1}
{"Action":"run","Package":"passerelle/internal/a","Test":"TestA/postgres"}
{"Action":"pass","Package":"passerelle/internal/a","Test":"TestA/postgres","Elapsed":2.1}
{"Action":"pass","Package":"passerelle/internal/a","Test":"TestA","Elapsed":2.2}
{"Action":"pass","Package":"passerelle/internal/a","Elapsed":2.3}
`

func TestSummary(t *testing.T) {
	tests := []struct {
		name   string
		stream string
		whole  bool
		bad    bool
		want   []string
	}{
		{"both_engines", on, true, false, []string{
			"store tests: 1 on SQLite, 1 on PostgreSQL", "2.2 s  internal/a.TestA", "\n2 passed, 0 failed, 0 skipped\n"}},
		{"one_engine_only", strings.ReplaceAll(on, "TestA/postgres", "TestA/sqlite"), true, true, []string{
			"1 on SQLite, 0 on PostgreSQL", "did not run on both engines"}},
		{"a_case_on_one_engine", on + `{"Action":"run","Package":"passerelle/internal/a","Test":"TestB/sqlite"}
{"Action":"pass","Package":"passerelle/internal/a","Test":"TestB/sqlite"}
`, true, true, []string{"2 on SQLite, 1 on PostgreSQL", "on SQLite only", "internal/a.TestB/*"}},
		{"no_store_tests_in_a_part", `{"Action":"pass","Package":"passerelle/internal/a","Test":"TestA"}
`, false, false, []string{"1 passed, 0 failed"}},
		{"failure_whole", `{"Action":"run","Package":"passerelle/internal/a","Test":"TestA"}
{"Action":"output","Package":"passerelle/internal/a","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"passerelle/internal/a","Test":"TestA","Output":"    a_test.go:3: got 1\n"}
{"Action":"output","Package":"passerelle/internal/a","Test":"TestA","Output":"        want 2\n"}
{"Action":"fail","Package":"passerelle/internal/a","Test":"TestA"}
{"Action":"fail","Package":"passerelle/internal/a"}
`, false, true, []string{"---- TestA", "a_test.go:3: got 1", "want 2", "0 passed, 1 failed"}},
		{"does_not_build", `{"ImportPath":"passerelle/internal/a [passerelle/internal/a.test]","Action":"build-output","Output":"a.go:1: undefined: x\n"}
{"Action":"fail","Package":"passerelle/internal/a","FailedBuild":"passerelle/internal/a [passerelle/internal/a.test]"}
`, false, true, []string{"undefined: x", "0 passed, 1 failed"}},
		{"panic", `{"Action":"run","Package":"passerelle/internal/a","Test":"TestA"}
{"Action":"output","Package":"passerelle/internal/a","Test":"TestA","Output":"panic: boom\n"}
{"Action":"run","Package":"passerelle/internal/a","Test":"TestB"}
{"Action":"fail","Package":"passerelle/internal/a","Test":"TestA"}
{"Action":"fail","Package":"passerelle/internal/a"}
`, false, true, []string{"panic: boom", "0 passed, 2 failed"}},
		{"skipped_with_reason", `{"Action":"run","Package":"passerelle/internal/a","Test":"TestA"}
{"Action":"output","Package":"passerelle/internal/a","Test":"TestA","Output":"    a_test.go:9: no shared data\n"}
{"Action":"skip","Package":"passerelle/internal/a","Test":"TestA"}
{"Action":"pass","Package":"passerelle/internal/a"}
`, false, false, []string{"skipped: internal/a.TestA", "no shared data", "0 passed, 0 failed, 1 skipped"}},
		{"parent_fails_alone", `{"Action":"pass","Package":"passerelle/internal/a","Test":"TestA/one"}
{"Action":"output","Package":"passerelle/internal/a","Test":"TestA","Output":"    a_test.go:9: left rows behind\n"}
{"Action":"fail","Package":"passerelle/internal/a","Test":"TestA"}
{"Action":"fail","Package":"passerelle/internal/a"}
`, false, true, []string{"left rows behind", "1 passed, 1 failed"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, bad := fold(t, c.whole, c.stream)
			if bad != c.bad {
				t.Errorf("bad = %v, want %v", bad, c.bad)
			}
			for _, w := range c.want {
				if !strings.Contains(got, w) {
					t.Errorf("lacks %q in:\n%s", w, got)
				}
			}
		})
	}
}

func TestDebian(t *testing.T) {
	for release, want := range map[string]bool{
		"NAME=x\nID=debian\nVERSION_ID=12":     true,
		"ID=ubuntu\nID_LIKE=debian\n":          true,
		"ID=mint\nID_LIKE=\"ubuntu debian\"\n": true,
		"ID=fedora\nHOME_URL=debian\n":         false,
		"":                                     false,
	} {
		if got := isDebian(release); got != want {
			t.Errorf("isDebian(%q) = %v, want %v", release, got, want)
		}
	}
}
