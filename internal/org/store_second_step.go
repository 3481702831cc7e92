package org

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// findSecondStep is off, not an error, for who has none.
func findSecondStep(ctx context.Context, tx *db.Tx, w access.Worker) (step secondStep, err error) {
	defer fault.Wrap(&err, "org.findSecondStep(%s)", w)
	err = tx.QueryRow(ctx, `
		SELECT t.secret, t.last_count
		FROM   worker_second_step AS t
		WHERE  t.worker_id = $1`, string(w)).Scan(&step.secret, &step.last)
	if fault.Is(err, fault.NotFound) {
		return secondStep{}, nil
	}
	step.on = err == nil
	return step, err
}

func saveSecondStep(ctx context.Context, tx *db.Tx, w access.Worker, step secondStep) (err error) {
	defer fault.Wrap(&err, "org.saveSecondStep(%s)", w)
	_, err = tx.Exec(ctx, `
		INSERT INTO worker_second_step (worker_id, secret, last_count, set_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (worker_id) DO UPDATE SET secret = excluded.secret, last_count = excluded.last_count, set_at = excluded.set_at`,
		string(w), step.secret, step.last, db.At(tx.Now))
	return err
}

// advance takes the code of a step, unless it or a later one was taken.
func advance(ctx context.Context, tx *db.Tx, w access.Worker, count int64) (taken bool, err error) {
	defer fault.Wrap(&err, "org.advance(%s)", w)
	n, err := tx.Exec(ctx, `
		UPDATE worker_second_step SET last_count = $1
		WHERE  worker_id = $2 AND last_count < $1`, count, string(w))
	return n == 1, err
}

// dropSecondStep forgets the secret and the sheet.
func dropSecondStep(ctx context.Context, tx *db.Tx, w access.Worker) (n int64, err error) {
	defer fault.Wrap(&err, "org.dropSecondStep(%s)", w)
	if err := dropCodes(ctx, tx, w); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, `DELETE FROM worker_second_step WHERE worker_id = $1`, string(w))
}

// sheetOf says since when, and how many codes are left.
func sheetOf(ctx context.Context, tx *db.Tx, w access.Worker) (set db.Time, left int, err error) {
	defer fault.Wrap(&err, "org.sheetOf(%s)", w)
	err = tx.QueryRow(ctx, `
		SELECT t.set_at, (SELECT COUNT(*) FROM worker_backup_code AS c WHERE c.worker_id = t.worker_id AND c.used_at IS NULL)
		FROM   worker_second_step AS t
		WHERE  t.worker_id = $1`, string(w)).Scan(&set, &left)
	return set, left, err
}

func insertCode(ctx context.Context, tx *db.Tx, w access.Worker, fingerprint string) (err error) {
	defer fault.Wrap(&err, "org.insertCode(%s)", w)
	_, err = tx.Exec(ctx, `
		INSERT INTO worker_backup_code (fingerprint, worker_id, made_at)
		VALUES ($1, $2, $3)`, fingerprint, string(w), db.At(tx.Now))
	return err
}

func useCode(ctx context.Context, tx *db.Tx, w access.Worker, fingerprint string) (used bool, err error) {
	defer fault.Wrap(&err, "org.useCode(%s)", w)
	n, err := tx.Exec(ctx, `
		UPDATE worker_backup_code SET used_at = $1
		WHERE  fingerprint = $2 AND worker_id = $3 AND used_at IS NULL`, db.At(tx.Now), fingerprint, string(w))
	return n == 1, err
}

func dropCodes(ctx context.Context, tx *db.Tx, w access.Worker) (err error) {
	defer fault.Wrap(&err, "org.dropCodes(%s)", w)
	_, err = tx.Exec(ctx, `DELETE FROM worker_backup_code WHERE worker_id = $1`, string(w))
	return err
}

func insertHalf(ctx context.Context, tx *db.Tx, fingerprint string, w access.Worker, until time.Time) (err error) {
	defer fault.Wrap(&err, "org.insertHalf(%s)", w)
	_, err = tx.Exec(ctx, `
		INSERT INTO half_session (fingerprint, worker_id, expires_at)
		VALUES ($1, $2, $3)`, fingerprint, string(w), db.At(until))
	return err
}

func findHalf(ctx context.Context, tx *db.Tx, fingerprint string) (w access.Worker, err error) {
	defer fault.Wrap(&err, "org.findHalf")
	err = tx.QueryRow(ctx, `
		SELECT h.worker_id
		FROM   half_session AS h
		WHERE  h.fingerprint = $1 AND h.expires_at > $2`, fingerprint, db.At(tx.Now)).Scan(&w)
	return w, err
}

// endHalf ends it, and fails when it is over: of two forms at once, one opens.
func endHalf(ctx context.Context, tx *db.Tx, fingerprint string) (err error) {
	defer fault.Wrap(&err, "org.endHalf")
	n, err := tx.Exec(ctx, `DELETE FROM half_session WHERE fingerprint = $1 AND expires_at > $2`, fingerprint, db.At(tx.Now))
	if err == nil && n == 0 {
		return sessionOver()
	}
	return err
}

// dropHalves forgets a worker's earlier ones: one door is waited at, not many.
func dropHalves(ctx context.Context, tx *db.Tx, w access.Worker) (err error) {
	defer fault.Wrap(&err, "org.dropHalves(%s)", w)
	_, err = tx.Exec(ctx, `DELETE FROM half_session WHERE worker_id = $1`, string(w))
	return err
}

func provedAt(ctx context.Context, tx *db.Tx, fingerprint string, w access.Worker) (at db.Time, err error) {
	defer fault.Wrap(&err, "org.provedAt(%s)", w)
	err = tx.QueryRow(ctx, `
		SELECT s.proved_at
		FROM   session AS s
		WHERE  s.fingerprint = $1 AND s.worker_id = $2 AND s.ended_at IS NULL`, fingerprint, string(w)).Scan(&at)
	if fault.Is(err, fault.NotFound) {
		return at, sessionOver()
	}
	return at, err
}

func saveProof(ctx context.Context, tx *db.Tx, fingerprint string, w access.Worker) (err error) {
	defer fault.Wrap(&err, "org.saveProof(%s)", w)
	n, err := tx.Exec(ctx, `
		UPDATE session SET proved_at = $1
		WHERE  fingerprint = $2 AND worker_id = $3 AND ended_at IS NULL`, db.At(tx.Now), fingerprint, string(w))
	if err == nil && n == 0 {
		return sessionOver()
	}
	return err
}
