package house

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"
)

// mostKept is the size, in bytes, from which a kept file is no source any more;
// the largest that is one, a library of rules of accessibility, has 650,000.
const mostKept = 1 << 20

// built lists what was made from the sources and is kept beside them: every clone
// carries it for ever, and it holds the paths of the machine that made it.
func built(tree fs.FS, kept []string) (bad []Finding, err error) {
	for _, p := range kept {
		info, err := fs.Stat(tree, p)
		if os.IsNotExist(err) {
			continue // taken away, and not yet said so
		}
		if err != nil {
			return nil, err
		}
		if info.Size() > mostKept {
			bad = append(bad, found(p, "%d bytes", info.Size()))
			continue
		}
		b, err := fs.ReadFile(tree, p)
		if err != nil {
			return nil, err
		}
		for _, magic := range []string{"\x7fELF", "MZ\x90\x00", "\xcf\xfa\xed\xfe", "!<arch>"} {
			if bytes.HasPrefix(b, []byte(magic)) {
				bad = append(bad, found(p, "a program"))
			}
		}
	}
	return bad, nil
}

// keptFiles are those of git; where this is no clone, all that was unpacked is kept.
func keptFiles(t *testing.T) (kept []string) {
	t.Helper()
	if out, err := exec.Command("git", "-C", "../..", "ls-files", "-z").Output(); err == nil {
		return strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 })
	}
	err := fs.WalkDir(os.DirFS("../.."), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			kept = append(kept, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func TestNothingBuiltIsKept(t *testing.T) {
	kept := keptFiles(t)
	if len(kept) < 100 {
		t.Fatalf("%d files are kept: this test looks at too little", len(kept))
	}
	bad, err := built(os.DirFS("../.."), kept)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range bad {
		t.Errorf("%s: what is made from the sources is not kept beside them: it grows every clone, and names the machine that made it", f)
	}

	bad, err = built(fstest.MapFS{
		"a.go": {Data: []byte("package a\n")}, "bench/bench": {Data: []byte("\x7fELF\x02")}, "all.json": {Data: make([]byte, mostKept+1)},
	}, []string{"a.go", "bench/bench", "all.json", "gone"})
	if err != nil || len(bad) != 2 {
		t.Errorf("a program and a file of a megabyte are let through: %v %v", bad, err)
	}
}
