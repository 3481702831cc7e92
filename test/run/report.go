package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// report is everything the run told us.
type report struct {
	packages map[string]*pkg
}

type pkg struct {
	path    string
	tests   map[string]*test
	build   bytes.Buffer // what the compiler said
	output  bytes.Buffer // what the package said outside any test
	result  string       // pass, fail, skip (no test files), "" while running
	seconds float64
}

type test struct {
	name    string
	result  string
	seconds float64
	output  bytes.Buffer
	parent  bool // it has subtests: counted through them
}

func newReport() *report { return &report{packages: map[string]*pkg{}} }

func (r *report) pkg(path string) *pkg {
	if r.packages[path] == nil {
		r.packages[path] = &pkg{path: path, tests: map[string]*test{}}
	}
	return r.packages[path]
}

func (p *pkg) test(name string) *test {
	if t := p.tests[name]; t != nil {
		return t
	}
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		p.test(name[:i]).parent = true
	}
	p.tests[name] = &test{name: name}
	return p.tests[name]
}

func (p *pkg) event(e event) {
	switch e.Action {
	case "output":
		p.output.WriteString(e.Output)
	case "pass", "fail", "skip":
		p.result, p.seconds = e.Action, e.Elapsed
	}
}

// all returns the tests in a stable order.
func (p *pkg) all() []*test {
	return slices.SortedFunc(maps.Values(p.tests), func(a, b *test) int { return strings.Compare(a.name, b.name) })
}

// count counts leaves: a test with subtests is its subtests, unless it failed
// while none of them did.
func (p *pkg) count() (passed, failed, skipped int) {
	for _, t := range p.all() {
		switch {
		case t.result == "" && !t.parent:
			failed++ // never ended: a panic or a timeout took the package with it
		case t.parent && (t.result != "fail" || p.childFailed(t.name)):
		case t.result == "pass":
			passed++
		case t.result == "fail":
			failed++
		case t.result == "skip":
			skipped++
		}
	}
	if p.result == "fail" && failed == 0 {
		failed = 1 // it did not build, or its TestMain refused
	}
	return passed, failed, skipped
}

func (p *pkg) childFailed(name string) bool {
	for _, t := range p.tests {
		if strings.HasPrefix(t.name, name+"/") && t.result == "fail" {
			return true
		}
	}
	return false
}

// line is what is printed when a package ends.
func (p *pkg) line() string {
	if p.result == "skip" || len(p.tests) == 0 && p.result == "pass" {
		return "" // no tests in it; the house test asks for the reason elsewhere
	}
	passed, failed, skipped := p.count()
	mark := "ok  "
	if failed > 0 {
		mark = "FAIL"
	}
	extra := ""
	if failed > 0 {
		extra += fmt.Sprintf(", %d failed", failed)
	}
	if skipped > 0 {
		extra += fmt.Sprintf(", %d skipped", skipped)
	}
	return fmt.Sprintf("%s  %-44s %6.1f s  %4d passed%s\n", mark, short(p.path), p.seconds, passed, extra)
}

func short(path string) string { return strings.TrimPrefix(path, "passerelle/") }

func (r *report) sorted() []*pkg {
	return slices.SortedFunc(maps.Values(r.packages), func(a, b *pkg) int { return strings.Compare(a.path, b.path) })
}

func (r *report) failed() bool {
	for _, p := range r.packages {
		if p.result == "fail" {
			return true
		}
	}
	return false
}

// print writes the summary and reports whether anything is wrong. With whole,
// the counts that a whole run owes are demanded too.
func (r *report) print(w io.Writer, whole bool) (bad bool) {
	passed, failed, skipped := 0, 0, 0
	for _, p := range r.sorted() {
		a, b, c := p.count()
		passed, failed, skipped = passed+a, failed+b, skipped+c
		p.printFailures(w)
	}
	fmt.Fprintln(w)
	bad = r.printEngines(w, whole)
	r.printBrowser(w)
	r.printSlowest(w, 8)
	r.printSkipped(w)
	fmt.Fprintf(w, "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped)
	return bad || failed > 0
}

// printFailures prints what each failed test said, whole.
func (p *pkg) printFailures(w io.Writer) {
	if p.result != "fail" {
		return
	}
	fmt.Fprintf(w, "\n==== %s\n", short(p.path))
	said := false
	for _, t := range p.all() {
		if t.result == "pass" || t.result == "skip" || t.parent && p.childFailed(t.name) && !t.spoke() {
			continue
		}
		said = true
		fmt.Fprintf(w, "---- %s\n%s", t.name, indent(t.said())+"\n")
	}
	if p.build.Len() > 0 {
		fmt.Fprintln(w, indent(p.build.String()))
		return
	}
	if !said || strings.Contains(p.output.String(), "panic:") {
		fmt.Fprintln(w, indent(p.output.String()))
	}
}

// said is the output without the lines that only announce the test.
func (t *test) said() string {
	var b strings.Builder
	for line := range strings.Lines(t.output.String()) {
		switch s := strings.TrimSpace(line); {
		case strings.HasPrefix(s, "=== "), strings.HasPrefix(s, "--- "):
		default:
			b.WriteString(line)
		}
	}
	return b.String()
}

func (t *test) spoke() bool { return strings.TrimSpace(t.said()) != "" }
