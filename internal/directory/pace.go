package directory

import (
	"sync"
	"time"

	"passerelle/internal/clock"
)

// pace bounds how often something is done from one place and from all places
// within an hour, in memory only: a source is an opaque word from the web, and
// nothing of it is stored or logged.
type pace struct {
	clock     clock.Clock
	perSource int
	perNode   int

	mu    sync.Mutex
	tries map[string][]time.Time
	total int
	swept time.Time
}

// window is the hour that counts.
const window = time.Hour

func newPace(c clock.Clock, perSource, perNode int) *pace {
	return &pace{clock: c, perSource: perSource, perNode: perNode, tries: map[string][]time.Time{}}
}

// take counts one try and says whether it may go on. A refused one does not
// count: who waits an hour may try again.
func (p *pace) take(source string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	p.sweep(now)
	recent := p.recent(source, now)
	if len(recent) >= p.perSource || p.total >= p.perNode {
		return false
	}
	p.tries[source] = append(recent, now)
	p.total++
	return true
}

// giveBack forgets the last try of a source: it was no guess.
func (p *pace) giveBack(source string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.tries[source]); n > 0 {
		p.tries[source] = p.tries[source][:n-1]
		p.total--
	}
}

// recent drops what is older than the window; mu is held.
func (p *pace) recent(source string, now time.Time) []time.Time {
	all := p.tries[source]
	for len(all) > 0 && now.Sub(all[0]) >= window {
		all = all[1:]
		p.total--
	}
	if len(all) == 0 {
		delete(p.tries, source)
		return nil
	}
	p.tries[source] = all
	return all
}

// sweep forgets quiet sources, at most once a minute; mu is held.
func (p *pace) sweep(now time.Time) {
	if now.Sub(p.swept) < time.Minute {
		return
	}
	p.swept = now
	for source := range p.tries {
		p.recent(source, now)
	}
}
