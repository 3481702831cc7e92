package need

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func (w *word) fields() []any { return []any{&w.Need, &w.Kind, &w.Sealed, &w.Language, &w.Week} }

func insertWord(ctx context.Context, tx *db.Tx, region access.Region, w word) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO need_word (region_id, id, need_id, kind, sealed, language, week, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, region, tx.NewID(), w.Need, w.Kind, w.Sealed, w.Language, w.Week, db.At(tx.Now))
	return err
}

// wordsOf are the sealed words of a need, for who may read them.
func wordsOf(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) ([]word, error) {
	return db.Collect(ctx, tx, (*word).fields, `
		SELECT w.need_id, w.kind, w.sealed, w.language, w.week
		FROM   need_word AS w
		WHERE  w.region_id = $1 AND w.need_id = $2 AND (`+sc.Where("w", 3)+`)
		ORDER  BY w.kind`, sc.Args(region, id)...)
}

// wordForReceipt are the words written for who holds a receipt: the receipt is
// the right itself.
func wordForReceipt(ctx context.Context, tx *db.Tx, region access.Region, mark string, k kind) (word, error) {
	return db.Find(ctx, tx, (*word).fields, `
		SELECT w.need_id, w.kind, w.sealed, w.language, w.week
		FROM   need AS n
		JOIN   need_word AS w ON w.region_id = n.region_id AND w.need_id = n.id
		WHERE  n.region_id = $1 AND n.receipt_mark = $2 AND w.kind = $3`, region, mark, k)
}

func deleteWords(ctx context.Context, tx *db.Tx, region access.Region, week string) error {
	_, err := tx.Exec(ctx, `DELETE FROM need_word WHERE region_id = $1 AND week = $2`, region, week)
	return err
}
