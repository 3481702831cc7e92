package db_test

import (
	"bytes"
	"os"
	"testing"
)

// wantAbsent fails when any of the words stands in clear in the file.
func wantAbsent(t *testing.T, path string, words ...string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		if bytes.Contains(b, []byte(w)) {
			t.Errorf("%s holds %q in clear", path, w)
		}
	}
}
