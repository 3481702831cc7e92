package web

import (
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/fault"
)

// Live tells the boards that are open that something changed: a number, and
// never what. Each asks for its page again, which checks and logs as always; so
// a right that was taken away needs no hunt through open streams.
type Live struct {
	mu       sync.Mutex
	version  uint64
	position int64           // of the last event that a board shows, the same on every node
	holes    string          // which needs nothing answers, as this node last looked (HolesMark); empty: not since somebody watches
	claims   map[string]bool // what pages say of them whose stream began before that
	watchers map[chan struct{}]bool
	held     map[*held]bool
	carried  bool          // somebody writes to those that are held
	news     chan struct{} // they have something to be told
	ended    bool
}

// NewLive makes a Live that nobody watches.
func NewLive() *Live {
	return &Live{watchers: map[chan struct{}]bool{}, held: map[*held]bool{}, news: make(chan struct{}, 1)}
}

// Tell has every open board ask again. A slow one misses nothing: it sees the
// last number. position is that of the last event that a board shows.
func (l *Live) Tell(position int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.version++
	l.position = max(l.position, position)
	for c := range l.watchers {
		select {
		case c <- struct{}{}:
		default:
		}
	}
	l.hasNews()
}

// Watched reports that a board is open on this node. While none is, nobody looks
// for holes, and what was seen of them is no longer known.
func (l *Live) Watched() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.watchers)+len(l.held) > 0 {
		return true
	}
	l.holes, l.claims = "", nil
	return false
}

// Looked takes in which needs nothing answers now. It reports that an open board
// shows others: an hour closes a door without any event.
func (l *Live) Looked(mark string) (changed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	changed = l.holes != "" && l.holes != mark
	for claim := range l.claims {
		changed = changed || claim != mark
	}
	l.holes, l.claims = mark, nil
	return changed
}

// End lets go of every stream: a node that stops does not wait for them.
func (l *Live) End() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	for c := range l.watchers {
		close(c)
		delete(l.watchers, c)
	}
	for h := range l.held {
		l.release(h)
	}
	l.hasNews()
}

// seenOf is what a page had seen when it was made.
type seenOf struct {
	position int64
	holes    string // empty: it does not say
}

// readSeen reads what seenOf.String wrote; of a stream that was asked for by hand,
// all is taken as seen.
func readSeen(s string) seenOf {
	at, holes, _ := strings.Cut(s, "-")
	position, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return seenOf{position: math.MaxInt64}
	}
	return seenOf{position, holes}
}

// String is what the address of a page's stream says.
func (s seenOf) String() string { return strconv.FormatInt(s.position, 10) + "-" + s.holes }

// watch begins a stream for a page that has seen this; what happened since is told
// at once.
func (l *Live) watch(seen seenOf) (news chan struct{}, version uint64, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.full() {
		return nil, 0, false
	}
	news = make(chan struct{}, 1)
	l.watchers[news] = true
	if version = l.since(seen); version != l.version {
		news <- struct{}{}
	}
	return news, version, true
}

func (l *Live) full() bool { return l.ended || len(l.watchers)+len(l.held) >= watchersMost }

// since is the number that a page knows which has seen this: another than the last
// when something happened after it was made, or a hole opened or closed, also while
// its stream was broken off.
func (l *Live) since(seen seenOf) uint64 {
	if l.position > seen.position || seen.holes != "" && l.holes != "" && seen.holes != l.holes {
		return l.version - 1
	}
	if seen.holes != "" && l.holes == "" && len(l.claims) < claimsMost {
		if l.claims == nil {
			l.claims = map[string]bool{}
		}
		l.claims[seen.holes] = true
	}
	return l.version
}

// claimsMost bounds what is remembered until holes are next looked for, which is
// within a second.
const claimsMost = 16

// seen is the position that a page made now has seen.
func (l *Live) seen() seenOf {
	l.mu.Lock()
	defer l.mu.Unlock()
	return seenOf{position: l.position}
}

func (l *Live) leave(news chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.watchers, news)
}

func (l *Live) now() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.version
}

// Times of a stream: how often it says that it lives, how long one lasts before
// the browser comes back and is asked who it is, how many there are on a node,
// how long one write may take, and how close two changes may follow.
const (
	streamBeat   = 20 * time.Second
	streamLife   = 10 * time.Minute
	watchersMost = 20_000
	streamWrite  = 10 * time.Second
	streamPause  = 250 * time.Millisecond
)

// What a stream says: that it began, that it lives, and that something changed.
const (
	streamBegins = "retry: 1000\n\n"
	streamLives  = ": beat\n\n"
)

func streamChanged(version uint64) string {
	return fmt.Sprintf("event: changed\ndata: %d\n\n", version)
}

// needLive is the stream of a board: "changed", and nothing more. Its connection
// is held (need_held.go) where it can be taken over, which is not over HTTP/2.
func (s *Site) needLive(v *Visit) error {
	seen := readSeen(v.R.URL.Query().Get("vu"))
	h := v.W.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no")
	if v.R.ProtoMajor == 1 {
		if err := s.Live.hold(v.W, seen); !errors.Is(err, http.ErrNotSupported) {
			return err
		}
	}
	news, version, ok := s.Live.watch(seen)
	if !ok {
		return fault.New(fault.Unavailable, "error.unavailable")
	}
	defer s.Live.leave(news)
	v.W.WriteHeader(http.StatusOK)
	out := http.NewResponseController(v.W)
	// A request was read long ago when its stream ends.
	if err := out.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	say := func(b string) error {
		if err := out.SetWriteDeadline(clock.System().Now().Add(streamWrite)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
		if _, err := io.WriteString(v.W, b); err != nil {
			return err
		}
		return out.Flush()
	}
	if say(streamBegins) != nil {
		return nil // the browser went away: there is nobody to tell
	}
	beat, end := time.NewTicker(streamBeat), time.NewTimer(streamLife)
	defer beat.Stop()
	defer end.Stop()
	for {
		b := streamLives
		select {
		case <-v.R.Context().Done():
			return nil
		case <-end.C:
			return nil
		case _, open := <-news:
			if !open {
				return nil
			}
			if next := s.Live.now(); next != version {
				version = next
				b = streamChanged(version)
			}
		case <-beat.C:
		}
		if say(b) != nil {
			return nil
		}
		time.Sleep(streamPause)
	}
}

// livePolicy is the policy of a page that one script of ours keeps current: it
// asks this site, and no other. Without it the page is the same, until it is
// asked for again.
func livePolicy(host string) string { return policyOf(host) + "; connect-src 'self'" }
