package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	program "passerelle/test/live"
)

// startUp imports a large directory with the program itself, then times how
// long the program takes to be ready on it: reading every row, and taking up
// the index that it kept. Beside it, the same program with nothing to read.

const starts = 5

func startUp(r *run) error {
	n := 100_000
	if r.quick {
		n = 2_000
	}
	bin := os.Getenv("PASSERELLE_TEST_BINARY")
	if bin == "" {
		fmt.Fprintln(r.out, "\nnot run (name the program in PASSERELLE_TEST_BINARY, or use make bench)")
		return nil
	}
	dir, err := os.MkdirTemp("", "passerelle-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	source, db := filepath.Join(dir, "package"), filepath.Join(dir, "large.db")
	if err := os.Mkdir(source, 0o700); err != nil {
		return err
	}
	cells, err := writePackage(source, n)
	if err != nil {
		return err
	}
	began := time.Now()
	cmd := exec.Command(bin, "import", "--db", db, source)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("import: %w\n%.2000s", err, out)
	}
	use := cmd.ProcessState
	fmt.Fprintf(r.out, "\n%d services, %d cells: imported in %.1f s (%.1f s of CPU, %.0f cells/s)\n",
		n, cells, time.Since(began).Seconds(), (use.UserTime() + use.SystemTime()).Seconds(), float64(cells)/time.Since(began).Seconds())

	kept := filepath.Join(dir, "kept.index")
	cases := []struct {
		name, db string
		before   func() error
	}{
		{"nothing to read", filepath.Join(dir, "empty.db"), nil},
		{"every row", db, func() error { return forget(kept) }},
		{"the kept index", db, nil},
	}
	times := make([][]float64, len(cases))
	for range starts + 1 {
		for i, c := range cases {
			if c.before != nil {
				if err := c.before(); err != nil {
					return err
				}
			}
			began := time.Now()
			p, err := program.Launch("serve", "--listen", "127.0.0.1:0", "--db", c.db, "--index-file", kept)
			if err != nil {
				return err
			}
			times[i] = append(times[i], time.Since(began).Seconds())
			if err := p.Stop(); err != nil { // it keeps its index
				return err
			}
		}
	}
	fmt.Fprintf(r.out, "\nuntil ready, %d services (load %s)\n%-16s %10s %10s   it ÷ nothing to read\n", n, load(), "", "median s", "most s")
	for i, c := range cases {
		mine, base := quantile(times[i][1:], .5), quantile(times[0][1:], .5)
		w := row{Measure: "start", Case: fmt.Sprint(n), Subject: c.name, P50: 1000 * mine, P99: 1000 * quantile(times[i][1:], 1), Ratio: mine / base}
		r.Rows = append(r.Rows, w)
		fmt.Fprintf(r.out, "%-16s %10.2f %10.2f   %8.1f\n", c.name, mine, w.P99/1000, w.Ratio)
	}
	return nil
}

// forget removes a file that may not be there.
func forget(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
