package org

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func insertSession(ctx context.Context, tx *db.Tx, fingerprint string, w access.Worker, hat string, until time.Time) (err error) {
	defer fault.Wrap(&err, "org.insertSession(%s)", w)
	_, err = tx.Exec(ctx, `
		INSERT INTO session (fingerprint, worker_id, hat_id, created_at, last_seen_at, proved_at, expires_at)
		VALUES ($1, $2, $3, $4, $4, $4, $5)`,
		fingerprint, string(w), hat, db.At(tx.Now), db.At(until))
	return err
}

// dropOldSessions forgets a worker's sessions that could not be used anyway.
func dropOldSessions(ctx context.Context, tx *db.Tx, w access.Worker) (err error) {
	defer fault.Wrap(&err, "org.dropOldSessions(%s)", w)
	_, err = tx.Exec(ctx, `DELETE FROM session WHERE worker_id = $1 AND expires_at <= $2`, string(w), db.At(tx.Now))
	return err
}

// present is who a session stands for at this instant.
type present struct {
	worker  access.Worker
	org     access.Org
	team    access.Team
	roles   Roles
	seen    db.Time
	steward bool // the organisation keeps the directory on behalf of all
}

// findPresent reads session, worker and hat together: each must be live now.
func findPresent(ctx context.Context, tx *db.Tx, fingerprint string) (p present, err error) {
	defer fault.Wrap(&err, "org.findPresent")
	err = tx.QueryRow(ctx, `
		SELECT w.id, h.org_id, h.team_id, h.roles, s.last_seen_at,
		       EXISTS (SELECT 1 FROM steward AS k WHERE k.org_id = h.org_id)
		FROM   session AS s
		JOIN   worker  AS w ON w.id = s.worker_id
		JOIN   hat     AS h ON h.id = s.hat_id AND h.worker_id = s.worker_id
		WHERE  s.fingerprint = $1
		AND    s.ended_at IS NULL AND s.expires_at > $2 AND s.last_seen_at > $3
		AND    w.disabled_at IS NULL
		AND    h.ended_at IS NULL`,
		fingerprint, db.At(tx.Now), db.At(tx.Now.Add(-Idle)),
	).Scan(&p.worker, &p.org, &p.team, &p.roles, &p.seen, &p.steward)
	return p, err
}

func touchSession(ctx context.Context, tx *db.Tx, fingerprint string) (err error) {
	defer fault.Wrap(&err, "org.touchSession")
	_, err = tx.Exec(ctx, `
		UPDATE session SET last_seen_at = $1
		WHERE  fingerprint = $2 AND ended_at IS NULL`, db.At(tx.Now), fingerprint)
	return err
}

func switchHat(ctx context.Context, tx *db.Tx, fingerprint string, w access.Worker, hat string) (err error) {
	defer fault.Wrap(&err, "org.switchHat(%s)", w)
	n, err := tx.Exec(ctx, `
		UPDATE session SET hat_id = $1
		WHERE  fingerprint = $2 AND worker_id = $3 AND ended_at IS NULL`, hat, fingerprint, string(w))
	if err == nil && n == 0 {
		return sessionOver()
	}
	return err
}

func endSession(ctx context.Context, tx *db.Tx, fingerprint string) (err error) {
	defer fault.Wrap(&err, "org.endSession")
	_, err = tx.Exec(ctx, `
		UPDATE session SET ended_at = $1
		WHERE  fingerprint = $2 AND ended_at IS NULL`, db.At(tx.Now), fingerprint)
	return err
}

// endSessionsOf ends all sessions of a worker, and the half of one that waits for
// its second step.
func endSessionsOf(ctx context.Context, tx *db.Tx, w access.Worker) (err error) {
	defer fault.Wrap(&err, "org.endSessionsOf(%s)", w)
	if err := dropHalves(ctx, tx, w); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE session SET ended_at = $1
		WHERE  worker_id = $2 AND ended_at IS NULL`, db.At(tx.Now), string(w))
	return err
}

// endOtherSessions ends all sessions of a worker but one.
func endOtherSessions(ctx context.Context, tx *db.Tx, w access.Worker, current string) (err error) {
	defer fault.Wrap(&err, "org.endOtherSessions(%s)", w)
	_, err = tx.Exec(ctx, `
		UPDATE session SET ended_at = $1
		WHERE  worker_id = $2 AND fingerprint <> $3 AND ended_at IS NULL`, db.At(tx.Now), string(w), current)
	return err
}

// endSessionsIn ends a worker's sessions under the hats of one organisation;
// what they do elsewhere is not that organisation's to stop.
func endSessionsIn(ctx context.Context, tx *db.Tx, w access.Worker, o access.Org) (err error) {
	defer fault.Wrap(&err, "org.endSessionsIn(%s, %s)", w, o)
	_, err = tx.Exec(ctx, `
		UPDATE session SET ended_at = $1
		WHERE  worker_id = $2 AND ended_at IS NULL
		AND    hat_id IN (SELECT h.id FROM hat AS h WHERE h.worker_id = $2 AND h.org_id = $3)`,
		db.At(tx.Now), string(w), string(o))
	return err
}

func sessionsOf(ctx context.Context, tx *db.Tx, w access.Worker, current string) (_ []OpenSession, err error) {
	defer fault.Wrap(&err, "org.sessionsOf(%s)", w)
	return db.Collect(ctx, tx, func(s *OpenSession) []any { return []any{&s.Since, &s.LastSeen, &s.Current} }, `
		SELECT s.created_at, s.last_seen_at, s.fingerprint = $1
		FROM   session AS s
		JOIN   hat     AS h ON h.id = s.hat_id
		WHERE  s.worker_id = $2
		AND    s.ended_at IS NULL AND s.expires_at > $3 AND s.last_seen_at > $4
		AND    h.ended_at IS NULL
		ORDER  BY s.created_at DESC, s.fingerprint`,
		current, string(w), db.At(tx.Now), db.At(tx.Now.Add(-Idle)))
}

// keeps reports that an organisation was entrusted with the directory.
func keeps(ctx context.Context, tx *db.Tx, o access.Org) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT count(*) FROM steward AS k WHERE k.org_id = $1`, o).Scan(&n)
	return n > 0, err
}
