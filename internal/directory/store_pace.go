package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func savePace(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, minutes *int) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO answer_pace (region_id, id, org_id, minutes, at)
		VALUES ($1, $2, $3, $4, $5)`, string(region), tx.NewID(), string(org), minutes, db.At(tx.Now))
	return err
}

// paces are the delays of an organisation since an instant, in minutes;
// negative where it never answered.
func paces(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, since db.Time) ([]int, error) {
	return db.Collect(ctx, tx, func(n *int) []any { return []any{n} }, `
		SELECT COALESCE(p.minutes, -1)
		FROM   answer_pace AS p
		WHERE  p.region_id = $1
		AND    p.org_id = $2
		AND    p.at >= $3
		ORDER  BY p.id`, string(region), string(org), since)
}
