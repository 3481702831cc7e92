package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

type closedDoor struct{ ID, Service, Reason, Words, Org string }

func saveClosedDoor(ctx context.Context, tx *db.Tx, region access.Region, d closedDoor) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO closed_door (region_id, id, service_id, reason, words, org_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(region), d.ID, d.Service, d.Reason, d.Words, d.Org, db.At(tx.Now))
	return err
}

func closedDoorsOf(ctx context.Context, tx *db.Tx, region access.Region, service access.Service, since db.Time) ([]ClosedDoor, error) {
	return db.Collect(ctx, tx, func(d *ClosedDoor) []any { return []any{&d.ID, &d.Reason, &d.Words, &d.Org, &d.At} }, `
		SELECT d.id, d.reason, d.words, d.org_id, d.at
		FROM   closed_door AS d
		WHERE  d.region_id = $1
		AND    d.service_id = $2
		AND    d.at >= $3
		ORDER  BY d.at DESC, d.id DESC`, string(region), string(service), since)
}

func saveConfirmation(ctx context.Context, tx *db.Tx, service access.Service, org access.Org, name string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO service_confirmation (id, service_id, org_id, org_name, at)
		VALUES ($1, $2, $3, $4, $5)`, tx.NewID(), string(service), string(org), name, db.At(tx.Now))
	return err
}
