package ical

import (
	"strconv"
	"strings"
	"time"
)

// Repeat has an event come back, until the start of the last one.
type Repeat struct {
	Monthly bool         // else weekly
	Every   int          // so many weeks, or months; 0 is 1
	Week    time.Weekday // begins a week, when weeks are counted
	Days    []Day
	Dates   []int       // of the month; -1 is its last day
	Last    time.Time   // start of the last one
	Except  []time.Time // starts that do not happen
}

// Day is a weekday: of each week when Nth is 0, else the nth of the month, from
// its end when it is negative.
type Day struct {
	Nth int
	Day time.Weekday
}

// rule is how RFC 5545 writes it.
func (r *Repeat) rule(zone *time.Location) string {
	var s strings.Builder
	if r.Monthly {
		s.WriteString("FREQ=MONTHLY")
	} else {
		s.WriteString("FREQ=WEEKLY")
	}
	if r.Every > 1 {
		s.WriteString(";INTERVAL=" + itoa(r.Every))
	}
	s.WriteString(";WKST=" + dayNames[r.Week])
	if len(r.Days) > 0 {
		days := make([]string, len(r.Days))
		for i, d := range r.Days {
			if d.Nth != 0 {
				days[i] = strconv.Itoa(d.Nth)
			}
			days[i] += dayNames[d.Day]
		}
		s.WriteString(";BYDAY=" + strings.Join(days, ","))
	}
	if len(r.Dates) > 0 {
		dates := make([]string, len(r.Dates))
		for i, d := range r.Dates {
			dates[i] = strconv.Itoa(d)
		}
		s.WriteString(";BYMONTHDAY=" + strings.Join(dates, ","))
	}
	last := time.Date(r.Last.Year(), r.Last.Month(), r.Last.Day(), r.Last.Hour(), r.Last.Minute(), 0, 0, zone)
	s.WriteString(";UNTIL=" + last.UTC().Format(utc))
	return s.String()
}
