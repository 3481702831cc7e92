package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// checks run before the tests: they are quick, and what they find explains
// much of what would fail later.
var checks = []struct {
	name string
	run  func(ctx context.Context, env []string, tmp string) error
}{
	{"gofmt", gofmt},
	{"templ: generated files are current", templDrift},
	{"go vet", vet},
}

// gofmt lists files that are not formatted.
func gofmt(ctx context.Context, env []string, _ string) error {
	files, err := sources(".go")
	if err != nil {
		return err
	}
	// "go fmt" would rewrite; "go tool" does not know gofmt: it lies beside go.
	bin, err := output(ctx, env, "go", "env", "GOROOT")
	if err != nil {
		return err
	}
	out, err := output(ctx, env, filepath.Join(strings.TrimSpace(bin), "bin", "gofmt"), append([]string{"-l"}, files...)...)
	if err != nil {
		return err
	}
	if out != "" {
		return fmt.Errorf("not formatted (run gofmt -w on them):\n%s", out)
	}
	return nil
}

func vet(ctx context.Context, env []string, _ string) error {
	_, err := output(ctx, env, "go", "vet", "./...")
	return err
}

// templDrift generates the pages again beside the checkout and compares: a
// .templ edited without its generated file shows one page to the reader and
// another to the visitor.
func templDrift(ctx context.Context, env []string, tmp string) error {
	sourcesOf, err := sources(".templ")
	if err != nil || len(sourcesOf) == 0 {
		return err
	}
	copyDir := filepath.Join(tmp, "templ")
	for _, f := range sourcesOf {
		b, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		to := filepath.Join(copyDir, f)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, b, 0o644); err != nil {
			return err
		}
	}
	if _, err := output(ctx, env, "go", "tool", "templ", "generate", "-path", copyDir, "-log-level", "error"); err != nil {
		return err
	}
	var wrong []string
	wanted := map[string]bool{}
	for _, f := range sourcesOf {
		gen := strings.TrimSuffix(f, ".templ") + "_templ.go"
		wanted[gen] = true
		fresh, err := os.ReadFile(filepath.Join(copyDir, gen))
		if err != nil {
			return err
		}
		if have, err := os.ReadFile(gen); err != nil || !bytes.Equal(have, fresh) {
			wrong = append(wrong, gen)
		}
	}
	generated, err := sources("_templ.go")
	if err != nil {
		return err
	}
	for _, gen := range generated {
		if !wanted[gen] {
			wrong = append(wrong, gen+" (its .templ is gone)")
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("out of date (run make templ):\n%s", strings.Join(wrong, "\n"))
	}
	return nil
}

// sources lists the files of the checkout with this ending.
func sources(ending string) (files []string, err error) {
	err = filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); p != "." && (strings.HasPrefix(n, ".") || n == "testdata" || n == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(p, ending) {
			files = append(files, p)
		}
		return nil
	})
	return files, err
}

// build makes the program that the journeys run.
func build(ctx context.Context, env []string, race bool, to string) error {
	args := []string{"build", "-o", to}
	if race {
		args = append(args, "-race")
	}
	_, err := output(ctx, env, "go", append(args, "./cmd/passerelle")...)
	return err
}

// output runs a command and returns what it wrote; its error holds everything
// it said.
func output(ctx context.Context, env []string, name string, args ...string) (string, error) {
	cmd := command(ctx, env, name, args...)
	var out, all bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &all
	if err := cmd.Run(); err != nil {
		return "", errors.New(strings.TrimSpace(fmt.Sprintf("%s %s: %v\n%s%s", filepath.Base(name), strings.Join(args[:min(2, len(args))], " "), err, all.String(), out.String())))
	}
	return out.String(), nil
}
