package need

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// saidBetween counts what was said in a time, by need, place and who noted it.
func saidBetween(ctx context.Context, tx *db.Tx, region access.Region, from, to db.Time) ([]saidBy, error) {
	return db.Collect(ctx, tx, func(x *saidBy) []any { return []any{&x.need, &x.place, &x.org, &x.n} }, `
		SELECT n.need, n.place, n.org_id, count(*)
		FROM   need AS n
		WHERE  n.region_id = $1 AND n.said_at >= $2 AND n.said_at < $3
		GROUP  BY n.need, n.place, n.org_id
		ORDER  BY n.need, n.place, n.org_id`, region, from, to)
}

// firstSaid is when the first need of a region was said; zero when none was.
func firstSaid(ctx context.Context, tx *db.Tx, region access.Region) (time.Time, error) {
	var at db.Time
	err := tx.QueryRow(ctx, `SELECT min(n.said_at) FROM need AS n WHERE n.region_id = $1`, region).Scan(&at)
	return at.Time, err
}

// insertRelease reports false when the quarter was published already.
func insertRelease(ctx context.Context, tx *db.Tx, region access.Region, q Quarter) (fresh bool, err error) {
	defer fault.Wrap(&err, "need.insertRelease(%s)", q)
	n, err := tx.Exec(ctx, `
		INSERT INTO need_release (region_id, quarter, released_at)
		VALUES ($1, $2, $3)
		ON CONFLICT (region_id, quarter) DO NOTHING`, region, q, db.At(tx.Now))
	return n == 1, err
}

func insertPublic(ctx context.Context, tx *db.Tx, region access.Region, q Quarter, c Public) (err error) {
	defer fault.Wrap(&err, "need.insertPublic(%s)", q)
	_, err = tx.Exec(ctx, `
		INSERT INTO need_public (region_id, quarter, family, place, about)
		VALUES ($1, $2, $3, $4, $5)`, region, q, c.Family, c.Place, c.About)
	return err
}

func releases(ctx context.Context, tx *db.Tx, region access.Region) ([]Quarter, error) {
	return db.Collect(ctx, tx, func(q *Quarter) []any { return []any{q} }, `
		SELECT r.quarter
		FROM   need_release AS r
		WHERE  r.region_id = $1
		ORDER  BY r.quarter DESC`, region)
}

func publicCells(ctx context.Context, tx *db.Tx, region access.Region, q Quarter) ([]Public, error) {
	return db.Collect(ctx, tx, func(c *Public) []any { return []any{&c.Family, &c.Place, &c.About} }, `
		SELECT p.family, p.place, p.about
		FROM   need_public AS p
		WHERE  p.region_id = $1 AND p.quarter = $2
		ORDER  BY p.about DESC, p.family, p.place`, region, q)
}
