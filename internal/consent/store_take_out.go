package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func (x *ExportAsk) fields() []any {
	return []any{&x.ID, &x.AskedBy, &x.ConfirmedBy, &x.EndedBy, &x.Asked, &x.Confirmed, &x.Taken, &x.Ended}
}

func insertExport(ctx context.Context, tx *db.Tx, by access.Actor, id string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO export_ask (region_id, id, org_id, asked_by, asked_at, confirmed_by, ended_by)
		VALUES ($1, $2, $3, $4, $5, '', '')`, by.Region(), id, by.Org(), by.Worker(), db.At(tx.Now))
	return err
}

func findExport(ctx context.Context, tx *db.Tx, by access.Actor, id string) (ExportAsk, error) {
	return db.Find(ctx, tx, (*ExportAsk).fields, `
		SELECT x.id, x.asked_by, x.confirmed_by, x.ended_by, x.asked_at, x.confirmed_at, x.taken_at, x.ended_at
		FROM   export_ask AS x
		WHERE  x.region_id = $1 AND x.org_id = $2 AND x.id = $3`, by.Region(), by.Org(), id)
}

func exportsOf(ctx context.Context, tx *db.Tx, by access.Actor, most int) ([]ExportAsk, error) {
	return db.Collect(ctx, tx, (*ExportAsk).fields, `
		SELECT x.id, x.asked_by, x.confirmed_by, x.ended_by, x.asked_at, x.confirmed_at, x.taken_at, x.ended_at
		FROM   export_ask AS x
		WHERE  x.region_id = $1 AND x.org_id = $2
		ORDER  BY x.asked_at DESC, x.id DESC
		LIMIT  $3`, by.Region(), by.Org(), most)
}

func confirmExport(ctx context.Context, tx *db.Tx, by access.Actor, id string) error {
	_, err := tx.Exec(ctx, `
		UPDATE export_ask SET confirmed_by = $1, confirmed_at = $2
		WHERE  region_id = $3 AND org_id = $4 AND id = $5`, by.Worker(), db.At(tx.Now), by.Region(), by.Org(), id)
	return err
}

func endExport(ctx context.Context, tx *db.Tx, by access.Actor, id string) error {
	_, err := tx.Exec(ctx, `
		UPDATE export_ask SET ended_by = $1, ended_at = $2
		WHERE  region_id = $3 AND org_id = $4 AND id = $5`, by.Worker(), db.At(tx.Now), by.Region(), by.Org(), id)
	return err
}

func takeExport(ctx context.Context, tx *db.Tx, by access.Actor, id string) error {
	_, err := tx.Exec(ctx, `
		UPDATE export_ask SET taken_at = $1
		WHERE  region_id = $2 AND org_id = $3 AND id = $4`, db.At(tx.Now), by.Region(), by.Org(), id)
	return err
}
