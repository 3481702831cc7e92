package e2e

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// network is what lies between a phone and the program: it is there or not, it
// loses answers after the work was done, doubles what was sent, is slow, and
// brings a newer build.
type network struct {
	URL string

	mu       sync.Mutex
	down     bool
	mute     bool                   // no sending gets through
	holds    chan struct{}          // a sending waits until it is closed; nil: it does not
	lossy    bool                   // each second answer to a sending is lost; each third sending arrives twice
	slow     bool                   // 400 kbit/s up and down, 400 ms away
	newer    bool                   // another build is served
	quick    bool                   // presses of a phone may follow one another at once, as no hand does
	script   func(js string) string // changes the script of the round: a phone with a fault; nil: none
	sendings int
	lost     int
	doubled  int
	fetched  map[string]int // bytes that came down, by path
}

func newNetwork(t *testing.T, base string) *network {
	t.Helper()
	to, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	n := &network{fetched: map[string]int{}}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(to)
			p.Out.Host = p.In.Host
			p.Out.Header.Set("Accept-Encoding", n.encoding())
		},
		ModifyResponse: n.answered,
		ErrorHandler:   func(w http.ResponseWriter, _ *http.Request, _ error) { panic(http.ErrAbortHandler) },
	}
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { n.pass(proxy, w, r) }))
	srv.Config.ErrorLog = nil
	srv.Start()
	t.Cleanup(srv.Close)
	n.URL = srv.URL
	return n
}

func (n *network) set(change func()) { n.mu.Lock(); defer n.mu.Unlock(); change() }

func (n *network) pass(proxy *httputil.ReverseProxy, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	again := func(w http.ResponseWriter) {
		c := r.Clone(r.Context())
		c.Body, c.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		proxy.ServeHTTP(w, c)
	}
	n.mu.Lock()
	down, slow, holds, lose, double := n.down, n.slow, n.holds, false, false
	sends := strings.HasSuffix(r.URL.Path, "/tournee/envoyer")
	down = down || n.mute && sends
	if n.lossy && sends && n.sendings == lossyMost {
		down = true
	} else if n.lossy && sends {
		n.sendings++
		lose, double = n.sendings%2 == 1, n.sendings%3 == 0
		if lose {
			n.lost++
		}
		if double {
			n.doubled++
		}
	}
	n.mu.Unlock()
	if down {
		panic(http.ErrAbortHandler)
	}
	if holds != nil && sends {
		<-holds
	}
	if slow {
		time.Sleep(400*time.Millisecond + time.Duration(len(body))*time.Second/slowRate)
	}
	if double || lose {
		again(httptest.NewRecorder())
	}
	if lose {
		panic(http.ErrAbortHandler)
	}
	again(w)
}

// encoding has a newer build come as it is, to be another.
func (n *network) encoding() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.newer || n.quick || n.script != nil {
		return "identity"
	}
	return "gzip"
}

// lossyMost is how many sendings meet a network that loses, before it is gone.
const lossyMost = 4

// slowRate is 400 kbit/s, in bytes a second.
const slowRate = 50_000

// answered counts what comes down, slows it, and brings a newer build.
func (n *network) answered(r *http.Response) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	n.mu.Lock()
	slow, newer, script, quick := n.slow, n.newer, n.script, n.quick
	n.fetched[r.Request.URL.Path] += len(body)
	n.mu.Unlock()
	if newer && strings.HasSuffix(r.Request.URL.Path, "/hors-ligne.js") {
		body = bytes.Replace(body, []byte(`VERSION = SCOPE + "`), []byte(`VERSION = SCOPE + "next-`), 1)
	}
	if strings.HasPrefix(r.Request.URL.Path, "/static/round.") && strings.HasSuffix(r.Request.URL.Path, ".js") {
		if quick {
			body = bytes.Replace(body, []byte(`TWICE = 500`), []byte(`TWICE = 0`), 1)
		}
		if script != nil {
			body = []byte(script(string(body)))
		}
	}
	if slow {
		time.Sleep(time.Duration(len(body)) * time.Second / slowRate)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.Header.Set("Content-Length", strconv.Itoa(len(body)))
	return nil
}

// count is how many sendings met a network that loses.
func (n *network) count() int { n.mu.Lock(); defer n.mu.Unlock(); return n.sendings }

// came is how many bytes came down in all.
func (n *network) came() (all int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, b := range n.fetched {
		all += b
	}
	return all
}
