package directory

import (
	"slices"
	"time"
)

// When is a time that a text asks for: the hours From to To of some of seven
// days, by the clock on the wall of each place.
type When struct {
	Said     []string // codes of what was said ("sat", "evening"), for the page: "find.when_" + code
	First    int      // day number (days since 1970-01-01) of the first of the seven days
	Days     uint8    // of the seven days, bit 0 = First
	From, To int      // minutes of these days; To beyond 1440 runs into the day after
	Always   bool     // day and night
}

// whens are the times that words name: a day or days, or a part of the day.
var whens = map[string]struct {
	days     func(now int) (first int, days uint8) // nil: any of the coming seven days
	from, to int
}{
	"today":     {func(now int) (int, uint8) { return now, 1 }, 0, minutesADay},
	"tomorrow":  {func(now int) (int, uint8) { return now + 1, 1 }, 0, minutesADay},
	"tonight":   {func(now int) (int, uint8) { return now, 1 }, 18 * 60, 26 * 60},
	"weekend":   {weekend, 0, minutesADay},
	"morning":   {nil, 6 * 60, 12 * 60},
	"afternoon": {nil, 12 * 60, 17 * 60},
	"evening":   {nil, 18*60 + 30, 22 * 60},
	"night":     {nil, 23 * 60, 29 * 60},
	"always":    {nil, 0, minutesADay},
	"mon":       {nextOn(0), 0, minutesADay}, "tue": {nextOn(1), 0, minutesADay}, "wed": {nextOn(2), 0, minutesADay},
	"thu": {nextOn(3), 0, minutesADay}, "fri": {nextOn(4), 0, minutesADay}, "sat": {nextOn(5), 0, minutesADay}, "sun": {nextOn(6), 0, minutesADay},
}

func knownWhen(code string) bool { _, ok := whens[code]; return ok }

// weekdayOf numbers the days of the week from Monday, 0.
func weekdayOf(day int) int { return ((day+3)%7 + 7) % 7 } // 1970-01-01 was a Thursday

func nextOn(weekday int) func(int) (int, uint8) {
	return func(now int) (int, uint8) { return now + (weekday-weekdayOf(now)+7)%7, 1 }
}

// weekend is the one that has begun, else the next.
func weekend(now int) (int, uint8) {
	if weekdayOf(now) == 6 {
		return now, 1
	}
	return now + 5 - min(5, weekdayOf(now)), 3
}

// with adds what one more word says. Days said one after the other are
// alternatives ("samedi dimanche"); a part of the day narrows them.
func (w *When) with(code string, now time.Time) *When {
	def := whens[code]
	today := dayOf(now)
	if w == nil {
		w = &When{First: today, Days: 1<<7 - 1, To: minutesADay}
	} else {
		c := *w
		w = &c
	}
	named := slices.ContainsFunc(w.Said, func(c string) bool { return whens[c].days != nil })
	w.Said = append(slices.Clone(w.Said), code)
	w.Always = w.Always || code == "always"
	if def.days != nil {
		first, days := def.days(today)
		switch {
		case !named:
			w.First, w.Days = first, days
		case first >= w.First && first < w.First+7:
			w.Days |= days << (first - w.First)
		case first < w.First && w.First < first+7:
			w.Days = w.Days<<(w.First-first) | days
			w.First = first
		}
	}
	if def.from != 0 || def.to != minutesADay {
		w.From, w.To = def.from, def.to
	}
	return w
}

// between narrows the hours: "après 17 h".
func (w *When) between(from, to int, now time.Time) *When {
	if w == nil {
		w = &When{First: dayOf(now), Days: 1<<7 - 1}
	}
	c := *w
	c.From, c.To = from, to
	return &c
}

// key tells one When from another, in 55 bits.
func (w *When) key() int64 {
	k := int64(w.First)<<34 | int64(w.Days)<<26 | int64(w.From)<<15 | int64(w.To)<<3
	if w.Always {
		k |= 1
	}
	return k
}

// OpensIn reports whether a schedule opens at some moment of w; for Always,
// whether it never closes. DoorUnknown when no hours are known.
func OpensIn(hours []Hours, w When) Door {
	if !tells(hours) {
		return DoorUnknown
	}
	for i := range 7 {
		if w.Days>>i&1 == 0 {
			continue
		}
		day := w.First + i
		if w.Always {
			if !openAllDay(hours, day) {
				return DoorShut
			}
			continue
		}
		if opensBetween(hours, day, w.From, w.To) {
			return DoorOpen
		}
	}
	if w.Always {
		return DoorOpen
	}
	return DoorShut
}

// opensBetween reports that some opening covers a minute of [from, to) of a
// day, or of the day after when to is beyond midnight.
func opensBetween(hours []Hours, day, from, to int) bool {
	for on := day - 1; on <= day+(to-1)/minutesADay; on++ {
		if _, shut := suspended(hours, on); shut {
			continue
		}
		width, closed := rule(hours, on)
		if closed || mayClose(hours, on) {
			continue
		}
		shift := (on - day) * minutesADay
		for i := range hours {
			h := &hours[i]
			if h.applies(on, width) && h.Opens+shift < to && h.end()+shift > from {
				return true
			}
		}
	}
	return false
}

func openAllDay(hours []Hours, day int) bool {
	for minute := 0; minute < minutesADay; {
		until, door := doorAt(hours, day, minute)
		if door != DoorOpen {
			return false
		}
		minute = until
	}
	return true
}
