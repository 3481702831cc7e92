package seal

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// wrapped is a key as it is kept.
type wrapped struct {
	owner     Owner
	keyset    []byte
	half      string     // id of its half in the key store; empty without one
	strongbox access.Org // whose own key wraps it too; empty: nobody's
	destroyed db.Time
}

func (w *wrapped) fields() []any {
	return []any{&w.owner, &w.keyset, &w.half, &w.strongbox, &w.destroyed}
}

func load(ctx context.Context, tx *db.Tx, region access.Region, o Owner) (wrapped, error) {
	return db.Find(ctx, tx, (*wrapped).fields, `
		SELECT k.owner, k.keyset, k.half_id, k.strongbox_org_id, k.destroyed_at FROM seal_key AS k
		WHERE  k.region_id = $1 AND k.owner = $2`, region, o)
}

// atOnce is how many owners one statement of loadAll names. Each engine has its
// own way to be given a list; a text with places for some is the same on both.
const atOnce = 64

func loadAll(ctx context.Context, tx *db.Tx, region access.Region, owners []Owner) (list []wrapped, err error) {
	for some := range slices.Chunk(owners, atOnce) {
		rows, err := db.Collect(ctx, tx, (*wrapped).fields, `
		SELECT k.owner, k.keyset, k.half_id, k.strongbox_org_id, k.destroyed_at FROM seal_key AS k
		WHERE  k.region_id = $1 AND k.owner IN (`+places64+`)`, listed(region, some)...)
		if err != nil {
			return nil, err
		}
		list = append(list, rows...)
	}
	return list, nil
}

func save(ctx context.Context, tx *db.Tx, region access.Region, w wrapped) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO seal_key (region_id, owner, keyset, half_id, strongbox_org_id, created_at, destroyed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, region, w.owner, w.keyset, w.half, w.strongbox, db.At(tx.Now), w.destroyed)
	return err
}

// rewrap keeps a key in another wrapping.
func rewrap(ctx context.Context, tx *db.Tx, region access.Region, w wrapped) error {
	_, err := tx.Exec(ctx, `
		UPDATE seal_key SET keyset = $1, half_id = $2, strongbox_org_id = $3
		WHERE  region_id = $4 AND owner = $5 AND destroyed_at IS NULL`, w.keyset, w.half, w.strongbox, region, w.owner)
	return err
}

func destroy(ctx context.Context, tx *db.Tx, region access.Region, o Owner) error {
	_, err := tx.Exec(ctx, `
		UPDATE seal_key SET keyset = NULL, destroyed_at = $1
		WHERE  region_id = $2 AND owner = $3 AND destroyed_at IS NULL`, db.At(tx.Now), region, o)
	return err
}

// destroyBetween destroys the keys of owners from one, included, to another,
// left out, in the order of their bytes.
func destroyBetween(ctx context.Context, tx *db.Tx, region access.Region, from, to Owner) (int64, error) {
	return tx.Exec(ctx, `
		UPDATE seal_key SET keyset = NULL, destroyed_at = $1
		WHERE  region_id = $2 AND owner >= $3 AND owner < $4 AND destroyed_at IS NULL`, db.At(tx.Now), region, from, to)
}

// firstOf is the first owner between two, destroyed or not; none is empty.
func firstOf(ctx context.Context, tx *db.Tx, region access.Region, from, to Owner) (o Owner, err error) {
	err = tx.QueryRow(ctx, `
		SELECT COALESCE(min(k.owner), '') FROM seal_key AS k
		WHERE  k.region_id = $1 AND k.owner >= $2 AND k.owner < $3`, region, from, to).Scan(&o)
	return o, err
}
