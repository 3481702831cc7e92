package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func insertHat(ctx context.Context, tx *db.Tx, h Hat) (err error) {
	defer fault.Wrap(&err, "org.insertHat")
	_, err = tx.Exec(ctx, `
		INSERT INTO hat (id, worker_id, org_id, team_id, roles, created_at, worn_at)
		VALUES ($1, $2, $3, $4, $5, $6, $6)`,
		h.ID, string(h.Worker), string(h.Org), string(h.Team), h.Roles.String(), db.At(tx.Now))
	return err
}

func saveRoles(ctx context.Context, tx *db.Tx, hat string, rs Roles) (err error) {
	defer fault.Wrap(&err, "org.saveRoles(%s)", hat)
	_, err = tx.Exec(ctx, `UPDATE hat SET roles = $1 WHERE id = $2`, rs.String(), hat)
	return err
}

func (h *Hat) fields() []any {
	return []any{&h.ID, &h.Worker, &h.Org, &h.OrgName.FR, &h.OrgName.EN, &h.Team, &h.TeamName, &h.Roles, &h.Since}
}

// hatsOf lists a worker's live hats, the last worn first.
func hatsOf(ctx context.Context, tx *db.Tx, w access.Worker) (_ []Hat, err error) {
	defer fault.Wrap(&err, "org.hatsOf(%s)", w)
	return db.Collect(ctx, tx, (*Hat).fields, `
		SELECT h.id, h.worker_id, h.org_id, o.name_fr, o.name_en, h.team_id, COALESCE(t.name, ''), h.roles, h.created_at
		FROM   hat AS h
		JOIN   org AS o ON o.id = h.org_id
		LEFT   JOIN team AS t ON t.id = h.team_id
		WHERE  h.worker_id = $1 AND h.ended_at IS NULL
		ORDER  BY h.worn_at DESC, h.id DESC`, string(w))
}

// hatsIn lists an organisation's live hats, by worker; those of a disabled
// worker cannot be worn, so they do not count.
func hatsIn(ctx context.Context, tx *db.Tx, o access.Org) (_ []Hat, err error) {
	defer fault.Wrap(&err, "org.hatsIn(%s)", o)
	return db.Collect(ctx, tx, (*Hat).fields, `
		SELECT h.id, h.worker_id, h.org_id, o.name_fr, o.name_en, h.team_id, COALESCE(t.name, ''), h.roles, h.created_at
		FROM   hat AS h
		JOIN   worker AS w ON w.id = h.worker_id
		JOIN   org AS o ON o.id = h.org_id
		LEFT   JOIN team AS t ON t.id = h.team_id
		WHERE  h.org_id = $1 AND h.ended_at IS NULL AND w.disabled_at IS NULL
		ORDER  BY h.worker_id, h.id`, string(o))
}

func wear(ctx context.Context, tx *db.Tx, hat string) (err error) {
	defer fault.Wrap(&err, "org.wear(%s)", hat)
	_, err = tx.Exec(ctx, `UPDATE hat SET worn_at = $1 WHERE id = $2`, db.At(tx.Now), hat)
	return err
}

// endHats takes every hat of a worker in an organisation off, and keeps the
// rows.
func endHats(ctx context.Context, tx *db.Tx, w access.Worker, o access.Org) (n int64, err error) {
	defer fault.Wrap(&err, "org.endHats(%s, %s)", w, o)
	return tx.Exec(ctx, `
		UPDATE hat SET ended_at = $1
		WHERE  worker_id = $2 AND org_id = $3 AND ended_at IS NULL`,
		db.At(tx.Now), string(w), string(o))
}
