package seal

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func load(ctx context.Context, tx *db.Tx, region access.Region, o Owner) (wrapped []byte, destroyed bool, err error) {
	var at db.Time
	err = tx.QueryRow(ctx, `
		SELECT k.keyset, k.destroyed_at FROM seal_key AS k
		WHERE  k.region_id = $1 AND k.owner = $2`, region, o).Scan(&wrapped, &at)
	return wrapped, !at.IsZero(), err
}

func save(ctx context.Context, tx *db.Tx, region access.Region, o Owner, wrapped []byte) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO seal_key (region_id, owner, keyset, created_at, destroyed_at)
		VALUES ($1, $2, $3, $4, NULL)`, region, o, wrapped, db.At(tx.Now))
	return err
}

func destroy(ctx context.Context, tx *db.Tx, region access.Region, o Owner) error {
	_, err := tx.Exec(ctx, `
		UPDATE seal_key SET keyset = NULL, destroyed_at = $1
		WHERE  region_id = $2 AND owner = $3 AND destroyed_at IS NULL`, db.At(tx.Now), region, o)
	return err
}
