package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// worker is a person who works here, as stored.
type worker struct {
	id       access.Worker
	name     string
	email    string
	disabled db.Time
}

func insertWorker(ctx context.Context, tx *db.Tx, w worker) (err error) {
	defer fault.Wrap(&err, "org.insertWorker")
	_, err = tx.Exec(ctx, `
		INSERT INTO worker (id, name, email, email_fold, created_at)
		VALUES ($1, $2, $3, $4, $5)`,
		string(w.id), w.name, w.email, foldEmail(w.email), db.At(tx.Now))
	return err
}

func findWorker(ctx context.Context, tx *db.Tx, id access.Worker) (w worker, err error) {
	defer fault.Wrap(&err, "org.findWorker(%s)", id)
	err = tx.QueryRow(ctx, `
		SELECT w.id, w.name, w.email, w.disabled_at
		FROM   worker AS w
		WHERE  w.id = $1`, string(id)).Scan(&w.id, &w.name, &w.email, &w.disabled)
	return w, err
}

func disableWorker(ctx context.Context, tx *db.Tx, id access.Worker) (err error) {
	defer fault.Wrap(&err, "org.disableWorker(%s)", id)
	n, err := tx.Exec(ctx, `
		UPDATE worker SET disabled_at = $1
		WHERE  id = $2 AND disabled_at IS NULL`, db.At(tx.Now), string(id))
	if err == nil && n == 0 {
		return notFound()
	}
	return err
}

// account is what proving who someone is needs.
type account struct {
	worker   access.Worker
	hash     string
	disabled db.Time
}

// findAccount looks an address up; with none it is the empty account, not an
// error, so that the caller's path stays the same.
func findAccount(ctx context.Context, tx *db.Tx, email string) (a account, err error) {
	defer fault.Wrap(&err, "org.findAccount")
	err = tx.QueryRow(ctx, `
		SELECT w.id, COALESCE(p.hash, ''), w.disabled_at
		FROM   worker AS w
		LEFT   JOIN worker_password AS p ON p.worker_id = w.id
		WHERE  w.email_fold = $1`, foldEmail(email)).Scan(&a.worker, &a.hash, &a.disabled)
	if fault.Is(err, fault.NotFound) {
		return account{}, nil
	}
	return a, err
}

func savePassword(ctx context.Context, tx *db.Tx, w access.Worker, hash string) (err error) {
	defer fault.Wrap(&err, "org.savePassword(%s)", w)
	_, err = tx.Exec(ctx, `
		INSERT INTO worker_password (worker_id, hash, changed_at)
		VALUES ($1, $2, $3)
		ON CONFLICT (worker_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`,
		string(w), hash, db.At(tx.Now))
	return err
}
