package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	set := flag.String("set", "queries", "the set to ask: queries, fresh, unseen, neighbours, passers, dictated or held")
	misses := flag.Bool("misses", false, "show what came first where the best did not")
	from := flag.String("extract", "", "make data/*.tsv again from the shared data in this folder")
	flag.Parse()
	if err := run(*set, *misses, *from); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(set string, misses bool, from string) error {
	if from != "" {
		return extract(from, "test/judged/data")
	}
	in, err := corpora()
	if err != nil {
		return err
	}
	questions, ok := sets[set]
	switch {
	case !ok:
		return fmt.Errorf("no set %q", set)
	case misses && set == "held":
		return errors.New("the held set stays sealed: only its sums are read")
	}
	list, took, err := answers(in, questions)
	if err != nil {
		return err
	}
	table(os.Stdout, rows(list))
	fmt.Printf("\n%d queries answered in %d µs each\n", len(list), took.Microseconds()/int64(len(list)))
	if misses {
		for _, o := range list {
			if o.First == 1 {
				continue
			}
			fmt.Printf("\n%s %s [%s %s] %q: the best is at %d; relaxed %v, corrected %v, ignored %v\n   %+v\n", o.ID, o.Corpus, o.Lang, o.Class, o.Text, o.First, o.Result.Relaxed, o.Result.Corrected, o.Result.Ignored, o.Result.Facets)
			for _, h := range o.Result.Hits[:min(5, len(o.Result.Hits))] {
				fmt.Printf("   %d %s  %s / %s (%d)\n", o.Grades[h.Listing.ID], h.Listing.ID, h.Listing.Name.FR, h.Listing.Name.EN, h.Score)
			}
		}
	}
	return nil
}
