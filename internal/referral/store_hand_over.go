package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// withWorker are the referrals under way, drafts too, that a worker is with the
// person in for the actor's own organisation: as the pivot who has not stepped
// back, or as who takes the bond up.
func withWorker(ctx context.Context, tx *db.Tx, by access.Actor, sc access.Scope, w access.Worker, limit int) ([]referral, error) {
	rows, err := db.Collect(ctx, tx, (*row).fields, `
		SELECT `+columns+`
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.state IN ('proposed', 'sent', 'received', 'accepted', 'in_handoff')
		AND    ((r.sender_org_id = $2 AND r.pivot_worker_id = $3 AND r.stepped_back_at IS NULL)
		     OR (r.receiver_org_id = $2 AND r.receiving_worker_id = $3))
		AND    CAST($4 AS INTEGER) > 0
		AND    (`+sc.Where("r", 5)+`)
		ORDER  BY r.id
		LIMIT  $4`, sc.Args(by.Region(), by.Org(), w, limit)...)
	return values(rows), err
}

func insertHanded(ctx context.Context, tx *db.Tx, by access.Actor, batch string, ref access.Referral, from, to access.Worker) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO referral_handed (region_id, batch_id, referral_id, org_id, from_worker_id, to_worker_id, by_worker_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, by.Region(), batch, ref, by.Org(), from, to, by.Worker(), db.At(tx.Now))
	return err
}

type handedRow struct {
	batch        string
	referral     access.Referral
	from, to, by access.Worker
	at           db.Time
}

func (h *handedRow) fields() []any {
	return []any{&h.batch, &h.referral, &h.from, &h.to, &h.by, &h.at}
}

// handedOf is what one press handed over and nobody has taken back.
func handedOf(ctx context.Context, tx *db.Tx, by access.Actor, sc access.Scope, batch string) ([]handedRow, error) {
	return db.Collect(ctx, tx, (*handedRow).fields, `
		SELECT h.batch_id, h.referral_id, h.from_worker_id, h.to_worker_id, h.by_worker_id, h.at
		FROM   referral AS r
		JOIN   referral_handed AS h ON h.region_id = r.region_id AND h.referral_id = r.id
		WHERE  r.region_id = $1 AND h.batch_id = $2 AND h.org_id = $3 AND h.undone_at IS NULL
		AND    (`+sc.Where("r", 4)+`)
		ORDER  BY h.referral_id`, sc.Args(by.Region(), batch, by.Org())...)
}

// handedSince is all of the organisation's that was handed over since an instant.
func handedSince(ctx context.Context, tx *db.Tx, by access.Actor, sc access.Scope, since time.Time) ([]handedRow, error) {
	return db.Collect(ctx, tx, (*handedRow).fields, `
		SELECT h.batch_id, h.referral_id, h.from_worker_id, h.to_worker_id, h.by_worker_id, h.at
		FROM   referral AS r
		JOIN   referral_handed AS h ON h.region_id = r.region_id AND h.referral_id = r.id
		WHERE  r.region_id = $1 AND h.org_id = $2 AND h.at > $3 AND h.undone_at IS NULL
		AND    (`+sc.Where("r", 4)+`)
		ORDER  BY h.at DESC, h.batch_id, h.referral_id`, sc.Args(by.Region(), by.Org(), db.At(since))...)
}

// endHanded marks one press as taken back: the parts of it that the actor follows.
func endHanded(ctx context.Context, tx *db.Tx, by access.Actor, batch string) error {
	sc := by.Scope(access.Follow, tx.Now)
	_, err := tx.Exec(ctx, `
		UPDATE referral_handed SET undone_at = $1
		WHERE  region_id = $2 AND batch_id = $3 AND org_id = $4 AND undone_at IS NULL
		AND    EXISTS (SELECT 1 FROM referral AS r WHERE r.region_id = $2 AND r.id = referral_handed.referral_id AND (`+sc.Where("r", 5)+`))`,
		sc.Args(db.At(tx.Now), by.Region(), batch, by.Org())...)
	return err
}
