package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Module is the name of the Go module.
const Module = "passerelle"

// Tree is the checkout as the rules see it.
type Tree struct {
	Go    []*File           // every .go file, tests included
	Other map[string]string // the other text files a rule looks at, by path
	fset  *token.FileSet
}

// File is one Go file.
type File struct {
	Path      string // from the module root
	Dir       string
	AST       *ast.File
	Source    string
	Test      bool
	Generated bool
}

// otherKinds are the endings of the files kept in Tree.Other.
var otherKinds = []string{".sql", ".templ", ".css", ".toml", ".mod", ".md", ".js", ".golden", ".tsv", "Makefile"}

// Load reads a tree. A Go file that does not parse is an error: the compiler
// would refuse it too.
func Load(fsys fs.FS) (*Tree, error) {
	t := &Tree{Other: map[string]string{}, fset: token.NewFileSet()}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p == "bench" { // another module: of it, what it requires
				b, err := fs.ReadFile(fsys, "bench/go.mod")
				t.Other["bench/go.mod"] = string(b)
				if err != nil {
					return err
				}
				return fs.SkipDir
			}
			if name := d.Name(); p != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || p == "bin" || p == "tmp") {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(p, ".go") {
			return t.addGo(fsys, p)
		}
		for _, kind := range otherKinds {
			if strings.HasSuffix(p, kind) {
				b, err := fs.ReadFile(fsys, p)
				t.Other[p] = string(b)
				return err
			}
		}
		return nil
	})
	return t, err
}

func (t *Tree) addGo(fsys fs.FS, p string) error {
	src, err := fs.ReadFile(fsys, p)
	if err != nil {
		return err
	}
	f, err := parser.ParseFile(t.fset, p, src, parser.ParseComments)
	if err != nil {
		return err
	}
	t.Go = append(t.Go, &File{
		Path: p, Dir: path.Dir(p), AST: f, Source: string(src),
		Test: strings.HasSuffix(p, "_test.go"), Generated: ast.IsGenerated(f),
	})
	return nil
}

// At is "file:line", as editors understand it.
func (t *Tree) At(n ast.Node) string {
	p := t.fset.Position(n.Pos())
	return p.Filename + ":" + strconv.Itoa(p.Line)
}

// Imports are the paths a file imports, each with its place.
func (f *File) Imports() map[string]ast.Node {
	in := map[string]ast.Node{}
	for _, spec := range f.AST.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		in[p] = spec
	}
	return in
}

// Lines is the number of lines.
func (f *File) Lines() int { return strings.Count(f.Source, "\n") }

// Internal is the package's name in the house: "web/ui" for
// passerelle/internal/web/ui; "" outside internal.
func Internal(dirOrImport string) string {
	s := strings.TrimPrefix(dirOrImport, Module+"/")
	if rest, ok := strings.CutPrefix(s, "internal/"); ok {
		return rest
	}
	return ""
}

// under reports whether a package is one of these or lies below it.
func under(pkg string, parents ...string) bool {
	for _, p := range parents {
		if pkg == p || strings.HasPrefix(pkg, p+"/") {
			return true
		}
	}
	return false
}

// selectors calls do for each pkg.Name in the file, pkg being an import path.
func (f *File) selectors(do func(importPath, name string, at ast.Node)) {
	names := map[string]string{}
	for p, spec := range f.Imports() {
		name := path.Base(p)
		if n := spec.(*ast.ImportSpec).Name; n != nil {
			name = n.Name
		} else if strings.HasPrefix(name, "v") && len(name) <= 3 {
			name = path.Base(path.Dir(p)) // …/rand/v2 is called rand
		}
		names[name] = p
	}
	ast.Inspect(f.AST, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok && x.Obj == nil && names[x.Name] != "" {
			do(names[x.Name], s.Sel.Name, s)
		}
		return true
	})
}
