package web

import (
	"slices"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

func sameHours(a, b directory.Hours) bool { return a.Same(b) }

// hours is the week, from Monday, then what comes back otherwise, then the dated
// exceptions that are not over, then what is told in words alone.
func (s *Site) hours(l *i18n.Local, d *directory.Listing, place int) (rows []page.HoursRow) {
	hours := d.HoursOf(place)
	today := s.Clock.Now().In(d.ZoneAt(place, s.Zone))
	week := slices.ContainsFunc(hours, func(h directory.Hours) bool { return weekly(h) && !h.Closed })
	for i := 0; week && i < 7; i++ {
		day := time.Weekday((i + 1) % 7)
		row := page.HoursRow{Day: l.WeekdayText(day), Today: today.Weekday() == day}
		var spans []string
		for _, h := range hours {
			if weekly(h) && !h.Closed && h.Days>>i&1 == 1 {
				spans = append(spans, span(l, h))
				row.Note = said(l, h.Note)
			}
		}
		switch next := midnight(today).AddDate(0, 0, (int(day)-int(today.Weekday())+7)%7); {
		case len(spans) > 0:
			row.Spans = i18n.Text{S: strings.Join(spans, ", ")}
		case d.MaybeOn(place, next):
			row.Spans = l.Text("service.maybe_day")
		default:
			row.Closed, row.Spans = true, l.Text("service.closed_day")
		}
		rows = append(rows, row)
	}
	rows = append(rows, rhythms(l, hours, midnight(today))...)
	for _, h := range hours {
		if dated(h) && h.Rhythm == nil && (h.To.IsZero() || !h.To.Before(midnight(today))) {
			row := page.HoursRow{Day: dates(l, h), Apart: true, Closed: h.Closed, Note: said(l, h.Note)}
			if h.Closed {
				row.Spans = l.Text("service.closed_day")
			} else {
				row.Spans = i18n.Text{S: span(l, h)}
			}
			rows = append(rows, row)
		}
	}
	return append(rows, inWords(l, d.HoursWordsOf(place), midnight(today))...)
}

// inWords are the hours that are told in words alone and are not over.
func inWords(l *i18n.Local, list []directory.HoursWords, today time.Time) (rows []page.HoursRow) {
	for _, w := range list {
		if !w.To.IsZero() && w.To.Before(today) {
			continue
		}
		row := page.HoursRow{Day: l.Text("service.hours_words"), Apart: true, Spans: said(l, w.Words)}
		if row.Spans.S == "" {
			row.Spans = l.Text("service.hours_others")
		}
		if h := (directory.Hours{From: w.From, To: w.To}); dated(h) {
			row.Day = dates(l, h)
		}
		rows = append(rows, row)
	}
	return rows
}

func weekly(h directory.Hours) bool { return !dated(h) && h.Rhythm == nil }

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
		for i+n < len(rows) && !rows[i].Apart && !rows[i+n].Apart && rows[i+n].Spans == rows[i].Spans && rows[i+n].Note == rows[i].Note {
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
