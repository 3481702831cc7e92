package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stopper ends a program as soon as it has said where it listens.
type stopper struct {
	bytes.Buffer
	stop context.CancelFunc
}

func (s *stopper) Write(b []byte) (int, error) {
	if strings.Contains(string(b), "http://") {
		s.stop()
	}
	return s.Buffer.Write(b)
}

func runDemo(t *testing.T, args ...string) (code int, said, complained string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, errs := &stopper{stop: stop}, &bytes.Buffer{}
	code = Run(ctx, append([]string{"demo"}, args...), out, errs)
	return code, out.String(), errs.String()
}

func TestADemoLeavesWhatItWasAskedToLeave(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	file := filepath.Join(dir, "d.db")
	left := func(dir string) (names []string) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	for _, c := range []struct {
		name string
		args []string
		want string // what is left beside the file
	}{
		{"nothing-by-default", nil, ""},
		{"nothing-of-a-new-file", []string{"--db", file}, ""},
		{"a-kept-file", []string{"--db", file, "--keep"}, "d.db d.db.halves d.db.keys"},
		{"a-file-that-was-there", []string{"--db", file}, "d.db d.db.halves d.db.keys"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, said, complained := runDemo(t, append(c.args, "--listen", "127.0.0.1:0")...)
			if code != exitDone || !strings.Contains(said, "http://127.0.0.1:") {
				t.Fatalf("exit %d, said %q, complained %q", code, said, complained)
			}
			if got := strings.Join(left(dir), " "); got != c.want {
				t.Errorf("left %q, want %q", got, c.want)
			}
			if got := left(os.Getenv("TMPDIR")); len(got) != 0 {
				t.Errorf("left in the temporary folder: %v", got)
			}
		})
	}
}

func TestADemoSaysThatItsPortIsTaken(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	code, said, complained := runDemo(t, "--listen", l.Addr().String())
	if code == exitDone || strings.Contains(said, "http://") || !strings.Contains(complained, "--listen") {
		t.Errorf("exit %d, said %q, complained %q", code, said, complained)
	}
}

func TestADemoStoppedWhileItPreparesEndsWell(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	stop()
	file := filepath.Join(os.Getenv("TMPDIR"), "d.db")
	for _, args := range [][]string{nil, {"--db", file, "--keep"}} {
		if code := Run(ctx, append([]string{"demo", "--listen", "127.0.0.1:0"}, args...), &bytes.Buffer{}, &bytes.Buffer{}); code != exitDone {
			t.Errorf("%v: exit %d", args, code)
		}
	}
	if entries, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(entries) != 0 {
		t.Errorf("left %v (%v)", entries, err)
	}
}
