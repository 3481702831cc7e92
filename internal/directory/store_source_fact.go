package directory

import (
	"context"
	"math"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

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
			AND    a.taxonomy_term_id IN `+tuples(len(args), 1)+`
			ORDER  BY a.link_id, a.id`, args...)
	})
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
		if at, err := dayIn(r.date); err == nil && r.by != "" {
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
