package web

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// streams is a site that has nothing but the stream of its boards.
func streams(t *testing.T) (*Live, *httptest.Server) {
	t.Helper()
	s := &Site{Live: NewLive()}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "kept")
		if err := s.needLive(&Visit{W: &recorder{ResponseWriter: w}, R: r}); err != nil {
			http.Error(w, "no", http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(func() { s.Live.End(); server.Close() })
	return s.Live, server
}

func open(t *testing.T, server *httptest.Server, query string) (*http.Response, *bufio.Reader) {
	t.Helper()
	resp, err := http.Get(server.URL + query)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp, bufio.NewReader(resp.Body)
}

// next is the next thing that a stream says.
func next(t *testing.T, in *bufio.Reader) (said string) {
	t.Helper()
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatalf("the stream ended after %q: %v", said, err)
		}
		if line == "\n" {
			return said
		}
		said += line
	}
}

// TestAStreamIsHeld: its head is whole, each change is told to all, what happened
// between the page and its stream too, and nothing of it holds up who comes after.
func TestAStreamIsHeld(t *testing.T) {
	t.Parallel()
	l, server := streams(t)
	l.Tell(7)
	late, in := open(t, server, "/?vu=3")
	if late.StatusCode != 200 || late.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" || late.Header.Get("Content-Security-Policy") != "kept" || !late.Close {
		t.Fatalf("%d %v", late.StatusCode, late.Header)
	}
	if a, b := next(t, in), next(t, in); a != "retry: 1000\n" || b != "event: changed\ndata: 1\n" {
		t.Errorf("told %q then %q", a, b)
	}
	_, now := open(t, server, "/?vu=7")
	next(t, now)
	l.Tell(8)
	for _, s := range []*bufio.Reader{in, now} {
		if got := next(t, s); got != "event: changed\ndata: 2\n" {
			t.Errorf("told %q", got)
		}
	}
	if !l.Watched() {
		t.Error("nobody watches")
	}
	l.End()
	if _, err := in.ReadByte(); err != io.EOF {
		t.Errorf("after the end: %v", err)
	}
	if resp, _ := open(t, server, "/"); resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a node that ends answers %d", resp.StatusCode)
	}
}

// TestAHoleThatOpensBetween: an hour that closes a door makes no event. A board whose
// page was made before is told when its stream begins, or begins again; one that
// shows it already is not.
func TestAHoleThatOpensBetween(t *testing.T) {
	t.Parallel()
	l, server := streams(t)
	l.Tell(7)
	_, first := open(t, server, "/?vu=7-before")
	next(t, first)
	for range 200 { // its connection is taken over after its head
		if l.Watched() {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if !l.Looked("after") {
		t.Error("nobody looks again for a page that was made before the node looked")
	}
	l.Tell(7)
	if got := next(t, first); got != "event: changed\ndata: 2\n" {
		t.Errorf("told %q", got)
	}
	if l.Looked("after") {
		t.Error("nothing opened and nothing closed")
	}
	_, again := open(t, server, "/?vu=7-before")
	if a, b := next(t, again), next(t, again); b != "event: changed\ndata: 2\n" {
		t.Errorf("told %q then %q", a, b)
	}
	_, current := open(t, server, "/?vu=7-after")
	next(t, current)
	if !l.Looked("later") {
		t.Error("one closed, and nobody is told")
	}
	l.Tell(7)
	if got := next(t, current); got != "event: changed\ndata: 3\n" {
		t.Errorf("told %q", got)
	}
}

// TestWhoLeftIsLetGo, without anything to tell them.
func TestWhoLeftIsLetGo(t *testing.T) {
	t.Parallel()
	l, server := streams(t)
	resp, in := open(t, server, "/")
	next(t, in)
	_, stays := open(t, server, "/")
	next(t, stays)
	resp.Body.Close()
	for range 300 {
		l.mu.Lock()
		n := len(l.held)
		l.mu.Unlock()
		if n == 1 {
			l.Tell(1)
			if got := next(t, stays); !strings.HasPrefix(got, "event: changed") {
				t.Errorf("who stays is told %q", got)
			}
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("two are held, and one left long ago")
}
