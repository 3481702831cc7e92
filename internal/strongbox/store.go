package strongbox

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// row is a strongbox as it is kept.
type row struct {
	org                    access.Org
	salt, byWords, bySheet []byte
	lockedAt               db.Time
}

func (r *row) fields() []any { return []any{&r.org, &r.salt, &r.byWords, &r.bySheet, &r.lockedAt} }

func find(ctx context.Context, tx *db.Tx, by access.Actor) (row, error) {
	return db.Find(ctx, tx, (*row).fields, `
		SELECT b.org_id, b.salt, b.by_words, b.by_sheet, b.locked_at
		FROM   strongbox AS b
		WHERE  b.region_id = $1 AND b.org_id = $2`, by.Region(), by.Org())
}

func insert(ctx context.Context, tx *db.Tx, by access.Actor, r row) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO strongbox (region_id, org_id, salt, by_words, by_sheet, made_by, made_at, locked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`, by.Region(), by.Org(), r.salt, r.byWords, r.bySheet, by.Worker(), db.At(tx.Now))
	return err
}

func relock(ctx context.Context, tx *db.Tx, by access.Actor, r row) error {
	_, err := tx.Exec(ctx, `
		UPDATE strongbox SET salt = $1, by_words = $2, by_sheet = $3, locked_at = $4
		WHERE  region_id = $5 AND org_id = $6`, r.salt, r.byWords, r.bySheet, db.At(tx.Now), by.Region(), by.Org())
	return err
}

func insertOpening(ctx context.Context, tx *db.Tx, by access.Actor, session string, locked []byte, ends time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO strongbox_opening (region_id, org_id, session, worker_id, locked, opened_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, by.Region(), by.Org(), session, by.Worker(), locked, db.At(tx.Now), db.At(ends))
	return err
}

// dropOver deletes the openings of the organisation that are over, and the
// earlier one of this session.
func dropOver(ctx context.Context, tx *db.Tx, by access.Actor, session string) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM strongbox_opening
		WHERE  region_id = $1 AND org_id = $2 AND (session = $3 OR ends_at <= $4)`, by.Region(), by.Org(), session, db.At(tx.Now))
	return err
}

func dropAll(ctx context.Context, tx *db.Tx, by access.Actor) error {
	_, err := tx.Exec(ctx, `DELETE FROM strongbox_opening WHERE region_id = $1 AND org_id = $2`, by.Region(), by.Org())
	return err
}

// endOf is when the latest opening of the worker who asks shuts by itself.
func endOf(ctx context.Context, tx *db.Tx, by access.Actor) (time.Time, error) {
	var at db.Time
	err := tx.QueryRow(ctx, `
		SELECT max(o.ends_at) FROM strongbox_opening AS o
		WHERE  o.region_id = $1 AND o.org_id = $2 AND o.worker_id = $3`, by.Region(), by.Org(), by.Worker()).Scan(&at)
	return at.Time, err
}
