package web

import (
	"bytes"
	"net"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/fault"
)

// held is a stream whose connection was taken over: nothing is read from it any
// more, and no goroutine waits for it. Ten thousand boards would else keep ten
// thousand of them, each with the buffers of a request that was answered long ago.
type held struct {
	conn       net.Conn
	told       uint64    // the last number that it was told
	beat, ends time.Time // when it hears that we live, and when it comes back
}

// heldWrite is how long one write to a held stream may take. It is of thirty
// bytes: whoever has no room for them has not read for many minutes, and keeps
// nobody else waiting. Their browser comes back when it lives again.
const heldWrite = 100 * time.Millisecond

// hold takes a stream's connection over, and says its head. The handler is done:
// the stream is told by carry.
func (l *Live) hold(w http.ResponseWriter, seen seenOf) error {
	if l.isFull() {
		return fault.New(fault.Unavailable, "error.unavailable")
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return err
	}
	w.Header().Set("Connection", "close")
	head := bytes.NewBufferString("HTTP/1.1 200 OK\r\n")
	_ = w.Header().Write(head) // writing to memory cannot fail
	head.WriteString("\r\n" + streamBegins)
	now := clock.System().Now()
	h := &held{conn: conn, beat: now.Add(streamBeat), ends: now.Add(streamLife)}
	if conn.SetDeadline(time.Time{}) != nil || !h.say(head.Bytes()) || !l.keep(h, seen) {
		_ = conn.Close() // the browser went away, or we end: there is nobody to tell
	}
	return nil
}

func (l *Live) isFull() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.full()
}

// keep adds a stream to those that are held; false when there are too many, or we
// end.
func (l *Live) keep(h *held, seen seenOf) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.full() {
		return false
	}
	h.told = l.since(seen)
	l.held[h] = true
	if !l.carried {
		l.carried = true
		go l.carry()
	}
	if h.told != l.version {
		l.hasNews()
	}
	return true
}

func (l *Live) hasNews() {
	select {
	case l.news <- struct{}{}:
	default:
	}
}

// carry tells those that are held, as long as there are any.
func (l *Live) carry() {
	beat := time.NewTicker(time.Second)
	defer beat.Stop()
	for {
		look := false
		select {
		case <-l.news:
		case <-beat.C:
			look = true
		}
		now := clock.System().Now()
		changed, living, version, any := l.due(now, look)
		if !any {
			return
		}
		l.tell(changed, []byte(streamChanged(version)))
		l.tell(living, []byte(streamLives))
		if len(changed) > 0 {
			time.Sleep(streamPause) // close changes are told as one
		}
	}
}

// due are those that do not know of the last change, and those that have heard
// nothing for a while. One whose time is over is let go: it comes back, and is
// asked who it is. One that left is, too, when it is looked for.
func (l *Live) due(now time.Time, look bool) (changed, living []*held, version uint64, any bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for h := range l.held {
		switch {
		case now.After(h.ends), look && left(h.conn):
			l.release(h)
			continue
		case h.told != l.version:
			changed = append(changed, h)
		case now.After(h.beat):
			living = append(living, h)
		default:
			continue
		}
		h.told, h.beat = l.version, now.Add(streamBeat)
	}
	l.carried = len(l.held) > 0
	return changed, living, l.version, l.carried
}

// tell writes the same bytes to many. One that does not take them is let go.
func (l *Live) tell(to []*held, b []byte) {
	if len(to) == 0 {
		return
	}
	var together sync.WaitGroup
	for some := range slices.Chunk(to, 1+len(to)/(2*runtime.GOMAXPROCS(0))) {
		together.Go(func() {
			for _, h := range some {
				if !h.say(b) {
					l.mu.Lock()
					l.release(h)
					l.mu.Unlock()
				}
			}
		})
	}
	together.Wait()
}

// say writes to one, and reports whether it was taken.
func (h *held) say(b []byte) bool {
	if h.conn.SetWriteDeadline(clock.System().Now().Add(heldWrite)) != nil {
		return false
	}
	_, err := h.conn.Write(b)
	return err == nil
}

// release lets one go. The caller holds the lock.
func (l *Live) release(h *held) {
	delete(l.held, h)
	_ = h.conn.Close() // gone, either way
}
