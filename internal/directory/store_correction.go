package directory

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

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
