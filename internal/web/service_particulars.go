package web

import (
	"time"

	"github.com/a-h/templ"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// particulars fills what the field needs and no standard has: closures, places,
// who may ask, languages and interpreters, answers to closed doors.
func (s *Site) particulars(p *page.Service, l *i18n.Local, d *directory.Listing, now time.Time) {
	m := d.Particulars()
	for _, c := range m.Closures {
		if !c.Over(s.Zone, now) {
			p.Closures = append(p.Closures, s.closing(l, c, now))
		}
	}
	p.Costs = costs(l, m, midnight(now.In(s.Zone)))
	for _, how := range m.Payments {
		p.Payments = append(p.Payments, said(l, how))
	}
	for _, a := range m.Areas {
		p.Areas = append(p.Areas, said(l, a))
	}
	p.Contacts = contacts(l, m.Contacts)
	for _, name := range m.Also {
		p.Also = append(p.Also, said(l, name))
	}
	p.Program = said(l, m.Program)
	for _, a := range m.Approvals {
		p.Approvals = append(p.Approvals, said(l, a))
	}
	p.Links = further(l, m.Pages)
	p.Room = s.room(l, d, now)
	p.Askers = askers(l, m)
	for _, code := range d.Languages {
		name := said(l, m.LanguageNames[code])
		if name.S == "" {
			name = l.Name(code)
		}
		p.Languages = append(p.Languages, page.Spoken{Name: name, Ahead: m.CallsAhead(code), Note: said(l, m.LanguageNotes[code])})
	}
	for _, t := range m.Tongues {
		p.Languages = append(p.Languages, page.Spoken{Name: said(l, t.Name), Note: said(l, t.Note)})
	}
	p.Interpreters = interpreters(m)
	for _, r := range m.Replies {
		p.Replies = append(p.Replies, page.Reply{Kind: replyKeys[r.Kind], Words: words(r.Words, r.Lang), On: l.Date(r.At.In(s.Zone))})
	}
	if unanswered := d.ClosedDoors - len(m.Replies); unanswered > 0 {
		p.Unanswered = unanswered
	}
}

// contacts are whom to ask for.
func contacts(l *i18n.Local, all []directory.Contact) (list []page.Contact) {
	for _, c := range all {
		list = append(list, page.Contact{Name: c.Name, Role: said(l, c.Role), Email: c.Email, Phones: numbers(l, c.Phones, (*directory.Phone).Voice)})
	}
	return list
}

// further are more pages of a source; one without words says what it is about.
func further(l *i18n.Local, all []directory.Webpage) (list []page.Further) {
	for _, x := range all {
		row := page.Further{Label: said(l, x.Label), Href: x.URL}
		if row.Label.S == "" {
			row.Label = l.Text(pageKeys[x.About])
		}
		list = append(list, row)
	}
	return list
}

// closing says a closure: when, why, and in the organisation's words.
func (s *Site) closing(l *i18n.Local, c directory.Closure, now time.Time) page.Closing {
	out := page.Closing{Now: c.Begun(s.Zone, now), Reason: closureKeys[c.Reason], Words: said(l, c.Words)}
	from, until := i18n.OnDate(c.From), i18n.OnDate(c.Until)
	switch {
	case out.Now && c.Until.IsZero():
		out.When = ui.T(l, "service.shut_no_end", "from", from)
	case out.Now:
		out.When = ui.T(l, "service.shut_until", "until", until)
	case c.Until.IsZero():
		out.When = ui.T(l, "service.shut_soon_no_end", "from", from)
	default:
		out.When = ui.T(l, "service.shut_soon", "from", from, "until", until)
	}
	return out
}

// room says what is known of places, and how old it is. Figures that have
// lapsed are not shown as if they still held.
func (s *Site) room(l *i18n.Local, d *directory.Listing, now time.Time) page.Room {
	m := d.Particulars()
	state, at := d.CapacityNow(now)
	out := page.Room{State: capacityKeys[state]}
	last := d.CapacityAt
	for _, r := range m.Rooms {
		out.Rows = append(out.Rows, roomRow(l, r, now))
		if r.At.After(last) {
			last = r.At
		}
	}
	switch {
	case state != directory.CapacityUnknown:
		out.Said = ui.T(l, "capacity.state_said", "when", i18n.Since(now.Sub(at)))
	case !last.IsZero():
		out.Said = ui.T(l, "capacity.lapsed", "when", i18n.Since(now.Sub(last)))
	case len(m.Rooms) > 0:
		out.Said = ui.T(l, "capacity.unknown")
	}
	return out
}

func roomRow(l *i18n.Local, r directory.Room, now time.Time) page.RoomRow {
	row := page.RoomRow{Unit: ui.T(l, unitKeys[r.Unit])}
	if r.Population != "" {
		row.Unit = ui.T(l, "capacity.for", "unit", i18n.Key(unitKeys[r.Unit]), "who", i18n.Key(populationKeys[r.Population]))
	}
	add := func(known bool, c templ.Component) {
		if known {
			row.Figures = append(row.Figures, c)
		}
	}
	fresh := r.Fresh(now)
	add(fresh && r.Available >= 0, ui.N(l, "capacity.free", r.Available))
	add(r.Total >= 0, ui.N(l, "capacity.total", r.Total))
	add(r.Funded >= 0, ui.N(l, "capacity.funded", r.Funded))
	add(fresh && r.WaitDays >= 0, waiting(l, r.WaitDays))
	if fresh && r.Saturation != "" {
		row.Saturation, row.Tone = saturationKeys[r.Saturation], saturationTones[r.Saturation]
	}
	return row
}

// waiting says a wait in the unit that helps: nobody counts in hundreds of
// days.
func waiting(l *i18n.Local, days int) templ.Component {
	switch {
	case days == 0:
		return ui.T(l, "capacity.no_wait")
	case days >= 60:
		return ui.N(l, "capacity.wait_months", (days+15)/30)
	}
	return ui.N(l, "capacity.wait_days", days)
}

// askers says who may make the first contact; nothing when nothing is known.
func askers(l *i18n.Local, m *directory.Particulars) (list []templ.Component) {
	var others []i18n.Text
	for _, a := range directory.Askers[1:] {
		if m.Askers[a] == directory.AnswerYes {
			others = append(others, l.Text(askerKeys[a]))
		}
	}
	who := named(enumerated(others))
	switch {
	case m.Askers[directory.AskerPerson] == directory.AnswerYes:
		list = append(list, ui.T(l, "service.ask_alone"))
		if len(others) > 0 {
			list = append(list, ui.T(l, "service.ask_also", "who", who))
		}
	case m.Askers[directory.AskerPerson] == directory.AnswerNo && len(others) > 0:
		list = append(list, ui.T(l, "service.ask_referred", "who", who))
	case m.Askers[directory.AskerPerson] == directory.AnswerNo:
		list = append(list, ui.T(l, "service.ask_referred_unknown"))
	case len(others) > 0:
		list = append(list, ui.T(l, "service.ask_also", "who", who))
	}
	return list
}

func enumerated(list []i18n.Text) (s string) {
	for i, t := range list {
		if i > 0 {
			s += ", "
		}
		s += t.S
	}
	return s
}

// interpreters says which ways there are; that there is none is said only when
// all of them were asked about.
func interpreters(m *directory.Particulars) (keys []string) {
	none := len(m.Interpreters) == len(directory.InterpretingWays)
	for _, way := range directory.InterpretingWays {
		if m.Interpreters[way] == directory.AnswerYes {
			keys = append(keys, interpreterKeys[way])
		}
		none = none && m.Interpreters[way] == directory.AnswerNo
	}
	if none {
		keys = []string{"service.int_none"}
	}
	return keys
}

// sure says who found a fact true and when; nil when nobody did.
func sure(l *i18n.Local, d *directory.Listing, kind directory.FactKind, code string, now time.Time) templ.Component {
	stamp, ok := d.Particulars().Sure[directory.FactKey{Kind: kind, Code: code}]
	switch {
	case !ok || stamp.By == "":
		return nil
	case stamp.Fresh(now):
		return ui.T(l, "service.sure_by", "when", i18n.Since(now.Sub(stamp.At)), "org", byWhom(l, d, stamp.By))
	}
	return ui.T(l, "service.sure_old", "when", i18n.Since(now.Sub(stamp.At)), "org", byWhom(l, d, stamp.By))
}

var closureKeys = map[directory.ClosureReason]string{
	directory.ClosedHoliday: "service.shut_holiday", directory.ClosedWorks: "service.shut_works", directory.ClosedStaff: "service.shut_staff",
	directory.ClosedSeason: "service.shut_season", directory.ClosedMoving: "service.shut_moving", directory.ClosedFunding: "service.shut_funding",
	directory.ClosedIncident: "service.shut_incident", directory.ClosedOther: "service.shut_other",
}

var pageKeys = map[directory.LinkAbout]string{
	directory.AboutAll: "service.page_other", directory.AboutHours: "service.page_hours", directory.AboutDocument: "service.page_document",
}

var unitKeys = map[directory.Unit]string{
	directory.UnitPlace: "capacity.unit_place", directory.UnitBed: "capacity.unit_bed", directory.UnitHousing: "capacity.unit_housing",
	directory.UnitAppointment: "capacity.unit_appointment", directory.UnitMeal: "capacity.unit_meal",
}

var saturationKeys = map[directory.Saturation]string{
	directory.SaturationLow: "capacity.sat_low", directory.SaturationRisk: "capacity.sat_risk", directory.SaturationHigh: "capacity.sat_high",
}

var saturationTones = map[directory.Saturation]ui.Tone{
	directory.SaturationLow: ui.Ok, directory.SaturationRisk: ui.Late, directory.SaturationHigh: ui.Late,
}

var askerKeys = map[directory.Asker]string{
	directory.AskerPerson: "service.asker_person", directory.AskerRelative: "service.asker_relative", directory.AskerCommunity: "service.asker_oc",
	directory.AskerPublic: "service.asker_rp", directory.AskerHealth: "service.asker_health", directory.AskerSchool: "service.asker_school",
	directory.AskerEmergency: "service.asker_emergency",
}

var interpreterKeys = map[directory.Interpreting]string{
	directory.InterpreterOnSite: "service.int_site", directory.InterpreterByPhone: "service.int_phone", directory.InterpreterOnRequest: "service.int_request",
}

var replyKeys = map[directory.ReplyKind]string{
	directory.ReplyChanged: "closed_door.kind_changed", directory.ReplyExplained: "closed_door.kind_explained", directory.ReplyNotOurs: "closed_door.kind_not_ours",
}
