package ical

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Calendar is a set of events, of one zone where they do not say another.
type Calendar struct {
	Product string // who wrote it: "-//Passerelle//FR"
	Name    string // shown by agendas; may be empty
	Zone    *time.Location
	Stamp   time.Time     // when it was written
	Refresh time.Duration // how often an agenda that follows it asks again; 0 says nothing
	Events  []Event
}

// Event is one event, or one that comes back. Start is read as the wall shows it in
// its zone: nine o'clock is nine o'clock on both sides of a change
// of hour.
type Event struct {
	UID                                 string
	Summary, Location, Description, URL string
	Start                               time.Time
	Zone                                *time.Location // of Start; nil is the calendar's
	Minutes                             int            // how long it lasts; it may pass midnight
	Repeat                              *Repeat
}

// Bytes is the calendar as a file.
func (c Calendar) Bytes() []byte {
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", escaped(c.Product))
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	if c.Name != "" {
		w.line("X-WR-CALNAME", escaped(c.Name))
	}
	w.line("X-WR-TIMEZONE", c.Zone.String())
	if h := int(c.Refresh.Hours()); h > 0 {
		w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT"+itoa(h)+"H")
		w.line("X-PUBLISHED-TTL", "PT"+itoa(h)+"H")
	}
	for _, z := range c.zones() {
		w.zone(z, c.Stamp)
	}
	for _, e := range c.Events {
		w.event(e, c)
	}
	w.line("END", "VCALENDAR")
	return []byte(w.String())
}

// zones are those of the calendar and its events, each once.
func (c Calendar) zones() []*time.Location {
	list := []*time.Location{c.Zone}
	for _, e := range c.Events {
		if e.Zone != nil && !slices.ContainsFunc(list, func(z *time.Location) bool { return z.String() == e.Zone.String() }) {
			list = append(list, e.Zone)
		}
	}
	return list
}

func (w *writer) event(e Event, c Calendar) {
	zone := cmp.Or(e.Zone, c.Zone)
	at := ";TZID=" + zone.String()
	w.line("BEGIN", "VEVENT")
	w.line("UID", escaped(e.UID))
	w.line("DTSTAMP", c.Stamp.UTC().Format(utc))
	w.line("DTSTART"+at, e.Start.Format(local))
	// Not its end: an agenda counts how long the first one lasts, and the end of
	// a night when the clock changes would shorten all others.
	w.line("DURATION", "PT"+itoa(e.Minutes/60)+"H"+itoa(e.Minutes%60)+"M")
	if r := e.Repeat; r != nil {
		w.line("RRULE", r.rule(zone))
		if len(r.Except) > 0 {
			var out []string
			for _, t := range r.Except {
				out = append(out, t.Format(local))
			}
			w.line("EXDATE"+at, strings.Join(out, ","))
		}
	}
	w.text("SUMMARY", e.Summary)
	w.text("LOCATION", e.Location)
	w.text("DESCRIPTION", e.Description)
	if e.URL != "" {
		w.line("URL", e.URL)
	}
	w.line("TRANSP", "TRANSPARENT") // a door that is open does not make its reader busy
	w.line("END", "VEVENT")
}

const (
	local = "20060102T150405"
	utc   = "20060102T150405Z"
)

var dayNames = [7]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// writer writes content lines.
type writer struct{ strings.Builder }

// text writes a property of free text; nothing when it is empty.
func (w *writer) text(name, value string) {
	if value != "" {
		w.line(name, escaped(value))
	}
}

// line writes name:value, folded after at most 75 octets, never inside a
// character.
func (w *writer) line(name, value string) {
	s := name + ":" + value
	for most := 75; len(s) > most; most = 74 {
		cut := most
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		w.WriteString(s[:cut] + "\r\n ")
		s = s[cut:]
	}
	w.WriteString(s + "\r\n")
}

// escaped keeps free text in its property.
func escaped(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}
