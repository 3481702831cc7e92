package web

import (
	"cmp"
	"slices"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/ical"
)

// comesBack is an opening that comes back, with the dates when it does not.
type comesBack struct {
	span        directory.Span
	first, last time.Time // dates, at midnight UTC
	days        []time.Weekday
	rhythm      *directory.Rhythm // nil: on days, each week
	except      []time.Time
	holiday     directory.Holiday // on which the hours say nothing: call first
}

// openings says hours as openings that come back. A holiday of the province of which
// the hours say nothing stands apart, as on every page: the door may be shut.
func openings(hours []directory.Hours, from time.Time, province string) []comesBack {
	feast := func(date time.Time) directory.Holiday {
		if h := directory.HolidayOn(date, province); h != "" && !directory.SaysOn(hours, date) {
			return h
		}
		return ""
	}
	weekly := slices.DeleteFunc(slices.Clone(hours), func(h directory.Hours) bool { return h.Rhythm != nil && !h.Closed && !h.Doubted() })
	list := append(weeklies(weekly, from, feast), byRhythm(hours, from, feast)...)
	slices.SortStableFunc(list, func(a, b comesBack) int { return cmp.Compare(a.holiday, b.holiday) }) // what comes back first
	return list
}

// byRhythm says the hours that do not come back each week. Each date is asked of
// the directory's own rules, as for the others.
func byRhythm(hours []directory.Hours, from time.Time, feast func(time.Time) directory.Holiday) (list []comesBack) {
	for i := range hours {
		h := &hours[i]
		dates := directory.Comes(hours, i, from, from.AddDate(0, 0, calendarWeeks*7-1))
		dates = slices.DeleteFunc(dates, func(date time.Time) bool {
			f := feast(date)
			if f != "" {
				list = append(list, comesBack{span: h.Span(), first: date, last: date, holiday: f})
			}
			return f != ""
		})
		if len(dates) == 0 {
			continue
		}
		b := comesBack{span: h.Span(), first: dates[0], last: dates[len(dates)-1], rhythm: h.Rhythm}
		for day := b.first; day.Before(b.last); day = day.AddDate(0, 0, 1) {
			if h.Rhythm.On(day) && !slices.ContainsFunc(dates, day.Equal) {
				b.except = append(b.except, day)
			}
		}
		list = append(list, b)
	}
	return list
}

// dayAndNight is how long a door is open that never closes, on holidays neither.
const dayAndNight = 24 * 60

// restWeeks is how many weeks in a row an opening may be left out before it is
// said as another one: a winter's break is not fifteen exceptions.
const restWeeks = 3

// weeklies says hours as openings that come back each week. Each date is asked of the
// directory's own rules, so that exceptions, seasons and closures are those of
// every page; what comes back is found in the answers.
func weeklies(hours []directory.Hours, from time.Time, feast func(time.Time) directory.Holiday) (list []comesBack) {
	type key struct {
		span directory.Span
		day  int
	}
	weeks := map[key][]int{}
	for n := range calendarWeeks * 7 {
		date := from.AddDate(0, 0, n)
		for _, span := range directory.OpeningsOn(hours, date) {
			if f := feast(date); f != "" && span.To-span.From < dayAndNight {
				list = append(list, comesBack{span: span, first: date, last: date, holiday: f})
				continue
			}
			k := key{span, n % 7}
			weeks[k] = append(weeks[k], n/7)
		}
	}
	keys := make([]key, 0, len(weeks))
	for k := range weeks {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(a.span.From-b.span.From, a.span.To-b.span.To, a.day-b.day)
	})
	type run struct {
		key
		first, last int
		gaps        []int
	}
	var runs []run
	for _, k := range keys {
		r := run{key: k, first: weeks[k][0], last: weeks[k][0]}
		for _, week := range weeks[k][1:] {
			if week-r.last > restWeeks+1 {
				runs = append(runs, r)
				r = run{key: k, first: week, last: week}
				continue
			}
			for gap := r.last + 1; gap < week; gap++ {
				r.gaps = append(r.gaps, gap)
			}
			r.last = week
		}
		runs = append(runs, r)
	}
	// Days that begin and end in the same weeks with the same hours are one.
	at := map[[4]int]int{}
	for _, r := range runs {
		id := [4]int{r.span.From, r.span.To, r.first, r.last}
		i, known := at[id]
		if !known {
			i = len(list)
			at[id] = i
			list = append(list, comesBack{span: r.span, first: from.AddDate(0, 0, 7*r.first+r.day)})
		}
		w := &list[i]
		w.days = append(w.days, time.Weekday((r.day+1)%7))
		w.last = from.AddDate(0, 0, 7*r.last+r.day)
		for _, week := range r.gaps {
			w.except = append(w.except, from.AddDate(0, 0, 7*week+r.day))
		}
	}
	return list
}

// repeat is how an opening comes back; nil for one that comes once.
func (b comesBack) repeat() *ical.Repeat {
	if b.first.Equal(b.last) {
		return nil
	}
	at := time.Duration(b.span.From) * time.Minute
	r := &ical.Repeat{Week: time.Monday, Last: b.last.Add(at)}
	for _, d := range b.days {
		r.Days = append(r.Days, ical.Day{Day: d})
	}
	if b.rhythm != nil {
		inCalendar(r, b.rhythm)
	}
	slices.SortFunc(b.except, time.Time.Compare)
	for _, t := range b.except {
		r.Except = append(r.Except, t.Add(at))
	}
	return r
}

// inCalendar says a rhythm as calendars do.
func inCalendar(r *ical.Repeat, of *directory.Rhythm) {
	r.Monthly, r.Every, r.Week = of.Monthly, of.Every, weekday(of.Start)
	for i := range 7 {
		if of.Days>>i&1 == 1 {
			r.Days = append(r.Days, ical.Day{Day: weekday(i)})
		}
		for _, n := range of.NthOf(i) {
			r.Days = append(r.Days, ical.Day{Nth: n, Day: weekday(i)})
		}
	}
	r.Dates = of.DatesOf()
}

// weekday is the i-th day from Monday, 0.
func weekday(i int) time.Weekday { return time.Weekday((i + 1) % 7) }
