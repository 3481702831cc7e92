package org

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (k *Passkey) fields() []any {
	return []any{&k.ID, &k.worker, &k.Name, &k.Added, &k.LastUsed, &k.sealed}
}

func insertPasskey(ctx context.Context, tx *db.Tx, k Passkey, site, credential string) (err error) {
	defer fault.Wrap(&err, "org.insertPasskey(%s)", k.worker)
	_, err = tx.Exec(ctx, `
		INSERT INTO worker_passkey (id, worker_id, site, credential, record, name, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		k.ID, string(k.worker), site, credential, k.sealed, k.Name, db.At(tx.Now))
	return err
}

func findPasskey(ctx context.Context, tx *db.Tx, site, credential string) (_ Passkey, err error) {
	defer fault.Wrap(&err, "org.findPasskey")
	return db.Find(ctx, tx, (*Passkey).fields, `
		SELECT k.id, k.worker_id, k.name, k.created_at, k.last_used_at, k.record
		FROM   worker_passkey AS k
		WHERE  k.site = $1 AND k.credential = $2`, site, credential)
}

func passkeysOf(ctx context.Context, tx *db.Tx, w access.Worker, site string) (_ []Passkey, err error) {
	defer fault.Wrap(&err, "org.passkeysOf(%s)", w)
	return db.Collect(ctx, tx, (*Passkey).fields, `
		SELECT k.id, k.worker_id, k.name, k.created_at, k.last_used_at, k.record
		FROM   worker_passkey AS k
		WHERE  k.worker_id = $1 AND k.site = $2
		ORDER  BY k.id`, string(w), site)
}

// everyPasskeyOf lists those of all addresses that this installation had.
func everyPasskeyOf(ctx context.Context, tx *db.Tx, w access.Worker) (_ []Passkey, err error) {
	defer fault.Wrap(&err, "org.everyPasskeyOf(%s)", w)
	return db.Collect(ctx, tx, (*Passkey).fields, `
		SELECT k.id, k.worker_id, k.name, k.created_at, k.last_used_at, k.record
		FROM   worker_passkey AS k
		WHERE  k.worker_id = $1
		ORDER  BY k.id`, string(w))
}

func usePasskey(ctx context.Context, tx *db.Tx, k Passkey) (err error) {
	defer fault.Wrap(&err, "org.usePasskey(%s)", k.ID)
	_, err = tx.Exec(ctx, `
		UPDATE worker_passkey SET record = $1, last_used_at = $2
		WHERE  id = $3`, k.sealed, db.At(tx.Now), k.ID)
	return err
}

func dropPasskey(ctx context.Context, tx *db.Tx, w access.Worker, id string) (err error) {
	defer fault.Wrap(&err, "org.dropPasskey(%s)", w)
	n, err := tx.Exec(ctx, `DELETE FROM worker_passkey WHERE id = $1 AND worker_id = $2`, id, string(w))
	if err == nil && n == 0 {
		return notFound()
	}
	return err
}

func dropPasskeys(ctx context.Context, tx *db.Tx, w access.Worker) (n int64, err error) {
	defer fault.Wrap(&err, "org.dropPasskeys(%s)", w)
	return tx.Exec(ctx, `DELETE FROM worker_passkey WHERE worker_id = $1`, string(w))
}

// insertTicket says whether the ticket was fresh.
func insertTicket(ctx context.Context, tx *db.Tx, fingerprint string, until time.Time) (fresh bool, err error) {
	defer fault.Wrap(&err, "org.insertTicket")
	n, err := tx.Exec(ctx, `
		INSERT INTO spent_challenge (fingerprint, expires_at)
		VALUES ($1, $2)
		ON CONFLICT (fingerprint) DO NOTHING`, fingerprint, db.At(until))
	return n == 1, err
}

func dropOldTickets(ctx context.Context, tx *db.Tx) (err error) {
	defer fault.Wrap(&err, "org.dropOldTickets")
	_, err = tx.Exec(ctx, `DELETE FROM spent_challenge WHERE expires_at <= $1`, db.At(tx.Now))
	return err
}
