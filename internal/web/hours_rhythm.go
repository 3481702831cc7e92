package web

import (
	"strconv"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// rhythms says, in words, the hours that do not come back each week, with the
// next date of each: nobody counts weeks by heart.
func rhythms(l *i18n.Local, hours []directory.Hours, today time.Time) (rows []page.HoursRow) {
	for i, h := range hours {
		if h.Rhythm == nil || !h.To.IsZero() && h.To.Before(today) {
			continue
		}
		row := page.HoursRow{Apart: true, Closed: h.Closed, Spans: i18n.Text{S: span(l, h)}, Note: said(l, h.Note)}
		if h.Closed {
			row.Spans = l.Text("service.closed_day")
		}
		switch {
		case h.Doubted():
			row.Spans = l.Text("hours.doubted", "at", i18n.At(h.Opens/60, h.Opens%60))
		case h.Rhythm.Unsure:
			row.Spans = l.Text("hours.unsure", "span", row.Spans)
		}
		if dates := directory.Comes(hours, i, today, today.AddDate(1, 0, 0)); len(dates) > 0 {
			row.Next = l.Text("hours.next", "date", i18n.OnDate(dates[0]))
			row.Today = dates[0].Equal(today)
		}
		for _, when := range whenever(l, h.Rhythm) {
			row.Day = within(l, when, h, today)
			rows = append(rows, row)
		}
	}
	return rows
}

// whenever says on which days a rhythm holds, each in words of its own.
func whenever(l *i18n.Local, r *directory.Rhythm) (list []i18n.Text) {
	days := weekdaysIn(l, r)
	for _, n := range r.DatesOf() {
		on := dateOfMonth(l, n)
		if len(days) > 0 {
			on = l.Text("hours.date_if", "when", on, "days", dayNames(l, r))
		}
		list = append(list, on)
	}
	if len(list) == 0 {
		list = days
	}
	if r.Every > 1 {
		key := "hours.months"
		if !r.Monthly {
			key = "hours.weeks"
		}
		for i := range list {
			list[i] = l.Text(key, "when", list[i], "n", strconv.Itoa(r.Every))
		}
	}
	return list
}

// weekdaysIn says the weekdays of a rhythm.
func weekdaysIn(l *i18n.Local, r *directory.Rhythm) (list []i18n.Text) {
	for i := range 7 {
		day := i18n.OnDay(weekday(i))
		switch nth := r.NthOf(i); {
		case len(nth) > 0:
			which := l.Text(nthKeys[nth[0]])
			for _, n := range nth[1:] {
				which = l.Text("hours.and", "one", which, "other", i18n.Key(nthKeys[n]))
			}
			list = append(list, l.Text("hours.nth", "which", which, "day", day))
		case r.Days>>i&1 == 1:
			list = append(list, l.Text("hours.each", "day", day))
		}
	}
	return list
}

// dayNames are the weekdays of a rhythm, by their names alone.
func dayNames(l *i18n.Local, r *directory.Rhythm) string {
	var names []string
	for i := range 7 {
		if r.Days>>i&1 == 1 || r.Nth[i] != 0 {
			names = append(names, l.Weekday(weekday(i)))
		}
	}
	return strings.Join(names, ", ")
}

var nthKeys = map[int]string{
	1: "hours.nth_1", 2: "hours.nth_2", 3: "hours.nth_3", 4: "hours.nth_4", 5: "hours.nth_5",
	-1: "hours.last_1", -2: "hours.last_2", -3: "hours.last_3", -4: "hours.last_4", -5: "hours.last_5",
}

// dateOfMonth says a date that comes back each month.
func dateOfMonth(l *i18n.Local, n int) i18n.Text {
	switch {
	case n == 1:
		return l.Text("hours.date_first")
	case n > 1:
		return l.Text("hours.date", "n", strconv.Itoa(n))
	case n == -1:
		return l.Text("hours.date_last")
	}
	return l.NText("hours.date_before", -n-1)
}

// within adds the dates from or until which something holds, where these are
// to come.
func within(l *i18n.Local, when i18n.Text, h directory.Hours, today time.Time) i18n.Text {
	if h.From.After(today) {
		when = l.Text("hours.from", "when", when, "from", i18n.OnDate(h.From))
	}
	if !h.To.IsZero() {
		when = l.Text("hours.to", "when", when, "to", i18n.OnDate(h.To))
	}
	return when
}
