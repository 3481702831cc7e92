package directory

import (
	"net/url"
	"slices"
	"time"
	"unicode/utf8"
)

// ClosureReason is why a service is closed for a time.
type ClosureReason string

// The reasons, in the order of screens.
const (
	ClosedHoliday  ClosureReason = "holiday"
	ClosedWorks    ClosureReason = "works"
	ClosedStaff    ClosureReason = "staff"
	ClosedSeason   ClosureReason = "season"
	ClosedMoving   ClosureReason = "moving"
	ClosedFunding  ClosureReason = "funding"
	ClosedIncident ClosureReason = "incident"
	ClosedOther    ClosureReason = "other"
)

// ClosureReasons lists them.
var ClosureReasons = []ClosureReason{ClosedHoliday, ClosedWorks, ClosedStaff, ClosedSeason, ClosedMoving, ClosedFunding, ClosedIncident, ClosedOther}

// ClosureWords is how long the words of a closure may be.
const ClosureWords = 280

// Closure is a time during which a service does not open. It ends by itself:
// the day after Until the ordinary hours hold again.
type Closure struct {
	From, Until time.Time // dates, at midnight UTC; Until zero = not known yet
	Reason      ClosureReason
	Words       Text
}

// Code names the closure among those of its service: the day it begins.
func (c Closure) Code() string { return c.From.Format(time.DateOnly) }

// Value is the closure as a fact keeps it, in one canonical form.
func (c Closure) Value() string {
	v := url.Values{"reason": {string(c.Reason)}}
	for name, s := range map[string]string{"fr": c.Words.FR, "en": c.Words.EN} {
		if s != "" {
			v.Set(name, s)
		}
	}
	if !c.Until.IsZero() {
		v.Set("until", c.Until.Format(time.DateOnly))
	}
	return v.Encode()
}

// closureOf reads a closure from its fact; false when it is none.
func closureOf(code, value string) (c Closure, ok bool) {
	v, err := url.ParseQuery(value)
	if err != nil {
		return c, false
	}
	if c.From, err = time.Parse(time.DateOnly, code); err != nil {
		return c, false
	}
	if s := v.Get("until"); s != "" {
		if c.Until, err = time.Parse(time.DateOnly, s); err != nil || c.Until.Before(c.From) {
			return c, false
		}
	}
	c.Reason, c.Words = ClosureReason(v.Get("reason")), Text{FR: plain(v.Get("fr")), EN: plain(v.Get("en"))}
	return c, slices.Contains(ClosureReasons, c.Reason) && utf8.ValidString(c.Words.FR+c.Words.EN) &&
		utf8.RuneCountInString(c.Words.FR) <= ClosureWords && utf8.RuneCountInString(c.Words.EN) <= ClosureWords
}

// Over reports that the closure has ended before the date of an instant in its
// zone.
func (c Closure) Over(zone *time.Location, at time.Time) bool {
	return !c.Until.IsZero() && dayOf(c.Until) < dayOf(at.In(zone))
}

// Begun reports that the closure has begun.
func (c Closure) Begun(zone *time.Location, at time.Time) bool {
	return dayOf(c.From) <= dayOf(at.In(zone))
}

// ClosedAt is the closure in force at an instant: of several, the one that
// ends last.
func (l *Listing) ClosedAt(zone *time.Location, at time.Time) (found Closure, ok bool) {
	for _, c := range l.Particulars().Closures {
		if c.Begun(zone, at) && !c.Over(zone, at) && (!ok || c.Until.IsZero() || !found.Until.IsZero() && c.Until.After(found.Until)) {
			found, ok = c, true
		}
	}
	return found, ok
}

// shutBy are the hours that close a service: exceptions among its hours, so
// that what is open now and what opens next need no rule of their own.
func shutBy(closures []Closure) (hours []Hours) {
	for _, c := range closures {
		hours = append(hours, Hours{Closed: true, Suspends: true, From: c.From, To: c.Until})
	}
	return hours
}
