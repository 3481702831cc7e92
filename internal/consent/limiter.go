package consent

import (
	"sync"
	"time"

	"passerelle/internal/clock"
)

// Attempts to open a thread: of ten thousand guesses from one place, ten an
// hour are looked at. With 2^50 threads possible, guessing is hopeless long
// before the second bound, which is there for guesses from many places; it is
// kept high so that no crowd can keep people from their own page.
const (
	perSource = 10
	perNode   = 2000
	window    = time.Hour
)

// limiter remembers, in memory only, when each source tried. A source is an
// opaque word from the web; nothing of it is stored.
type limiter struct {
	clock clock.Clock
	mu    sync.Mutex
	tries map[string][]time.Time
	total int
	swept time.Time
}

func newLimiter(c clock.Clock) *limiter {
	return &limiter{clock: c, tries: map[string][]time.Time{}}
}

// take counts one attempt, and says whether it may be looked at. Refused ones
// are not counted: who stops for an hour may try again.
func (l *limiter) take(source string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	l.sweep(now)
	recent := after(l.tries[source], now.Add(-window))
	l.total -= len(l.tries[source]) - len(recent)
	l.tries[source] = recent
	if len(recent) >= perSource || l.total >= perNode {
		if len(recent) == 0 {
			delete(l.tries, source)
		}
		return false
	}
	l.tries[source] = append(recent, now)
	l.total++
	return true
}

// giveBack forgets the latest attempt of a source: it was the right one. Many
// people may share the address of a day centre.
func (l *limiter) giveBack(source string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := len(l.tries[source]); n > 0 {
		l.tries[source] = l.tries[source][:n-1]
		l.total--
	}
}

// sweep drops sources whose attempts are all old, at most once a minute.
func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for source, at := range l.tries {
		recent := after(at, now.Add(-window))
		l.total -= len(at) - len(recent)
		if len(recent) == 0 {
			delete(l.tries, source)
			continue
		}
		l.tries[source] = recent
	}
}

// after keeps the instants later than a bound; they stand in order.
func after(at []time.Time, bound time.Time) []time.Time {
	for i, t := range at {
		if t.After(bound) {
			return at[i:]
		}
	}
	return nil
}
