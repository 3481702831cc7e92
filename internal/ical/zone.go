package ical

import (
	"strconv"
	"time"
)

// change is one change of hour.
type change struct {
	at       time.Time // wall clock before the change, in UTC
	from, to int       // seconds east of Greenwich
	name     string    // of the time that begins
	daylight bool
}

// zone writes the zone as the standard asks: what begins when. A zone that
// changes by a rule says the rule; any other says each change of the years
// that the calendar may speak of.
func (w *writer) zone(z *time.Location, now time.Time) {
	year := now.In(z).Year()
	const years = 6
	var all []change
	for y := year - 1; y < year-1+years; y++ {
		all = append(all, changes(z, y)...)
	}
	w.line("BEGIN", "VTIMEZONE")
	w.line("TZID", z.String())
	if len(all) == 0 {
		name, offset := now.In(z).Zone()
		w.observance(change{at: time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), from: offset, to: offset, name: name}, "")
	}
	if spring, autumn, ok := ruled(all, years); ok {
		w.observance(all[0], spring)
		w.observance(all[1], autumn)
	} else {
		for _, c := range all {
			w.observance(c, "")
		}
	}
	w.line("END", "VTIMEZONE")
}

func (w *writer) observance(c change, rule string) {
	kind := "STANDARD"
	if c.daylight {
		kind = "DAYLIGHT"
	}
	w.line("BEGIN", kind)
	w.line("DTSTART", c.at.Format(local))
	w.line("TZOFFSETFROM", offset(c.from))
	w.line("TZOFFSETTO", offset(c.to))
	w.line("TZNAME", escaped(c.name))
	if rule != "" {
		w.line("RRULE", rule)
	}
	w.line("END", kind)
}

// changes are those of a year, in order.
func changes(z *time.Location, year int) (list []change) {
	end := time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)
	for t := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); t.Before(end); t = t.Add(24 * time.Hour) {
		_, from := t.In(z).Zone()
		_, to := t.Add(24 * time.Hour).In(z).Zone()
		if from == to {
			continue
		}
		low, high := t, t.Add(24*time.Hour)
		for high.Sub(low) > time.Second {
			if mid := low.Add(high.Sub(low) / 2); offsetAt(z, mid) == from {
				low = mid
			} else {
				high = mid
			}
		}
		name, _ := high.In(z).Zone()
		list = append(list, change{high.Truncate(time.Second).Add(time.Duration(from) * time.Second), from, to, name, high.In(z).IsDST()})
	}
	return list
}

func offsetAt(z *time.Location, t time.Time) int {
	_, o := t.In(z).Zone()
	return o
}

// ruled finds the yearly rule of two changes a year, such as the second Sunday
// of March; ok is false when there is none.
func ruled(all []change, years int) (first, second string, ok bool) {
	if len(all) != 2*years {
		return "", "", false
	}
	rules := [2]string{}
	for half := range 2 {
		for _, of := range []func(time.Time) int{nth, last} {
			rule := ""
			for y := range years {
				c := all[2*y+half]
				r := "FREQ=YEARLY;BYMONTH=" + itoa(int(c.at.Month())) + ";BYDAY=" + itoa(of(c.at)) + dayNames[c.at.Weekday()]
				same := all[half]
				if of(c.at) == 0 || y > 0 && (r != rule || c.at.Hour() != same.at.Hour() || c.at.Minute() != same.at.Minute() || c.from != same.from || c.to != same.to) {
					rule = ""
					break
				}
				rule = r
			}
			if rule != "" {
				rules[half] = rule
				break
			}
		}
	}
	return rules[0], rules[1], rules[0] != "" && rules[1] != ""
}

// nth is which weekday of its month a date is: 1 to 5.
func nth(t time.Time) int { return (t.Day()-1)/7 + 1 }

// last is -1 for the last weekday of its month, else 0.
func last(t time.Time) int {
	if t.AddDate(0, 0, 7).Month() != t.Month() {
		return -1
	}
	return 0
}

func offset(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	return sign + two(seconds/3600) + two(seconds/60%60)
}

func two(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}

func itoa(n int) string { return strconv.Itoa(n) }
