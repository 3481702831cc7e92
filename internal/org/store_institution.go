package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (i *Institution) fields() []any {
	return []any{&i.ID, &i.Org, &i.OrgName.FR, &i.OrgName.EN, &i.Issuer, &i.ClientID, &i.sealed}
}

func insertInstitution(ctx context.Context, tx *db.Tx, i Institution) (err error) {
	defer fault.Wrap(&err, "org.insertInstitution(%s)", i.Org)
	_, err = tx.Exec(ctx, `
		INSERT INTO institution (id, org_id, issuer, our_name, our_secret, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, i.ID, string(i.Org), i.Issuer, i.ClientID, i.sealed, db.At(tx.Now))
	return err
}

func endInstitution(ctx context.Context, tx *db.Tx, o access.Org) (err error) {
	defer fault.Wrap(&err, "org.endInstitution(%s)", o)
	_, err = tx.Exec(ctx, `UPDATE institution SET ended_at = $1 WHERE org_id = $2 AND ended_at IS NULL`, db.At(tx.Now), string(o))
	return err
}

func institutions(ctx context.Context, tx *db.Tx) (_ []Institution, err error) {
	defer fault.Wrap(&err, "org.institutions")
	return db.Collect(ctx, tx, (*Institution).fields, `
		SELECT i.id, i.org_id, o.name_fr, o.name_en, i.issuer, i.our_name, i.our_secret
		FROM   institution AS i
		JOIN   org AS o ON o.id = i.org_id
		WHERE  i.ended_at IS NULL
		ORDER  BY o.name_fr, i.id`)
}

func findInstitution(ctx context.Context, tx *db.Tx, id string) (_ Institution, err error) {
	defer fault.Wrap(&err, "org.findInstitution(%s)", id)
	return db.Find(ctx, tx, (*Institution).fields, `
		SELECT i.id, i.org_id, o.name_fr, o.name_en, i.issuer, i.our_name, i.our_secret
		FROM   institution AS i
		JOIN   org AS o ON o.id = i.org_id
		WHERE  i.id = $1 AND i.ended_at IS NULL`, id)
}

func findIdentity(ctx context.Context, tx *db.Tx, institution, subject string) (w access.Worker, err error) {
	defer fault.Wrap(&err, "org.findIdentity(%s)", institution)
	err = tx.QueryRow(ctx, `
		SELECT t.worker_id
		FROM   institution_account AS t
		WHERE  t.institution_id = $1 AND t.subject = $2`, institution, subject).Scan(&w)
	return w, err
}

func insertIdentity(ctx context.Context, tx *db.Tx, institution, subject string, w access.Worker) (err error) {
	defer fault.Wrap(&err, "org.insertIdentity(%s)", w)
	_, err = tx.Exec(ctx, `
		INSERT INTO institution_account (institution_id, subject, worker_id, created_at)
		VALUES ($1, $2, $3, $4)`, institution, subject, string(w), db.At(tx.Now))
	return err
}

func dropIdentities(ctx context.Context, tx *db.Tx, w access.Worker, institution string) (n int64, err error) {
	defer fault.Wrap(&err, "org.dropIdentities(%s)", w)
	return tx.Exec(ctx, `DELETE FROM institution_account WHERE worker_id = $1 AND institution_id = $2`, string(w), institution)
}

func isTied(ctx context.Context, tx *db.Tx, w access.Worker, institution string) (tied bool, err error) {
	defer fault.Wrap(&err, "org.isTied(%s)", w)
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT 1 FROM institution_account AS t WHERE t.worker_id = $1 AND t.institution_id = $2)`, string(w), institution).Scan(&tied)
	return tied, err
}
