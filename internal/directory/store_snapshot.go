package directory

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// around is the records of one table that the page of a service is made of.
type around struct {
	table *Table
	ids   []string
}

// childrenOf says on what the records around a service hang, parents first.
var childrenOf = []struct {
	table   string
	columns []string
}{
	{"address", []string{"location_id"}},
	{"phone", []string{"service_id", "service_at_location_id", "location_id"}},
	{"schedule", []string{"service_id", "service_at_location_id", "location_id"}},
	{"language", []string{"service_id", "location_id"}},
	{"required_document", []string{"service_id"}},
	{"translation", []string{"resource_id"}},
}

// recordsAround finds the records that a change to a service may touch, those
// that are withheld too.
func recordsAround(ctx context.Context, tx *db.Tx, service access.Service) ([]around, error) {
	doors, err := db.Collect(ctx, tx, (*doorRow).fields, selectDoors+` WHERE x.service_id = $1 ORDER BY x.id`, string(service))
	if err != nil {
		return nil, err
	}
	parents := map[string][]string{"service_id": {string(service)}}
	for _, d := range doors {
		parents["service_at_location_id"] = append(parents["service_at_location_id"], d.ID)
		parents["location_id"] = append(parents["location_id"], d.Location)
	}
	parents["location_id"] = distinct(parents["location_id"])
	parents["resource_id"] = distinct(slices.Concat(parents["service_id"], parents["service_at_location_id"], parents["location_id"]))
	out := []around{
		{TableOf("service"), parents["service_id"]},
		{TableOf("service_at_location"), parents["service_at_location_id"]},
		{TableOf("location"), parents["location_id"]},
	}
	for _, c := range childrenOf {
		var ids []string
		for _, column := range c.columns {
			found, err := hangingOn(ctx, tx, c.table, column, parents[column])
			if err != nil {
				return nil, err
			}
			ids = append(ids, found...)
		}
		out = append(out, around{TableOf(c.table), distinct(ids)})
	}
	return out, nil
}

func hangingOn(ctx context.Context, tx *db.Tx, table, column string, parents []string) ([]string, error) {
	return inBatches(parents, func(args []any) ([]string, error) {
		return db.Collect(ctx, tx, func(s *string) []any { return []any{s} },
			`SELECT x.id FROM `+table+` AS x WHERE x.`+column+` IN `+tuples(len(args), 1)+` ORDER BY x.id`, args...)
	})
}

// correctionRow is a correction with who made it.
type correctionRow struct {
	correction
	Org string
	At  db.Time
}

// correctionsOf reads the corrections of some records of one table.
func correctionsOf(ctx context.Context, tx *db.Tx, table string, ids []string) (map[stateKey]correctionRow, error) {
	rows, err := inBatches(ids, func(args []any) ([]correctionRow, error) {
		return db.Collect(ctx, tx, func(c *correctionRow) []any {
			return []any{&c.Type, &c.ID, &c.Field, &c.Local, &c.Source, &c.Org, &c.At}
		}, `
			SELECT c.resource_type, c.resource_id, c.field_name, c.local_value, c.source_value, c.org_id, c.at
			FROM   correction AS c
			WHERE  c.resource_type = $1
			AND    c.resource_id IN `+tuplesFrom(2, len(args), 1), append([]any{table}, args...)...)
	})
	m := make(map[stateKey]correctionRow, len(rows))
	for _, c := range rows {
		m[stateKey{c.Type, c.ID, c.Field}] = c
	}
	return m, err
}

func removeCorrection(ctx context.Context, tx *db.Tx, k stateKey) error {
	_, err := tx.Exec(ctx, `DELETE FROM correction WHERE resource_type = $1 AND resource_id = $2 AND field_name = $3`, k.Type, k.ID, k.Field)
	return err
}

// aspectRow is the confirmation of one part of a service's page.
type aspectRow struct {
	Service string
	SeenAspect
	Org string
	at  db.Time
}

// aspectsSeen reads the parts that were confirmed by themselves.
func aspectsSeen(ctx context.Context, tx *db.Tx, ids []string) ([]aspectRow, error) {
	return ofServices(ctx, tx, func(a *aspectRow) []any { return []any{&a.Service, &a.Aspect, &a.Org, &a.By, &a.at} },
		`SELECT f.service_id, f.aspect, f.org_id, f.org_name, f.at FROM aspect_confirmation AS f`, ` ORDER BY f.service_id, f.aspect`, ids)
}

func saveAspect(ctx context.Context, tx *db.Tx, service access.Service, a Aspect, org, name string, at db.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO aspect_confirmation (service_id, aspect, org_id, org_name, at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (service_id, aspect) DO UPDATE
		SET    org_id = excluded.org_id, org_name = excluded.org_name, at = excluded.at`, string(service), string(a), org, name, at)
	return err
}

func removeAspect(ctx context.Context, tx *db.Tx, service, aspect string) error {
	_, err := tx.Exec(ctx, `DELETE FROM aspect_confirmation WHERE service_id = $1 AND aspect = $2`, service, aspect)
	return err
}

// removeStamp takes a mark on one fact away.
func removeStamp(ctx context.Context, tx *db.Tx, f Fact) error {
	_, err := tx.Exec(ctx, `DELETE FROM fact_confirmation WHERE service_id = $1 AND kind = $2 AND code = $3 AND origin = $4`,
		string(f.Service), string(f.Kind), f.Code, string(f.Origin))
	return err
}

// removeConfirmation takes a confirmation of a whole service away; the history
// keeps that it was given.
func removeConfirmation(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM service_confirmation WHERE id = $1`, id)
	return err
}

// restoreConfirmation puts a confirmation back as it was given.
func restoreConfirmation(ctx context.Context, tx *db.Tx, service string, c confirmationState) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO service_confirmation (id, service_id, org_id, org_name, at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO NOTHING`, c.ID, service, c.Org, c.Name, db.At(fromMS(c.At)))
	return err
}
