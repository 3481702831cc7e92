package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// options are what the command line decides.
type options struct {
	race     bool
	bench    bool
	packages []string
}

// whole is true unless packages were named.
func (o options) whole() bool { return len(o.packages) == 1 && o.packages[0] == "./..." }

func main() {
	var o options
	flag.BoolVar(&o.race, "race", false, "run with the race detector (needs a C compiler; about five times slower)")
	flag.BoolVar(&o.bench, "bench", false, "run the measures of bench/ instead, with a cluster that writes durably")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./test/run [-race] [package pattern …]   (default ./...)")
		flag.PrintDefaults()
	}
	flag.Parse()
	o.packages = flag.Args()
	if len(o.packages) == 0 {
		o.packages = []string{"./..."}
	}

	// SIGINT and SIGTERM end the context; every child is tied to it, and the
	// deferred clean-up of run happens on the ordinary way out.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	start := time.Now()
	err := run(ctx, o)
	if ctx.Err() != nil {
		err = errors.New("interrupted") // what the killed children said says nothing
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "\n%v\n", err)
	}
	say("took %s", time.Since(start).Round(time.Second))
	if err != nil {
		os.Exit(1)
	}
}

// errFailed says that what is wrong has been printed already.
var errFailed = errors.New("make test: failed (see above)")

func run(ctx context.Context, o options) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	t, err := findTools(ctx)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "passerelle-test-")
	if err != nil {
		return err
	}
	defer removeAll(tmp)
	// The server runs as another user when we are root; it must be able to
	// walk to its directory.
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}

	if o.bench {
		return measure(ctx, t, tmp, o.packages)
	}
	say("PostgreSQL %s, cluster of its own, fsync off (tests only)", t.postgresVersion)
	pg, err := startCluster(ctx, t.postgresBin, filepath.Join(tmp, "pg"), quick)
	if err != nil {
		return err
	}
	defer pg.stop()
	say("Chromium: %s", t.chromium)

	// What a test that was killed leaves behind lies here too, and goes with it.
	scratch := filepath.Join(tmp, "t")
	if err := os.Mkdir(scratch, 0o755); err != nil {
		return err
	}
	env := append(os.Environ(),
		"TMPDIR="+scratch,
		"PASSERELLE_TEST_POSTGRES="+pg.address,
		"PASSERELLE_TEST_CHROMIUM="+t.chromium,
		"PASSERELLE_TEST_REQUIRE=all",
		"CGO_ENABLED="+cgo(o.race),
	)
	env = append(env, lessCollecting()...)
	failed := false
	if o.whole() {
		for _, c := range checks {
			say("%s", c.name)
			if err := c.run(ctx, env, tmp); err != nil {
				failed = true
				fmt.Printf("FAIL  %s\n%s\n", c.name, indent(err.Error()))
			}
		}
		if _, err := os.Stat("cmd/passerelle"); err == nil {
			bin := filepath.Join(tmp, "passerelle")
			say("build")
			if err := build(ctx, env, o.race, bin); err != nil {
				return err
			}
			env = append(env, "PASSERELLE_TEST_BINARY="+bin)
		}
	}
	say("tests (%d processors)", runtime.NumCPU())
	rep, err := goTest(ctx, env, o)
	if err != nil {
		return err
	}
	if rep.print(os.Stdout, o.whole()) || failed {
		return errFailed
	}
	return nil
}

// lessCollecting has Go, its compiler and our programs collect garbage later: a
// sixth of the time of compiling everything, for some hundred megabytes. Whoever
// sets one of the two keeps theirs. Benchmarks run as the program does.
func lessCollecting() (env []string) {
	for name, value := range map[string]string{"GOGC": "400", "GOMEMLIMIT": "1536MiB"} {
		if os.Getenv(name) == "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

func cgo(race bool) string {
	if race {
		return "1" // the race detector is C
	}
	return "0"
}

func say(format string, args ...any) { fmt.Printf("-- "+format+"\n", args...) }

// removeAll also removes read-only directories (module caches, databases of
// another user).
func removeAll(dir string) {
	if err := os.RemoveAll(dir); err == nil {
		return
	}
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			os.Chmod(p, 0o700)
		}
		return nil
	})
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintf(os.Stderr, "could not remove %s: %v\n", dir, err)
	}
}

// moduleRoot walks up to go.mod, so that the command works from any folder of
// the checkout.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("run this inside the checkout of Passerelle (no go.mod found above)")
		}
		dir = up
	}
}
