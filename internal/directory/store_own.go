package directory

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

const selectFacts = `SELECT f.service_id, f.kind, f.code, f.origin, f.value, f.said_by, f.said_at, f.attribute_id FROM service_fact AS f`

// facts reads the facts of some services, or of all when ids is nil, ordered by
// service, kind, code and origin.
func facts(ctx context.Context, tx *db.Tx, ids []string) ([]Fact, error) {
	all, err := factsRead(ctx, tx, ids)
	if ids == nil {
		all = factsInOrder(all)
	}
	return all, err
}

// factsInOrder puts facts in the order of facts.
func factsInOrder(all []Fact) []Fact {
	at := make([]int32, len(all))
	for i := range at {
		at[i] = int32(i)
	}
	slices.SortFunc(at, func(i, j int32) int {
		a, b := &all[i], &all[j]
		return cmp.Or(strings.Compare(string(a.Service), string(b.Service)), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Code, b.Code), strings.Compare(string(a.Origin), string(b.Origin)))
	})
	out := make([]Fact, len(all))
	for i, n := range at {
		out[i] = all[n]
	}
	return out
}

// factsRead is facts; those of the whole directory as they lie, for the same
// reason as some.
func factsRead(ctx context.Context, tx *db.Tx, ids []string) ([]Fact, error) {
	order := ` ORDER BY f.service_id, f.kind, f.code, f.origin`
	if ids == nil {
		order = ""
	}
	rows, err := ofServices(ctx, tx, (*factRow).fields, selectFacts, order, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Fact, 0, len(rows))
	for _, r := range rows {
		if factRules[r.Kind] == nil {
			continue // a kind of a later version of the program
		}
		r.Fact.At = r.at.Time
		out = append(out, r.Fact)
	}
	return out, nil
}

type factRow struct {
	Fact
	at db.Time
}

func (f *factRow) fields() []any {
	return []any{&f.Service, &f.Kind, &f.Code, &f.Origin, &f.Value, &f.By, &f.at, &f.Attribute}
}

// ofServices reads the rows of some services, or of all when ids is nil; the
// query calls its table f.
func ofServices[T any](ctx context.Context, tx *db.Tx, fields func(*T) []any, query, order string, ids []string) ([]T, error) {
	if ids == nil {
		return db.Gather(ctx, tx, fields, query+order)
	}
	return inBatches(ids, func(args []any) ([]T, error) {
		return db.Collect(ctx, tx, fields, query+` WHERE f.service_id IN `+tuples(batch, 1)+order, args...)
	})
}

// inBatches reads by ids, a batch at a time.
func inBatches[T any](ids []string, read func(args []any) ([]T, error)) (out []T, err error) {
	for from := 0; from < len(ids); from += batch {
		rows, err := read(padded(ids[from:min(from+batch, len(ids))]))
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

func saveFacts(ctx context.Context, tx *db.Tx, facts []Fact) error {
	const insert, width = `INSERT INTO service_fact (service_id, kind, code, origin, value, said_by, said_at, attribute_id) VALUES `, 8
	var args []any
	for _, f := range facts {
		args = append(args, string(f.Service), string(f.Kind), f.Code, string(f.Origin), f.Value, string(f.By), db.At(f.At), f.Attribute)
		if len(args) == width*batch {
			if err := insertTuples(ctx, tx, insert, width, args); err != nil {
				return err
			}
			args = args[:0]
		}
	}
	return insertTuples(ctx, tx, insert, width, args)
}

func removeFact(ctx context.Context, tx *db.Tx, f Fact) error {
	_, err := tx.Exec(ctx, `DELETE FROM service_fact WHERE service_id = $1 AND kind = $2 AND code = $3 AND origin = $4`,
		string(f.Service), string(f.Kind), f.Code, string(f.Origin))
	return err
}

// saidBySources reads what attributes of our taxonomies say of services.
func saidBySources(ctx context.Context, tx *db.Tx) (out []Fact, err error) {
	type row struct{ attribute, service, code, name, label, value, kind string }
	names := make([]any, len(FactKinds))
	for i, k := range FactKinds {
		names[i] = string(k)
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any {
		return []any{&r.attribute, &r.service, &r.code, &r.name, &r.label, &r.value, &r.kind}
	}, `
		SELECT a.id, a.link_id, t.code, t.name, a.label, a.value, x.name
		FROM   taxonomy AS x
		JOIN   taxonomy_term AS t ON t.taxonomy_id = x.id
		JOIN   attribute AS a ON a.taxonomy_term_id = t.id
		JOIN   service AS s ON s.id = a.link_id
		WHERE  x.name IN `+tuples(len(FactKinds), 1)+`
		AND    a.published
		ORDER  BY a.id`, names...)
	if err != nil {
		return nil, err
	}
	met := map[string]bool{}
	for _, r := range rows {
		code := r.code
		if code == "" {
			code = r.name
		}
		f, ok := told(FactKind(r.kind), code, r.label, r.value)
		f.Service, f.Attribute = access.Service(r.service), r.attribute
		if ok && !met[f.key()] { // the same thing said twice is said once
			met[f.key()] = true
			out = append(out, f)
		}
	}
	return out, nil
}

// foreignTerms reads the terms of sources that no taxonomy of ours has.
func foreignTerms(ctx context.Context, tx *db.Tx) ([]foreignTerm, error) {
	names := make([]any, len(FactKinds))
	for i, k := range FactKinds {
		names[i] = string(k)
	}
	return db.Collect(ctx, tx, func(t *foreignTerm) []any { return []any{&t.ID, &t.Code, &t.Name, &t.Vocabulary} }, `
		SELECT t.id, t.code, t.name, COALESCE(x.name, t.taxonomy)
		FROM   taxonomy_term AS t
		LEFT   JOIN taxonomy AS x ON x.id = t.taxonomy_id
		WHERE  t.published
		AND    COALESCE(x.name, t.taxonomy) NOT IN `+tuples(len(FactKinds), 1)+`
		ORDER  BY t.id`, names...)
}

// bearersOf reads which services bear some terms.
func bearersOf(ctx context.Context, tx *db.Tx, terms []string) ([]bearer, error) {
	return inBatches(terms, func(args []any) ([]bearer, error) {
		return db.Collect(ctx, tx, func(b *bearer) []any { return []any{&b.Service, &b.Term} }, `
			SELECT a.link_id, a.taxonomy_term_id
			FROM   attribute AS a
			JOIN   service AS s ON s.id = a.link_id
			WHERE  a.published
			AND    a.taxonomy_term_id IN `+tuples(batch, 1)+`
			ORDER  BY a.link_id, a.id`, args...)
	})
}

// givenAt finds a place where a service is given.
func givenAt(ctx context.Context, tx *db.Tx, service access.Service, location string) error {
	var n int
	return tx.QueryRow(ctx, `SELECT 1 FROM service_at_location AS d WHERE d.service_id = $1 AND d.location_id = $2 LIMIT 1`, string(service), location).Scan(&n)
}

// servicesAt are the services given at a place.
func servicesAt(ctx context.Context, tx *db.Tx, location string) ([]access.Service, error) {
	return db.Collect(ctx, tx, func(s *access.Service) []any { return []any{s} }, `
		SELECT DISTINCT d.service_id FROM service_at_location AS d WHERE d.location_id = $1 ORDER BY d.service_id`, location)
}

// saidOf is what each organisation that hides the address of a place lets be
// seen of it.
func saidOf(ctx context.Context, tx *db.Tx, location string) (map[access.Org]Showing, error) {
	type row struct {
		org access.Org
		s   Showing
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.org, &r.s} }, `
		SELECT h.org_id, h.shows FROM hidden_address AS h WHERE h.location_id = $1`, location)
	m := map[access.Org]Showing{}
	for _, r := range rows {
		m[r.org] = r.s
	}
	return m, err
}

// show keeps how much of a place's address an organisation lets be seen.
func show(ctx context.Context, tx *db.Tx, location string, org access.Org, s Showing) error {
	if s == ShowAddress {
		_, err := tx.Exec(ctx, `DELETE FROM hidden_address WHERE location_id = $1 AND org_id = $2`, location, org)
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO hidden_address (location_id, org_id, shows, at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (location_id, org_id) DO UPDATE
		SET    shows = excluded.shows, at = excluded.at`, location, org, string(s), db.At(tx.Now))
	return err
}

// secretPlace is a location whose address is not public.
type secretPlace struct {
	shows Showing
	town  string // when it is public
}

// hiddenPlaces reads them, by location: the least that any organisation here
// lets be seen, else what a source says by an attribute of ours.
func hiddenPlaces(ctx context.Context, tx *db.Tx) (map[string]secretPlace, error) {
	type row struct {
		location string
		secretPlace
	}
	fields := func(r *row) []any { return []any{&r.location, &r.shows, &r.town} }
	// CROSS JOIN keeps SQLite to this order: it would begin with every attribute.
	told, err := db.Collect(ctx, tx, fields, `
		SELECT a.link_id, t.name, a.value
		FROM   taxonomy AS x
		CROSS  JOIN taxonomy_term AS t
		CROSS  JOIN attribute AS a
		WHERE  x.name = $1
		AND    t.taxonomy_id = x.id
		AND    t.name IN ($2, $3)
		AND    a.taxonomy_term_id = t.id`, string(addressShown), string(ShowArea), string(ShowNothing))
	if err != nil {
		return nil, err
	}
	here, err := db.Collect(ctx, tx, fields, `
		SELECT h.location_id, h.shows, COALESCE((SELECT min(a.city) FROM address AS a WHERE a.location_id = h.location_id AND a.published), '')
		FROM   hidden_address AS h`)
	m := map[string]secretPlace{}
	said := map[string]bool{}
	for _, r := range here {
		if known, ok := m[r.location]; !ok || open(r.shows) < open(known.shows) {
			m[r.location], said[r.location] = r.secretPlace, true
		}
	}
	for _, r := range told {
		if !said[r.location] {
			m[r.location] = r.secretPlace
		}
	}
	for at, p := range m {
		if p.shows != ShowArea {
			p.town = ""
			m[at] = p
		}
	}
	return m, err
}

// saveStamp records who found a fact true. A stamp of today replaces the one
// before.
func saveStamp(ctx context.Context, tx *db.Tx, f Fact, origin Origin, org access.Org, name string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO fact_confirmation (service_id, kind, code, origin, value, org_id, org_name, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (service_id, kind, code, origin) DO UPDATE
		SET    value = excluded.value, org_id = excluded.org_id, org_name = excluded.org_name, at = excluded.at`,
		string(f.Service), string(f.Kind), f.Code, string(origin), f.Value, string(org), name, db.At(at))
	return err
}

// confirmedBySources reads which attributes a source says were found true, by
// whom and when: the last time of each.
func confirmedBySources(ctx context.Context, tx *db.Tx) (map[string]stampRow, error) {
	type row struct{ attribute, date, by string }
	rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.attribute, &r.date, &r.by} }, `
		SELECT m.resource_id, m.last_action_date, m.updated_by
		FROM   metadata AS m
		WHERE  m.resource_type = $1
		AND    m.last_action_type = $2
		AND    m.published
		ORDER  BY m.last_action_date, m.id`, "attribute", confirmAction)
	m := make(map[string]stampRow, len(rows))
	for _, r := range rows {
		if at, err := time.Parse(time.DateOnly, r.date[:min(len(r.date), len(time.DateOnly))]); err == nil && r.by != "" {
			m[r.attribute] = stampRow{Name: r.by, At: db.At(at)}
		}
	}
	return m, err
}

// roomsOfSources reads the standard's own capacities as figures of ours. A
// unit that is none of ours counts places.
func roomsOfSources(ctx context.Context, tx *db.Tx) (out []Fact, err error) {
	type row struct {
		id, service, description, updated, unit, name string
		available, maximum                            *float64
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any {
		return []any{&r.id, &r.service, &r.description, &r.updated, &r.available, &r.maximum, &r.unit, &r.name}
	}, `
		SELECT c.id, c.service_id, c.description, c.updated, c.available, c.maximum, COALESCE(u.identifier, ''), COALESCE(u.name, '')
		FROM   service_capacity AS c
		LEFT   JOIN unit AS u ON u.id = c.unit_id
		WHERE  c.published
		ORDER  BY c.id`)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		room := Room{Unit: UnitPlace, Total: figure(r.maximum), Available: figure(r.available), Funded: -1, WaitDays: -1}
		for _, name := range []string{r.unit, r.name} {
			if u := Unit(strings.ToLower(name)); slices.Contains(Units, u) {
				room.Unit = u
				break
			}
		}
		if slices.Contains(Populations, r.description) {
			room.Population = r.description
		}
		f, ok := checked(Fact{Kind: FactRoom, Code: room.Code(), Value: room.Value(), Origin: Source})
		if !ok {
			continue
		}
		f.Service, f.Attribute, f.At = access.Service(r.service), r.id, instantIn(r.updated)
		out = append(out, f)
	}
	return out, nil
}

// figure is a count; -1 when it is not given, or is no count.
func figure(n *float64) int {
	if n == nil || *n < 0 || *n > RoomMost || *n != math.Trunc(*n) {
		return -1
	}
	return int(*n)
}

// stampRow is a confirmation of one value of a fact.
type stampRow struct {
	Service     access.Service
	Kind        FactKind
	Code, Value string
	Origin      Origin
	Org         access.Org
	Name        string
	At          db.Time
}

func (r *stampRow) fields() []any {
	return []any{&r.Service, &r.Kind, &r.Code, &r.Value, &r.Origin, &r.Org, &r.Name, &r.At}
}

// stamps reads the confirmations of some services, or of all when ids is nil.
func stamps(ctx context.Context, tx *db.Tx, ids []string) ([]stampRow, error) {
	return ofServices(ctx, tx, (*stampRow).fields, `SELECT f.service_id, f.kind, f.code, f.value, f.origin, f.org_id, f.org_name, f.at FROM fact_confirmation AS f`,
		` ORDER BY f.service_id, f.kind, f.code, f.origin`, ids)
}

// correction is a field whose value here is not the source's.
type correction struct{ Type, ID, Field, Local, Source string }

func corrections(ctx context.Context, tx *db.Tx) (map[string][]correction, error) {
	rows, err := db.Collect(ctx, tx, func(c *correction) []any { return []any{&c.Type, &c.ID, &c.Field, &c.Local, &c.Source} }, `
		SELECT c.resource_type, c.resource_id, c.field_name, c.local_value, c.source_value
		FROM   correction AS c`)
	m := map[string][]correction{}
	for _, c := range rows {
		m[c.Type+"|"+c.ID] = append(m[c.Type+"|"+c.ID], c)
	}
	return m, err
}

func saveCorrection(ctx context.Context, tx *db.Tx, c correction, org string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO correction (resource_type, resource_id, field_name, local_value, source_value, org_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (resource_type, resource_id, field_name) DO UPDATE
		SET    local_value = excluded.local_value, org_id = excluded.org_id, at = excluded.at`,
		c.Type, c.ID, c.Field, c.Local, c.Source, org, db.At(at))
	return err
}

// moveSourceValue keeps beside a correction what the source says now.
func moveSourceValue(ctx context.Context, tx *db.Tx, c correction) error {
	_, err := tx.Exec(ctx, `
		UPDATE correction
		SET    source_value = $1
		WHERE  resource_type = $2
		AND    resource_id = $3
		AND    field_name = $4`, c.Source, c.Type, c.ID, c.Field)
	return err
}

// touch moves the instant at which a service last changed.
func touch(ctx context.Context, tx *db.Tx, service access.Service) error {
	_, err := tx.Exec(ctx, `UPDATE service SET updated_at = $1 WHERE id = $2`, db.At(tx.Now), string(service))
	return err
}
