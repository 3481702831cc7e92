package directory

import (
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
)

func (w *loader) service(s *serviceRow, sure confirmation, closed int) {
	org, ok := w.orgs[s.Org]
	if !ok {
		return // its organisation is not published: neither is it
	}
	say := func(field, text string) Text { return w.words(s.Dataset, s.ID, field, text) }
	l := &Listing{
		ID: access.Service(s.ID), Code: s.Code,
		Org: access.Org(s.Org), OrgName: w.words(org.Dataset, org.ID, "name", org.Name),
		Name: say("name", s.Name), Summary: say("description", s.Description), Status: Status(s.Status), Alert: say("alert", s.Alert),
		URL: s.URL, Email: s.Email,
		Interpreter: say("interpretation_services", s.Interpretation), Eligibility: say("eligibility_description", s.Eligibility),
		Process: say("application_process", s.Process), Wait: say("wait_time", s.Wait), Fees: say("fees_description", s.Fees),
		UpdatedAt: s.Updated.Time, SourceDay: sourceDay(s.Modified), ClosedDoors: closed, Source: w.sets[s.Dataset].Name,
	}
	if s.OldFees != s.Fees {
		l.Fees = join(l.Fees, say("fees", s.OldFees))
	}
	if s.Min != nil {
		l.MinAge = *s.Min
	}
	if s.Max != nil {
		l.MaxAge = *s.Max
	}
	l.ConfirmedAt, l.ConfirmedBy = w.assured(s, &org)
	if !sure.At.IsZero() && sure.At.Format(time.DateOnly) >= l.ConfirmedAt.Format(time.DateOnly) { // what was said here is known to the second
		l.ConfirmedAt, l.ConfirmedBy = sure.At.Time, sure.OrgName
	}
	for _, p := range w.children.phones[s.ID] {
		l.Phones = append(l.Phones, w.phone(p))
	}
	l.Hours, l.HoursWords = w.hours(w.children.schedules[s.ID])
	own := l.URL != ""
	if !own {
		l.URL = org.Website
	}
	if l.Email == "" {
		l.Email = org.Email
	}
	if w.pages(l, s.ID); !own {
		w.pages(l, s.Org)
	}
	w.hoursPages(l, s.ID)
	l.otherName(say("alternate_name", s.Alternate), l.Name)
	l.otherName(w.words(org.Dataset, org.ID, "alternate_name", org.Alternate), l.Name, l.OrgName)
	w.inOther(l, s.ID)
	if p, ok := w.programs[s.Program]; ok {
		l.more().Program = w.words(p.Dataset, p.ID, "name", p.Name)
	}
	for _, approval := range []Text{say("accreditations", s.Accreditations), say("licenses", s.Licenses)} {
		if !approval.Empty() {
			l.more().Approvals = append(l.more().Approvals, approval)
		}
	}
	w.spoken(l, s.ID)
	w.serves(l, s.ID)
	w.asksFor(l, s.ID)
	w.byID[s.ID] = l
	w.listings = append(w.listings, l)
}

// door adds the place of one entry point to its service.
func (w *loader) door(d *doorRow) {
	l, here := w.byID[d.Service]
	place, there := w.places[d.Location]
	if !here || !there {
		return
	}
	p := Place{ID: place.ID, Name: w.words(place.Dataset, place.ID, "name", place.Name),
		Transport: w.words(place.Dataset, place.ID, "transportation", place.Transport), ExternalID: place.External, Hidden: w.hidden[place.ID].shows == ShowNothing, AreaOnly: w.hidden[place.ID].shows == ShowArea}
	secret := p.Hidden || p.AreaOnly
	for _, a := range w.children.addresses[place.ID] {
		if a.postal() && p.City != "" {
			continue
		}
		p.City, p.Province = a.City, a.Province
		if !secret && !a.postal() { // nobody goes to a post office box
			p.Address, p.Postal, p.Neighbourhood = a.Line1, a.Postal, a.Region
			if a.Line2 != "" {
				p.Address += ", " + a.Line2
			}
		}
		if !a.postal() {
			break
		}
	}
	if p.City == "" && p.AreaOnly {
		p.City = w.hidden[place.ID].town
	}
	switch {
	case place.Lat == nil || place.Lon == nil || *place.Lat == 0 && *place.Lon == 0: // what programs write for "not known"
	case !secret:
		p.Lat, p.Lon, p.HasPoint = *place.Lat, *place.Lon, true
	case p.AreaOnly: // no more than the square is ever in memory
		p.Area, p.HasArea = veil(Point{*place.Lat, *place.Lon}), true
	}
	if secret { // a name, a bus stop or a floor gives an address away
		p.Name, p.Transport, p.ExternalID = Text{}, Text{}, ""
		l.Sensitive = true
	} else {
		w.besides(&p, &place, d)
	}
	for _, a := range w.children.access[place.ID] {
		if secret {
			break
		}
		p.Access = join(p.Access, w.words(a.Dataset, a.ID, "description", joined(a.A, a.B)))
	}
	for _, of := range []string{d.ID, place.ID} {
		for _, ph := range w.children.phones[of] {
			if ph.Contact == "" || of == d.ID {
				p.Phones = append(p.Phones, w.phone(ph))
			}
		}
	}
	p.Hours, p.HoursWords = w.hours(w.children.schedules[d.ID])
	if len(p.Hours) == 0 && len(l.Hours) == 0 {
		hours, words := w.hours(w.children.schedules[place.ID])
		p.Hours, p.HoursWords = hours, append(p.HoursWords, words...)
	}
	w.spoken(l, place.ID)
	w.serves(l, d.ID)
	w.hoursPages(l, d.ID)
	if !secret {
		w.asksFor(l, d.ID)
		w.asksFor(l, place.ID)
	}
	l.Places = append(l.Places, p)
}

// sensitiveNeeds are those whose pages show a quick exit, and whose places are
// never on a map.
var sensitiveNeeds = []string{"safety.violence", "safety.women", "safety.assault", "safety.trafficking"}

// settle gives a listing what depends on all the rest.
func (w *loader) settle(l *Listing) {
	w.suspend(l)
	for _, n := range l.Needs {
		l.Sensitive = l.Sensitive || oneOf(n, sensitiveNeeds...)
	}
	if l.Sensitive && l.More != nil {
		l.More.unnamed()
	}
	voice := func(list []Phone) bool { return slices.ContainsFunc(list, func(p Phone) bool { return p.Voice() }) }
	direct := voice(l.Phones)
	for _, p := range l.Places {
		direct = direct || voice(p.Phones)
	}
	for _, c := range l.Particulars().Contacts {
		for _, p := range c.Phones {
			if !direct && p.Voice() && !slices.Contains(l.Phones, p) {
				p.Note = Text{FR: dotted(c.Role.FR, p.Note.FR), EN: dotted(c.Role.EN, p.Note.EN)}
				l.Phones = append(l.Phones, p)
			}
		}
	}
	if !direct && !voice(l.Phones) { // the organisation's number is better than none
		for _, p := range w.children.phones[string(l.Org)] {
			if p.Contact == "" {
				l.Phones = append(l.Phones, w.phone(p))
			}
		}
	}
}

// suspend closes the doors of a service for the time of its closures. These
// end by themselves, so a source that says "temporarily closed" beside one
// means that one.
func (w *loader) suspend(l *Listing) {
	shut := shutBy(l.Particulars().Closures)
	if len(shut) == 0 {
		return
	}
	if l.Status == TemporarilyClosed {
		l.Status = Active
	}
	l.Hours = append(l.Hours, shut...)
	for i := range l.Places {
		if p := &l.Places[i]; len(p.Hours) > 0 {
			p.Hours = append(slices.Clone(p.Hours), shut...)
		}
	}
}

func (w *loader) phone(p phoneRow) Phone {
	out := Phone{Number: p.Number, Kind: NumberKind(p.Type, p.Description), Note: w.words(p.Dataset, p.ID, "description", p.Description)}
	for _, s := range w.children.spoken[p.ID] { // who answers speaks it
		name := w.words(s.Dataset, s.ID, "name", s.Name)
		out.Note = Text{FR: dotted(out.Note.FR, name.FR), EN: dotted(out.Note.EN, name.EN)}
	}
	if p.Extension != nil {
		out.Extension = digits(*p.Extension)
	}
	return out
}

// sourceDay is the day of a date as sources write it, in days since 1970; 0 when it is
// none.
func sourceDay(s string) int32 {
	day, err := dayIn(s)
	if err != nil || day.Unix() < 0 {
		return 0
	}
	return int32(day.Unix() / (24 * 60 * 60))
}

// dayIn is the day at the head of a date, at midnight UTC.
func dayIn(s string) (time.Time, error) {
	return time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
}

func joined(a, b string) string {
	if a == "" || b == "" || a == b {
		return a + b
	}
	if strings.ContainsAny(a[len(a)-1:], ".!?:;") {
		return a + " " + b
	}
	return a + ". " + b
}

func dotted(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

func join(a, b Text) Text {
	both := func(a, b string) string {
		if a == "" || b == "" {
			return a + b
		}
		return a + "\n" + b
	}
	return Text{FR: both(a.FR, b.FR), EN: both(a.EN, b.EN)}
}

func appendOnce(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
