package directory

import (
	"slices"
	"time"
)

// Horizon is how many days ahead a next opening is looked for, and FarHorizon
// where some do not come back each week.
const (
	Horizon    = 14
	FarHorizon = 62
)

func horizon(hours []Hours) int {
	if slices.ContainsFunc(hours, func(h Hours) bool { return h.Rhythm != nil }) {
		return FarHorizon
	}
	return Horizon
}

// Door is the state of an entry point at an instant. The zero value is
// DoorUnknown: no hours are known, which is never read as closed.
type Door uint8

// The states of "Opening" in words.md §2.
const (
	DoorUnknown Door = iota
	DoorOpen
	DoorShut
	DoorSuspended // fermé temporairement: the service says so, whatever its hours
)

// Opening is what a card says about hours at an instant.
type Opening struct {
	Door Door
	// Closes is when an open door closes; zero when it does not close within
	// the Horizon (day and night).
	Closes time.Time
	// Opens is when a closed door next opens; zero when it does not open
	// within the horizon of its hours. A door that is suspended opens within it
	// after the end of its closure; zero when no end is known.
	Opens time.Time
}

// OpenAt reads a schedule at an instant, in the zone of the place.
//
// Hours are wall-clock hours: nine o'clock is nine o'clock on the days when
// the clock changes too. On one date the narrowest dated hours replace the
// wider ones (the hours of Christmas week replace those of the winter, which
// replace the ordinary ones), and a closure beats any opening of the same
// width. Dates open on one side only add to the ordinary hours. What comes back
// by a Rhythm adds to the hours of its dates too, unless these are under
// narrower hours than its own. A temporary closure (Suspends) beats them all.
func OpenAt(hours []Hours, zone *time.Location, at time.Time) Opening {
	day, minute := wall(at.In(zone))
	until, door := doorAt(hours, day, minute)
	switch door {
	case DoorUnknown:
		return Opening{}
	case DoorShut, DoorSuspended:
		return Opening{Door: door, Opens: nextOpening(hours, zone, day, minute)}
	}
	// Openings that touch are one: open until the last of the chain.
	for {
		on, m := day+until/minutesADay, until%minutesADay
		if on-day > Horizon {
			return Opening{Door: DoorOpen}
		}
		more := openUntil(hours, on, m)
		if more == 0 || mayClose(hours, on) {
			return Opening{Door: DoorOpen, Closes: instantAfter(at, zone, on, m)}
		}
		until = (on-day)*minutesADay + more
	}
}

// doorAt is the state at a minute of a day; until is that of openUntil.
func doorAt(hours []Hours, day, minute int) (until int, door Door) {
	if _, shut := suspended(hours, day); shut {
		return 0, DoorSuspended
	}
	if !tells(hours) {
		return 0, DoorUnknown
	}
	until = openUntil(hours, day, minute)
	switch {
	case until == 0 && !mayOpen(hours, day):
		return 0, DoorShut
	case until == 0, mayClose(hours, day):
		return 0, DoorUnknown
	}
	return until, DoorOpen
}

// mayClose reports a date that a closure may take away, of which nobody said in
// which weeks, or of which it was said that it opens and closes at one time: what
// would open then is not known, and never read as open.
func mayClose(hours []Hours, day int) bool {
	return slices.ContainsFunc(hours, func(h Hours) bool {
		_, within := h.spans(day)
		return (h.Closed || h.Doubted()) && h.Rhythm != nil && within && h.Rhythm.may(day)
	})
}

// mayOpen reports a date of which it was said that it opens and closes at one time:
// that may be day and night.
func mayOpen(hours []Hours, day int) bool {
	return slices.ContainsFunc(hours, func(h Hours) bool {
		_, within := h.spans(day)
		return h.Doubted() && within && h.Rhythm.may(day)
	})
}

// tells reports that some hours say when a door opens: temporary closures alone
// say nothing of the other days, nor does a rhythm of unsure weeks.
func tells(hours []Hours) bool {
	return slices.ContainsFunc(hours, func(h Hours) bool { return !h.Suspends && (h.Rhythm == nil || !h.Rhythm.Unsure) })
}

// suspended reports that a temporary closure covers a date, and the first date
// that none of an unbroken row of closures covers; never when no end is known.
func suspended(hours []Hours, day int) (after int, shut bool) {
	after = day
	for moved := true; moved; {
		moved = false
		for i := range hours {
			h := &hours[i]
			if !h.Suspends || dayOf(h.From.UTC()) > after || !h.To.IsZero() && dayOf(h.To.UTC()) < after {
				continue
			}
			if h.To.IsZero() {
				return never, true
			}
			after, shut, moved = dayOf(h.To.UTC())+1, true, true
		}
	}
	return after, shut
}

// never is a day number that does not come.
const never = 1 << 30

const minutesADay = 24 * 60

// wall gives the day number (days since 1970-01-01) and the minute of that day
// that a clock on the wall shows.
func wall(local time.Time) (day, minute int) {
	return dayOf(local), local.Hour()*60 + local.Minute()
}

func dayOf(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// instant is the moment when the wall of zone shows that day and minute.
func instant(zone *time.Location, day, minute int) time.Time {
	y, m, d := time.Unix(int64(day)*86400, 0).UTC().Date()
	return time.Date(y, m, d, 0, minute, 0, 0, zone)
}

// instantAfter chooses, in the hour that is lived twice, the one still to come.
func instantAfter(at time.Time, zone *time.Location, day, minute int) time.Time {
	t := instant(zone, day, minute)
	if !t.After(at) {
		t = t.Add(time.Hour)
	}
	return t
}

// openUntil returns the minute, counted from the midnight that begins day, at
// which the opening that covers minute ends; 0 when none covers it.
func openUntil(hours []Hours, day, minute int) int {
	until := 0
	for back := range 2 { // an opening of yesterday may run past midnight
		on, m := day-back, minute+back*minutesADay
		width, closed := rule(hours, on)
		if closed {
			continue
		}
		for i := range hours {
			h := &hours[i]
			if h.applies(on, width) && h.Opens <= m && m < h.end() {
				until = max(until, h.end()-back*minutesADay)
			}
		}
	}
	return until
}

func nextOpening(hours []Hours, zone *time.Location, day, minute int) time.Time {
	begin, shut := suspended(hours, day)
	if begin == never {
		return time.Time{}
	}
	if shut {
		minute = -1 // the whole first day after the closure is to come
	}
	for ahead := range horizon(hours) + 1 {
		on := begin + ahead
		width, closed := rule(hours, on)
		if closed || mayClose(hours, on) {
			continue
		}
		first := -1
		for i := range hours {
			h := &hours[i]
			if h.applies(on, width) && (ahead > 0 || h.Opens > minute) && (first < 0 || h.Opens < first) {
				first = h.Opens
			}
		}
		if first >= 0 {
			return instant(zone, on, first)
		}
	}
	return time.Time{}
}

// ordinary is the width of hours that are not bounded on both sides.
const ordinary = 1 << 30

// rule says which hours govern a date: the width of the narrowest that cover
// it, and whether they close it.
func rule(hours []Hours, day int) (width int, closed bool) {
	width = ordinary + 1
	for i := range hours {
		h := &hours[i]
		w, ok := h.covers(day)
		switch {
		case ok && h.Suspends:
			return 0, true
		case !ok || w > width:
		case w < width:
			width, closed = w, h.Closed
		default:
			closed = closed || h.Closed
		}
	}
	return width, closed
}

// covers reports that h says something about a date, and how widely it speaks.
// Dated hours speak of all their dates, also of the weekdays on which they
// open nothing: "summer, Monday to Thursday" closes the summer Fridays. A
// closure limited to some weekdays, or to a rhythm, speaks of these only. An
// opening by a rhythm never closes what others open.
func (h *Hours) covers(day int) (width int, ok bool) {
	if width, ok = h.spans(day); !ok {
		return 0, false
	}
	switch {
	case h.Rhythm != nil:
		return width, h.Closed && h.Rhythm.on(day)
	case h.Closed && h.Days != 0 && !h.Days.Has(day):
		return 0, false
	}
	return width, true
}

// spans reports that a date is between those of h, and how far these lie apart.
func (h *Hours) spans(day int) (width int, ok bool) {
	from, to := -ordinary, ordinary
	if !h.From.IsZero() {
		from = dayOf(h.From.UTC())
	}
	if !h.To.IsZero() {
		to = dayOf(h.To.UTC())
	}
	if day < from || day > to {
		return 0, false
	}
	if h.From.IsZero() || h.To.IsZero() {
		return ordinary, true
	}
	return to - from, true
}

// applies reports that h opens something on a date governed by width.
func (h *Hours) applies(day, width int) bool {
	if h.Closed || h.end() <= h.Opens {
		return false
	}
	if h.Rhythm != nil {
		w, ok := h.spans(day)
		return ok && w <= width && h.Rhythm.on(day)
	}
	w, ok := h.covers(day)
	if !ok || w != width {
		return false
	}
	return h.Days.Has(day) || h.Days == 0 && w < ordinary // a dated line without weekdays means each of its dates
}

// Same reports that two lines of hours open and close alike, whatever is noted
// beside them.
func (h *Hours) Same(as Hours) bool {
	if (h.Rhythm == nil) != (as.Rhythm == nil) || h.Rhythm != nil && *h.Rhythm != *as.Rhythm {
		return false
	}
	return h.Days == as.Days && h.Opens == as.Opens && h.Closes == as.Closes && h.Closed == as.Closed && h.Suspends == as.Suspends &&
		h.From.Equal(as.From) && h.To.Equal(as.To)
}

// end repairs an opening written 22:00–06:00 without the day after.
func (h *Hours) end() int {
	if h.Closes < h.Opens {
		return h.Closes + minutesADay
	}
	return h.Closes
}

// Has reports that the set holds the weekday of a day number.
func (d Days) Has(day int) bool {
	return d>>weekdayOf(day)&1 == 1
}
