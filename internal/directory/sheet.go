package directory

import (
	"context"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Sheet is the part of a service that changes most, as a form shows it and
// takes it back: telephones, closure, places, hours, languages, papers,
// description. What it does not hold stays as it is.
type Sheet struct {
	Service access.Service
	Org     access.Org
	// Version is the instant at which the service last changed: a sheet taken
	// back after somebody else's change is refused.
	Version  int64
	Language string // of the words, fr or en

	Phones      []SheetPhone
	Hours       []SheetHours
	HoursMore   bool     // dated or unusual hours stand beside these, and are kept
	Doors       []Choice // where hours may hang, when there are several
	Capacity    string   // code of FactCapacity; "" = not said
	Languages   []string // ISO codes of those spoken
	Papers      map[Paper]string
	Closed      bool
	ClosedUntil string // date; "" = not known
	ClosedWords string
	Description string
}

// Choice is one of several entry points, by name.
type Choice struct{ ID, Name string }

// SheetPhone is a number. ID is empty for one to be added; an empty Number
// takes it out.
type SheetPhone struct{ ID, Number, Extension string }

// SheetHours is one line of hours: the same opening on some days. ID is empty
// for one to be added; empty hours take it out. At is the entry point it hangs
// on; empty: the service.
type SheetHours struct {
	ID            string
	At            string
	Days          Days
	Opens, Closes string // 09:00
}

// SheetPapers are the papers a sheet asks about: those that decide whether to
// come.
var SheetPapers = []Paper{IFHP, RAMQ, OHIP, NoPapers}

// SheetWords is how long a description or the words of a closure may be.
const SheetWords = 4000

// Sheet reads the sheet of a service, for those who may change it.
func (s *Service) Sheet(ctx context.Context, by access.Actor, service access.Service) (sh Sheet, err error) {
	defer fault.Wrap(&err, "directory.Sheet(%s)", service)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := mayChange(ctx, tx, by, service); err != nil {
			return err
		}
		sh, err = readSheet(ctx, tx, by.Region(), service)
		return err
	})
	return sh, err
}

func readSheet(ctx context.Context, tx *db.Tx, region access.Region, service access.Service) (sh Sheet, err error) {
	rows, err := fullOf(ctx, tx, TableOf("service"), []string{string(service)})
	if err != nil {
		return sh, err
	}
	if len(rows) == 0 {
		return sh, notFound()
	}
	l, err := Find(ctx, tx, region, service)
	if err != nil {
		return sh, err
	}
	sh = Sheet{Service: service, Org: l.Org, Version: ms(rows[0].Updated.Time), Description: rows[0].Get("description"), Languages: slices.Clone(l.Languages), Papers: map[Paper]string{}}
	if sh.Language, err = languageOf(ctx, tx, rows[0].Dataset); err != nil {
		return sh, err
	}
	if state, _ := l.CapacityNow(tx.Now); state != CapacityUnknown {
		sh.Capacity = capacityCode(state)
	}
	for _, p := range SheetPapers {
		sh.Papers[p] = acceptanceCodes[l.Papers[p]]
	}
	if c, closed := l.ClosedAt(Zone(HomeZone, time.UTC), tx.Now); closed {
		sh.Closed, sh.ClosedWords = true, c.Words.in(sh.Language)
		if !c.Until.IsZero() {
			sh.ClosedUntil = c.Until.Format(time.DateOnly)
		}
	}
	around, err := recordsAround(ctx, tx, service)
	if err != nil {
		return sh, err
	}
	if err := sh.phones(ctx, tx, around, l); err != nil {
		return sh, err
	}
	return sh, sh.hours(ctx, tx, around, l)
}

func capacityCode(c Capacity) string {
	for code, x := range capacities {
		if x == c {
			return code
		}
	}
	return ""
}

var acceptanceCodes = map[Acceptance]string{AcceptConfirmed: "confirmed", AcceptAnnounced: "announced", AcceptNo: "no"}

func (t Text) in(language string) string {
	if language == "en" {
		return t.EN
	}
	return t.FR
}

// shownOf reads the records of one table around a service that are shown.
func shownOf(ctx context.Context, tx *db.Tx, around []around, table string) (out []stored, err error) {
	for _, a := range around {
		if a.table.Name == table {
			out, err = fullOf(ctx, tx, a.table, a.ids)
		}
	}
	return slices.DeleteFunc(out, func(r stored) bool { return r.Withheld }), err
}

// phones are the numbers of the service. Where it has none, that of its
// organisation is shown for it: changing it then gives the service a number of
// its own.
func (sh *Sheet) phones(ctx context.Context, tx *db.Tx, around []around, l *Listing) error {
	rows, err := shownOf(ctx, tx, around, "phone")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if NumberKind(r.Get("type"), r.Get("description")) != KindFax {
			sh.Phones = append(sh.Phones, SheetPhone{r.ID(), r.Get("number"), r.Get("extension")})
		}
	}
	if len(rows) == 0 {
		for _, p := range l.Phones {
			if p.Kind != KindFax {
				sh.Phones = append(sh.Phones, SheetPhone{"", p.Number, p.Extension})
			}
		}
	}
	return nil
}

// hours are the weekly openings, as the page reads them: those of the entry
// points, those of the service, or else those of the places.
func (sh *Sheet) hours(ctx context.Context, tx *db.Tx, around []around, l *Listing) error {
	rows, err := shownOf(ctx, tx, around, "schedule")
	if err != nil {
		return err
	}
	doors, err := shownOf(ctx, tx, around, "service_at_location")
	if err != nil {
		return err
	}
	own := slices.ContainsFunc(rows, func(r stored) bool { return r.Get("service_id") != "" || r.Get("service_at_location_id") != "" })
	for _, r := range rows {
		id, at := r.ID(), r.Get("service_at_location_id")
		if r.Get("service_id") == "" && at == "" { // of a place, which other services may share
			if own {
				continue
			}
			id = ""
		}
		h, ok := weekly(r.Record)
		if !ok {
			sh.HoursMore = true
			continue
		}
		h.ID, h.At = id, at
		sh.Hours = append(sh.Hours, h)
	}
	if len(doors) > 1 {
		names := map[string]string{}
		for i := range l.Places {
			p := &l.Places[i]
			names[p.ID], _ = p.Name.In(sh.Language)
			if names[p.ID] == "" {
				names[p.ID] = strings.TrimSpace(p.Address + " " + p.City)
			}
		}
		for _, d := range doors {
			sh.Doors = append(sh.Doors, Choice{d.ID(), names[d.Get("location_id")]})
		}
	}
	slices.SortStableFunc(sh.Hours, func(a, b SheetHours) int {
		if a.At != b.At {
			return strings.Compare(a.At, b.At)
		}
		return first(a.Days) - first(b.Days)
	})
	return nil
}

// weekly reads a schedule that a line of the sheet can hold.
func weekly(r Record) (h SheetHours, ok bool) {
	h.Days = weekdaysOf(r.Get("byday"))
	if len(r.Get("opens_at")) < 5 || len(r.Get("closes_at")) < 5 || h.Days == 0 || ordinal(r.Get("byday")) {
		return h, false
	}
	for _, f := range []string{"valid_from", "valid_to", "dtstart", "until", "bymonthday", "byyearday", "byweekno"} {
		if r.Get(f) != "" {
			return h, false
		}
	}
	if r.Get("freq") == "MONTHLY" || !oneOf(r.Get("interval"), "", "1") || r.Get("notes") == "closed" {
		return h, false
	}
	h.Opens, h.Closes = r.Get("opens_at")[:5], r.Get("closes_at")[:5]
	return h, true
}
