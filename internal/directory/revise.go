package directory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Edit is what somebody mends of one aspect of a service in one go: all of it
// is saved, or none.
type Edit struct {
	Act     string // id of the form
	Service access.Service
	Aspect  Aspect
	// Seen is the version of the aspect that the form was made from: when it
	// has changed since, nothing is saved.
	Seen   string
	Facts  []Fact
	Fields map[string]string  // of the service's record, in its own language
	Other  map[string]string  // the same passages in the other language, French or English
	Shows  map[string]Showing // of places, by location
}

// editable are the fields of a service's record that its organisation edits,
// by aspect.
var editable = map[Aspect][]string{
	AspectWho:       {"eligibility_description", "application_process", "minimum_age", "maximum_age"},
	AspectLanguages: {"interpretation_services"},
	AspectCapacity:  {"wait_time"},
	AspectWords:     {"name", "description", "fees_description", "alert"},
	AspectPhones:    {"url", "email"},
}

// editableFacts are the kinds of facts that are edited with an aspect.
var editableFacts = map[Aspect][]FactKind{
	AspectPapers:    {FactPaper},
	AspectAsks:      {FactAsk},
	AspectWho:       {FactMark, FactAsker, FactPopulation},
	AspectLanguages: {FactLanguage, FactInterpreter},
	AspectCapacity:  {FactCapacity, FactRoom},
	AspectClosure:   {FactClosure},
}

// OtherLanguage ends the name of a field, in a form and in what is wrong with
// it, when the passage is in the other language than the record.
const OtherLanguage = "_other"

// FieldWords is how long a passage of a service may be.
const FieldWords = 2000

// Revise saves what somebody mended of a service. It is the same act as
// Declare, Correct and ShowPlace, under the same rule, with two promises more:
// a retried act is done once, and what somebody else saved in the meantime is
// not overwritten unseen (fault.Conflict).
func (s *Service) Revise(ctx context.Context, by access.Actor, e Edit) (err error) {
	defer fault.Wrap(&err, "directory.Revise(%s, %s)", e.Service, e.Aspect)
	if err := e.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, e.Act, func() (string, error) {
			if _, err := mayChange(ctx, tx, by, e.Service); err != nil {
				return "", err
			}
			return "", s.revise(ctx, tx, by, e)
		})
		return err
	})
}

// Preview is the page of a service as it would be, were the edit saved. It is
// saved and taken back in one transaction, so that nothing is shown that
// Revise would not do.
func (s *Service) Preview(ctx context.Context, by access.Actor, e Edit) (l *Listing, err error) {
	defer fault.Wrap(&err, "directory.Preview(%s, %s)", e.Service, e.Aspect)
	if err := e.check(); err != nil {
		return nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := mayChange(ctx, tx, by, e.Service); err != nil {
			return err
		}
		if err := s.revise(ctx, tx, by, e); err != nil {
			return err
		}
		if l, err = Find(ctx, tx, by.Region(), e.Service); err != nil {
			return err
		}
		return errPreview
	})
	if errors.Is(err, errPreview) {
		return l, nil
	}
	return nil, err
}

// errPreview takes back what was saved to be looked at.
var errPreview = errors.New("a preview is not saved")

// revise saves an edit that is permitted, if nobody else changed the aspect.
func (s *Service) revise(ctx context.Context, tx *db.Tx, by access.Actor, e Edit) error {
	sheet, err := insideOf(ctx, tx, by, e.Service)
	if err != nil {
		return err
	}
	if sheet.Version(e.Aspect) != e.Seen {
		return fault.New(fault.Conflict, "own.changed_meanwhile")
	}
	said, err := checkAll(e.Facts)
	if err != nil {
		return err
	}
	return s.changed(ctx, tx, by, e.Service, func(tx *db.Tx) error {
		if len(said) > 0 {
			if err := declare(ctx, tx, by, e.Service, said); err != nil {
				return err
			}
		}
		for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
			if value := plain(e.Fields[field]); value != sheet.Fields[field] {
				if err := correct(ctx, tx, by, e.Service, field, value); err != nil {
					return err
				}
			}
		}
		for _, field := range slices.Sorted(maps.Keys(e.Other)) {
			if value := plain(e.Other[field]); value != sheet.Other[field] {
				if err := translate(ctx, tx, by, e.Service, field, otherThan(sheet.Language), value); err != nil {
					return err
				}
			}
		}
		for _, place := range slices.Sorted(maps.Keys(e.Shows)) {
			if sheet.shows(place) == e.Shows[place] {
				continue
			}
			if err := showPlace(ctx, tx, by, e.Service, place, e.Shows[place]); err != nil {
				return err
			}
			if err := s.tellOthersAt(ctx, tx, by, e.Service, place); err != nil {
				return err
			}
		}
		return nil
	})
}

// check is what is wrong with an edit, at the fields.
func (e Edit) check() error {
	var bad fault.Fields
	for _, f := range e.Facts {
		if !slices.Contains(editableFacts[e.Aspect], f.Kind) {
			return fault.Field("facts", "error.invalid")
		}
	}
	for field, value := range e.Fields {
		err := correctable(field, value)
		switch {
		case !slices.Contains(editable[e.Aspect], field):
			return fault.Field(field, "error.invalid")
		case err != nil:
			bad = append(bad, fault.FieldsOf(err)...)
		case len([]rune(value)) > FieldWords:
			bad = append(bad, fault.Field(field, "own.too_long", "most", FieldWords))
		case field == "name" && strings.TrimSpace(value) == "":
			bad = append(bad, fault.Field(field, "error.empty"))
		case field == "url" && value != "" && !webAddress(value):
			bad = append(bad, fault.Field(field, "own.bad_url"))
		case field == "email" && value != "" && !mailAddress(value):
			bad = append(bad, fault.Field(field, "own.bad_email"))
		}
	}
	for field, value := range e.Other {
		switch {
		case !slices.Contains(editable[e.Aspect], field) || !hasLanguage(field):
			return fault.Field(field, "error.invalid")
		case len([]rune(value)) > FieldWords:
			bad = append(bad, fault.Field(field+OtherLanguage, "own.too_long", "most", FieldWords))
		}
	}
	bad = append(bad, e.ages()...)
	for _, shows := range e.Shows {
		if e.Aspect != AspectAddress || !slices.Contains(Showings, shows) {
			return fault.Field("shows", "error.invalid")
		}
	}
	slices.SortFunc(bad, func(a, b *fault.Error) int { return strings.Compare(a.Field, b.Field) })
	return bad.Err()
}

// ages are what is wrong with the ages of an edit.
func (e Edit) ages() (bad fault.Fields) {
	age := map[string]float64{}
	for _, field := range []string{"minimum_age", "maximum_age"} {
		s := e.Fields[field]
		if s == "" {
			continue
		}
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || n < 0 || n > 120 {
			bad = append(bad, fault.Field(field, "own.bad_age"))
			continue
		}
		age[field] = n
	}
	if from, to := age["minimum_age"], age["maximum_age"]; to > 0 && from > to {
		bad = append(bad, fault.Field("maximum_age", "own.ages_crossed"))
	}
	return bad
}

// Inside is a service as those who may change it see it.
type Inside struct {
	Listing *Listing
	Fields  map[string]string // the editable fields of its record, as they are now
	Other   map[string]string // its passages in the other language
	// Language is what its record is written in, fr or en.
	Language string
	Facts    map[FactKey]Fact // those that count now
	Places   []InsidePlace
}

// InsidePlace is a place with its address, also when that is not public: those
// who decide whether to show it must see which it is.
type InsidePlace struct {
	Location      string
	Name, Address string
	Shows         Showing // as this actor's organisation said
	Public        Showing // as it is: the least that any organisation lets be seen
}

// Inside reads a service for who may change it; fault.NotFound for others.
func (s *Service) Inside(ctx context.Context, by access.Actor, service access.Service) (sheet *Inside, err error) {
	defer fault.Wrap(&err, "directory.Inside(%s)", service)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := mayChange(ctx, tx, by, service); err != nil {
			return err
		}
		sheet, err = insideOf(ctx, tx, by, service)
		return err
	})
	return sheet, err
}

func insideOf(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service) (*Inside, error) {
	l, err := Find(ctx, tx, by.Region(), service)
	if err != nil {
		return nil, err
	}
	sheet := &Inside{Listing: l, Fields: map[string]string{}, Other: map[string]string{}, Facts: map[FactKey]Fact{}}
	rows, err := fullOf(ctx, tx, TableOf("service"), []string{string(service)})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if sheet.Language, err = languageOf(ctx, tx, row.Dataset); err != nil {
			return nil, err
		}
		for _, fields := range editable {
			for _, field := range fields {
				sheet.Fields[field] = row.Get(field)
			}
		}
	}
	for _, p := range passages {
		sheet.Other[p.field] = p.of(l).in(otherThan(sheet.Language))
	}
	all, err := facts(ctx, tx, []string{string(service)})
	if err != nil {
		return nil, err
	}
	for _, f := range winners(all) {
		if f.holds() {
			sheet.Facts[FactKey{f.Kind, f.Code}] = f
		}
	}
	if sheet.Places, err = sheetPlaces(ctx, tx, service); err != nil {
		return nil, err
	}
	for i := range sheet.Places {
		p := &sheet.Places[i]
		said, err := saidOf(ctx, tx, p.Location)
		if err != nil {
			return nil, err
		}
		p.Public, p.Shows = least(said), ShowAddress
		if own, ok := said[by.Org()]; ok {
			p.Shows = own
		}
		if by.Steward() {
			p.Shows = p.Public // theirs is the last word
		}
	}
	return sheet, nil
}

// shows is how much of a place this actor's organisation lets be seen; "" when
// the service is not given there.
func (s *Inside) shows(location string) Showing {
	for _, p := range s.Places {
		if p.Location == location {
			return p.Shows
		}
	}
	return ""
}

// Value is what a fact says, "" when it says nothing; ok tells that it is said.
func (s *Inside) Value(kind FactKind, code string) (value string, ok bool) {
	f, ok := s.Facts[FactKey{kind, code}]
	return f.Value, ok
}

// Version is the same for the same content of an aspect only.
func (s *Inside) Version(a Aspect) string {
	h := sha256.New()
	add := func(parts ...string) {
		for _, p := range parts {
			h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
		}
	}
	var keys []FactKey
	for k := range s.Facts {
		if slices.Contains(editableFacts[a], k.Kind) {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(x, y FactKey) int {
		return strings.Compare(string(x.Kind)+"|"+x.Code, string(y.Kind)+"|"+y.Code)
	})
	for _, k := range keys {
		f := s.Facts[k]
		add(string(k.Kind), k.Code, f.Value)
		if factRules[k.Kind].alone || k.Kind == FactRoom {
			add(f.At.UTC().Format(time.RFC3339Nano)) // said again is said anew
		}
	}
	for _, field := range editable[a] {
		add(field, s.Fields[field], s.Other[field])
	}
	if a == AspectLanguages { // sources tell of these in records, which are no facts
		add(s.Listing.Languages...)
		add(s.Listing.Particulars().CallAhead...)
	}
	if a == AspectAddress {
		for _, p := range s.Places {
			add(p.Location, string(p.Shows), string(p.Public))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// webAddress reports an address that a browser opens.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Hostname(), ".")
}

func mailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && strings.Contains(s[strings.LastIndex(s, "@"):], ".")
}
