package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// onEngine returns the leaves that ran on an engine: dbtest.Each names its
// subtests "sqlite" and "postgres". The engine is cut from the name, so that
// the two lists can be compared.
func (r *report) onEngine(engine string) map[string]bool {
	ran := map[string]bool{}
	for _, p := range r.packages {
		for _, t := range p.tests {
			parts := strings.Split(t.name, "/")
			i := slices.Index(parts, engine)
			if i < 0 || t.parent || t.result == "skip" || t.result == "" {
				continue
			}
			parts[i] = "*"
			ran[short(p.path)+"."+strings.Join(parts, "/")] = true
		}
	}
	return ran
}

// printEngines says how many store tests ran on each engine. They must be the
// same tests: a case that only one engine passes is a difference in behaviour,
// and a difference between engines is a difference in security.
func (r *report) printEngines(w io.Writer, whole bool) (bad bool) {
	lite, pg := r.onEngine("sqlite"), r.onEngine("postgres")
	if !whole && len(lite)+len(pg) == 0 {
		return false
	}
	fmt.Fprintf(w, "store tests: %d on SQLite, %d on PostgreSQL\n", len(lite), len(pg))
	if len(lite) == 0 || len(pg) == 0 {
		fmt.Fprintln(w, "FAIL  the contract suite did not run on both engines")
		return true
	}
	for _, d := range []struct {
		have, lack map[string]bool
		on         string
	}{{lite, pg, "SQLite only"}, {pg, lite, "PostgreSQL only"}} {
		var alone []string
		for name := range d.have {
			if !d.lack[name] {
				alone = append(alone, name)
			}
		}
		slices.Sort(alone)
		if len(alone) > 0 {
			bad = true
			fmt.Fprintf(w, "FAIL  on %s:\n%s\n", d.on, indent(strings.Join(alone, "\n")))
		}
	}
	return bad
}

func (r *report) printBrowser(w io.Writer) {
	for _, p := range r.sorted() {
		if short(p.path) == "test/e2e" {
			passed, failed, _ := p.count()
			fmt.Fprintf(w, "browser tests: %d\n", passed+failed)
		}
	}
}

func (r *report) printSlowest(w io.Writer, n int) {
	type slow struct {
		name    string
		seconds float64
	}
	var all []slow
	for _, p := range r.packages {
		for _, t := range p.tests {
			if !strings.Contains(t.name, "/") && t.seconds >= 1 {
				all = append(all, slow{short(p.path) + "." + t.name, t.seconds})
			}
		}
	}
	slices.SortFunc(all, func(a, b slow) int {
		if a.seconds != b.seconds {
			return int(1000 * (b.seconds - a.seconds))
		}
		return strings.Compare(a.name, b.name)
	})
	if len(all) > n {
		all = all[:n]
	}
	if len(all) > 0 {
		fmt.Fprintln(w, "slowest:")
	}
	for _, s := range all {
		fmt.Fprintf(w, "%8.1f s  %s\n", s.seconds, s.name)
	}
}

// printSkipped gives each reason once, with how many tests it stopped.
func (r *report) printSkipped(w io.Writer) {
	reasons := map[string][]string{}
	for _, p := range r.sorted() {
		for _, t := range p.all() {
			if t.result == "skip" {
				why := strings.TrimSpace(t.said())
				reasons[why] = append(reasons[why], short(p.path)+"."+t.name)
			}
		}
	}
	var order []string
	for why := range reasons {
		order = append(order, why)
	}
	slices.Sort(order)
	for _, why := range order {
		names := reasons[why]
		fmt.Fprintf(w, "skipped: %s", names[0])
		if len(names) > 1 {
			fmt.Fprintf(w, " and %d more", len(names)-1)
		}
		fmt.Fprintf(w, "\n%s\n", indent(why))
	}
}
