package directory

import (
	"context"
	"slices"
	"strconv"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/id"
)

// What is said here leaves twice where HSDS has a place for it: as an
// attribute, which keeps all of it, and as the standard's own record, which
// every reader of HSDS understands: languages, capacities, the status of a
// service that is closed for a time.

// CallAheadNote is what an exported language says when it is not spoken at all
// times. It is data for other directories, not a text of ours for a screen.
const CallAheadNote = "Pas en tout temps, appelez avant. / Not at all times, call ahead."

// unitScheme names our units among those of others.
const unitScheme = "passerelle:units"

// leaving is what facts said here make of an export.
type leaving struct {
	local     []Fact                 // those that leave
	extra     map[string][]Record    // by table, in the order of ids
	overruled map[string]bool        // records of sources whose place local facts take
	spoken    map[string]bool        // languages said here, by service and code
	status    map[string]Status      // of services that have closures
	hidden    map[string]secretPlace // by location
}

// leavingNow gathers them for some services, or for all when ids is nil.
func leavingNow(ctx context.Context, tx *db.Tx, ids []string) (_ *leaving, err error) {
	all, err := facts(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	v := &leaving{extra: map[string][]Record{}, spoken: map[string]bool{}, status: map[string]Status{}}
	v.local, v.overruled = settled(all)
	for _, f := range all {
		switch {
		case f.Origin != Local:
		case f.Kind == FactRoom:
			v.overruled[ownCapacity(f)] = true // of an import of our own package
		case f.Kind == FactLanguage:
			v.spoken[spokenKey(string(f.Service), f.Code)] = true
		}
	}
	said := winners(all)
	v.closures(said, tx.Now)
	v.records(said)
	if err := v.places(ctx, tx); err != nil {
		return nil, err
	}
	return v, v.confirmed(ctx, tx, said, ids)
}

func (v *leaving) wardrobe() wardrobe { return wardrobe{hidden: v.hidden, status: v.status} }

func spokenKey(service, code string) string { return service + "|" + code }

// replaces reports that a stored record says what was said here otherwise.
func (v *leaving) replaces(r Record) bool {
	return v.overruled[r.ID()] || r.Table == "language" && v.spoken[spokenKey(r.Get("service_id"), r.Get("code"))]
}

// records are those that the local facts need, and those that tell in other
// words what services say.
func (v *leaving) records(said []Fact) {
	v.extra["taxonomy"], v.extra["taxonomy_term"] = ownTerms(v.local)
	attributes, terms, taxonomies := wordsOutside().told(said)
	for _, r := range slices.Concat(attributes, terms, taxonomies) {
		v.add(r)
	}
	units := map[string]bool{}
	for _, f := range v.local {
		v.add(f.attribute())
		switch f.Kind {
		case FactLanguage:
			if f.Value != "no" {
				v.add(f.language())
			}
		case FactRoom:
			capacity, unit, ok := f.capacity()
			if ok {
				v.add(capacity)
			}
			if ok && !units[unit.ID()] {
				units[unit.ID()] = true
				v.add(unit)
			}
		}
	}
	for _, list := range v.extra {
		sortRecords(list)
	}
}

func (v *leaving) add(r Record) { v.extra[r.Table] = append(v.extra[r.Table], r) }

// language is the standard's record of a language said here.
func (f Fact) language() Record {
	r := NewRecord("language", id.Derived("language", string(f.Service), f.Code))
	r.Set("service_id", string(f.Service))
	r.Set("code", f.Code)
	r.Set("name", f.Code)
	if f.Value == "sometimes" {
		r.Set("note", CallAheadNote)
	}
	return r
}

// capacity is the standard's record of figures said here, and its unit; false
// when how many are free is not known, which the standard asks.
func (f Fact) capacity() (capacity, unit Record, ok bool) {
	room, _, ok := roomOf(f.Code, f.Value)
	if !ok || room.Available < 0 {
		return capacity, unit, false
	}
	unit = NewRecord("unit", id.Derived("unit", string(room.Unit)))
	unit.Set("name", string(room.Unit))
	unit.Set("scheme", unitScheme)
	unit.Set("identifier", string(room.Unit))
	capacity = NewRecord("service_capacity", ownCapacity(f))
	capacity.Set("service_id", string(f.Service))
	capacity.Set("unit_id", unit.ID())
	capacity.Set("available", strconv.Itoa(room.Available))
	if room.Total >= 0 {
		capacity.Set("maximum", strconv.Itoa(room.Total))
	}
	capacity.Set("description", room.Population)
	capacity.Set("updated", f.At.UTC().Format(time.RFC3339))
	return capacity, unit, true
}

func ownCapacity(f Fact) string { return id.Derived("service_capacity", string(f.Service), f.Code) }

// closures is the status that services with closures have at an instant.
func (v *leaving) closures(said []Fact, now time.Time) {
	zone := Zone(HomeZone, time.UTC)
	for _, f := range said {
		if f.Kind != FactClosure || !f.holds() {
			continue
		}
		c, ok := closureOf(f.Code, f.Value)
		switch {
		case !ok:
		case c.Begun(zone, now) && !c.Over(zone, now):
			v.status[string(f.Service)] = TemporarilyClosed
		case v.status[string(f.Service)] == "":
			v.status[string(f.Service)] = Active
		}
	}
}

// addressShown is the taxonomy that says of a location why it has no address.
// Another directory then asks to call, and does not look for what is missing.
const addressShown FactKind = "address-shown"

// places adds how much of each address is public, and the town of those whose
// town is.
func (v *leaving) places(ctx context.Context, tx *db.Tx) (err error) {
	if v.hidden, err = hiddenPlaces(ctx, tx); err != nil {
		return err
	}
	var terms []Fact
	for location, s := range v.hidden {
		f := Fact{Kind: addressShown, Code: string(s.shows)}
		r := NewRecord("attribute", id.Derived("address-shown", location))
		r.Set("link_id", location)
		r.Set("link_entity", "location")
		r.Set("taxonomy_term_id", ownTerm(f.Kind, f.Code))
		r.Set("label", f.Code)
		r.Set("value", s.town)
		v.add(r)
		terms = append(terms, f)
	}
	taxonomies, named := ownTerms(terms)
	for _, r := range append(taxonomies, named...) {
		v.add(r)
	}
	for _, table := range []string{"taxonomy", "taxonomy_term", "attribute"} {
		sortRecords(v.extra[table])
	}
	return nil
}

// confirmAction is the kind of the metadata that say who found a fact true.
const confirmAction = "confirm"

// confirmed adds who found each fact true, and when, in the standard's records
// of what was done to a field: nothing changed, so both values are one.
func (v *leaving) confirmed(ctx context.Context, tx *db.Tx, said []Fact, ids []string) error {
	rows, err := stamps(ctx, tx, ids)
	if err != nil || len(rows) == 0 {
		return err
	}
	values, carriers := map[string]string{}, map[string]string{} // the attribute that carries the fact
	for _, f := range said {
		switch {
		case !f.holds() || f.Origin == Guess:
			continue
		case f.Origin == Local:
			carriers[f.key()] = f.attribute().ID()
		default:
			carriers[f.key()] = f.Attribute
		}
		values[f.key()] = f.Value
	}
	last := map[string]stampRow{}
	for _, r := range rows {
		key := r.fact().key()
		value, ok := values[key]
		if !ok || value != r.Value || r.Name == "" {
			continue
		}
		if carriers[key] == "" { // said in the words of another vocabulary
			continue
		}
		if b, ok := last[key]; !ok || r.At.After(b.At.Time) {
			last[key] = r
		}
	}
	for key, r := range last {
		v.add(r.metadata(carriers[key]))
	}
	sortRecords(v.extra["metadata"])
	return nil
}

func (r stampRow) fact() Fact { return Fact{Service: r.Service, Kind: r.Kind, Code: r.Code} }

func confirmationOf(attribute string) string { return id.Derived("confirmation", attribute) }

func (r stampRow) metadata(attribute string) Record {
	m := NewRecord("metadata", confirmationOf(attribute))
	value := r.Value
	if value == "" {
		value = r.Code // a presence has no value, and the standard asks for one
	}
	for field, s := range map[string]string{
		"resource_id": attribute, "resource_type": "attribute", "last_action_date": r.At.UTC().Format(time.DateOnly), "last_action_type": confirmAction,
		"field_name": "value", "previous_value": value, "replacement_value": value, "updated_by": r.Name,
	} {
		m.Set(field, s)
	}
	return m
}
