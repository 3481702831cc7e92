package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/ical"
)

// calendarWeeks is how far ahead a calendar says hours: nobody knows those of
// the year after. An agenda that follows it asks again each day.
const calendarWeeks = 52

// calendar is the opening hours of a service for a phone's own agenda. Its
// titles say only "Open": an agenda is shown on locked screens. Whoever wants
// the name asks for it. A service that must not be seen on a phone has none.
func (s *Site) calendar(v *Visit) error {
	d, err := s.listing(v)
	if err != nil {
		return err
	}
	if !hasCalendar(d) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	c := ical.Calendar{
		Product: "-//Passerelle//FR", Name: v.L.T("share.calendar_name"), Zone: s.calendarZone(d),
		Stamp: s.Clock.Now(), Refresh: 24 * time.Hour,
	}
	title := v.L.T("service.open")
	if v.R.URL.Query().Get("nom") == "1" {
		title, c.Name = said(v.L, d.Name).S, said(v.L, d.Name).S
	}
	short := s.short(v, "/s/"+d.Code)
	for _, place := range calendarPlaces(d) {
		e := ical.Event{Summary: title, Description: said(v.L, d.Name).S + "\n" + short, URL: short}
		if place >= 0 {
			e.Location = address(&d.Places[place]) // nothing when it is not public
		}
		for i, w := range weeklies(d.HoursOf(place), monday(c.Stamp.In(c.Zone))) {
			one := e
			one.UID = string(d.ID) + "-" + strconv.Itoa(place+1) + "-" + strconv.Itoa(i+1) + "@" + strings.TrimPrefix(strings.TrimPrefix(s.base(v), "https://"), "http://")
			one.Start, one.Minutes = w.first.Add(time.Duration(w.span.From)*time.Minute), w.span.To-w.span.From
			one.Weekly = w.repeat()
			c.Events = append(c.Events, one)
		}
	}
	h := v.W.Header()
	h.Set("Content-Disposition", `attachment; filename="heures.ics"`)
	return s.plain(v, "text/calendar; charset=utf-8", c.Bytes())
}

// hasCalendar reports that a service's hours may stand in somebody's agenda.
func hasCalendar(d *directory.Listing) bool {
	return d.Searchable() && !d.Sensitive && slices.ContainsFunc(calendarPlaces(d), func(place int) bool { return len(d.HoursOf(place)) > 0 })
}

// calendarZone is the zone of the first place: the services of one organisation
// keep one clock.
func (s *Site) calendarZone(d *directory.Listing) *time.Location {
	if len(d.Places) == 0 {
		return s.Zone
	}
	return directory.Zone(d.Places[0].TimeZone, s.Zone)
}

// calendarPlaces are the places whose hours differ; -1 is the service itself.
func calendarPlaces(d *directory.Listing) (list []int) {
	if len(d.Places) == 0 {
		return []int{-1}
	}
	for i := range d.Places {
		if !slices.ContainsFunc(list, func(j int) bool { return slices.EqualFunc(d.HoursOf(i), d.HoursOf(j), sameHours) }) {
			list = append(list, i)
		}
	}
	return list
}

// monday is the first day of a week, at midnight UTC.
func monday(t time.Time) time.Time {
	return midnight(t).AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// weekly is an opening that comes back on some days of the week, with the dates
// when it does not.
type weekly struct {
	span        directory.Span
	first, last time.Time // dates, at midnight UTC
	days        []time.Weekday
	except      []time.Time
}

// restWeeks is how many weeks in a row an opening may be left out before it is
// said as another one: a winter's break is not fifteen exceptions.
const restWeeks = 3

// weeklies says hours as openings that come back. Each date is asked of the
// directory's own rules, so that exceptions, seasons and closures are those of
// every page; what comes back is found in the answers.
func weeklies(hours []directory.Hours, from time.Time) (list []weekly) {
	type key struct {
		span directory.Span
		day  int
	}
	weeks := map[key][]int{}
	for n := range calendarWeeks * 7 {
		for _, span := range directory.OpeningsOn(hours, from.AddDate(0, 0, n)) {
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
			list = append(list, weekly{span: r.span, first: from.AddDate(0, 0, 7*r.first+r.day)})
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
func (w weekly) repeat() *ical.Weekly {
	if w.first.Equal(w.last) {
		return nil
	}
	at := time.Duration(w.span.From) * time.Minute
	r := &ical.Weekly{Days: w.days, Last: w.last.Add(at)}
	slices.SortFunc(w.except, time.Time.Compare)
	for _, t := range w.except {
		r.Except = append(r.Except, t.Add(at))
	}
	return r
}
