package directory

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Mend takes a sheet back: what differs from the service is changed, and the
// rest, having been looked at, is confirmed. It says whether anything differed.
//
// Those who may change the service may. fault.Conflict when somebody else
// changed it since the sheet was read: neither change is lost. A retried act
// mends once.
func (s *Service) Mend(ctx context.Context, by access.Actor, act string, sh Sheet) (mended bool, err error) {
	defer fault.Wrap(&err, "directory.Mend(%s)", sh.Service)
	if err := sh.check(); err != nil {
		return false, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := mayChange(ctx, tx, by, sh.Service); err != nil {
			return err
		}
		result, err := event.Once(ctx, tx, by, act, func() (string, error) {
			mended, err := s.mend(ctx, tx, by, sh, cause{kind: mendKind(by)})
			return map[bool]string{true: "mended", false: "same"}[mended], err
		})
		mended = result == "mended"
		return err
	})
	return mended, err
}

// mendKind is the kind of a revision made by a sheet; for a worker, what it
// changed tells.
func mendKind(by access.Actor) RevisionKind {
	if by.Kind() == access.Updater {
		return ByUpdate
	}
	return ""
}

func (s *Service) mend(ctx context.Context, tx *db.Tx, by access.Actor, sh Sheet, why cause) (mended bool, err error) {
	was, err := readSheet(ctx, tx, by.Region(), sh.Service)
	if err != nil {
		return false, err
	}
	if was.Version != sh.Version {
		return false, fault.New(fault.Conflict, "sheet.changed_meanwhile")
	}
	m := mending{tx: tx, by: by, was: was, is: sh}
	err = s.amend(ctx, tx, by, sh.Service, why, func(*db.Tx) error {
		for _, part := range []func(context.Context) error{m.phones, m.hours, m.closure, m.facts, m.words} {
			if err := part(ctx); err != nil {
				return err
			}
		}
		name, err := orgNameOf(ctx, tx, by.Org())
		if err != nil {
			return err
		}
		return confirmIn(ctx, tx, by, sh.Service, name, nil)
	})
	return m.mended, err
}

// mending is the work of one sheet.
type mending struct {
	tx      *db.Tx
	by      access.Actor
	was, is Sheet
	mended  bool
}

func (m *mending) set(ctx context.Context, table, id, field, value string) error {
	m.mended = true
	return correctField(ctx, m.tx, m.by, m.is.Service, stateKey{table, id, field}, value)
}

func (m *mending) add(ctx context.Context, r Record) error {
	m.mended = true
	return addRecord(ctx, m.tx, m.by, m.is.Service, m.was.Language, r)
}

func (m *mending) phones(ctx context.Context) error {
	known := map[string]SheetPhone{}
	for _, p := range m.was.Phones {
		known[p.ID] = p
	}
	for _, p := range m.is.Phones {
		was, there := known[p.ID]
		switch {
		case p.ID == "" && (p.Number == "" || slices.Contains(m.was.Phones, p)): // nothing, or the organisation's own
		case p.ID == "":
			r := NewRecord("phone", m.tx.NewID())
			r.Set("service_id", string(m.is.Service))
			r.Set("number", p.Number)
			r.Set("extension", p.Extension)
			r.Set("type", "voice")
			if err := m.add(ctx, r); err != nil {
				return err
			}
		case !there: // not of this service
			return fault.Field("phones", "error.invalid")
		case p.Number == "":
			m.mended = true
			if err := dropRecord(ctx, m.tx, m.by, m.is.Service, "phone", p.ID); err != nil {
				return err
			}
		default:
			for field, v := range map[string][2]string{"number": {was.Number, p.Number}, "extension": {was.Extension, p.Extension}} {
				if v[0] != v[1] {
					if err := m.set(ctx, "phone", p.ID, field, v[1]); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// hours replaces lines of hours. Lines that come from a place are not touched:
// the place may be shared, so the service gets hours of its own beside them,
// all of them, as soon as one differs.
func (m *mending) hours(ctx context.Context) error {
	known := map[string]SheetHours{}
	borrowed, kept := 0, 0
	for _, h := range m.was.Hours {
		known[h.ID] = h
		if h.ID == "" {
			borrowed++
		}
	}
	for _, h := range m.is.Hours {
		if h.ID == "" && slices.Contains(m.was.Hours, h) {
			kept++
		}
	}
	own := borrowed > 0 && (kept != borrowed || len(m.is.lines()) != borrowed)
	for _, h := range m.is.Hours {
		was, there := known[h.ID]
		switch {
		case h.ID == "" && (h.empty() || slices.Contains(m.was.Hours, h) && !own):
		case h.ID == "":
			if err := m.add(ctx, m.schedule(h)); err != nil {
				return err
			}
		case !there:
			return fault.Field("hours", "error.invalid")
		case h.empty():
			m.mended = true
			if err := dropRecord(ctx, m.tx, m.by, m.is.Service, "schedule", h.ID); err != nil {
				return err
			}
		case h != was:
			for field, v := range map[string][2]string{"byday": {was.Days.byDay(), h.Days.byDay()}, "opens_at": {was.Opens, h.Opens}, "closes_at": {was.Closes, h.Closes}} {
				if v[0] != v[1] {
					if err := m.set(ctx, "schedule", h.ID, field, v[1]); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

func (m *mending) schedule(h SheetHours) Record {
	r := NewRecord("schedule", m.tx.NewID())
	if h.At != "" {
		r.Set("service_at_location_id", h.At)
	} else {
		r.Set("service_id", string(m.is.Service))
	}
	r.Set("freq", "WEEKLY")
	r.Set("byday", h.Days.byDay())
	r.Set("opens_at", h.Opens)
	r.Set("closes_at", h.Closes)
	return r
}

// byDay is a set of weekdays as HSDS writes it.
func (d Days) byDay() string {
	var days []string
	for i, name := range []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"} {
		if d>>i&1 == 1 {
			days = append(days, name)
		}
	}
	return strings.Join(days, ",")
}

func (h SheetHours) empty() bool { return h.Opens == "" && h.Closes == "" }

// lines are the hours that say something.
func (sh *Sheet) lines() []SheetHours {
	return slices.DeleteFunc(slices.Clone(sh.Hours), SheetHours.empty)
}

// closure closes the service for a time, changes until when, or opens it again.
// The day it began is kept.
func (m *mending) closure(ctx context.Context) error {
	if m.was.Closed == m.is.Closed && m.was.ClosedUntil == m.is.ClosedUntil && m.was.ClosedWords == m.is.ClosedWords {
		return nil
	}
	if !m.is.Closed { // who writes of a closing and does not say that it is closed is asked, not passed over
		switch {
		case m.is.ClosedUntil != "" && m.is.ClosedUntil != m.was.ClosedUntil:
			return fault.Field("closed_until", "sheet.closed_not_said")
		case m.is.ClosedWords != "" && m.is.ClosedWords != m.was.ClosedWords:
			return fault.Field("closed_words", "sheet.closed_not_said")
		case !m.was.Closed:
			return nil
		}
	}
	l, err := Find(ctx, m.tx, m.by.Region(), m.is.Service)
	if err != nil {
		return err
	}
	zone := Zone(HomeZone, time.UTC)
	c, open := l.ClosedAt(zone, m.tx.Now)
	if !open {
		y, mo, d := m.tx.Now.In(zone).Date()
		c = Closure{From: time.Date(y, mo, d, 0, 0, 0, 0, time.UTC), Reason: ClosedOther}
	}
	f := Fact{Kind: FactClosure, Code: c.Code(), Value: Unsaid}
	if m.is.Closed {
		c.Until = dateOf(m.is.ClosedUntil)
		if m.was.Language == "en" {
			c.Words.EN = m.is.ClosedWords
		} else {
			c.Words.FR = m.is.ClosedWords
		}
		if !c.Until.IsZero() && c.Until.Before(c.From) {
			return fault.Field("closed_until", "sheet.until_past")
		}
		f.Value = c.Value()
	}
	m.mended = true
	return declare(ctx, m.tx, m.by, m.is.Service, []Fact{f})
}

// facts are the places, the languages and the papers.
func (m *mending) facts(ctx context.Context) error {
	var said []Fact
	if m.is.Capacity != "" || m.was.Capacity != "" { // said again, it is believed from today on
		m.mended = m.mended || m.is.Capacity != m.was.Capacity
		said = append(said, Fact{Kind: FactCapacity, Code: orUnsaid(m.is.Capacity)})
	}
	for _, code := range m.is.Languages {
		if !slices.Contains(m.was.Languages, code) {
			m.mended = true
			said = append(said, Fact{Kind: FactLanguage, Code: code, Value: "always"})
		}
	}
	for _, code := range m.was.Languages {
		if !slices.Contains(m.is.Languages, code) {
			m.mended = true
			said = append(said, Fact{Kind: FactLanguage, Code: code, Value: "no"})
		}
	}
	for _, p := range slices.Sorted(maps.Keys(m.is.Papers)) {
		if m.is.Papers[p] != m.was.Papers[p] {
			m.mended = true
			said = append(said, Fact{Kind: FactPaper, Code: string(p), Value: orUnsaid(m.is.Papers[p])})
		}
	}
	if len(said) == 0 {
		return nil
	}
	canonical, err := checkAll(said)
	if err != nil {
		return err
	}
	return declare(ctx, m.tx, m.by, m.is.Service, canonical)
}

func orUnsaid(s string) string {
	if s == "" {
		return Unsaid
	}
	return s
}

func (m *mending) words(ctx context.Context) error {
	if m.is.Description == m.was.Description {
		return nil
	}
	return m.set(ctx, "service", string(m.is.Service), "description", m.is.Description)
}

// check is what is wrong with a sheet, field by field, and puts what was typed
// in one form.
func (sh *Sheet) check() error {
	var bad fault.Fields
	sh.Description = strings.TrimSpace(plain(strings.ReplaceAll(sh.Description, "\r\n", "\n")))
	sh.ClosedWords = strings.TrimSpace(plain(sh.ClosedWords))
	if utf8.RuneCountInString(sh.Description) > SheetWords {
		bad = append(bad, fault.Field("description", "sheet.too_long", "most", SheetWords))
	}
	if utf8.RuneCountInString(sh.ClosedWords) > ClosureWords {
		bad = append(bad, fault.Field("closed_words", "sheet.too_long", "most", ClosureWords))
	}
	if sh.ClosedUntil != "" && dateOf(sh.ClosedUntil).IsZero() {
		bad = append(bad, fault.Field("closed_until", "sheet.bad_date"))
	}
	sh.Phones = slices.Clone(sh.Phones)
	for i := range sh.Phones {
		p := &sh.Phones[i]
		p.Number, p.Extension = strings.TrimSpace(plain(p.Number)), strings.TrimSpace(p.Extension)
		if p.Number != "" && !callable(p.Number) {
			bad = append(bad, fault.Field(PhoneField(i), "sheet.bad_phone"))
		}
		if strings.Trim(p.Extension, "0123456789") != "" {
			bad = append(bad, fault.Field(PhoneField(i), "sheet.bad_extension"))
		}
	}
	sh.Hours = slices.Clone(sh.Hours)
	for i := range sh.Hours {
		h := &sh.Hours[i]
		_, ok1 := minuteOf(h.Opens)
		_, ok2 := minuteOf(h.Closes)
		if !h.empty() && (!ok1 || !ok2 || len(h.Opens) != 5 || len(h.Closes) != 5 || h.Days == 0) {
			bad = append(bad, fault.Field(HoursField(i), "sheet.bad_hours"))
		} else if h.ID == "" && !h.empty() && h.Opens == h.Closes { // what a source said is no fault of who mends
			bad = append(bad, fault.Field(HoursField(i), "sheet.same_hours"))
		}
	}
	return bad.Err()
}

// PhoneField and HoursField name the lines of a sheet in its form.
func PhoneField(i int) string { return "phone" + digits(float64(i)) }

// HoursField is PhoneField for a line of hours.
func HoursField(i int) string { return "hours" + digits(float64(i)) }

// callable reports a number that a telephone can call: seven to fifteen digits,
// or three (211).
func callable(number string) bool {
	n := 0
	for _, r := range number {
		switch {
		case '0' <= r && r <= '9':
			n++
		case strings.ContainsRune(" +-.()\u00a0", r):
		default:
			return false
		}
	}
	return n == 3 || 7 <= n && n <= 15
}
