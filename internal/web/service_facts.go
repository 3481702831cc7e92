package web

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// said is a passage of an organisation for a page, in the language it is
// really in.
func said(l *i18n.Local, t directory.Text) i18n.Text {
	s, in := t.In(string(l.Lang()))
	return i18n.Text{S: s, Lang: i18n.Lang(in)}
}

// passage is a passage of a service, by its HSDS field, in the language of the page
// where somebody put it into that language; else as it is said.
func passage(l *i18n.Local, d *directory.Listing, field string, t directory.Text) i18n.Text {
	if words := d.Particulars().InOther[directory.BaseLanguage(string(l.Lang()))][field]; words != "" {
		return i18n.Text{S: words, Lang: l.Lang()}
	}
	return said(l, t)
}

// card is a hit of the search as a card of S2.
func (s *Site) card(l *i18n.Local, h directory.Hit, r search, now time.Time) page.ServiceCard {
	d := h.Listing
	c := page.ServiceCard{
		Href: ui.Path(l, "/service/"+string(d.ID), "liste", r.list.String()), Code: d.Code, Name: said(l, d.Name), Org: said(l, d.OrgName), Alert: passage(l, d, "alert", d.Alert),
		Door: s.door(l, d, h.Place, h.Opening, now), Condition: condition(l, d, r),
	}
	if h.Opening.Door == directory.DoorUnknown {
		if line := inALine(l, d.HoursWordsOf(h.Place), midnight(now.In(d.ZoneAt(h.Place, s.Zone)))); line.S != "" {
			c.Door.Detail = ui.Run(l, line)
		}
	}
	c.Pick = pick(r.list, d.Code, func(list picks) string {
		same := r
		same.list = list
		return same.address(l) + "#s-" + d.Code
	})
	c.Fresh, c.Stale = fresh(l, d, now)
	if state, _ := d.CapacityNow(now); state != directory.CapacityUnknown {
		c.Capacity = ui.T(l, capacityKeys[state])
	}
	if h.Metres >= 0 {
		c.Distance = l.Distance(h.Metres)
		// Streets are a third longer than the crow flies; 80 m a minute.
		if walk := int(math.Ceil(h.Metres * 1.3 / 80)); walk <= 45 {
			c.Walk = ui.N(l, "service.walk", max(walk, 1))
		}
	}
	if n := len(d.Languages); n > 0 {
		c.Languages = ui.T(l, "service.spoken", "languages", i18n.Tongues(d.Languages[:min(n, 4)]...))
	}
	if ph := phones(l, d, h.Place); len(ph) > 0 {
		c.Phone, c.Ext = ph[0].Number, ph[0].Ext
	}
	if h.Place >= 0 {
		c.Directions = directions(&d.Places[h.Place])
	}
	return c
}

// condition is the one line of a card that decides whether to go.
func condition(l *i18n.Local, d *directory.Listing, r search) templ.Component {
	switch {
	case r.paper != "" && r.paper != string(directory.NoPapers):
		paper := directory.Paper(r.paper)
		return ui.T(l, acceptKeys[d.Papers[paper]], "paper", i18n.Key(paperKeys[paper]))
	case d.Unconditional:
		return ui.T(l, "service.everyone")
	case d.AsksNoPapers():
		return ui.T(l, "service.no_papers")
	case d.Papers[directory.IFHP] >= directory.AcceptAnnounced:
		return ui.T(l, acceptKeys[d.Papers[directory.IFHP]], "paper", i18n.Key("service.ifhp"))
	}
	return nil
}

// door says whether a service is open, and until or from when; on a holiday of
// which its hours say nothing, to call first.
func (s *Site) door(l *i18n.Local, d *directory.Listing, place int, o directory.Opening, now time.Time) page.Door {
	out := s.doorNow(l, d, place, o, now)
	zone, province := d.ZoneAt(place, s.Zone), ""
	if place >= 0 && place < len(d.Places) {
		province = d.Places[place].Province
	}
	day := now.In(zone)
	switch {
	case o.Door == directory.DoorOpen && o.Closes.IsZero(): // day and night, holidays too
		return out
	case o.Door == directory.DoorShut && !o.Opens.IsZero():
		day = o.Opens.In(zone)
	case o.Door != directory.DoorOpen:
		return out
	}
	if holiday := directory.HolidayOn(day, province); holiday != "" && !directory.SaysOn(d.HoursOf(place), day) {
		out.Holiday = ui.T(l, "holiday.call", "day", i18n.Key("holiday."+string(holiday)))
	}
	return out
}

func (s *Site) doorNow(l *i18n.Local, d *directory.Listing, place int, o directory.Opening, now time.Time) page.Door {
	zone := d.ZoneAt(place, s.Zone)
	switch o.Door {
	case directory.DoorSuspended:
		shut := page.Door{Tone: ui.Late, State: ui.T(l, "service.suspended")}
		if !o.Opens.IsZero() {
			at := o.Opens.In(zone)
			shut.Detail = ui.T(l, "service.reopens_on", "day", i18n.OnDate(at), "time", i18n.At(at.Hour(), at.Minute()))
		}
		return shut
	case directory.DoorUnknown:
		return page.Door{State: ui.T(l, "service.hours_unknown"), Detail: ui.T(l, "service.call_first")}
	case directory.DoorOpen:
		if o.Closes.IsZero() {
			return page.Door{Tone: ui.Ok, State: ui.T(l, "service.open"), Detail: ui.T(l, "service.day_and_night")}
		}
		at := o.Closes.In(zone)
		return page.Door{Tone: ui.Ok, State: ui.T(l, "service.open"), Detail: ui.T(l, "service.closes_at", "time", i18n.At(at.Hour(), at.Minute()))}
	}
	shut := page.Door{State: ui.T(l, "service.closed")}
	if o.Opens.IsZero() {
		shut.Detail = ui.T(l, "service.opens_unknown")
		return shut
	}
	at, today := o.Opens.In(zone), now.In(zone)
	hour := i18n.At(at.Hour(), at.Minute())
	switch midnight(at).Sub(midnight(today)).Hours() / 24 {
	case 0:
		shut.Detail = ui.T(l, "service.opens_today", "time", hour)
	case 1:
		shut.Detail = ui.T(l, "service.opens_tomorrow", "time", hour)
	default:
		day := i18n.OnDay(at.Weekday())
		if at.Sub(today) > 6*24*time.Hour {
			day = i18n.OnDate(at)
		}
		shut.Detail = ui.T(l, "service.opens_day", "day", day, "time", hour)
	}
	return shut
}

// midnight is the date of a local time, in UTC, so that days are of 24 hours.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// fresh says who confirmed a service and when, or that nobody did lately.
func fresh(l *i18n.Local, d *directory.Listing, now time.Time) (templ.Component, bool) {
	age := max(0, now.Sub(d.ConfirmedAt)) // a day that a source tells is its noon
	switch {
	case d.ConfirmedAt.IsZero():
		return ui.T(l, "service.never_confirmed"), true
	case !d.Fresh(now):
		months := max(1, monthsBetween(d.ConfirmedAt, now))
		if months >= 24 {
			return ui.N(l, "service.stale_years", months/12), true
		}
		return ui.N(l, "service.stale_months", months), true
	case d.ConfirmedBy != "":
		return ui.T(l, "service.fresh_by", "when", i18n.Since(age), "org", byWhom(l, d, d.ConfirmedBy)), false
	}
	return ui.T(l, "service.fresh_when", "when", i18n.Since(age)), false
}

// byWhom is who confirmed something of a service, by the name that was kept with it:
// its own organisation is called as the page calls it.
func byWhom(l *i18n.Local, d *directory.Listing, name string) i18n.Text {
	if name != "" && (name == d.OrgName.FR || name == d.OrgName.EN) {
		return said(l, d.OrgName)
	}
	return i18n.Text{S: name, Lang: i18n.Source}
}

// monthsBetween are the whole months from one moment to a later one.
func monthsBetween(from, to time.Time) int {
	y, m, d := to.UTC().Date()
	fromY, fromM, fromD := from.UTC().Date()
	n := (y-fromY)*12 + int(m-fromM)
	if d < fromD {
		n--
	}
	return n
}

// phones are the numbers to call, those of the place first.
func phones(l *i18n.Local, d *directory.Listing, place int) []page.Phone {
	return numbers(l, phonesAt(d, place), (*directory.Phone).Voice)
}

// writtenTo are the numbers that are written to: by text message, by teleprinter.
func writtenTo(l *i18n.Local, d *directory.Listing, place int) []page.Phone {
	return numbers(l, phonesAt(d, place), isWritten)
}

func isFax(p *directory.Phone) bool { return p.Kind == directory.KindFax }

func isWritten(p *directory.Phone) bool { return writtenKeys[p.Kind] != "" }

func phonesAt(d *directory.Listing, place int) []directory.Phone {
	if place >= 0 && place < len(d.Places) {
		return slices.Concat(d.Places[place].Phones, d.Phones)
	}
	return d.Phones
}

// numbers are those of one sort, each once.
func numbers(l *i18n.Local, all []directory.Phone, of func(*directory.Phone) bool) (list []page.Phone) {
	seen := map[string]bool{}
	for i := range all {
		ph := &all[i]
		tel := i18n.Tel(ph.Number, ph.Extension)
		if !of(ph) || len(tel) < len("tel:211") || seen[tel] {
			continue
		}
		seen[tel] = true
		list = append(list, page.Phone{Number: ph.Number, Ext: ph.Extension, Note: said(l, ph.Note), Kind: writtenKeys[ph.Kind], Text: ph.Kind == directory.KindText})
	}
	return list
}

var writtenKeys = map[string]string{directory.KindText: "service.by_text", directory.KindTextphone: "service.by_textphone"}

// directions leads to a map that follows nobody. A hidden address has none.
func directions(p *directory.Place) string {
	if p.Hidden || !p.HasPoint {
		return ""
	}
	at := strconv.FormatFloat(p.Lat, 'f', 5, 64) + "," + strconv.FormatFloat(p.Lon, 'f', 5, 64)
	return "https://www.openstreetmap.org/directions?to=" + at
}

// address is a place's address on one line; empty when it is kept secret.
func address(p *directory.Place) string {
	if p.Hidden {
		return ""
	}
	var parts []string
	for _, s := range []string{p.Address, p.City} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	s := strings.Join(parts, ", ")
	if p.Province != "" {
		s += " (" + p.Province + ")"
	}
	return strings.TrimSpace(s + " " + p.Postal)
}

var acceptKeys = map[directory.Acceptance]string{
	directory.AcceptUnknown: "service.accept_unknown", directory.AcceptNo: "service.accept_no",
	directory.AcceptAnnounced: "service.accept_announced", directory.AcceptConfirmed: "service.accept_confirmed",
}

// nothingKeys say whether one can come without any paper.
var nothingKeys = map[directory.Acceptance]string{
	directory.AcceptNo: "service.nothing_no", directory.AcceptAnnounced: "service.nothing_announced", directory.AcceptConfirmed: "service.nothing_confirmed",
}

var capacityKeys = map[directory.Capacity]string{
	directory.CapacityOpen: "service.cap_open", directory.CapacityFull: "service.cap_full",
	directory.CapacityWaitlist: "service.cap_wait", directory.CapacityAssessment: "service.cap_assess",
}
