package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

type threadRow struct {
	ID     access.Thread
	Person access.Person
}

func (t *threadRow) fields() []any { return []any{&t.ID, &t.Person} }

// threadByFingerprint has no Scope: the words are the right, and what it
// returns is the actor that later Scopes are made of.
func threadByFingerprint(ctx context.Context, tx *db.Tx, region access.Region, fingerprint string) (threadRow, error) {
	return db.Find(ctx, tx, (*threadRow).fields, `
		SELECT t.id, t.person_id FROM thread AS t
		WHERE  t.region_id = $1 AND t.fingerprint = $2 AND t.ended_at IS NULL`, region, fingerprint)
}

// threadByID has no Scope for the same reason: a session is being resumed.
func threadByID(ctx context.Context, tx *db.Tx, region access.Region, id access.Thread) (threadRow, error) {
	return db.Find(ctx, tx, (*threadRow).fields, `
		SELECT t.id, t.person_id FROM thread AS t
		WHERE  t.region_id = $1 AND t.id = $2 AND t.ended_at IS NULL`, region, id)
}

// holderOf is the organisation that accompanies the person who asks: the one
// that made their thread.
func holderOf(ctx context.Context, tx *db.Tx, by access.Actor) (org access.Org, err error) {
	err = tx.QueryRow(ctx, `
		SELECT t.org_id FROM thread AS t
		WHERE  t.region_id = $1 AND t.id = $2 AND t.person_id = $3 AND t.ended_at IS NULL`, by.Region(), by.Thread(), by.Person()).Scan(&org)
	return org, err
}

func insertThread(ctx context.Context, tx *db.Tx, by access.Actor, t access.Thread, p access.Person, fingerprint string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO thread (region_id, id, org_id, person_id, fingerprint, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, by.Region(), t, by.Org(), p, fingerprint, db.At(tx.Now))
	return err
}

func endThreads(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) error {
	sc := by.Scope(access.KeepThread, tx.Now)
	_, err := tx.Exec(ctx, `
		UPDATE thread SET ended_at = $1
		WHERE  region_id = $2 AND person_id = $3 AND ended_at IS NULL
		AND    (`+sc.Where("thread", 4)+`)`, sc.Args(db.At(tx.Now), by.Region(), p)...)
	return err
}

func countThreads(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) (n int, err error) {
	sc := by.Scope(access.KeepThread, tx.Now)
	err = tx.QueryRow(ctx, `
		SELECT count(*) FROM thread AS t
		WHERE  t.region_id = $1 AND t.person_id = $2 AND t.ended_at IS NULL
		AND    (`+sc.Where("t", 3)+`)`, sc.Args(by.Region(), p)...).Scan(&n)
	return n, err
}
