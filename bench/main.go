// Command bench measures Passerelle beside its references, in the same run,
// on the same data, after checking that the answers are equal. It lives in a
// module of its own so that the references never enter the product.
//
// What is measured and what came of it: docs/measures.md of the product; the
// rules are in measure.go. A new measure is a file of this folder with one function,
// added to the list below.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
)

// A measure prints its table on the run's output and adds its rows to it.
type measure struct {
	name string
	run  func(*run) error
}

var measures = []measure{
	{"large", largeDirectory},
	{"steps", referralSteps},
	{"texts", incomingTexts},
	{"boards", openBoards},
	{"pages", publicPages},
	{"search", searchDirectory},
	{"start", startUp},
}

func main() {
	only := flag.String("only", "", "run one measure by name")
	quick := flag.Bool("quick", false, "small sizes and short cells, to see that it runs")
	size := flag.Int("size", 0, "search among so many services only")
	shape := flag.String("shape", "", "search in one shape of words only: dense or real")
	out := flag.String("out", "out", "folder for the JSON of the run")
	flag.Parse()
	if n, err := strconv.Atoi(os.Getenv(bareLoop)); err == nil {
		if err := bareWrites(n); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	r := newRun(os.Stdout, *quick)
	r.size, r.shape = *size, *shape
	failed := false
	for _, m := range measures {
		if *only != "" && *only != m.name {
			continue
		}
		fmt.Fprintf(r.out, "\n== %s ==\n", m.name)
		if err := m.run(r); err != nil {
			fmt.Fprintf(r.out, "%s: NOT EQUAL or not run: %v\n", m.name, err)
			failed = true
		}
	}
	if err := r.keep(*out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		failed = true
	}
	if failed {
		os.Exit(1)
	}
}
