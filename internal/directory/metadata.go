package directory

import (
	"cmp"
	"context"
	"time"
)

// publicChange is what a revision changed, as HSDS metadata can tell it.
type publicChange struct {
	revisedField
	revision
}

// metadata is the change as a record of HSDS. It is signed by an organisation,
// by a source, or by a role when neither is known: never by a person. What was
// not there before, or is there no more, has no value to be told, and the
// tabular form has no place for it: it is left out, as is what is about our
// own keeping (who confirmed a part, what is hidden).
func (c publicChange) metadata() (Record, bool) {
	kind, field := c.Key.Type, c.Key.Field
	old, now := c.OldValue, c.NewValue
	switch kind {
	case factType:
		kind = "service"
	case confirmationType:
		kind, field = "service", "assured_date"
		old, now = dayOfInstant(old), dayOfInstant(now)
	default:
		if t := TableOf(kind); t == nil || t.At(field) < 0 || field == "assurer_email" || kind == "contact" {
			return Record{}, false
		}
	}
	if old == "" || now == "" || old == now {
		return Record{}, false
	}
	r := NewRecord("metadata", c.revisedField.ID)
	for column, value := range map[string]string{
		"resource_id": c.Key.ID, "resource_type": kind, "field_name": field, "previous_value": old, "replacement_value": now,
		"last_action_date": c.At.In(Zone(HomeZone, time.UTC)).Format(time.DateOnly), "last_action_type": "update",
		"updated_by": cmp.Or(c.Source, c.OrgName, string(c.By)),
	} {
		r.Set(column, value)
	}
	return r, true
}

// dayOfInstant is the date of an instant as a revision writes it.
func dayOfInstant(s string) string {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return ""
	}
	return at.In(Zone(HomeZone, time.UTC)).Format(time.DateOnly)
}

// revisions are what changed here, by id.
func (e *exporter) revisions(ctx context.Context) *supply {
	after := ""
	return &supply{more: func() (next []Record, last bool, err error) {
		rows, err := changesAfter(ctx, e.tx, after)
		if err != nil {
			return nil, false, err
		}
		for _, c := range rows {
			after = c.revisedField.ID
			if r, ok := c.metadata(); ok && !e.secret(r.Get("resource_id")) {
				next = append(next, r)
			}
		}
		return next, len(rows) == 0, nil
	}}
}
