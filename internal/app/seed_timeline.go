package app

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"passerelle/internal/app/demo"
)

// timeline is what happens in the region, to be lived in the order of time.
type timeline []moment

type moment struct {
	at   time.Time
	what string
	do   func(ctx context.Context) error
}

func (l timeline) sort() {
	slices.SortStableFunc(l, func(a, b moment) int { return a.at.Compare(b.at) })
}

// slot orders what happens to one person on one day.
type slot int

// The slots, in the order in which things can happen.
const (
	first slot = iota
	threading
	drafting
	consenting
	sending
	receiving
	answering
	calling
	starting
	withdrawing
	saying // and the slots after it: each voice its own
)

// add puts a moment on the line. who spreads the people of a day over its
// morning, always alike.
func (s *seed) add(who string, ago demo.Ago, n slot, what string, do func(ctx context.Context) error) {
	if ago == demo.Never {
		return
	}
	s.line = append(s.line, moment{s.at(who, ago, n), what + " " + who, do})
}

// at is an hour of work, days ago; what happened today happened in the last
// two hours, whatever the hour is.
func (s *seed) at(who string, ago demo.Ago, n slot) time.Time {
	if ago == 0 {
		return s.now.Add(-2*time.Hour + time.Duration(n)*4*time.Minute)
	}
	day := ago.Before(s.now.In(s.zone))
	minute := 9*60 + scatter(who, 90) + int(n)*20
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, s.zone)
}

// scatter gives each name a number below n, the same each time.
func scatter(name string, n int) int {
	h := fnv.New32a()
	h.Write([]byte(name))
	return int(h.Sum32() % uint32(n))
}

// live does everything in its time, and lets the machine's own work happen
// when it is due: reminders and expiries are nobody's invention here.
func (s *seed) live(ctx context.Context) error {
	for _, m := range s.line {
		if err := s.until(ctx, m.at); err != nil {
			return err
		}
		if err := m.do(ctx); err != nil {
			// A story against the rules is our fault, not the operator's: the
			// cause's sentence, written for people, would mislead.
			return errors.Join(ctx.Err(), fmt.Errorf("demo: %s, %s: %v", m.what, m.at.Format(time.DateTime), err))
		}
	}
	return s.until(ctx, s.now)
}

// until moves the clock to an instant, through the instants of the jobs that
// are due before.
func (s *seed) until(ctx context.Context, at time.Time) error {
	for {
		due, err := s.a.Queue.Next(ctx, s.a.Region)
		if err != nil {
			return err
		}
		if due.IsZero() || due.After(at) {
			s.clock.Set(at)
			return nil
		}
		s.clock.Set(due)
		n, err := s.a.Queue.RunDue(ctx, s.a.Region)
		if err == nil && n == 0 { // a clock that stands still would ask for ever
			err = fmt.Errorf("demo: a job due at %s did not run", due)
		}
		if err != nil {
			return err
		}
	}
}
