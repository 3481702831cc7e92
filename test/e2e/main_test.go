package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

func TestMain(m *testing.M) { live.Main(m, stopDemo, browser.Stop) }

var (
	demoOnce sync.Once
	demoRuns *live.Program
	demoErr  error
	demoDir  string
)

// demo is the address of one demo for all tests that only look. A test that
// changes something starts its own (live.Demo).
func demo(t *testing.T) string {
	t.Helper()
	demoOnce.Do(func() {
		if demoDir, demoErr = os.MkdirTemp("", "passerelle-demo-"); demoErr == nil {
			demoRuns, demoErr = live.Launch("demo", "--listen", "127.0.0.1:0", "--db", filepath.Join(demoDir, "demo.db"))
		}
	})
	if demoErr != nil {
		t.Fatal(demoErr)
	}
	return demoRuns.URL
}

func stopDemo() {
	if demoRuns != nil {
		demoRuns.Stop()
	}
	if demoDir != "" {
		os.RemoveAll(demoDir)
	}
}

// nouns are the names of the catalogue's files: a key shown to people by
// mistake begins with one of them.
func nouns(t *testing.T) []string {
	t.Helper()
	root, err := live.Root()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "internal/i18n/catalog/*.toml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogue found: %v", err)
	}
	var out []string
	for _, f := range files {
		out = append(out, strings.TrimSuffix(filepath.Base(f), ".toml"))
	}
	return out
}

// languages are those of the demo: two complete, one from a data pack that is
// written from right to left.
var languages = []struct{ code, dir string }{{"fr", "ltr"}, {"en", "ltr"}, {"ar", "rtl"}}
