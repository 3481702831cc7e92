package live

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Result is what a command that ends gave back.
type Result struct {
	Out, Err string
	Code     int
}

// Run runs a command of the program to its end.
func Run(t testing.TB, args ...string) Result {
	t.Helper()
	return RunWith(t, "", nil, args...)
}

// RunWith is Run in a folder, with further environment, for relative paths and
// settings.
func RunWith(t testing.TB, dir string, env []string, args ...string) Result {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(Binary(t), args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, append(environment(), env...), &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return Result{Out: out.String(), Err: errs.String(), Code: cmd.ProcessState.ExitCode()}
}

// Typed runs a command that must succeed, with what is typed into it.
func Typed(t testing.TB, typed string, args ...string) string {
	t.Helper()
	cmd := exec.Command(Binary(t), args...)
	cmd.Env, cmd.Stdin = environment(), strings.NewReader(typed)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("passerelle %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// Must runs a command that must succeed and returns what it wrote.
func Must(t testing.TB, args ...string) string {
	t.Helper()
	r := Run(t, args...)
	if r.Code != 0 {
		t.Fatalf("passerelle %s: exit %d\n%s%s", strings.Join(args, " "), r.Code, r.Out, r.Err)
	}
	return r.Out
}

// Killed runs a command and ends it with SIGKILL after so long. It reports
// whether the command had ended by itself before, and how long it ran.
func Killed(t testing.TB, after time.Duration, args ...string) (ended bool, ran time.Duration) {
	t.Helper()
	cmd := exec.Command(Binary(t), args...)
	cmd.Env = environment()
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { cmd.Wait(); close(done) }()
	select {
	case <-done:
		return true, time.Since(start)
	case <-time.After(after):
	}
	cmd.Process.Kill()
	<-done
	return false, time.Since(start)
}
