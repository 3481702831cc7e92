package clock

import (
	"sync"
	"time"
)

// Replay tells a past that is being lived again, then the time of another
// clock, for good. The demo's stories happen through it, each at its own
// instant, before its first visitor comes.
type Replay struct {
	live Clock

	mu      sync.Mutex
	at      time.Time
	arrived bool
}

// NewReplay makes a Replay that stands at t and will arrive at live's present.
func NewReplay(t time.Time, live Clock) *Replay {
	return &Replay{live: live, at: t.UTC().Truncate(time.Millisecond)}
}

// Now is where the replay stands, or the present once it has arrived.
func (r *Replay) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.arrived {
		return r.live.Now()
	}
	return r.at
}

// Set moves the replay forwards to t. It never goes back, nor past the
// present: what was done at an instant stays before what is done next.
func (r *Replay) Set(t time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := r.live.Now(); t.After(now) {
		t = now
	}
	if t = t.UTC().Truncate(time.Millisecond); t.After(r.at) {
		r.at = t
	}
}

// Arrive makes the replay the live clock from now on.
func (r *Replay) Arrive() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.arrived = true
}
