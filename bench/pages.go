package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/directory/corpus"
)

// The pages over HTTP on loopback, beside a JSON of twenty small objects from
// the same net/http: what a page costs, in the coin of a server that does
// nothing. The client shares the processors, and is as thin as it can be.

const pageClients = 32

func publicPages(r *run) error {
	n := 10_000
	if r.quick {
		n = 1_000
	}
	listings := corpus.Make(1, n)
	index := directory.NewIndex(listings)
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
	words := strings.Fields(listings[0].Name.FR)
	subjects := []struct{ name, at, path string }{
		{"hello-JSON", theirs, "/"},
		{"S1 home", ours, "/fr/"},
		{"S2 results", ours, "/fr/services?q=" + words[0]},
		{"S3 service", ours, "/fr/service/" + string(listings[0].ID)},
	}
	cell := time.Second
	if r.quick {
		cell /= 5
	}
	rates, times := make([][]float64, len(subjects)), make([][]float64, len(subjects))
	err = interleaved(len(subjects), func(i, _ int, keep bool) error {
		rate, took, err := ask(cell, subjects[i].at, subjects[i].path)
		if err != nil {
			return fmt.Errorf("%s: %w", subjects[i].name, err)
		}
		if keep {
			rates[i], times[i] = append(rates[i], rate), append(times[i], took...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(r.out, "\npages, %d services, %d clients (load %s)\n%-12s %12s %10s %10s   it ÷ hello-JSON: median (least–most) of %d\n", n, pageClients, load(), "", "requests/s", "p50 ms", "p99 ms", 2*rounds)
	for i, s := range subjects {
		ratios := make([]float64, len(rates[i]))
		for c := range ratios {
			ratios[c] = rates[i][c] / rates[0][c]
		}
		w := row{Measure: "pages", Case: strconv.Itoa(n), Subject: s.name, P50: quantile(times[i], .5), P99: quantile(times[i], .99),
			Ratio: quantile(ratios, .5), Least: slices.Min(ratios), Most: slices.Max(ratios)}
		r.Rows = append(r.Rows, w)
		fmt.Fprintf(r.out, "%-12s %12.0f %10.3f %10.3f   %8.4f (%.4f–%.4f)\n", s.name, quantile(rates[i], .5), w.P50, w.P99, w.Ratio, w.Least, w.Most)
	}
	return nil
}

// helloJSON answers twenty small objects.
func helloJSON() http.Handler {
	type object struct {
		ID, Name, City string
		Open           bool
	}
	list := make([]object, 20)
	for i := range list {
		list[i] = object{fmt.Sprint("id-", i), "Un service de quartier", "Rive-Claire", i%2 == 0}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(list) // the client went away
	})
}

func listen(h http.Handler) (address string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	s := &http.Server{Handler: h}
	go func() { _ = s.Serve(l) }() // ends with Close
	return l.Addr().String(), func() { _ = s.Shutdown(context.Background()) }, nil
}

// ask sends the same request over kept connections.
func ask(cell time.Duration, address, path string) (rate float64, took []float64, err error) {
	get := request(path)
	var mu sync.Mutex
	var wg sync.WaitGroup
	began := time.Now()
	for range pageClients {
		wg.Go(func() {
			mine, e := client(began, cell, address, get)
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
			if e != nil {
				err = e
			}
		})
	}
	wg.Wait()
	return float64(len(took)) / time.Since(began).Seconds(), took, err
}

// client is one client on one connection.
func client(began time.Time, cell time.Duration, address string, request []byte) (took []float64, err error) {
	c, err := connect(address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	for time.Since(began) < cell {
		ms, err := c.ask(request)
		if err != nil {
			return took, err
		}
		took = append(took, ms)
	}
	return took, nil
}

// connection is one that is kept.
type connection struct {
	net.Conn
	in *bufio.Reader
}

func connect(address string) (*connection, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &connection{c, bufio.NewReaderSize(c, 64<<10)}, nil
}

// ask sends a request and reads the answer whole, in milliseconds.
func (c *connection) ask(request []byte) (ms float64, err error) {
	at := time.Now()
	if _, err := c.Write(request); err != nil {
		return 0, err
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, err
	}
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("status %d", answer.StatusCode)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return time.Since(at).Seconds() * 1000, err
}

// request is a GET of a path.
func request(path string) []byte { return []byte("GET " + path + " HTTP/1.1\r\nHost: bench\r\n\r\n") }
