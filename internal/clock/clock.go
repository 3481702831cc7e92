// Package clock is the only place that asks the machine for the time.
//
// A Clock is injected wherever time decides something, so that expiry,
// reminders and daylight saving are tested by moving a Fake. It must not be
// read inside a transaction: db.Tx.Now is the one instant of a transaction.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time in UTC, cut to the millisecond that the database keeps.
type Clock interface {
	Now() time.Time
}

type system struct{}

func (system) Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// System is the machine's clock.
func System() Clock { return system{} }

// Fake is a clock that moves only when told, forwards or backwards.
type Fake struct {
	mu sync.Mutex
	at time.Time
}

// Fixed makes a Fake that stands at t.
func Fixed(t time.Time) *Fake { return &Fake{at: t.UTC().Truncate(time.Millisecond)} }

// Now is where the fake stands.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at
}

// Set moves the fake to t.
func (f *Fake) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = t.UTC().Truncate(time.Millisecond)
}

// Advance moves the fake by d; a negative d moves it back.
func (f *Fake) Advance(d time.Duration) { f.Set(f.Now().Add(d)) }

// Stopwatch measures how long work takes, on the monotonic clock. It is for
// logs and progress, never for a rule.
func Stopwatch() func() time.Duration {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}
