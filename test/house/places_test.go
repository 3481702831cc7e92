package house

import (
	"go/ast"
	"regexp"
	"strings"
	"testing"
)

// place says that something may be used in some packages only.
type place struct {
	imports string   // the import path
	names   []string // only these names; nil: the whole package
	homes   []string // where it may be used: packages of internal, or "cmd", "test"
	why     string
}

var places = []place{
	{"net/http", nil, []string{"web", "hsds", "fhir", "message", "app", "cmd", "test"},
		"the domain answers questions, it does not speak HTTP: so it is used alike by pages, files, jobs and tests"},
	{"database/sql", nil, []string{"db"},
		"one package knows the drivers; elsewhere a transaction is a *db.Tx, with its instant, its retries and its one durable commit"},
	{"time", []string{"Now", "Since", "Until"}, []string{"clock", "cmd", "test"},
		"time is injected, so that expiry, delays and daylight saving can be tested; a use-case has one instant, tx.Now"},
	{"crypto/rand", nil, []string{"id", "seal", "test"},
		"randomness has two homes: identifiers and secrets (id), keys (seal); elsewhere it cannot be reviewed"},
	{"math/rand", nil, []string{"id", "seal", "test"}, "predictable numbers have no place near identifiers or secrets"},
	{"math/rand/v2", nil, []string{"id", "seal", "test"}, "predictable numbers have no place near identifiers or secrets"},
	{"os", []string{"Getenv", "LookupEnv", "Environ", "ExpandEnv"}, []string{"config", "cmd", "test", "db/dbtest"},
		"every setting stands in the one documented struct of config; a variable read elsewhere is a setting nobody can find"},
}

var everythingInItsPlace = Rule{
	Name: "everything in its place",
	Why:  "see each finding",
	Check: func(t *Tree) (bad []Finding) {
		for _, f := range t.Go {
			if f.Test {
				continue // a test may look at the real clock, network and environment
			}
			for _, p := range places {
				at, home := f.Imports()[p.imports], f.home(p.homes)
				if at == nil || home {
					continue
				}
				if p.names == nil {
					bad = append(bad, found(t.At(at), "imports %s: %s", p.imports, p.why))
					continue
				}
				f.selectors(func(imp, name string, at ast.Node) {
					if imp == p.imports && contains(p.names, name) {
						bad = append(bad, found(t.At(at), "uses %s.%s: %s", imp, name, p.why))
					}
				})
			}
		}
		return bad
	},
}

// home reports whether the file belongs to one of the homes.
func (f *File) home(homes []string) bool {
	for _, h := range homes {
		if under(f.Dir, h, "internal/"+h) {
			return true
		}
	}
	return false
}

func TestEverythingInItsPlace(t *testing.T) {
	enforce(t, everythingInItsPlace)
	for planted, want := range map[string]string{
		`import _ "net/http"`:                        "imports net/http",
		`import _ "database/sql"`:                    "imports database/sql",
		"import \"time\"\nvar x = time.Now()":        "uses time.Now",
		"import clk \"time\"\nvar x = clk.Since":     "uses time.Since",
		`import _ "crypto/rand"`:                     "crypto/rand",
		`import _ "math/rand/v2"`:                    "math/rand/v2",
		"import \"os\"\nvar x = os.Getenv(\"HOME\")": "uses os.Getenv",
	} {
		bites(t, everythingInItsPlace, files{"internal/need/a.go": "package need\n" + planted + "\n"}, want)
	}
	spares(t, everythingInItsPlace, files{
		"internal/web/a.go":   "package web\nimport _ \"net/http\"\n",
		"internal/clock/a.go": "package clock\nimport \"time\"\nvar x = time.Now\n",
		"internal/need/a.go":  "package need\nimport \"time\"\nvar x = time.UTC\n",
	})
}

var names = Rule{
	Name: "packages are named for what they are",
	Why:  "util, common, helpers, models and types name what a thing is not: everything ends there, and everything imports it",
	Check: func(t *Tree) (bad []Finding) {
		for _, f := range t.Go {
			switch strings.TrimSuffix(f.AST.Name.Name, "_test") {
			case "util", "utils", "common", "helper", "helpers", "model", "models", "types", "misc", "shared", "base", "lib":
				bad = append(bad, found(f.Path, "package %s", f.AST.Name.Name))
			}
		}
		return bad
	},
}

func TestPackageNames(t *testing.T) {
	enforce(t, names)
	bites(t, names, files{"internal/util/a.go": "package util\n"}, "package util")
}

var noInit = Rule{
	Name: "no init()",
	Why:  "what init registers depends on who imports whom and in which order; app registers in plain sight",
	Check: func(t *Tree) (bad []Finding) {
		for _, f := range t.Go {
			for _, d := range f.AST.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					bad = append(bad, found(t.At(fn), "func init"))
				}
			}
		}
		return bad
	},
}

func TestNoInit(t *testing.T) {
	enforce(t, noInit)
	bites(t, noInit, files{"internal/a/a.go": "package a\nfunc init() {}\n"}, "func init")
	spares(t, noInit, files{"internal/a/a.go": "package a\ntype T int\nfunc (T) init() {}\n"})
}

var packageDocs = Rule{
	Name: "every package says what it is",
	Why:  "someone who knows the field but not the code must learn in a minute what a package promises and what it must not do; the doc stands in doc.go",
	Check: func(t *Tree) (bad []Finding) {
		documented, first := map[string]bool{}, map[string]string{}
		for _, f := range t.Go {
			if f.Test {
				continue
			}
			if first[f.Dir] == "" {
				first[f.Dir] = f.Path
			}
			if f.AST.Doc != nil && len(strings.Fields(f.AST.Doc.Text())) >= 8 {
				documented[f.Dir] = true
			}
		}
		for dir, p := range first {
			if !documented[dir] {
				bad = append(bad, found(p, "package %s has no doc (or one of a few words)", dir))
			}
		}
		return bad
	},
}

func TestPackageDocs(t *testing.T) {
	enforce(t, packageDocs)
	bites(t, packageDocs, files{"internal/a/a.go": "// Package a does.\npackage a\n"}, "no doc")
}

var rawOnce = Rule{
	Name: "raw HTML in one file",
	Why:  "templ escapes everything; templ.Raw does not, so each use is a possible injection and they are all reviewed in internal/web/ui/raw.go",
	Check: func(t *Tree) (bad []Finding) {
		const home = "internal/web/ui/raw.go"
		for _, f := range t.Go {
			if f.Path == home || f.Test || f.Generated {
				continue // a generated file is checked by its source
			}
			f.selectors(func(imp, name string, at ast.Node) {
				if imp == "github.com/a-h/templ" && (name == "Raw" || name == "SafeScript" || name == "JSUnsafeFuncCall" || name == "SafeURL" || name == "SafeCSS") {
					bad = append(bad, found(t.At(at), "uses templ.%s", name))
				}
				if imp == "html/template" && name != "HTMLEscapeString" {
					bad = append(bad, found(t.At(at), "uses html/template beside templ"))
				}
			})
		}
		for p, src := range t.Other {
			if !strings.HasSuffix(p, ".templ") {
				continue
			}
			for _, m := range unescaped.FindAllString(src, -1) {
				bad = append(bad, found(p, "uses %s", m))
			}
		}
		return bad
	},
}

var unescaped = regexp.MustCompile(`templ\.(Raw|SafeURL|SafeScript|SafeCSS|JSUnsafeFuncCall)\(`)

func TestRawHTMLInOneFile(t *testing.T) {
	enforce(t, rawOnce)
	bites(t, rawOnce, files{"internal/web/page/a.go": "package page\nimport \"github.com/a-h/templ\"\nvar x = templ.Raw(\"<b>\")\n"}, "templ.Raw")
	bites(t, rawOnce, files{"internal/web/page/a.templ": "package page\ntempl A() { @templ.Raw(\"<b>\") }\n"}, "templ.Raw")
}
