package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// A judged query is one line of data/queries.tsv: what somebody typed in one
// directory, and how good each record is as an answer.
type judged struct {
	ID, Corpus, Lang, Class, Text string
	Grades                        map[access.Service]int // 3 best, 2 good, 1 related
}

func readJudged(tsv string) ([]judged, error) {
	var out []judged
	for n, line := range strings.Split(strings.TrimSpace(tsv), "\n") {
		c := strings.Split(line, "\t")
		if len(c) != 6 {
			return nil, fmt.Errorf("line %d: %d cells", n+1, len(c))
		}
		if n == 0 {
			continue
		}
		q := judged{c[0], c[1], c[2], c[3], c[4], map[access.Service]int{}}
		for one := range strings.FieldsSeq(c[5]) {
			record, grade, _ := strings.Cut(one, "=")
			g := strings.Index("0123", grade)
			if len(grade) != 1 || g < 1 {
				return nil, fmt.Errorf("line %d: %q is no judgement", n+1, one)
			}
			q.Grades[access.Service(record)] = g
		}
		out = append(out, q)
	}
	return out, nil
}

// Now is the instant of every question: a Tuesday in March, half past ten in
// the morning.
var now = time.Date(2026, 3, 3, 15, 30, 0, 0, time.UTC)

// outcome is how one query was answered.
type outcome struct {
	judged
	Result directory.Result
	First  int // place of the first record judged best, from 1; 0 when it is not among the first ten
	NDCG   float64
}

func ask(ix *directory.Index, q judged) outcome {
	o := outcome{judged: q, Result: ix.Search(directory.Query{Text: q.Text, Limit: 10}, now)}
	var got []int
	for i, h := range o.Result.Hits {
		g := q.Grades[h.Listing.ID]
		got = append(got, g)
		if g == 3 && o.First == 0 {
			o.First = i + 1
		}
	}
	var best []int
	for _, g := range q.Grades {
		best = append(best, g)
	}
	slices.SortFunc(best, func(a, b int) int { return b - a })
	o.NDCG = gain(got) / gain(best)
	return o
}

// gain is the discounted cumulative gain of the first ten grades.
func gain(grades []int) (sum float64) {
	for i, g := range grades[:min(10, len(grades))] {
		sum += (math.Exp2(float64(g)) - 1) / math.Log2(float64(i+2))
	}
	return sum
}

// row sums up a group of queries.
type row struct {
	Name            string
	N               int
	At1, At3, NDCG  float64 // means
	Corrected, Wide int     // queries read otherwise than typed; queries answered by giving something up
}

func sum(name string, list []outcome) row {
	r := row{Name: name, N: len(list)}
	for _, o := range list {
		if o.First == 1 {
			r.At1++
		}
		if o.First >= 1 && o.First <= 3 {
			r.At3++
		}
		r.NDCG += o.NDCG
		if len(o.Result.Corrected) > 0 {
			r.Corrected++
		}
		if len(o.Result.Relaxed) > 0 {
			r.Wide++
		}
	}
	n := float64(max(1, r.N))
	r.At1, r.At3, r.NDCG = r.At1/n, r.At3/n, r.NDCG/n
	return r
}

// rows are the whole, then each class, corpus and language.
func rows(list []outcome) []row {
	out := []row{sum("all", list)}
	for _, by := range []func(outcome) string{
		func(o outcome) string { return "class: " + o.Class },
		func(o outcome) string { return "directory: " + o.Corpus },
		func(o outcome) string { return "language: " + o.Lang },
	} {
		groups := map[string][]outcome{}
		var names []string
		for _, o := range list {
			if name := by(o); groups[name] == nil {
				names = append(names, name)
			}
			groups[by(o)] = append(groups[by(o)], o)
		}
		slices.Sort(names)
		for _, name := range names {
			out = append(out, sum(name, groups[name]))
		}
	}
	return out
}

func table(w io.Writer, list []row) {
	fmt.Fprintln(w, "| queries | n | success@1 | success@3 | nDCG@10 | spelling read otherwise | something given up |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|--:|")
	for _, r := range list {
		fmt.Fprintf(w, "| %s | %d | %.3f | %.3f | %.3f | %d | %d |\n", r.Name, r.N, r.At1, r.At3, r.NDCG, r.Corrected, r.Wide)
	}
}
