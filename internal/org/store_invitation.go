package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// insertInvitation looks first whether the link exists: of two forms with one
// act at once, PostgreSQL then repeats one rather than fail it.
func insertInvitation(ctx context.Context, tx *db.Tx, i Invitation, fingerprint string) (err error) {
	defer fault.Wrap(&err, "org.insertInvitation")
	switch _, err := findInvitation(ctx, tx, fingerprint); {
	case err == nil:
		return fault.New(fault.Conflict, "error.conflict")
	case !fault.Is(err, fault.NotFound):
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO invitation (id, fingerprint, purpose, org_id, team_id, roles, email, email_fold, made_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		i.ID, fingerprint, string(i.purpose), string(i.Org), string(i.Team), i.Roles.String(), i.Email, foldEmail(i.Email),
		string(i.MadeBy), db.At(tx.Now), i.Expires)
	return err
}

func (i *Invitation) fields() []any {
	return []any{&i.ID, &i.purpose, &i.Org, &i.OrgName.FR, &i.OrgName.EN, &i.Team, &i.TeamName, &i.Roles,
		&i.Email, &i.MadeBy, &i.Expires, &i.used, &i.ended}
}

// findInvitation reads one by its link, whatever became of it.
func findInvitation(ctx context.Context, tx *db.Tx, fingerprint string) (_ Invitation, err error) {
	defer fault.Wrap(&err, "org.findInvitation")
	return db.Find(ctx, tx, (*Invitation).fields, `
		SELECT i.id, i.purpose, i.org_id, o.name_fr, o.name_en, i.team_id, COALESCE(t.name, ''), i.roles,
		       i.email, i.made_by, i.expires_at, i.used_at, i.ended_at
		FROM   invitation AS i
		JOIN   org AS o ON o.id = i.org_id
		LEFT   JOIN team AS t ON t.id = i.team_id
		WHERE  i.fingerprint = $1`, fingerprint)
}

// pendingInvitations lists an organisation's live ones, oldest first.
func pendingInvitations(ctx context.Context, tx *db.Tx, o access.Org) (_ []Invitation, err error) {
	defer fault.Wrap(&err, "org.pendingInvitations(%s)", o)
	return db.Collect(ctx, tx, (*Invitation).fields, `
		SELECT i.id, i.purpose, i.org_id, o.name_fr, o.name_en, i.team_id, COALESCE(t.name, ''), i.roles,
		       i.email, i.made_by, i.expires_at, i.used_at, i.ended_at
		FROM   invitation AS i
		JOIN   org AS o ON o.id = i.org_id
		LEFT   JOIN team AS t ON t.id = i.team_id
		WHERE  i.org_id = $1 AND i.expires_at > $2 AND i.used_at IS NULL AND i.ended_at IS NULL
		ORDER  BY i.expires_at, i.id`, string(o), db.At(tx.Now))
}

func useInvitation(ctx context.Context, tx *db.Tx, id string) (err error) {
	defer fault.Wrap(&err, "org.useInvitation(%s)", id)
	_, err = tx.Exec(ctx, `UPDATE invitation SET used_at = $1 WHERE id = $2`, db.At(tx.Now), id)
	return err
}

func endInvitation(ctx context.Context, tx *db.Tx, o access.Org, id string) (err error) {
	defer fault.Wrap(&err, "org.endInvitation(%s)", id)
	n, err := tx.Exec(ctx, `
		UPDATE invitation SET ended_at = $1
		WHERE  id = $2 AND org_id = $3 AND used_at IS NULL AND ended_at IS NULL`, db.At(tx.Now), id, string(o))
	if err == nil && n == 0 {
		return notFound()
	}
	return err
}

// endInvitationsAround ends those made to a worker, and those the worker made:
// both are ways back in for one who left.
func endInvitationsAround(ctx context.Context, tx *db.Tx, o access.Org, w worker) (err error) {
	defer fault.Wrap(&err, "org.endInvitationsAround(%s)", o)
	_, err = tx.Exec(ctx, `
		UPDATE invitation SET ended_at = $1
		WHERE  org_id = $2 AND used_at IS NULL AND ended_at IS NULL
		AND    (email_fold = $3 OR made_by = $4)`,
		db.At(tx.Now), string(o), foldEmail(w.email), string(w.id))
	return err
}

// endPasswordLinks ends those that still open a worker's account to whoever holds
// them: the newest alone does, and none once one of them served.
func endPasswordLinks(ctx context.Context, tx *db.Tx, w worker) (err error) {
	defer fault.Wrap(&err, "org.endPasswordLinks(%s)", w.id)
	_, err = tx.Exec(ctx, `
		UPDATE invitation SET ended_at = $1
		WHERE  purpose = $2 AND email_fold = $3 AND used_at IS NULL AND ended_at IS NULL`,
		db.At(tx.Now), string(toPassword), foldEmail(w.email))
	return err
}
