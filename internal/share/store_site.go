package share

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func sitesOf(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT f.origin
		FROM   framing_site AS f
		WHERE  f.region_id = $1 AND f.org_id = $2
		ORDER  BY f.origin`, region, org)
}

func insertSite(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, origin string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO framing_site (region_id, org_id, origin, created_at)
		VALUES ($1, $2, $3, $4)`, region, org, origin, db.At(tx.Now))
	return err
}

func deleteSite(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, origin string) error {
	_, err := tx.Exec(ctx, `DELETE FROM framing_site WHERE region_id = $1 AND org_id = $2 AND origin = $3`, region, org, origin)
	return err
}
