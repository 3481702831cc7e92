// Package realdata finds the real data that some tests use: directories as their
// publishers made them, with all their dirt.
//
// The data is not ours to publish, so a clone may be without it. Each promise
// that a test proves on it is proved on fixtures of ours beside. It must not be
// used by anything that is no test.
package realdata

import (
	"os"
	"path/filepath"
	"testing"
)

// Path is a file or folder of the real data. Where there is none at all, the
// test is skipped and says so; data that is there in part is a fault.
func Path(t *testing.T, path ...string) string {
	t.Helper()
	root := Folder(t)
	if _, err := os.Stat(root); err != nil {
		t.Skipf("skipped: shared data not found at %s; set PASSERELLE_SHARED_DATA", root)
	}
	p := filepath.Join(append([]string{root}, path...)...)
	if _, err := os.Stat(p); err != nil {
		t.Fatalf("shared data is there, but not %s: %v", p, err)
	}
	return p
}

// Folder is where the real data would be: PASSERELLE_SHARED_DATA, else
// shared/data beside the project.
func Folder(t *testing.T) string {
	t.Helper()
	if root := os.Getenv("PASSERELLE_SHARED_DATA"); root != "" {
		return root
	}
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return filepath.Join(at, "..", "shared", "data")
		}
		if filepath.Dir(at) == at {
			t.Fatal("no go.mod above the test")
		}
		at = filepath.Dir(at)
	}
}
