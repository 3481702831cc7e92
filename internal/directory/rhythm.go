package directory

import (
	"strconv"
	"strings"
	"time"
)

// Rhythm is on which dates hours hold whose days do not come back each week: the
// first Tuesday of the month, the 15th, every second Thursday. Two rhythms that
// are equal hold on the same dates. It must not be altered once it is shared.
type Rhythm struct {
	Monthly bool
	Every   int       // each so many weeks, or months; 1 is each
	Anchor  int       // day number of a date in a week, or month, that counts; when Every > 1
	Start   int       // the weekday, from Monday, that begins a week; when weeks are counted
	Days    Days      // these weekdays of any week that counts
	Nth     [7]uint16 // by weekday, which of the month: bit n the nth, bit 8+n the nth from the end
	Dates   uint64    // dates of the month: bit n the nth day, bit 32+n the nth from the end
	// Unsure: the source does not say in which weeks. It is shown, and never
	// counts as open.
	Unsure bool
}

// Limits of what a rhythm says of a month.
const (
	nthMost  = 5
	dateMost = 31
)

// on reports that a date is one of the rhythm.
func (r *Rhythm) on(day int) bool {
	switch {
	case r.Unsure:
		return false
	case !r.Monthly:
		return r.Days.Has(day) && (weekNo(day, r.Start)-weekNo(r.Anchor, r.Start))%r.Every == 0
	}
	y, m, d := dateOfDay(day)
	if r.Every > 1 {
		ay, am, _ := dateOfDay(r.Anchor)
		if ((y-ay)*12+int(m-am))%r.Every != 0 {
			return false
		}
	}
	last := time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if r.Dates != 0 && r.Dates>>d&1 == 0 && r.Dates>>(dateMost+1+last-d+1)&1 == 0 {
		return false
	}
	if r.Days == 0 && r.Nth == [7]uint16{} {
		return true
	}
	nth := r.Nth[weekdayOf(day)]
	return r.Days.Has(day) || nth>>((d-1)/7+1)&1 == 1 || nth>>(8+(last-d)/7+1)&1 == 1
}

// may reports a date that could be one of a rhythm of unsure weeks.
func (r *Rhythm) may(day int) bool {
	if !r.Unsure {
		return false
	}
	some := *r
	some.Unsure, some.Every = false, 1
	return some.on(day)
}

func dateOfDay(day int) (y int, m time.Month, d int) {
	return time.Unix(int64(day)*86400, 0).UTC().Date()
}

// weekNo numbers weeks that begin on a weekday.
func weekNo(day, start int) int {
	n := day + 3 - start // 1970-01-01 was a Thursday
	if n < 0 {
		n -= 6
	}
	return n / 7
}

// rhythmOf reads on which dates a schedule holds; nil for what comes back each
// week, and for dates alone. It is false for what it cannot tell: that would be
// read as open when it is not.
func rhythmOf(s *scheduleRow) (_ *Rhythm, ok bool) {
	r := Rhythm{Every: 1}
	if s.Interval != nil {
		if r.Every = int(*s.Interval); float64(r.Every) != *s.Interval || r.Every < 1 || r.Every > 1000 {
			return nil, false
		}
	}
	if s.ByWeek != "" || s.ByYearDay != "" || !r.days(s.ByDay) || !r.dates(s.ByMonthDay) {
		return nil, false
	}
	ofMonth := r.Nth != [7]uint16{}
	r.Monthly = s.Freq == "MONTHLY" || s.Freq == "" && (ofMonth || r.Dates != 0)
	start := dateOf(s.Start)
	if !start.IsZero() {
		r.Anchor = dayOf(start)
	}
	if w := weekdaysOf(s.WeekStart); w != 0 && !r.Monthly {
		r.Start = first(w)
	}
	switch {
	case r.Monthly && !ofMonth && r.Days == 0 && r.Dates == 0: // the day of the first one
		if start.IsZero() {
			return nil, false
		}
		r.Dates = 1 << start.Day()
	case !r.Monthly && r.Dates != 0:
		return nil, false
	case !r.Monthly && ofMonth: // "the first Tuesday" of a week is the month's, but then which weeks?
		r.Monthly, r.Unsure = true, true
	case !r.Monthly && r.Every > 1 && r.Days == 0 && !start.IsZero():
		r.Days = 1 << weekdayOf(r.Anchor)
	case !r.Monthly && r.Days == 0:
		return nil, r.Every == 1
	}
	if r.Every > 1 {
		r.Unsure = r.Unsure || start.IsZero()
	} else {
		r.Anchor, r.Start = 0, 0
	}
	weekly := !r.Monthly || !ofMonth && r.Dates == 0
	if weekly && r.Every == 1 && !r.Unsure {
		return nil, true
	}
	return &r, true
}

// days reads TU, 1TU, -1FR, in lists.
func (r *Rhythm) days(byday string) bool {
	for _, v := range fieldsOf(byday) {
		if len(v) < 2 {
			return false
		}
		d := weekdaysOf(v[len(v)-2:])
		if d == 0 {
			return false
		}
		if len(v) == 2 {
			r.Days |= d
			continue
		}
		n, err := strconv.Atoi(v[:len(v)-2])
		if err != nil || n == 0 || n < -nthMost || n > nthMost {
			return false
		}
		if n < 0 {
			n = 8 - n
		}
		r.Nth[first(d)] |= 1 << n
	}
	return true
}

// dates reads 1, 15, -1, in lists.
func (r *Rhythm) dates(bymonthday string) bool {
	for _, v := range fieldsOf(bymonthday) {
		n, err := strconv.Atoi(v)
		if err != nil || n == 0 || n < -dateMost || n > dateMost {
			return false
		}
		if n < 0 {
			n = dateMost + 1 - n
		}
		r.Dates |= 1 << n
	}
	return true
}

func fieldsOf(list string) []string {
	return strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' })
}

// countedOut is the date of the last of so many times, from a date on; zero when
// that is further than anybody plans.
func (h *Hours) countedOut(from time.Time, count int) time.Time {
	for day := dayOf(from); day < dayOf(from)+20*366; day++ {
		if h.Rhythm != nil && h.Rhythm.on(day) || h.Rhythm == nil && h.Days.Has(day) {
			if count--; count == 0 {
				return time.Unix(int64(day)*86400, 0).UTC()
			}
		}
	}
	return time.Time{}
}

// Comes lists the dates of [from, to], at midnight UTC, on which the i-th of
// some hours opens by its rhythm, the others heard: a closure takes a date
// away.
func Comes(hours []Hours, i int, from, to time.Time) (dates []time.Time) {
	h := &hours[i]
	if h.Rhythm == nil {
		return nil
	}
	for day := dayOf(from); day <= dayOf(to); day++ {
		width, closed := rule(hours, day)
		if !closed && !mayClose(hours, day) && h.applies(day, width) {
			dates = append(dates, time.Unix(int64(day)*86400, 0).UTC())
		}
	}
	return dates
}

// On reports that a date is one of the rhythm, whatever else is said of it.
func (r *Rhythm) On(date time.Time) bool { return r.on(dayOf(date)) }

// NthOf lists which of a weekday, from Monday, the rhythm names: 1 is the first
// of the month, -1 the last.
func (r *Rhythm) NthOf(weekday int) (list []int) {
	for n := 1; n <= nthMost; n++ {
		if r.Nth[weekday]>>n&1 == 1 {
			list = append(list, n)
		}
	}
	for n := nthMost; n >= 1; n-- {
		if r.Nth[weekday]>>(8+n)&1 == 1 {
			list = append(list, -n)
		}
	}
	return list
}

// DatesOf lists the dates of the month that the rhythm names: -1 is the last.
func (r *Rhythm) DatesOf() (list []int) {
	for n := 1; n <= dateMost; n++ {
		if r.Dates>>n&1 == 1 {
			list = append(list, n)
		}
	}
	for n := dateMost; n >= 1; n-- {
		if r.Dates>>(dateMost+1+n)&1 == 1 {
			list = append(list, -n)
		}
	}
	return list
}
