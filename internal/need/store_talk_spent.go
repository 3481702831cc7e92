package need

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// heardIDs are the gateway's ids of what a person wrote.
func heardIDs(ctx context.Context, tx *db.Tx, region access.Region, talk string) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT m.gateway_id
		FROM   talk_message AS m
		WHERE  m.region_id = $1 AND m.talk_id = $2 AND m.way = 'in'
		ORDER  BY m.gateway_id`, region, talk)
}

func insertSpent(ctx context.Context, tx *db.Tx, region access.Region, mark string, ends time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO talk_spent (region_id, mark, ends_at) VALUES ($1, $2, $3)
		ON CONFLICT (region_id, mark) DO NOTHING`, region, mark, db.At(ends))
	return err
}

func isSpent(ctx context.Context, tx *db.Tx, region access.Region, mark string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT count(*) FROM talk_spent AS s WHERE s.region_id = $1 AND s.mark = $2`, region, mark).Scan(&n)
	return n > 0, err
}

func deleteSpent(ctx context.Context, tx *db.Tx, region access.Region) error {
	_, err := tx.Exec(ctx, `DELETE FROM talk_spent WHERE region_id = $1 AND ends_at <= $2`, region, db.At(tx.Now))
	return err
}
