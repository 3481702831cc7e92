package main

import (
	"fmt"
	"log/slog"
	"math"
	"net/url"
	"runtime"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/directory"
	"passerelle/internal/directory/corpus"
	"passerelle/internal/i18n"
	"passerelle/internal/seal"
	"passerelle/internal/web"
)

// A large directory in one node: the memory it takes, and what one person
// alone waits for results over HTTP, each time with other words. It runs before
// the other measures, so that the memory of the process is that of the index.

func largeDirectory(r *run) error {
	sizes := []int{100_000, 1_000_000}
	if r.quick {
		sizes = []int{2_000}
	}
	for _, n := range sizes {
		if err := largeSize(r, n); err != nil {
			return err
		}
	}
	return nil
}

func largeSize(r *run, n int) error {
	before, cpu, began := resident(), used(), time.Now()
	index := directory.NewEmptyIndex(directory.Zone(directory.HomeZone, time.UTC), directory.Storage{})
	m := corpus.NewMaker(seed)
	var making time.Duration // of the listings, which is no work of ours
	err := index.Fill(func(take func([]*directory.Listing) error) error {
		for i := 0; i < n; {
			began := used()
			some := make([]*directory.Listing, 0, 1000)
			for ; i < n && len(some) < cap(some); i++ {
				some = append(some, m.Listing(i))
			}
			making += used() - began
			if err := take(some); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	took, spent := time.Since(began), used()-cpu
	runtime.GC()
	size := resident()
	fmt.Fprintf(r.out, "\n%d services: filled in %.1f s (%.1f s of CPU, of which at most %.1f to invent them), %.0f MB resident, %+.0f MB\n",
		n, took.Seconds(), spent.Seconds(), making.Seconds(), size, size-before)
	r.Rows = append(r.Rows, row{Measure: "large", Case: fmt.Sprint(n), Subject: "resident MB", Ratio: size})

	site, err := siteOf(index)
	if err != nil {
		return err
	}
	ours, stop, err := listen(site.Handler())
	if err != nil {
		return err
	}
	defer stop()
	theirs, stopToo, err := listen(helloJSON())
	if err != nil {
		return err
	}
	defer stopToo()
	var results []string
	for i, text := range corpus.Texts(7, 1000) {
		path := "/fr/services?q=" + url.QueryEscape(text)
		if i%3 == 0 {
			path += "&ouvert=1"
		}
		results = append(results, path)
	}
	return alone(r, fmt.Sprintf("one person, %d services", n),
		visit{"hello-JSON", theirs, []string{"/"}}, visit{"S2 results", ours, results})
}

// siteOf is a site of public pages over an index.
func siteOf(index *directory.Index) (*web.Site, error) {
	bundle, err := i18n.New()
	if err != nil {
		return nil, err
	}
	keys, err := seal.NewKeys()
	if err != nil {
		return nil, err
	}
	return &web.Site{
		Bundle: bundle, Region: benchRegion, Zone: directory.Zone(directory.HomeZone, time.UTC), Clock: clock.System(),
		Log: slog.New(slog.DiscardHandler), Keys: keys, URL: "http://bench.example", Ready: func() bool { return true },
		Services: web.Services{Finder: index, Locator: directory.NewLocator(index)},
	}, nil
}

// visit is the pages that somebody opens, one after the other.
type visit struct {
	name, at string
	paths    []string
}

// make opens pages until the time is over, not the same ones in each round.
func (v visit) make(cell time.Duration, round int) (took []float64, err error) {
	c, err := connect(v.at)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	for began, i := time.Now(), round*len(v.paths)/(rounds+1); time.Since(began) < cell; i++ {
		ms, err := c.ask(request(v.paths[i%len(v.paths)]))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.paths[i%len(v.paths)], err)
		}
		took = append(took, ms)
	}
	return took, nil
}

// alone measures visits of one client, beside the first.
func alone(r *run, what string, visits ...visit) error {
	cell := time.Second
	if r.quick {
		cell /= 5
	}
	times := make([][]float64, len(visits))
	err := interleaved(len(visits), func(i, round int, keep bool) error {
		took, err := visits[i].make(cell, round)
		if err != nil {
			return fmt.Errorf("%s: %w", visits[i].name, err)
		}
		if keep {
			times[i] = append(times[i], took...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(r.out, "\n%s (load %s)\n%-12s %8s %10s %10s   its median ÷ that of %s\n", what, load(), "", "asked", "p50 ms", "p99 ms", visits[0].name)
	base := quantile(times[0], .5)
	for i, v := range visits {
		w := row{Measure: "large", Case: what, Subject: v.name, Operations: len(times[i]), P50: quantile(times[i], .5), P99: quantile(times[i], .99)}
		w.Ratio = w.P50 / math.Max(base, 1e-6)
		r.Rows = append(r.Rows, w)
		fmt.Fprintf(r.out, "%-12s %8d %10.3f %10.3f   %8.1f\n", v.name, w.Operations, w.P50, w.P99, w.Ratio)
	}
	return nil
}
