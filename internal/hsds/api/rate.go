package api

import (
	"net/netip"
	"strconv"
	"sync"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/fault"
)

// Rate limits how many requests one address makes. It is generous: it stops a
// program that went wild, not one that follows. What it keeps, it keeps in
// memory, and only while the address has not regained its full measure.
type Rate struct {
	clock  clock.Clock
	minute float64 // requests a minute, and at once

	mu    sync.Mutex
	spent map[string]measure
	swept time.Time
}

// measure is how much an address had left at an instant.
type measure struct {
	left float64
	at   time.Time
}

// streamCost is how many requests a stream counts for: it may hold as much as
// a hundred pages.
const streamCost = 20

// NewRate lets each source make so many requests a minute.
func NewRate(c clock.Clock, minute int) *Rate {
	return &Rate{clock: c, minute: float64(minute), spent: map[string]measure{}}
}

// Minute is how many requests a minute a source may make; 0 when there is no
// limit.
func (r *Rate) Minute() int {
	if r == nil {
		return 0
	}
	return int(r.minute)
}

// take counts a call as so many requests, or refuses it and says when to come
// back.
func (r *Rate) take(c *Call, cost float64) error {
	if r == nil {
		return nil
	}
	if a, err := netip.ParseAddr(c.From); err == nil && a.IsLoopback() {
		return nil // the operator's own machine
	}
	wait := r.spend(c.From, min(cost, r.minute))
	if wait == 0 {
		return nil
	}
	seconds := int((wait + time.Second - 1) / time.Second)
	c.W.Header().Set("Retry-After", strconv.Itoa(seconds))
	return fault.New(fault.TooMany, "hsds.too_many", "seconds", seconds)
}

// spend takes from what an address has left, or says how long to wait.
func (r *Rate) spend(who string, cost float64) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.clock.Now()
	r.sweep(now)
	m, known := r.spent[who]
	if !known {
		m.left = r.minute
	} else {
		m.left = min(r.minute, m.left+now.Sub(m.at).Minutes()*r.minute)
	}
	m.at = now
	if m.left < cost {
		r.spent[who] = m
		return time.Duration((cost - m.left) / r.minute * float64(time.Minute))
	}
	m.left -= cost
	r.spent[who] = m
	return 0
}

// sweep forgets, once a minute, who has their full measure again.
func (r *Rate) sweep(now time.Time) {
	if since := now.Sub(r.swept); since >= 0 && since < time.Minute {
		return
	}
	r.swept = now
	for who, m := range r.spent {
		if back := now.Sub(m.at); back < 0 || back >= time.Minute {
			delete(r.spent, who)
		}
	}
}
