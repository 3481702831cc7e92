package live

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Program is a running server.
type Program struct {
	URL string // http://127.0.0.1:port, without a slash at the end

	cmd  *exec.Cmd
	said *lines
	done chan struct{}
}

// seeded is the folder of a demonstration that was begun and kept: making its
// region takes three seconds of a processor, and a copy of it none.
var seeded = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch(), "demo")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	p, err := Launch("demo", "--keep", "--listen", "127.0.0.1:0", "--db", filepath.Join(dir, "demo.db"))
	if err != nil {
		return "", err
	}
	return dir, p.Stop()
})

// Demo starts "passerelle demo" on a free port, with a region of its own: a copy of
// one that was begun for all.
func Demo(t testing.TB, args ...string) *Program {
	t.Helper()
	dir, err := seeded()
	if err != nil {
		t.Fatal(err)
	}
	mine := t.TempDir()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err == nil {
			err = os.WriteFile(filepath.Join(mine, f.Name()), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return Start(t, append([]string{"demo", "--keep", "--listen", "127.0.0.1:0", "--db", filepath.Join(mine, "demo.db")}, args...)...)
}

// Serve starts "passerelle serve" on a database: a file or a postgres address.
func Serve(t testing.TB, db string, args ...string) *Program {
	t.Helper()
	return Start(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--db", db}, args...)...)
}

// Start starts the program and waits until it is ready. It ends with the test.
func Start(t testing.TB, args ...string) *Program {
	t.Helper()
	p, err := Launch(args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("passerelle %s said:\n%s", args[0], p.Said())
		}
	})
	return p
}

// address is how the program says where it listens.
var address = regexp.MustCompile(`https?://(?:127\.0\.0\.1|localhost|\[::1\]):\d+`)

// Launch starts the program and waits until /readyz answers 200. The caller
// ends it, with Stop or Kill.
func Launch(args ...string) (*Program, error) {
	bin, err := binary()
	if err != nil {
		return nil, err
	}
	p := &Program{said: newLines(), done: make(chan struct{})}
	p.cmd = exec.Command(bin, args...)
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	p.cmd.Env = environment()
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { p.cmd.Wait(); close(p.done) }()
	deadline := time.Now().Add(90 * time.Second) // a demo region takes its time on a busy machine
	for time.Now().Before(deadline) {
		select {
		case <-p.done:
			return nil, &startError{"ended at once", args, p.Said()}
		case <-p.said.more():
		case <-time.After(20 * time.Millisecond):
		}
		if p.URL == "" {
			p.URL = address.FindString(p.Said())
		}
		if p.URL != "" && p.ready() {
			return p, nil
		}
	}
	p.Kill()
	return nil, &startError{"was not ready in time", args, p.Said()}
}

type startError struct {
	what string
	args []string
	said string
}

func (e *startError) Error() string {
	return "passerelle " + strings.Join(e.args, " ") + ": " + e.what + "\n" + e.said
}

func (p *Program) ready() bool {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// Stop asks the program to end, as an operator does, and insists after 10 s.
func (p *Program) Stop() error {
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
		return nil
	case <-time.After(15 * time.Second):
		p.Kill()
		return errors.New("passerelle did not stop within 15 s of SIGTERM")
	}
}

// Kill ends the program at once, as a power cut does to a process.
func (p *Program) Kill() {
	p.cmd.Process.Kill()
	<-p.done
}

// Pid is the program's process.
func (p *Program) Pid() int { return p.cmd.Process.Pid }

// Ended is closed when the program has ended.
func (p *Program) Ended() <-chan struct{} { return p.done }

// Said is all that the program wrote.
func (p *Program) Said() string { return p.said.String() }

// environment is ours without settings of Passerelle: a test says what it
// sets.
func environment() []string {
	var env []string
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "PASSERELLE_") {
			env = append(env, e)
		}
	}
	// Keys of a PostgreSQL database go to the user's configuration folder: ours,
	// removed at the end, and not where the program built for the tests stands.
	return append(env, "LANG=C.UTF-8", "XDG_CONFIG_HOME="+filepath.Join(scratch(), "config"))
}

// lines is a buffer that tells when something was added.
type lines struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	tell chan struct{}
}

func newLines() *lines { return &lines{tell: make(chan struct{}, 1)} }

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.tell <- struct{}{}:
	default:
	}
	return l.buf.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func (l *lines) more() <-chan struct{} { return l.tell }
