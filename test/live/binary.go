package live

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// Main runs the tests of a package and removes what they shared: call it from
// TestMain.
func Main(m *testing.M, ending ...func()) {
	code := m.Run()
	for _, end := range ending {
		end()
	}
	if made {
		os.RemoveAll(scratch())
	}
	os.Exit(code)
}

var made bool // scratch exists

// scratch is a folder of this test binary, removed by Main.
var scratch = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "passerelle-live-")
	if err != nil {
		panic(err) // no temporary folder: nothing can run
	}
	made = true
	return dir
})

var binary = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("PASSERELLE_TEST_BINARY"); given != "" {
		return given, nil
	}
	root, err := Root()
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(root, "cmd", "passerelle")); err != nil {
		return "", fmt.Errorf("the program is not in this checkout: %w", err)
	}
	to := filepath.Join(scratch(), "passerelle")
	cmd := exec.Command("go", "build", "-o", to, "./cmd/passerelle")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %v\n%s", err, out)
	}
	return to, nil
})

// Binary is the program under test.
func Binary(t testing.TB) string {
	t.Helper()
	b, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Root is the folder of go.mod.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("no go.mod above")
		}
		dir = up
	}
}
