package house

import (
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// required are the modules that a go.mod names, with their versions.
func required(t *Tree, path string) map[string]string {
	f, err := modfile.ParseLax(path, []byte(t.Other[path]), nil)
	if err != nil {
		return nil
	}
	out := map[string]string{}
	for _, r := range f.Require {
		out[r.Mod.Path] = r.Mod.Version
	}
	return out
}

var benchBuilds = Rule{
	Name: "the measures require what the program requires, at the same version",
	Why: "bench is a module of its own, which no test builds: a dependency that it lacks breaks make bench, and another version of one " +
		"measures another program (go get it there, at the version of go.mod, then go mod tidy)",
	Check: func(t *Tree) (bad []Finding) {
		ours, theirs := required(t, "go.mod"), required(t, "bench/go.mod")
		told := map[string]bool{}
		for _, f := range t.Go {
			if f.Test || strings.HasSuffix(f.Dir, "test") || !strings.HasPrefix(f.Path, "internal/") { // dbtest and its like serve tests alone
				continue
			}
			for imported, at := range f.Imports() {
				for module, version := range ours {
					if (imported == module || strings.HasPrefix(imported, module+"/")) && theirs[module] != version && !told[module] {
						told[module] = true
						bad = append(bad, found(t.At(at), "%s %s is %q in bench/go.mod", module, version, theirs[module]))
					}
				}
			}
		}
		return bad
	},
}

func TestTheMeasuresRequireTheSame(t *testing.T) {
	enforce(t, benchBuilds)
	ours := "module passerelle\n\nrequire example.com/x v1.2.0\n"
	use := "package a\n\nimport _ \"example.com/x/y\"\n"
	bites(t, benchBuilds, files{"go.mod": ours, "bench/go.mod": "module bench\n", "internal/a/a.go": use}, "example.com/x")
	bites(t, benchBuilds, files{"go.mod": ours, "bench/go.mod": "module bench\n\nrequire example.com/x v1.1.0\n", "internal/a/a.go": use}, "v1.1.0")
	spares(t, benchBuilds, files{"go.mod": ours, "bench/go.mod": "module bench\n\nrequire example.com/x v1.2.0\n", "internal/a/a.go": use})
	spares(t, benchBuilds, files{"go.mod": ours, "bench/go.mod": "module bench\n", "internal/a/a_test.go": use})
}
