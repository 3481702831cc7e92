package seal

import (
	"context"
	"encoding/hex"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// keptHalf is a half as it is kept.
type keptHalf struct{ id, half string }

func (k *keptHalf) fields() []any { return []any{&k.id, &k.half} }

func saveHalves(ctx context.Context, tx *db.Tx, region access.Region, made []half) error {
	for _, h := range made {
		if _, err := tx.Exec(ctx, `INSERT INTO key_half (region_id, id, half) VALUES ($1, $2, $3)`, region, h.id, hex.EncodeToString(h.bytes)); err != nil {
			return err
		}
	}
	return nil
}

// places64 are the places of atOnce names, after the region: $2 to $65.
const places64 = `
		       $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
		       $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41,
		       $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60,
		       $61, $62, $63, $64, $65`

// listed are the arguments of places64: a place too many names the last again.
func listed[T ~string](region access.Region, some []T) []any {
	args := make([]any, 1+atOnce)
	args[0] = region
	for i := range atOnce {
		args[1+i] = some[min(i, len(some)-1)]
	}
	return args
}

func loadHalves(ctx context.Context, tx *db.Tx, region access.Region, ids []string) (list []keptHalf, err error) {
	for some := range slices.Chunk(ids, atOnce) {
		rows, err := db.Collect(ctx, tx, (*keptHalf).fields, `
		SELECT h.id, h.half FROM key_half AS h
		WHERE  h.region_id = $1 AND h.id IN (`+places64+`)`, listed(region, some)...)
		if err != nil {
			return nil, err
		}
		list = append(list, rows...)
	}
	return list, nil
}

func deleteHalves(ctx context.Context, tx *db.Tx, region access.Region, ids []string) error {
	for some := range slices.Chunk(ids, atOnce) {
		if _, err := tx.Exec(ctx, `DELETE FROM key_half WHERE region_id = $1 AND id IN (`+places64+`)`, listed(region, some)...); err != nil {
			return err
		}
	}
	return nil
}

// sweepable are the halves of keys that were destroyed.
func sweepable(ctx context.Context, tx *db.Tx, region access.Region, most int) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT k.half_id FROM seal_key AS k
		WHERE  k.region_id = $1 AND k.half_id <> '' AND k.destroyed_at IS NOT NULL
		ORDER  BY k.half_id LIMIT $2`, region, most)
}

func swept(ctx context.Context, tx *db.Tx, region access.Region, ids []string) error {
	_, err := tx.Exec(ctx, `
		UPDATE seal_key SET half_id = ''
		WHERE  region_id = $1 AND half_id IN (`+places64+`) AND destroyed_at IS NOT NULL`, listed(region, ids)...)
	return err
}
