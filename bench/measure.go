package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The rules: ratios of one run, never lone times; subjects interleaved
// forwards then backwards, five rounds after a warm-up that is thrown away;
// CPU from getrusage, collector included; a slow subject covers only the
// first operations of a cell, and how many is printed. Nothing here passes or
// fails by time.

const rounds = 5

// run is one execution of the command.
type run struct {
	out   io.Writer
	quick bool
	size  int       // of the directories searched; 0: those of the measure
	shape string    // of the words searched; "": each
	Began time.Time `json:"began"`
	Go    string    `json:"go"`
	CPUs  int       `json:"cpus"`
	Load  string    `json:"load_at_start"`
	Rows  []row     `json:"rows"`
}

// row is one subject in one case.
type row struct {
	Measure, Case, Subject string
	Operations             int     // per cell
	CPU                    float64 // milliseconds an operation, median of the cells
	P50, P99               float64 // milliseconds, of all cells
	Ratio, Least, Most     float64 // ours ÷ this subject, of neighbouring cells
}

func newRun(out io.Writer, quick bool) *run {
	r := &run{out: out, quick: quick, Began: time.Now(), Go: runtime.Version(), CPUs: runtime.NumCPU(), Load: load()}
	fmt.Fprintf(out, "%s, %d processors, load %s\n", r.Go, r.CPUs, r.Load)
	if r.Load > "0.7" {
		fmt.Fprintln(out, "The machine is busy: trust the ratios and the CPU, the times least.")
	}
	return r
}

func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(b))[:3], " ")
}

// subject is something that can do operation i. spent is the CPU it has used
// so far, for one that works in another process; nil when it is this one.
type subject struct {
	name  string
	do    func(i int) error
	spent func() time.Duration
}

// interleaved does subjects 0 to n-1 forwards then backwards, a warm-up and then
// the rounds that count: keep is false in the warm-up.
func interleaved(n int, do func(i, round int, keep bool) error) error {
	for round := range rounds + 1 {
		for turn := range 2 * n {
			i := turn
			if turn >= n {
				i = 2*n - 1 - turn
			}
			if err := do(i, round, round > 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// versus measures subjects against the first, which is ours.
func (r *run) versus(name, what string, operations int, cell time.Duration, subjects ...subject) error {
	cells := make([][]float64, len(subjects))
	times := make([][]float64, len(subjects))
	done := make([]int, len(subjects))
	err := interleaved(len(subjects), func(i, _ int, keep bool) error {
		cpu, took, err := one(subjects[i], operations, cell)
		if err == nil && keep {
			cells[i] = append(cells[i], cpu)
			times[i] = append(times[i], took...)
			done[i] = len(took)
		}
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(r.out, "\n%s, %s (load %s)\n%-10s %8s %10s %10s %10s   ours ÷ it: median (least–most) of %d\n", name, what, load(), "", "ops/cell", "CPU ms", "p50 ms", "p99 ms", 2*rounds)
	for i, s := range subjects {
		ratios := quotients(cells[0], cells[i])
		w := row{name, what, s.name, done[i], quantile(cells[i], .5), quantile(times[i], .5), quantile(times[i], .99),
			quantile(ratios, .5), quantile(ratios, 0), quantile(ratios, 1)}
		r.Rows = append(r.Rows, w)
		fmt.Fprintf(r.out, "%-10s %8d %10.4f %10.4f %10.4f   %8.4f (%.4f–%.4f)\n", s.name, w.Operations, w.CPU, w.P50, w.P99, w.Ratio, w.Least, w.Most)
	}
	return nil
}

// quotients are ours ÷ theirs, cell by cell. A cell in which the system's clock
// did not tick for the other is too short to tell; when all are, it is 0.
func quotients(ours, theirs []float64) (out []float64) {
	for c, n := range theirs {
		if n > 0 {
			out = append(out, ours[c]/n)
		}
	}
	if len(out) == 0 {
		return []float64{0}
	}
	return out
}

// one runs one cell: CPU milliseconds an operation, and the time of each.
func one(s subject, operations int, limit time.Duration) (cpu float64, took []float64, err error) {
	runtime.GC() // the litter of the last subject is not this one's to clear
	spent := s.spent
	if spent == nil {
		spent = used
	}
	began, before := time.Now(), spent()
	for i := range operations {
		at := time.Now()
		if err := s.do(i); err != nil {
			return 0, nil, fmt.Errorf("%s, operation %d: %w", s.name, i, err)
		}
		took = append(took, time.Since(at).Seconds()*1000)
		if time.Since(began) > limit {
			break
		}
	}
	return (spent() - before).Seconds() * 1000 / float64(len(took)), took, nil
}

func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func quantile(of []float64, q float64) float64 {
	s := slices.Sorted(slices.Values(of))
	return s[int(q*float64(len(s)-1)+.5)]
}

// live is the memory after a collection, in megabytes.
func live() float64 {
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// resident is the memory of the process, in megabytes.
func resident() float64 {
	debug.FreeOSMemory()
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, rss float64
	fmt.Sscan(string(b), &size, &rss)
	return rss * float64(os.Getpagesize()) / (1 << 20)
}

func (r *run) keep(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, r.Began.Format("20060102-150405")+".json"), b, 0o644)
}
