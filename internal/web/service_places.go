package web

import (
	"slices"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// places fills where and when. Hours that are the same everywhere are said
// once; otherwise each place says its own.
func (s *Site) places(p *page.Service, l *i18n.Local, d *directory.Listing) {
	same := true
	for i := range d.Places {
		same = same && slices.EqualFunc(d.HoursOf(i), d.HoursOf(0), sameHours)
	}
	if len(d.Places) == 0 || same {
		p.Hours = s.hours(l, d, min(0, len(d.Places)-1))
	}
	for i := range d.Places {
		at := &d.Places[i]
		place := page.Place{
			Name: said(l, at.Name), Address: address(at), Hidden: at.Hidden, Area: areaOf(at), Directions: directions(at),
			Transport: said(l, at.Transport), Access: said(l, at.Access),
		}
		if at.Hidden {
			place.Transport, place.Access = i18n.Text{}, i18n.Text{} // a bus stop gives an address away
		}
		if at.AreaOnly {
			place.Address = "" // the town is said in a sentence of its own
		}
		if len(d.Places) > 1 {
			for _, ph := range at.Phones {
				if ph.Kind != "fax" {
					place.Phones = append(place.Phones, page.Phone{Number: ph.Number, Ext: ph.Extension, Note: said(l, ph.Note)})
				}
			}
		}
		if !same {
			place.Hours = s.hours(l, d, i)
		}
		p.Places = append(p.Places, place)
	}
}

// areaOf is the town of a place of which the rest is not public.
func areaOf(p *directory.Place) string {
	if !p.AreaOnly {
		return ""
	}
	if p.City == "" {
		return p.Province
	}
	return p.City
}

func sameHours(a, b directory.Hours) bool {
	return a.Days == b.Days && a.Opens == b.Opens && a.Closes == b.Closes && a.Closed == b.Closed && a.Suspends == b.Suspends && a.From.Equal(b.From) && a.To.Equal(b.To)
}

// hours is the week, from Monday, then the dated exceptions that are not over.
func (s *Site) hours(l *i18n.Local, d *directory.Listing, place int) (rows []page.HoursRow) {
	hours := d.HoursOf(place)
	if len(hours) == 0 {
		return nil
	}
	zone := s.Zone
	if place >= 0 && place < len(d.Places) {
		zone = directory.Zone(d.Places[place].TimeZone, zone)
	}
	today := s.Clock.Now().In(zone)
	week := slices.ContainsFunc(hours, func(h directory.Hours) bool { return !dated(h) && !h.Closed })
	for i := 0; week && i < 7; i++ {
		day := time.Weekday((i + 1) % 7)
		row := page.HoursRow{Day: l.WeekdayText(day), Today: today.Weekday() == day}
		var spans []string
		for _, h := range hours {
			if !dated(h) && !h.Closed && h.Days>>i&1 == 1 {
				spans = append(spans, span(l, h))
				row.Note = said(l, h.Note)
			}
		}
		if row.Closed = len(spans) == 0; row.Closed {
			row.Spans = l.Text("service.closed_day")
		} else {
			row.Spans = i18n.Text{S: strings.Join(spans, ", ")}
		}
		rows = append(rows, row)
	}
	for _, h := range hours {
		if dated(h) && (h.To.IsZero() || !h.To.Before(midnight(today))) {
			row := page.HoursRow{Day: dates(l, h), Closed: h.Closed, Note: said(l, h.Note)}
			if h.Closed {
				row.Spans = l.Text("service.closed_day")
			} else {
				row.Spans = i18n.Text{S: span(l, h)}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func dated(h directory.Hours) bool { return !h.From.IsZero() || !h.To.IsZero() }

func dates(l *i18n.Local, h directory.Hours) i18n.Text {
	switch {
	case h.From.IsZero():
		return l.Text("service.dated_to", "to", i18n.OnDate(h.To))
	case h.To.IsZero():
		return l.Text("service.dated_from", "from", i18n.OnDate(h.From))
	case h.From.Equal(h.To):
		return i18n.Text{S: l.Date(h.From)}
	}
	return l.Text("service.dated", "from", i18n.OnDate(h.From), "to", i18n.OnDate(h.To))
}

func span(l *i18n.Local, h directory.Hours) string {
	if h.Opens == 0 && h.Closes == 24*60 {
		return l.T("service.all_day")
	}
	return l.T("service.span", "from", i18n.At(h.Opens/60, h.Opens%60), "to", i18n.At(h.Closes/60, h.Closes%60))
}

// gathered says neighbouring days of the same hours in one line: paper is
// small.
func gathered(l *i18n.Local, rows []page.HoursRow) (list []page.HoursRow) {
	for i := 0; i < len(rows); {
		n := 1
		for i+n < len(rows) && i+n < 7 && rows[i+n].Spans == rows[i].Spans && rows[i+n].Note == rows[i].Note {
			n++
		}
		row := rows[i]
		if n > 1 {
			row.Day = l.Text("service.days", "from", rows[i].Day, "to", rows[i+n-1].Day)
		}
		list = append(list, row)
		i += n
	}
	return list
}
