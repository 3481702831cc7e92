package directory

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// The six tables of facts have one shape. Their names are written out where
// they are read and written, so that a search for a table finds its uses.
var readFacts = map[FactKind]string{
	FactPaper:      `SELECT f.service_id, f.code, f.origin, f.value, f.said_by, f.said_at, f.attribute_id FROM service_paper AS f`,
	FactAsk:        `SELECT f.service_id, f.code, f.origin, f.value, f.said_by, f.said_at, f.attribute_id FROM service_ask AS f`,
	FactNeed:       `SELECT f.service_id, f.code, f.origin, f.value, f.said_by, f.said_at, f.attribute_id FROM service_need AS f`,
	FactPopulation: `SELECT f.service_id, f.code, f.origin, f.value, f.said_by, f.said_at, f.attribute_id FROM service_population AS f`,
	FactMark:       `SELECT f.service_id, f.code, f.origin, f.value, f.said_by, f.said_at, f.attribute_id FROM service_mark AS f`,
	FactCapacity:   `SELECT f.service_id, f.code, f.origin, f.value, f.said_by, f.said_at, f.attribute_id FROM service_state AS f`,
}

var insertFacts = map[FactKind]string{
	FactPaper:      `INSERT INTO service_paper (service_id, code, origin, value, said_by, said_at, attribute_id) VALUES `,
	FactAsk:        `INSERT INTO service_ask (service_id, code, origin, value, said_by, said_at, attribute_id) VALUES `,
	FactNeed:       `INSERT INTO service_need (service_id, code, origin, value, said_by, said_at, attribute_id) VALUES `,
	FactPopulation: `INSERT INTO service_population (service_id, code, origin, value, said_by, said_at, attribute_id) VALUES `,
	FactMark:       `INSERT INTO service_mark (service_id, code, origin, value, said_by, said_at, attribute_id) VALUES `,
	FactCapacity:   `INSERT INTO service_state (service_id, code, origin, value, said_by, said_at, attribute_id) VALUES `,
}

var removeFacts = map[FactKind]string{
	FactPaper:      `DELETE FROM service_paper WHERE service_id = $1 AND code = $2 AND origin = $3`,
	FactAsk:        `DELETE FROM service_ask WHERE service_id = $1 AND code = $2 AND origin = $3`,
	FactNeed:       `DELETE FROM service_need WHERE service_id = $1 AND code = $2 AND origin = $3`,
	FactPopulation: `DELETE FROM service_population WHERE service_id = $1 AND code = $2 AND origin = $3`,
	FactMark:       `DELETE FROM service_mark WHERE service_id = $1 AND code = $2 AND origin = $3`,
	FactCapacity:   `DELETE FROM service_state WHERE service_id = $1 AND code = $2 AND origin = $3`,
}

// facts reads the facts of some services, or of all when ids is nil, ordered by
// service, code and origin.
func facts(ctx context.Context, tx *db.Tx, ids []string) (out []Fact, err error) {
	for _, k := range FactKinds {
		fields := func(f *factRow) []any {
			return []any{&f.Service, &f.Code, &f.Origin, &f.Value, &f.By, &f.at, &f.Attribute}
		}
		var rows []factRow
		if ids == nil {
			rows, err = db.Collect(ctx, tx, fields, readFacts[k]+` ORDER BY f.service_id, f.code, f.origin`)
		} else {
			rows, err = inBatches(ids, func(args []any) ([]factRow, error) {
				return db.Collect(ctx, tx, fields, readFacts[k]+` WHERE f.service_id IN `+tuples(batch, 1)+` ORDER BY f.service_id, f.code, f.origin`, args...)
			})
		}
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			r.Kind, r.At = k, r.at.Time
			out = append(out, r.Fact)
		}
	}
	return out, nil
}

type factRow struct {
	Fact
	at db.Time
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
	by := map[FactKind][]any{}
	for _, f := range facts {
		args := append(by[f.Kind], string(f.Service), f.Code, string(f.Origin), f.Value, string(f.By), db.At(f.At), f.Attribute)
		if len(args) == 7*batch {
			if err := insertTuples(ctx, tx, insertFacts[f.Kind], 7, args); err != nil {
				return err
			}
			args = nil
		}
		by[f.Kind] = args
	}
	for _, k := range FactKinds {
		if err := insertTuples(ctx, tx, insertFacts[k], 7, by[k]); err != nil {
			return err
		}
	}
	return nil
}

func removeFact(ctx context.Context, tx *db.Tx, f Fact) error {
	_, err := tx.Exec(ctx, removeFacts[f.Kind], string(f.Service), f.Code, string(f.Origin))
	return err
}

// saidBySources reads what attributes of our taxonomies say of services.
func saidBySources(ctx context.Context, tx *db.Tx) (out []Fact, err error) {
	type row struct{ attribute, service, code, name, value, kind string }
	rows, err := db.Collect(ctx, tx, func(r *row) []any {
		return []any{&r.attribute, &r.service, &r.code, &r.name, &r.value, &r.kind}
	}, `
		SELECT a.id, a.link_id, t.code, t.name, a.value, x.name
		FROM   taxonomy AS x
		JOIN   taxonomy_term AS t ON t.taxonomy_id = x.id
		JOIN   attribute AS a ON a.taxonomy_term_id = t.id
		JOIN   service AS s ON s.id = a.link_id
		WHERE  x.name IN ($1, $2, $3, $4, $5, $6)
		AND    a.published
		ORDER  BY a.id`,
		string(FactPaper), string(FactAsk), string(FactNeed), string(FactPopulation), string(FactMark), string(FactCapacity))
	if err != nil {
		return nil, err
	}
	met := map[string]bool{}
	for _, r := range rows {
		code := r.code
		if code == "" {
			code = r.name
		}
		f, ok := said(FactKind(r.kind), code, r.value)
		f.Service, f.Attribute = access.Service(r.service), r.attribute
		if ok && !met[f.key()] { // the same thing said twice is said once
			met[f.key()] = true
			out = append(out, f)
		}
	}
	return out, nil
}

// hide and show tell whether the address of a place may be shown.
func hide(ctx context.Context, tx *db.Tx, location, org string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO hidden_address (location_id, org_id, at)
		VALUES ($1, $2, $3)
		ON CONFLICT (location_id) DO NOTHING`, location, org, db.At(tx.Now))
	return err
}

func show(ctx context.Context, tx *db.Tx, location string) error {
	_, err := tx.Exec(ctx, `DELETE FROM hidden_address WHERE location_id = $1`, location)
	return err
}

// hiddenPlaces are the locations whose address is given by telephone only.
func hiddenPlaces(ctx context.Context, tx *db.Tx) (map[string]bool, error) {
	rows, err := db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `SELECT h.location_id FROM hidden_address AS h`)
	m := map[string]bool{}
	for _, r := range rows {
		m[r] = true
	}
	return m, err
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

func saveCorrection(ctx context.Context, tx *db.Tx, c correction, org string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO correction (resource_type, resource_id, field_name, local_value, source_value, org_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (resource_type, resource_id, field_name) DO UPDATE
		SET    local_value = excluded.local_value, org_id = excluded.org_id, at = excluded.at`,
		c.Type, c.ID, c.Field, c.Local, c.Source, org, db.At(tx.Now))
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

// lastChange is when a service or organisation was last written.
func lastChange(ctx context.Context, tx *db.Tx) (time.Time, error) {
	var at db.Time
	err := tx.QueryRow(ctx, `
		SELECT max(t.at)
		FROM   (SELECT max(s.updated_at) AS at FROM service AS s UNION ALL SELECT max(o.updated_at) AS at FROM organization AS o) AS t`).Scan(&at)
	return at.Time, err
}

// touch moves the instant at which a service last changed.
func touch(ctx context.Context, tx *db.Tx, service access.Service) error {
	_, err := tx.Exec(ctx, `UPDATE service SET updated_at = $1 WHERE id = $2`, db.At(tx.Now), string(service))
	return err
}
