package round

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// insertVisit adds to the set; fresh is false when the visit was in it.
func insertVisit(ctx context.Context, tx *db.Tx, region access.Region, round string, v Visit) (fresh bool, err error) {
	defer fault.Wrap(&err, "round.insertVisit")
	n, err := tx.Exec(ctx, `
		INSERT INTO round_visit (region_id, device_id, id, round_id, door, result, kits, replaces, told_at, received_at, slip)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT DO NOTHING`,
		region, v.Device, v.ID, round, v.Door, v.Result, v.Kits, v.Replaces, v.Told, v.Received, true)
	return n > 0, err
}

// slipOf reports that the code of a visit's slip was its own.
func slipOf(ctx context.Context, tx *db.Tx, region access.Region, device, id string) (slip bool, err error) {
	defer fault.Wrap(&err, "round.slipOf")
	err = tx.QueryRow(ctx, `
		SELECT v.slip FROM round_visit AS v
		WHERE  v.region_id = $1 AND v.device_id = $2 AND v.id = $3`, region, device, id).Scan(&slip)
	return slip, err
}

func slipLost(ctx context.Context, tx *db.Tx, region access.Region, device, id string) (err error) {
	defer fault.Wrap(&err, "round.slipLost")
	_, err = tx.Exec(ctx, `
		UPDATE round_visit SET slip = $1
		WHERE  region_id = $2 AND device_id = $3 AND id = $4`, false, region, device, id)
	return err
}

func visitsOf(ctx context.Context, tx *db.Tx, region access.Region, round string) ([]Visit, error) {
	return db.Collect(ctx, tx, func(v *Visit) []any {
		return []any{&v.Device, &v.ID, &v.Door, &v.Result, &v.Kits, &v.Replaces, &v.Told, &v.Received}
	}, `
		SELECT v.device_id, v.id, v.door, v.result, v.kits, v.replaces, v.told_at, v.received_at
		FROM   round_visit AS v
		WHERE  v.region_id = $1 AND v.round_id = $2
		ORDER  BY v.door, v.device_id, v.id`, region, round)
}

// needSaid counts a need in a round, apart from its door.
func needSaid(ctx context.Context, tx *db.Tx, region access.Region, round, need string) (err error) {
	defer fault.Wrap(&err, "round.needSaid")
	_, err = tx.Exec(ctx, `
		INSERT INTO round_need (region_id, round_id, need, said)
		VALUES ($1, $2, $3, 1)
		ON CONFLICT (region_id, round_id, need) DO UPDATE SET said = round_need.said + 1`, region, round, need)
	return err
}

func needsOf(ctx context.Context, tx *db.Tx, region access.Region, round string) ([]Said, error) {
	return db.Collect(ctx, tx, func(x *Said) []any { return []any{&x.Need, &x.N} }, `
		SELECT n.need, n.said FROM round_need AS n
		WHERE  n.region_id = $1 AND n.round_id = $2
		ORDER  BY n.said DESC, n.need`, region, round)
}
