package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/directory/brute"
	"passerelle/internal/directory/corpus"
)

const (
	seed   = 1
	radius = 25_000
)

// searchDirectory compares the in-process index with reading everything, with
// Bleve, Lucene and PostgreSQL's full text and with the floor, on generated
// directories of two shapes: dense words, and real ones.
//
// Q0: all words, by relevance, 20 answers. Q1: Q0 within 25 km, for an age.
// Q2: a need within 25 km, for an age, by distance.
func searchDirectory(r *run) error {
	sizes := []int{10_000, 100_000}
	if r.quick {
		sizes = []int{2_000}
	}
	if r.size > 0 {
		sizes = []int{r.size}
	}
	all, err := shapes()
	if err != nil {
		return err
	}
	for _, n := range sizes {
		for _, s := range all {
			if r.shape != "" && r.shape != s.name {
				continue
			}
			if err := searchSize(r, s, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func searchSize(r *run, s shape, n int) error {
	listings := s.make(n)
	fmt.Fprintf(r.out, "\n%d services in %s words, seed %d; listings alone %.0f MB of heap\n", n, s.name, seed, live())

	var ix *directory.Index
	loaded := func(name string, f func() error) error {
		heapBefore, rssBefore, began, cpu := live(), resident(), time.Now(), used()
		if err := f(); err != nil {
			return err
		}
		took, spent := time.Since(began), used()-cpu
		fmt.Fprintf(r.out, "%-10s loaded in %.1f s (%.1f s of CPU), %+.0f MB of heap, %+.0f MB resident\n", name, took.Seconds(), spent.Seconds(), live()-heapBefore, resident()-rssBefore)
		return nil
	}
	var fl *floor
	var ref *brute.Directory
	var peer *bleveIndex
	var lucene8 *lucene
	var pg *fullText
	for _, l := range []struct {
		name string
		f    func() error
	}{
		{"ours", func() error { ix = directory.NewIndex(listings); return nil }},
		{"floor", func() error { fl = newFloor(listings); return nil }},
		{"brute", func() error { ref = brute.New(listings); ref.Count(); return nil }},
		{"bleve", func() (err error) { peer, err = newBleve(listings); return err }},
		{"lucene", func() (err error) { lucene8, err = newLucene(listings); return err }},
		{"postgres", func() (err error) { pg, err = newFullText(listings); return err }},
	} {
		switch err := loaded(l.name, l.f); {
		case errors.Is(err, errNoPeer):
			fmt.Fprintf(r.out, "%-10s NOT RUN: %v\n", l.name, err)
		case err != nil:
			return err
		}
	}
	defer peer.close()
	if lucene8 != nil {
		defer lucene8.close()
	}
	if pg != nil {
		defer pg.close()
	}

	cell := 1500 * time.Millisecond
	if r.quick {
		cell = 100 * time.Millisecond
	}
	for _, c := range split(ix, searchCases(s.texts)) {
		checked, err := equal(ix, ref, c.queries, cell*4)
		if err != nil {
			return err
		}
		fmt.Fprintf(r.out, "\n%s: the first 20 ids and the count equal brute force on %d queries", c.name, checked)
		total := 0
		subjects := []subject{
			{name: "ours", do: func(i int) error { total += len(ix.Search(c.queries[i], corpus.Now).Hits); return nil }},
			{name: "floor", do: func(i int) error { total += len(fl.search(&c.queries[i])); return nil }},
			{name: "bleve", do: func(i int) error { m, err := peer.search(&c.queries[i]); total += m; return err }},
			{name: "brute", do: func(i int) error { total += ref.Search(c.queries[i], corpus.Now).Total; return nil }},
		}
		if lucene8 != nil {
			for _, counted := range []int{countAll, countThousand} {
				name := "lucene"
				if counted == countThousand {
					name = "lucene 1k"
				}
				subjects = append(subjects, subject{name, func(i int) error { m, err := lucene8.search(&c.queries[i], counted); total += m; return err },
					func() time.Duration { return lucene8.cpu }})
			}
		}
		if pg != nil {
			subjects = append(subjects, subject{"postgres", func(i int) error { m, err := pg.search(&c.queries[i]); total += m; return err }, pg.spent})
		}
		if err := r.versus("search", fmt.Sprintf("%s in %s words at %d", c.name, s.name, n), len(c.queries), cell, subjects...); err != nil {
			return err
		}
	}
	if s.name != "dense" { // what follows asks in dense words
		return nil
	}
	return r.versus("search", fmt.Sprintf("ours alone: mixed filters, slips, open now, at %d", n), 1000, cell,
		subject{name: "ours", do: func() func(int) error {
			q := corpus.Queries(9, 1000)
			return func(i int) error { ix.Search(q[i], corpus.Now); return nil }
		}()})
}

type searchCase struct {
	name    string
	queries []directory.Query
}

func searchCases(texts []string) []searchCase {
	m := corpus.NewMaker(77)
	var q0, q1, q2 []directory.Query
	var needs []string
	for _, t := range directory.Themes() {
		needs = append(needs, directory.NeedsOf(t)...)
	}
	for _, text := range texts {
		city := corpus.One(m.Rand, corpus.Cities[:8])
		near := &directory.Point{Lat: city.Lat, Lon: city.Lon}
		age := float64(16 + m.N(60))
		q0 = append(q0, directory.Query{Text: text + " ", Sort: directory.SortRelevance})
		q1 = append(q1, directory.Query{Text: text + " ", Sort: directory.SortRelevance, Near: near, WithinMetres: radius, Age: age})
		q2 = append(q2, directory.Query{Need: corpus.One(m.Rand, needs), Sort: directory.SortNearest, Near: near, WithinMetres: radius, Age: age})
	}
	return []searchCase{{"Q0", q0}, {"Q1", q1}, {"Q2", q2}}
}

// split sets apart the queries that find little as typed. Ours then tries
// slips and drops conditions, which the others do not: these rows say what
// that costs, not who is faster.
func split(ix *directory.Index, cases []searchCase) []searchCase {
	var out []searchCase
	for _, c := range cases {
		found, little := searchCase{name: c.name}, searchCase{name: c.name + " finding little"}
		for _, q := range c.queries {
			if r := ix.Search(q, corpus.Now); r.Total < 3 || r.Relaxed != nil {
				little.queries = append(little.queries, q)
			} else {
				found.queries = append(found.queries, q)
			}
		}
		out = append(out, found)
		if len(little.queries) > 0 {
			out = append(out, little)
		}
	}
	return out
}

// equal checks our answers against brute force, for as many queries as the
// time allows.
func equal(ix *directory.Index, ref *brute.Directory, queries []directory.Query, limit time.Duration) (int, error) {
	began := time.Now()
	for i, q := range queries {
		if time.Since(began) > limit {
			return i, nil
		}
		got, want := ix.Search(q, corpus.Now), ref.Search(q, corpus.Now)
		var ids []access.Service
		for _, h := range got.Hits {
			ids = append(ids, h.Listing.ID)
		}
		if got.Total != want.Total || !slices.Equal(ids, want.IDs) {
			return i, fmt.Errorf("query %d %+v: %d %v, brute force says %d %v", i, q, got.Total, ids, want.Total, want.IDs)
		}
	}
	return len(queries), nil
}
