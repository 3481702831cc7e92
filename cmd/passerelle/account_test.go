package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestAnAccountIsLetInAgain: pages send to whoever runs the installation those whom
// no organisation may let in; the command line is where that is done.
func TestAnAccountIsLetInAgain(t *testing.T) {
	t.Setenv("PASSERELLE_LANG", "en")
	store := []string{"--db", filepath.Join(t.TempDir(), "d.db"), "--plain"}
	run := func(command string, args ...string) (int, string, string) {
		return call(t, append(append([]string{command}, store...), args...)...)
	}
	if code, _, complained := run("account", "--email", "a@halte.example"); code == exitDone {
		t.Errorf("no database: exit %d, %q", code, complained)
	}
	if code, _, complained := run("admin", "--org", "La Halte", "--email", "a@halte.example"); code != exitDone {
		t.Fatalf("admin: %q", complained)
	}
	if code, _, complained := run("account", "--email", "nobody@halte.example"); code != exitUsage || !strings.Contains(complained, "--email: No open account has this email: nobody@halte.example") {
		t.Errorf("an unknown address: exit %d, %q", code, complained)
	}
	typed(t, "neuf canards violets sur la rive")
	if code, _, complained := run("admin", "--org", "La Halte", "--email", "a@halte.example", "--name", "Awa", "--password-stdin"); code != exitDone {
		t.Fatalf("admin: %q", complained)
	}
	link := regexp.MustCompile(`https://passerelle\.example/en/invitation/[\w-]{20,}`)
	code, first, complained := run("account", "--email", "A@halte.example", "--url", "https://passerelle.example/")
	if code != exitDone || !link.MatchString(first) {
		t.Fatalf("exit %d, %q %q", code, first, complained)
	}
	code, second, complained := run("account", "--email", "a@halte.example", "--forget", "--url", "https://passerelle.example")
	if code != exitDone || !link.MatchString(second) || !strings.Contains(second, "second step") || link.FindString(first) == link.FindString(second) {
		t.Errorf("exit %d, %q %q", code, second, complained)
	}
	if code, _, _ := run("account", "--email", "a@halte.example", "--forget", "--close"); code != exitUsage {
		t.Errorf("both at once: exit %d", code)
	}
	if code, said, complained := run("account", "--email", "a@halte.example", "--close"); code != exitDone || !strings.Contains(said, "opens nothing any more") {
		t.Errorf("exit %d, %q %q", code, said, complained)
	}
	if code, _, complained := run("account", "--email", "a@halte.example"); code != exitUsage || !strings.Contains(complained, "No open account") {
		t.Errorf("a closed account: exit %d, %q", code, complained)
	}
	if code, said, complained := run("admin", "--org", "La Halte", "--email", "b@halte.example"); code != exitDone || !strings.Contains(said, "/invitation/") {
		t.Errorf("nobody administers it now: exit %d, %q", code, complained)
	}
	if code, _, complained := call(t, append([]string{"check"}, store...)...); code != exitDone {
		t.Errorf("check: exit %d, %q", code, complained)
	}
}

// typed has the commands of a test read a line on their standard input.
func typed(t *testing.T, line string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "typed")
	if err := os.WriteFile(name, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdin
	os.Stdin = f
	t.Cleanup(func() {
		os.Stdin = before
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
}
