package org

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func insertOrg(ctx context.Context, tx *db.Tx, o Organization) (err error) {
	defer fault.Wrap(&err, "org.insertOrg(%s)", o.ID)
	_, err = tx.Exec(ctx, `
		INSERT INTO org (id, sector, legal_regime, name_fr, name_en, answer_email, person_in_charge, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		string(o.ID), string(o.Sector), string(o.Regime), o.NameFR, o.NameEN, o.AnswerEmail, o.PersonInCharge, o.Created)
	return err
}

func findOrg(ctx context.Context, tx *db.Tx, id access.Org) (_ Organization, err error) {
	defer fault.Wrap(&err, "org.findOrg(%s)", id)
	return db.Find(ctx, tx, (*Organization).fields, `
		SELECT o.id, o.sector, o.legal_regime, o.name_fr, o.name_en, o.answer_email, o.person_in_charge, o.created_at
		FROM   org AS o
		WHERE  o.id = $1`, string(id))
}

func everyOrg(ctx context.Context, tx *db.Tx) (_ []Organization, err error) {
	defer fault.Wrap(&err, "org.everyOrg")
	return db.Collect(ctx, tx, (*Organization).fields, `
		SELECT o.id, o.sector, o.legal_regime, o.name_fr, o.name_en, o.answer_email, o.person_in_charge, o.created_at
		FROM   org AS o
		ORDER  BY o.id`)
}

func (o *Organization) fields() []any {
	return []any{&o.ID, &o.Sector, &o.Regime, &o.NameFR, &o.NameEN, &o.AnswerEmail, &o.PersonInCharge, &o.Created}
}

func insertTeam(ctx context.Context, tx *db.Tx, t Team, fold string) (err error) {
	defer fault.Wrap(&err, "org.insertTeam")
	_, err = tx.Exec(ctx, `
		INSERT INTO team (id, org_id, name, name_fold, created_at)
		VALUES ($1, $2, $3, $4, $5)`,
		string(t.ID), string(t.Org), t.Name, fold, db.At(tx.Now))
	return err
}

func (t *Team) fields() []any { return []any{&t.ID, &t.Org, &t.Name} }

func teamsOf(ctx context.Context, tx *db.Tx, o access.Org) (_ []Team, err error) {
	defer fault.Wrap(&err, "org.teamsOf(%s)", o)
	return db.Collect(ctx, tx, (*Team).fields, `
		SELECT t.id, t.org_id, t.name
		FROM   team AS t
		WHERE  t.org_id = $1
		ORDER  BY t.name_fold, t.id`, string(o))
}

func teamName(ctx context.Context, tx *db.Tx, id access.Team) (name string, err error) {
	defer fault.Wrap(&err, "org.teamName(%s)", id)
	err = tx.QueryRow(ctx, `SELECT t.name FROM team AS t WHERE t.id = $1`, string(id)).Scan(&name)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return name, err
}

func staffedOrgs(ctx context.Context, tx *db.Tx) (_ []Organization, err error) {
	defer fault.Wrap(&err, "org.staffedOrgs")
	return db.Collect(ctx, tx, (*Organization).fields, `
		SELECT o.id, o.sector, o.legal_regime, o.name_fr, o.name_en, o.answer_email, o.person_in_charge, o.created_at
		FROM   org AS o
		WHERE  EXISTS (
		       SELECT 1 FROM hat AS h JOIN worker AS w ON w.id = h.worker_id
		       WHERE  h.org_id = o.id AND h.ended_at IS NULL AND w.disabled_at IS NULL)
		ORDER  BY o.name_fr, o.id`)
}
