package directory

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// What a change changed is found by looking before and after, not by asking
// each use-case to tell: a use-case that forgot would leave no trace, and
// nobody would see that it is missing.

// Types of what can change beside the tables of HSDS.
const (
	factType         = "fact"         // a fact said here; field: kind and code
	stampsType       = "stamps"       // who confirmed facts one by one; state only
	confirmationType = "confirmation" // of the whole service
	aspectType       = "aspect"       // of one part; field: the aspect
	showingType      = "showing"      // how much of a place's address is public
	redirectType     = "redirect"     // a service that became one with this one
)

// publishedField is a record's own being there. A record is never deleted: one
// that is taken out is withheld.
const publishedField = "published"

// stateKey names one thing that can change.
type stateKey struct{ Type, ID, Field string }

// stateValue is how it stands: on what it hangs, what a reader understands of
// it, and all that putting it back needs. The state is comparable.
type stateValue struct {
	of    string
	shown string
	state any
}

// snapshot is how everything that can be changed of a service stands. What is
// not there has no key.
type snapshot map[stateKey]stateValue

// The states. Times are milliseconds, as stored.
type (
	fieldState struct {
		Value     string `json:"value"`
		Corrected bool   `json:"corrected,omitempty"`
		Org       string `json:"org,omitempty"`
		At        int64  `json:"at,omitempty"`
	}
	factState struct {
		Value string `json:"value"`
		Org   string `json:"org"`
		At    int64  `json:"at"`
	}
	stampState struct {
		Value string `json:"value"`
		Org   string `json:"org"`
		Name  string `json:"name"`
		At    int64  `json:"at"`
	}
	confirmationState struct {
		ID   string `json:"id"`
		Org  string `json:"org"`
		Name string `json:"name"`
		At   int64  `json:"at"`
	}
	showingState struct {
		Said string `json:"said"` // see written: states are compared
	}
	redirectState struct {
		To  string      `json:"to"` // "": it was itself
		Org string      `json:"org"`
		At  int64       `json:"at"`
		Was *fieldState `json:"was,omitempty"` // how it was shown, when it was itself
	}
)

// ms is an instant as stored; 0 for none.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMS(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

// look takes the snapshot of a service.
func look(ctx context.Context, tx *db.Tx, service access.Service) (snapshot, error) {
	return lookAt(ctx, tx, []access.Service{service})
}

// lookAt takes the snapshot of several as one.
func lookAt(ctx context.Context, tx *db.Tx, services []access.Service) (snapshot, error) {
	s := snapshot{}
	for _, service := range services {
		for _, part := range []func(context.Context, *db.Tx, access.Service) error{s.records, s.facts, s.sightings, s.redirects} {
			if err := part(ctx, tx, service); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// records are the rows of HSDS that the page of a service is made of.
func (s snapshot) records(ctx context.Context, tx *db.Tx, service access.Service) error {
	around, err := recordsAround(ctx, tx, service)
	if err != nil {
		return err
	}
	for _, t := range around {
		rows, err := fullOf(ctx, tx, t.table, t.ids)
		if err != nil {
			return err
		}
		fixed, err := correctionsOf(ctx, tx, t.table.Name, t.ids)
		if err != nil {
			return err
		}
		for i := range rows {
			s.record(&rows[i], fixed)
		}
		if t.table.Name == "location" {
			if err := s.showings(ctx, tx, t.ids); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s snapshot) record(r *stored, fixed map[stateKey]correctionRow) {
	t, of := TableOf(r.Table), hangsOn(r.Record)
	put := func(field, value, shown string) {
		k := stateKey{r.Table, r.ID(), field}
		st := fieldState{Value: value}
		if c, ok := fixed[k]; ok {
			st.Corrected, st.Org, st.At = true, c.Org, ms(c.At.Time)
		}
		s[k] = stateValue{of, shown, st}
	}
	for i, c := range t.Columns {
		if c.Kind != Link && c.Name != "id" && c.Name != "last_modified" {
			put(c.Name, r.Values[i], r.Values[i])
		}
	}
	if r.Withheld {
		put(publishedField, "0", "")
	} else {
		put(publishedField, "1", summary(r.Record))
	}
}

// hangsOn is the nearest thing that a record is a part of: itself when it is a
// service, a place or an organisation.
func hangsOn(r Record) string {
	for _, column := range []string{"service_id", "service_at_location_id", "location_id", "link_id", "resource_id", "phone_id", "contact_id", "organization_id"} {
		if column == "organization_id" && (r.Table == "service" || r.Table == "location") {
			continue
		}
		if v := r.Get(column); v != "" {
			return v
		}
	}
	return r.ID()
}

// summary is a record in a few words, for the line that says it was added or
// taken out.
func summary(r Record) string {
	var fields []string
	switch r.Table {
	case "phone":
		fields = []string{"number", "extension"}
	case "schedule":
		fields = []string{"byday", "opens_at", "closes_at"}
	case "language":
		fields = []string{"code"}
	case "address":
		fields = []string{"address_1", "city"}
	case "required_document":
		fields = []string{"document"}
	case "translation":
		fields = []string{"value"}
	default:
		fields = []string{"name"}
	}
	var parts []string
	for _, f := range fields {
		if v := r.Get(f); v != "" {
			parts = append(parts, v)
		}
	}
	if len(parts) == 0 {
		return r.Table
	}
	return strings.Join(parts, " ")
}

func (s snapshot) facts(ctx context.Context, tx *db.Tx, service access.Service) error {
	all, err := facts(ctx, tx, []string{string(service)})
	if err != nil {
		return err
	}
	for _, f := range all {
		if f.Origin == Local {
			s[stateKey{factType, string(service), string(f.Kind) + ":" + f.Code}] = stateValue{string(service), factShown(f), factState{f.Value, string(f.By), ms(f.At)}}
		}
	}
	return nil
}

// factShown is a fact's value for a reader; a code that says all says yes.
func factShown(f Fact) string { return cmp.Or(f.Value, "yes") }

// sightings are who confirmed what, and how much of each address is public.
func (s snapshot) sightings(ctx context.Context, tx *db.Tx, service access.Service) error {
	id := string(service)
	marks, err := stamps(ctx, tx, []string{id})
	if err != nil {
		return err
	}
	for _, m := range marks {
		if m.Origin == Local {
			s[stateKey{stampsType, id, string(m.Kind) + ":" + m.Code}] = stateValue{id, "", stampState{m.Value, string(m.Org), m.Name, ms(m.At.Time)}}
		}
	}
	last, err := confirmationsOf(ctx, tx, []string{id})
	if err != nil {
		return err
	}
	for _, c := range last {
		s[stateKey{confirmationType, id, ""}] = stateValue{id, c.At.UTC().Format(time.RFC3339), confirmationState{c.ID, c.Org, c.OrgName, ms(c.At.Time)}}
	}
	seen, err := aspectsSeen(ctx, tx, []string{id})
	for _, a := range seen {
		s[stateKey{aspectType, id, string(a.Aspect)}] = stateValue{id, a.at.UTC().Format(time.RFC3339), confirmationState{"", a.Org, a.By, ms(a.at.Time)}}
	}
	return err
}

func (s snapshot) showings(ctx context.Context, tx *db.Tx, locations []string) error {
	for _, l := range locations {
		said, err := saidOf(ctx, tx, l)
		if err != nil {
			return err
		}
		s[stateKey{showingType, l, ""}] = stateValue{l, string(least(said)), showingState{written(said)}}
	}
	return nil
}

func (s snapshot) redirects(ctx context.Context, tx *db.Tx, service access.Service) error {
	to, err := redirectsTo(ctx, tx, service)
	for _, r := range to {
		s[stateKey{redirectType, string(r.From), ""}] = stateValue{string(service), r.Name, redirectState{To: string(r.To), Org: string(r.Org), At: ms(r.At.Time)}}
	}
	return err
}

// revisedField is one thing that a revision changed.
type revisedField struct {
	ID, Revision       string
	Key                stateKey
	Of                 string
	OldValue, NewValue string
	OldState, NewState string // JSON; "" = was not there
}

// since lists what differs from an earlier snapshot, in a fixed order. The
// marks on facts are one entry: a confirmation of twenty facts is one act.
func (s snapshot) since(before snapshot) (out []revisedField, err error) {
	keys := map[stateKey]bool{}
	for k := range before {
		keys[k] = true
	}
	for k := range s {
		keys[k] = true
	}
	oldStamps, newStamps, of := map[string]any{}, map[string]any{}, ""
	for k := range keys {
		was, is := before[k], s[k]
		if isNew := before[stateKey{k.Type, k.ID, publishedField}].state == nil && TableOf(k.Type) != nil; isNew {
			if k.Field != publishedField { // a record that was added is one thing, whatever it holds
				continue
			}
			was.state = fieldState{Value: "0"}
		}
		if was.state == is.state {
			continue
		}
		if k.Type == stampsType {
			oldStamps[k.Field], newStamps[k.Field], of = was.state, is.state, k.ID
			continue
		}
		f := revisedField{Key: k, Of: cmp.Or(is.of, was.of), OldValue: was.shown, NewValue: is.shown}
		if f.OldState, f.NewState, err = encoded(was.state, is.state); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b revisedField) int {
		return cmp.Or(strings.Compare(a.Key.Type, b.Key.Type), strings.Compare(a.Key.ID, b.Key.ID), strings.Compare(a.Key.Field, b.Key.Field))
	})
	if of != "" {
		f := revisedField{Key: stateKey{stampsType, of, ""}, Of: of}
		if f.OldState, f.NewState, err = encoded(oldStamps, newStamps); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func encoded(was, is any) (old, now string, err error) {
	if old, err = encode(was); err == nil {
		now, err = encode(is)
	}
	return old, now, err
}

func encode(state any) (string, error) {
	if state == nil {
		return "", nil
	}
	b, err := json.Marshal(state)
	return string(b), err
}
