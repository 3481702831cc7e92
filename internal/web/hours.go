package web

import (
	"slices"
	"time"
	"unicode/utf8"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

func sameHours(a, b directory.Hours) bool { return a.Same(b) }

// hours is the week, from Monday, then what comes back otherwise, then the dated
// hours that are not over, then what is told in words alone.
func (s *Site) hours(l *i18n.Local, d *directory.Listing, place int) (rows []page.HoursRow) {
	hours := d.HoursOf(place)
	now := s.Clock.Now().In(d.ZoneAt(place, s.Zone))
	today := midnight(now)
	week := slices.ContainsFunc(hours, func(h directory.Hours) bool { return weekly(h, today) && !h.Closed })
	for i := 0; week && i < 7; i++ {
		day := weekday(i)
		row := page.HoursRow{Day: l.WeekdayText(day), Today: now.Weekday() == day}
		if open := onDay(l, hours, i, today); len(open) > 0 {
			for _, o := range open {
				row.Spans, row.Note = o.Spans, o.Note
				rows = append(rows, row)
			}
			continue
		}
		if next := today.AddDate(0, 0, (int(day)-int(now.Weekday())+7)%7); d.MaybeOn(place, next) {
			row.Spans = l.Text("service.maybe_day")
		} else {
			row.Closed, row.Spans = true, l.Text("service.closed_day")
		}
		rows = append(rows, row)
	}
	rows = append(rows, rhythms(l, hours, today)...)
	rows = append(rows, ofDates(l, hours, today)...)
	return append(rows, inWords(l, d.HoursWordsOf(place), today)...)
}

// onDay are the openings of a day of each week; those of which something else is
// said stand apart.
func onDay(l *i18n.Local, hours []directory.Hours, day int, today time.Time) (list []page.HoursRow) {
	open := slices.DeleteFunc(slices.Clone(hours), func(h directory.Hours) bool { return !weekly(h, today) || h.Closed || h.Days>>day&1 == 0 })
	slices.SortStableFunc(open, func(a, b directory.Hours) int { return a.Opens - b.Opens })
	for _, h := range open {
		note := said(l, h.Note)
		if n := len(list); n > 0 && list[n-1].Note == note {
			list[n-1].Spans.S += ", " + span(l, h)
			continue
		}
		list = append(list, page.HoursRow{Spans: i18n.Text{S: span(l, h)}, Note: note})
	}
	return list
}

// ofDates are the hours of some dates that are not over, with their weekdays: those
// of one time are said once for all of its days.
func ofDates(l *i18n.Local, hours []directory.Hours, today time.Time) (rows []page.HoursRow) {
	type line struct {
		directory.Hours
		note i18n.Text
	}
	var lines []line
	for _, h := range hours {
		if !dated(h) || h.Rhythm != nil || weekly(h, today) || !h.To.IsZero() && h.To.Before(today) {
			continue
		}
		note := said(l, h.Note)
		same := slices.IndexFunc(lines, func(x line) bool {
			days := h
			days.Days = x.Days
			return x.note == note && x.Same(days) && (x.Days == 0) == (h.Days == 0)
		})
		if same >= 0 {
			lines[same].Days |= h.Days
			continue
		}
		lines = append(lines, line{h, note})
	}
	for _, x := range lines {
		row := page.HoursRow{Day: dates(l, x.Hours), Apart: true, Closed: x.Closed, Note: x.note}
		if x.Closed {
			row.Spans = l.Text("service.closed_day")
		} else {
			row.Spans = i18n.Text{S: span(l, x.Hours)}
		}
		if days := daysNamed(l, x.Days); days != "" {
			row.Spans = l.Text("hours.on_days", "days", days, "span", row.Spans)
		}
		rows = append(rows, row)
	}
	return rows
}

// daysNamed are the names of some weekdays; nothing for all of them.
func daysNamed(l *i18n.Local, days directory.Days) string {
	if days == 1<<7-1 {
		return ""
	}
	return dayNames(l, &directory.Rhythm{Days: days})
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

// wordsOnCard is how long hours in words may be to stand on a card, in characters.
const wordsOnCard = 80

// inALine is what a card says of hours that stand in words alone: those that hold
// today, when they are one short passage; else nothing.
func inALine(l *i18n.Local, list []directory.HoursWords, today time.Time) (line i18n.Text) {
	for _, w := range list {
		if w.From.After(today) || !w.To.IsZero() && w.To.Before(today) {
			continue
		}
		if line.S != "" {
			return i18n.Text{}
		}
		line = said(l, w.Words)
	}
	if utf8.RuneCountInString(line.S) > wordsOnCard {
		return i18n.Text{}
	}
	return line
}

// weekly reports hours of each week that hold now, and of which no end is known.
func weekly(h directory.Hours, today time.Time) bool {
	return h.Rhythm == nil && h.To.IsZero() && !h.From.After(today) && (h.From.IsZero() || !h.Closed)
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

// onPaper gathers the hours of a service and of its places.
func onPaper(l *i18n.Local, p *page.Service) {
	p.Hours = gathered(l, p.Hours)
	for i := range p.Places {
		p.Places[i].Hours = gathered(l, p.Places[i].Hours)
	}
}

// onlyOpened is onPaper without the days on which nothing opens.
func onlyOpened(l *i18n.Local, p *page.Service) {
	onPaper(l, p)
	p.Hours = opened(p.Hours)
	for i := range p.Places {
		p.Places[i].Hours = opened(p.Places[i].Hours)
	}
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
			key := "service.days"
			if n == 2 {
				key = "service.days_two"
			}
			row.Day = l.Text(key, "from", rows[i].Day, "to", rows[i+n-1].Day)
		}
		list = append(list, row)
		i += n
	}
	return list
}
