package proof

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestI1EachCheckRemovedIsCaught builds the proof over a rule that can lack one
// check, and has each check and each of its terms missing in turn: an answer of
// some address must then hold a word too many (or, of a refusal, a word too few).
// It builds the program again and tries each check until it shows, so it is one of
// the long ones.
func TestI1EachCheckRemovedIsCaught(t *testing.T) {
	if !long {
		t.Skip("not run: it builds the program again and tries every check (PASSERELLE_LONG_TESTS=1); internal/access removes each check in every run, below the addresses")
	}
	laid := map[string]string{}
	for over, lay := range map[string]string{"../../internal/access/lacking.go": "testdata/lacking.go.txt", "lacking_test.go": "testdata/lacking_test.go.txt"} {
		over, err := filepath.Abs(over)
		must(t, err)
		laid[over], err = filepath.Abs(lay)
		must(t, err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": laid})
	must(t, err)
	file := filepath.Join(t.TempDir(), "overlay.json")
	must(t, os.WriteFile(file, overlay, 0o600))
	c := exec.Command("go", "test", "-overlay", file, "-count=1", "-timeout=3h", "-run=^TestI1Lacking$", "-v", ".")
	c.Env = append(os.Environ(), "PASSERELLE_LONG_TESTS=")
	c.Stdout, c.Stderr = t.Output(), t.Output() // what was caught is said as it is
	must(t, c.Run())
}
