package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// apartPairs are the pairs that somebody said are two.
func apartPairs(ctx context.Context, tx *db.Tx) (map[[2]access.Service]bool, error) {
	rows, err := db.Collect(ctx, tx, func(p *[2]access.Service) []any { return []any{&p[0], &p[1]} }, `SELECT p.a_id, p.b_id FROM service_apart AS p`)
	m := make(map[[2]access.Service]bool, len(rows))
	for _, p := range rows {
		m[p] = true
	}
	return m, err
}

func saveApart(ctx context.Context, tx *db.Tx, pair [2]access.Service, by access.Org, apart bool) error {
	a, b := string(pair[0]), string(pair[1])
	if _, err := tx.Exec(ctx, `DELETE FROM service_apart WHERE a_id = $1 AND b_id = $2`, a, b); err != nil || !apart {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO service_apart (a_id, b_id, org_id, at) VALUES ($1, $2, $3, $4)`, a, b, string(by), db.At(tx.Now))
	return err
}
