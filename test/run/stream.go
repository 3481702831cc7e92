package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// event is one line of "go test -json" (see go doc test2json), with the lines
// that "go build -json" mixes in.
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build output
	Test        string
	Elapsed     float64
	Output      string
	FailedBuild string
}

// goTest runs the tests and prints each package as it ends.
func goTest(ctx context.Context, env []string, o options) (*report, error) {
	// -timeout: the browser takes a quarter of an hour on two quick processors.
	// -count=1: journeys start programs that the test cache does not see.
	// -ldflags=-w: without what a debugger reads, which is not wanted here,
	// some sixty binaries are linked in two thirds of the time.
	// -p: many packages wait for the disk or for a database, and leave a processor
	// idle that others have work for.
	args := []string{"test", "-json", "-count=1", "-timeout=60m", "-ldflags=-w", "-p", strconv.Itoa(2 * runtime.NumCPU())}
	if o.whole() {
		args = append(args, "-vet=off") // the checks have vetted everything
	}
	if o.race {
		args = append(args, "-race")
	}
	cmd := command(ctx, env, "go", append(args, o.packages...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	rep := newReport()
	readErr := rep.read(stdout, os.Stdout)
	runErr := cmd.Wait()
	if readErr != nil {
		return nil, readErr
	}
	if runErr != nil && !rep.failed() {
		return nil, fmt.Errorf("go test: %v\n%s", runErr, indent(stderr.String()))
	}
	return rep, nil
}

// read folds the stream into the report.
func (r *report) read(from io.Reader, progress io.Writer) error {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) == nil && e.Action != "" {
				r.add(e, progress)
			} else {
				fmt.Fprint(progress, string(line)) // not ours: say it rather than hide it
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *report) add(e event, progress io.Writer) {
	if e.Action == "build-output" {
		// "pkg [pkg.test]" names the package with its tests
		r.pkg(strings.Fields(e.ImportPath)[0]).build.WriteString(e.Output)
		return
	}
	if e.Action == "build-fail" || e.Package == "" {
		return
	}
	p := r.pkg(e.Package)
	if e.Test == "" {
		p.event(e)
		if p.result != "" {
			fmt.Fprint(progress, p.line())
		}
		return
	}
	t := p.test(e.Test)
	switch e.Action {
	case "output":
		t.output.WriteString(e.Output)
	case "pass", "fail", "skip":
		t.result, t.seconds = e.Action, e.Elapsed
		if e.Action == "pass" {
			t.output.Reset() // kept only where it is read
		}
	}
}
