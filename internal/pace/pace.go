// Package pace bounds how often something is done: from one place, and from all
// places together, within an hour.
//
//	guesses := pace.New(clock, 10, 2000)
//	if !guesses.Take(source) {
//		return fault.New(fault.TooMany, "consent.thread_wait")
//	}
//
// It remembers in memory only, and forgets with the program: a source is an
// opaque word from the web, and nothing of it is stored or logged. Its memory is
// bounded by the second number. Signing in has a rule of its own, in org.
package pace

import (
	"sync"
	"time"

	"passerelle/internal/clock"
)

// Pace counts tries. It is safe for concurrent use.
type Pace struct {
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

// New makes a pace of so many tries an hour from one source, and from all.
func New(c clock.Clock, perSource, perNode int) *Pace {
	return &Pace{clock: c, perSource: perSource, perNode: perNode, tries: map[string][]time.Time{}}
}

// Take counts one try and says whether it may go on. A refused one does not
// count: who waits an hour may try again.
func (p *Pace) Take(source string) bool {
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

// GiveBack forgets the last try of a source: it was no guess. Many
// people may share the address of a day centre.
func (p *Pace) GiveBack(source string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.tries[source]); n > 0 {
		p.tries[source] = p.tries[source][:n-1]
		p.total--
	}
}

// recent drops what is older than the window; mu is held.
func (p *Pace) recent(source string, now time.Time) []time.Time {
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
func (p *Pace) sweep(now time.Time) {
	if now.Sub(p.swept) < time.Minute {
		return
	}
	p.swept = now
	for source := range p.tries {
		p.recent(source, now)
	}
}
