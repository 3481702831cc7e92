package notice

import (
	"strings"
	"time"

	"passerelle/internal/contact"
	"passerelle/internal/fault"
)

// Rhythm is how often a worker is told of their day.
type Rhythm string

// The rhythms, from the most to the least.
const (
	Daily    Rhythm = "daily"
	Weekdays Rhythm = "weekdays"
	Weekly   Rhythm = "weekly" // on Mondays
	Never    Rhythm = "never"
)

// Rhythms lists them in the order of screens.
var Rhythms = []Rhythm{Daily, Weekdays, Weekly, Never}

// on reports whether a day is told of on a weekday.
func (r Rhythm) on(d time.Weekday) bool {
	switch r {
	case Daily:
		return true
	case Weekdays:
		return d != time.Saturday && d != time.Sunday
	case Weekly:
		return d == time.Monday
	}
	return false
}

// Trigger is something pressing that a worker may be told of at once.
type Trigger string

// The triggers: somebody asks us to open a blocked way, somebody asks us to answer
// a field signal, a referral waits for our answer for long.
const (
	OnUnblock Trigger = "unblock"
	OnSignal  Trigger = "signal"
	OnLate    Trigger = "late"
)

// Triggers lists them in the order of screens.
var Triggers = []Trigger{OnUnblock, OnSignal, OnLate}

// The hours at which a day may be told of; and how late it may still be, when no
// node was there.
const (
	HourFirst = 5
	HourLast  = 20
	lateMost  = 4
)

// Hours of calm that are proposed.
const (
	CalmFrom = 18
	CalmTo   = 8
)

// Wish is what a worker asked for.
type Wish struct {
	Rhythm           Rhythm
	Hour             int  // of their day, on the clock of the region
	QuietToo         bool // also when nothing waits
	Triggers         []Trigger
	CalmFrom, CalmTo int // hours between which nothing pressing is told; the same: none
	Language         string
	Address          string
}

// Off reports that nothing is asked for.
func (w Wish) Off() bool { return w.Rhythm == Never && len(w.Triggers) == 0 }

func (w Wish) has(t Trigger) bool {
	for _, x := range w.Triggers {
		if x == t {
			return true
		}
	}
	return false
}

// calm reports whether an hour is one of calm.
func (w Wish) calm(hour int) bool {
	if w.CalmFrom <= w.CalmTo {
		return hour >= w.CalmFrom && hour < w.CalmTo
	}
	return hour >= w.CalmFrom || hour < w.CalmTo
}

// less is a wish for fewer messages: what presses stays, the day comes less often.
func (w Wish) less() Wish {
	for i, r := range Rhythms[:len(Rhythms)-1] {
		if r == w.Rhythm {
			w.Rhythm = Rhythms[i+1]
			return w
		}
	}
	w.Triggers = nil
	return w
}

func (w *Wish) check() error {
	w.Address = strings.TrimSpace(w.Address)
	var bad fault.Fields
	known := false
	for _, r := range Rhythms {
		known = known || r == w.Rhythm
	}
	if !known {
		bad = append(bad, fault.Field("rhythm", "notice.rhythm_missing"))
	}
	if w.Hour < HourFirst || w.Hour > HourLast {
		bad = append(bad, fault.Field("hour", "notice.hour_missing"))
	}
	if w.CalmFrom < 0 || w.CalmFrom > 23 {
		bad = append(bad, fault.Field("calm_from", "notice.hour_missing"))
	}
	if w.CalmTo < 0 || w.CalmTo > 23 {
		bad = append(bad, fault.Field("calm_to", "notice.hour_missing"))
	}
	if !contact.IsAddress(w.Address) {
		bad = append(bad, fault.Field("address", "notice.address_malformed"))
	}
	return bad.Err()
}

// Day is what waits for a worker, in numbers.
type Day struct {
	Todo, Waiting, News int
	Week                int // needs that were met this week
	Pressing            map[Trigger]int
}

// Nothing reports that there is nothing to tell.
func (d Day) Nothing() bool { return d.Todo == 0 && d.Waiting == 0 && d.News == 0 }

func (d *Day) add(x Day) {
	d.Todo, d.Waiting, d.News, d.Week = d.Todo+x.Todo, d.Waiting+x.Waiting, d.News+x.News, d.Week+x.Week
	if d.Pressing == nil {
		d.Pressing = map[Trigger]int{}
	}
	for t, n := range x.Pressing {
		d.Pressing[t] += n
	}
}

// presses reports that something waits of a kind that was chosen.
func (d Day) presses(w Wish) bool {
	for _, t := range w.Triggers {
		if d.Pressing[t] > 0 {
			return true
		}
	}
	return false
}
