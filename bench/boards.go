package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"passerelle/internal/id"
	program "passerelle/test/live"
)

// Ten thousand open boards on one node, and what they wait for when something
// changes: how long after the first of them the last one is told. Beside it, the
// same bytes over as many bare connections, written one after the other by a
// process that does nothing else. Both have the same clients, on the same
// processors. None may miss a change, and the memory that a board costs the
// program is printed.

const (
	boardsMany    = 10_000
	boardsFew     = 500
	boardsAtOnce  = 64
	boardsPatient = 60 * time.Second
	// bareLoop names the process that writes bare.
	bareLoop = "PASSERELLE_BENCH_BARE_LOOP"
)

const boardChanged = "event: changed\ndata: 1000\n\n"

func openBoards(r *run) error {
	if os.Getenv("PASSERELLE_TEST_BINARY") == "" {
		fmt.Fprintln(r.out, "\nnot run (name the program in PASSERELLE_TEST_BINARY, or use make bench)")
		return nil
	}
	n := boardsMany
	if r.quick {
		n = boardsFew
	}
	// The clients of both are open files of this process.
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		return err
	}
	n = min(n, (int(files.Cur)-200)/2)
	dir, err := os.MkdirTemp("", "passerelle-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p, err := program.Launch("demo", "--listen", "127.0.0.1:0", "--db", filepath.Join(dir, "demo.db"))
	if err != nil {
		return err
	}
	defer p.Kill()
	ours, kilobytes, err := watchOurs(p, n)
	if err != nil {
		return err
	}
	defer ours.close()
	bare, stop, err := watchBare(n)
	if err != nil {
		return err
	}
	defer stop()
	defer bare.close()

	watched := []*watchers{ours, bare}
	spread, late := make([][]float64, 2), make([][]float64, 2)
	err = interleaved(2, func(i, _ int, keep bool) error {
		first, last, err := watched[i].change()
		if err == nil && keep {
			spread[i], late[i] = append(spread[i], last-first), append(late[i], last)
		}
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(r.out, "\n%d open boards (load %s): %.1f kB of the program each; none lost in %d changes\n%-12s %14s %14s   last one told: ours ÷ it, median (least–most) of %d\n",
		n, load(), kilobytes, 2*(rounds+1), "", "first to last", "change to last", 2*rounds)
	for i, name := range []string{"ours", "bare loop"} {
		of := quotients(spread[0], spread[i])
		r.Rows = append(r.Rows, row{Measure: "boards", Case: strconv.Itoa(n), Subject: name, P50: quantile(spread[i], .5), P99: quantile(spread[i], 1),
			Ratio: quantile(of, .5), Least: quantile(of, 0), Most: quantile(of, 1)})
		fmt.Fprintf(r.out, "%-12s %11.1f ms %11.1f ms   %8.2f (%.2f–%.2f)\n", name, quantile(spread[i], .5), quantile(late[i], .5), quantile(of, .5), quantile(of, 0), quantile(of, 1))
	}
	return nil
}

// watchers are clients that wait for a change.
type watchers struct {
	conns []*connection
	told  chan time.Time
	cause func() error // a change
}

// begin has every client read until its connection ends.
func (w *watchers) begin() {
	w.told = make(chan time.Time, 4*len(w.conns))
	for _, c := range w.conns {
		go func() {
			for {
				line, err := c.in.ReadSlice('\n')
				if err != nil {
					return
				}
				if bytes.HasPrefix(line, []byte("data: ")) {
					w.told <- time.Now()
				}
			}
		}()
	}
}

// change is the milliseconds after which the first and the last were told.
func (w *watchers) change() (first, last float64, err error) {
	began := time.Now()
	if err := w.cause(); err != nil {
		return 0, 0, err
	}
	patience := time.After(boardsPatient)
	for i := range w.conns {
		select {
		case at := <-w.told:
			ms := at.Sub(began).Seconds() * 1000
			if i == 0 {
				first = ms
			}
			first, last = min(first, ms), max(last, ms)
		case <-patience:
			return 0, 0, fmt.Errorf("%d of %d were not told of a change", len(w.conns)-i, len(w.conns))
		}
	}
	// A change is told once; what comes of its echo is not the next one's.
	for quiet := time.After(time.Second); ; {
		select {
		case <-w.told:
		case <-quiet:
			return first, last, nil
		}
	}
}

func (w *watchers) close() {
	for _, c := range w.conns {
		if c != nil {
			_ = c.Close()
		}
	}
}

// watchOurs opens the boards of a worker, each on a connection of its own.
func watchOurs(p *program.Program, n int) (*watchers, float64, error) {
	host := strings.TrimPrefix(p.URL, "http://")
	cookies, err := demoCookies(p.URL)
	if err != nil {
		return nil, 0, err
	}
	before, err := residentOf(p)
	if err != nil {
		return nil, 0, err
	}
	request := "GET /fr/app/besoins/direct HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/event-stream\r\nCookie: " + cookies + "\r\n\r\n"
	w, err := openMany(n, host, request)
	if err != nil {
		return nil, 0, err
	}
	time.Sleep(5 * time.Second) // what opening took is given back
	after, err := residentOf(p)
	if err != nil {
		return nil, 0, err
	}
	w.cause = func() error { // somebody says that they are hungry
		form := url.Values{"act": {id.Secret(20)}, "need": {"eat.meal"}, "words": {"J’ai faim"}}
		request, err := http.NewRequest(http.MethodPost, p.URL+"/fr/aide/dire", strings.NewReader(form.Encode()))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		resp, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("what is needed is answered %d", resp.StatusCode)
		}
		return nil
	}
	w.begin()
	return w, (after - before) / float64(n), nil
}

// demoCookies are those of a worker of the invented region.
func demoCookies(base string) (string, error) {
	request, err := http.NewRequest(http.MethodPost, base+"/fr/demo/maelle", nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var all []string
	for _, c := range resp.Cookies() {
		all = append(all, c.Name+"="+c.Value)
	}
	if len(all) == 0 {
		return "", fmt.Errorf("nobody signs in: %d", resp.StatusCode)
	}
	return strings.Join(all, "; "), nil
}

// openMany opens connections, and waits until each is answered.
func openMany(n int, host, request string) (*watchers, error) {
	w := &watchers{conns: make([]*connection, n)}
	var failed error
	var mu sync.Mutex
	var together sync.WaitGroup
	for some := range boardsAtOnce {
		together.Go(func() {
			for i := some; i < n; i += boardsAtOnce {
				c, err := openOne(host, request)
				mu.Lock()
				w.conns[i], failed = c, errors.Join(failed, err)
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	together.Wait()
	return w, failed
}

func openOne(host, request string) (*connection, error) {
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	c := &connection{conn, bufio.NewReaderSize(conn, 1024)}
	if request == "" {
		return c, nil
	}
	if _, err := io.WriteString(c, request); err != nil {
		return nil, err
	}
	for { // until the stream says that it began
		line, err := c.in.ReadString('\n')
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(line, "HTTP/1.1 ") && !strings.Contains(line, " 200 ") {
			return nil, fmt.Errorf("a board is answered %q", line)
		}
		if strings.HasPrefix(line, "retry:") {
			return c, nil
		}
	}
}

// residentOf is the memory of the program, in kilobytes.
func residentOf(p *program.Program) (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.Pid()))
	if err != nil {
		return 0, err
	}
	var size, pages float64
	_, err = fmt.Sscan(string(b), &size, &pages)
	return pages * float64(os.Getpagesize()) / 1024, err
}

// watchBare is as many connections to a process that writes to each in turn.
func watchBare(n int) (_ *watchers, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	c := exec.Command(self)
	c.Env, c.Stderr = append(os.Environ(), bareLoop+"="+strconv.Itoa(n)), os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := c.Start(); err != nil {
		return nil, nil, err
	}
	stop = func() { _ = c.Process.Kill(); _ = c.Wait() } // it has nothing to keep
	said := bufio.NewReader(out)
	host, err := said.ReadString('\n')
	if err != nil {
		stop()
		return nil, nil, err
	}
	w, err := openMany(n, strings.TrimSpace(host), "")
	if err == nil {
		_, err = said.ReadString('\n') // all are taken
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	w.cause = func() error { _, err := io.WriteString(in, "\n"); return err }
	w.begin()
	return w, stop, nil
}

// bareWrites is the process that writes bare: for each line of its input, the
// same bytes to each connection.
func bareWrites(n int) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	conns := make([]net.Conn, n)
	for i := range conns {
		if conns[i], err = l.Accept(); err != nil {
			return err
		}
	}
	fmt.Println("all")
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		for _, c := range conns {
			if _, err := io.WriteString(c, boardChanged); err != nil {
				return err
			}
		}
	}
	return nil
}
