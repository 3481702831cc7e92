package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
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
	if !s.hasCalendar(d) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	c := ical.Calendar{
		Product: "-//Passerelle//FR", Name: v.L.T("share.calendar_name"), Zone: s.zoneOf(d, -1),
		Stamp: s.Clock.Now(), Refresh: 24 * time.Hour,
	}
	title := v.L.T("service.open")
	named := v.R.URL.Query().Get("nom") == "1"
	if named {
		title, c.Name = said(v.L, d.Name).S, said(v.L, d.Name).S
	}
	short := s.short(v, "/s/"+d.Code)
	for _, place := range s.calendarPlaces(d) {
		if d.Status == directory.TemporarilyClosed {
			break // whoever follows it learns so: what it said stands in their agenda no more
		}
		e := ical.Event{Summary: title, Description: said(v.L, d.Name).S + "\n" + short, URL: short, Zone: s.zoneOf(d, place)}
		province := ""
		if place >= 0 {
			province = d.Places[place].Province
			e.Location = address(&d.Places[place]) // nothing when it is not public
		}
		for i, w := range openings(d.HoursOf(place), monday(c.Stamp.In(e.Zone)), province) {
			one := e
			one.UID = string(d.ID) + "-" + strconv.Itoa(place+1) + "-" + strconv.Itoa(i+1) + "@" + strings.TrimPrefix(strings.TrimPrefix(s.base(v), "https://"), "http://")
			one.Start, one.Minutes = w.first.Add(time.Duration(w.span.From)*time.Minute), w.span.To-w.span.From
			if one.Repeat = w.repeat(); w.holiday != "" {
				one.Summary = v.L.T("holiday.call", "day", i18n.Key("holiday."+string(w.holiday)))
				if named {
					one.Summary = title + " – " + one.Summary
				}
			}
			c.Events = append(c.Events, one)
		}
	}
	h := v.W.Header()
	h.Set("Content-Disposition", `attachment; filename="heures.ics"`)
	return s.plain(v, "text/calendar; charset=utf-8", c.Bytes())
}

// hasCalendar reports that a service's hours may stand in somebody's agenda.
func (s *Site) hasCalendar(d *directory.Listing) bool {
	return d.Searchable() && !d.Sensitive && slices.ContainsFunc(s.calendarPlaces(d), func(place int) bool { return len(d.HoursOf(place)) > 0 })
}

// zoneOf is the zone by whose clock a place opens; of the service itself, that
// of its first place.
func (s *Site) zoneOf(d *directory.Listing, place int) *time.Location {
	return d.ZoneAt(max(place, 0), s.Zone)
}

// calendarPlaces are the places whose hours differ, or whose clocks do; -1 is the service itself.
func (s *Site) calendarPlaces(d *directory.Listing) (list []int) {
	if len(d.Places) == 0 {
		return []int{-1}
	}
	for i := range d.Places {
		if !slices.ContainsFunc(list, func(j int) bool {
			return s.zoneOf(d, i) == s.zoneOf(d, j) && slices.EqualFunc(d.HoursOf(i), d.HoursOf(j), sameHours)
		}) {
			list = append(list, i)
		}
	}
	return list
}

// monday is the first day of a week, at midnight UTC.
func monday(t time.Time) time.Time {
	return midnight(t).AddDate(0, 0, -(int(t.Weekday())+6)%7)
}
