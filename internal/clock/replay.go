package clock

import (
	"sync"
	"time"
)

// Replay is another clock that may once go back and live a past again, up to
// the present. The demo's stories happen through it, each at its own instant,
// before its first visitor comes.
type Replay struct {
	live Clock

	mu   sync.Mutex
	at   time.Time
	past bool
}

// NewReplay makes a Replay that tells the time of live.
func NewReplay(live Clock) *Replay { return &Replay{live: live} }

// Now is where the replay stands in the past, or the present.
func (r *Replay) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.past {
		return r.at
	}
	return r.live.Now()
}

// Depart goes back to t, where the replay stands still.
func (r *Replay) Depart(t time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.past, r.at = true, t.UTC().Truncate(time.Millisecond)
}

// Set moves forwards to t. It never goes back, nor past the present: what was
// done at an instant stays before what is done next.
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

// Arrive ends the past: the replay is the live clock again.
func (r *Replay) Arrive() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.past = false
}
