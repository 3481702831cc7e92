package partner

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

type systemRow struct {
	System
	made, used, revoked db.Time
}

func (r *systemRow) fields() []any {
	return []any{&r.ID, &r.Org, &r.Name, &r.Writes, &r.MadeBy, &r.made, &r.used, &r.revoked}
}

func systemsOf(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]System, error) {
	rows, err := db.Collect(ctx, tx, (*systemRow).fields, `
		SELECT s.id, s.org_id, s.name, s.writes, s.worker_id, s.created_at, s.used_at, s.revoked_at
		FROM   partner_system AS s
		WHERE  s.region_id = $1 AND s.org_id = $2
		ORDER  BY s.created_at DESC, s.id DESC`, region, org)
	list := make([]System, len(rows))
	for i, r := range rows {
		list[i] = r.System
		list[i].Made, list[i].Used, list[i].Revoked = r.made.Time, r.used.Time, r.revoked.Time
	}
	return list, err
}

func living(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*) FROM partner_system AS s
		WHERE  s.region_id = $1 AND s.org_id = $2 AND s.revoked_at IS NULL`, region, org).Scan(&n)
	return n, err
}

func insertSystem(ctx context.Context, tx *db.Tx, region access.Region, s System, fingerprint string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO partner_system (region_id, id, org_id, name, fingerprint, writes, worker_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		region, s.ID, s.Org, s.Name, fingerprint, s.Writes, s.MadeBy, db.At(s.Made))
	return err
}

// revoke ends a system of an organisation, and forgets its tokens.
func revoke(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, id string) (known, ended bool, err error) {
	var n int
	if err := tx.QueryRow(ctx, `
		SELECT count(*) FROM partner_system AS s
		WHERE  s.region_id = $1 AND s.id = $2 AND s.org_id = $3`, region, id, org).Scan(&n); err != nil || n == 0 {
		return false, false, err
	}
	changed, err := tx.Exec(ctx, `
		UPDATE partner_system SET revoked_at = $1
		WHERE  region_id = $2 AND id = $3 AND org_id = $4 AND revoked_at IS NULL`, db.At(tx.Now), region, id, org)
	if err != nil || changed == 0 {
		return true, false, err
	}
	_, err = tx.Exec(ctx, `DELETE FROM partner_token WHERE region_id = $1 AND system_id = $2`, region, id)
	return true, true, err
}

func (s *System) ofToken() []any { return []any{&s.ID, &s.Org, &s.Writes} }

func bySecret(ctx context.Context, tx *db.Tx, region access.Region, id, fingerprint string) (System, error) {
	return db.Find(ctx, tx, (*System).ofToken, `
		SELECT s.id, s.org_id, s.writes
		FROM   partner_system AS s
		WHERE  s.region_id = $1 AND s.id = $2 AND s.fingerprint = $3 AND s.revoked_at IS NULL`, region, id, fingerprint)
}

// byToken asks in one statement whether the token and its system still live.
func byToken(ctx context.Context, tx *db.Tx, region access.Region, fingerprint string) (System, error) {
	return db.Find(ctx, tx, (*System).ofToken, `
		SELECT s.id, s.org_id, t.writes
		FROM   partner_token AS t
		JOIN   partner_system AS s ON s.region_id = t.region_id AND s.id = t.system_id
		WHERE  t.region_id = $1 AND t.fingerprint = $2 AND t.expires_at > $3 AND s.revoked_at IS NULL`, region, fingerprint, db.At(tx.Now))
}

// insertToken keeps a token, and forgets those of the system that are over.
func insertToken(ctx context.Context, tx *db.Tx, region access.Region, system, fingerprint string, writes bool) error {
	if _, err := tx.Exec(ctx, `
		DELETE FROM partner_token
		WHERE  region_id = $1 AND system_id = $2 AND expires_at <= $3`, region, system, db.At(tx.Now)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO partner_token (region_id, fingerprint, system_id, writes, expires_at)
		VALUES ($1, $2, $3, $4, $5)`, region, fingerprint, system, writes, db.At(tx.Now.Add(TokenLife)))
	return err
}

func used(ctx context.Context, tx *db.Tx, region access.Region, id string) error {
	_, err := tx.Exec(ctx, `UPDATE partner_system SET used_at = $1 WHERE region_id = $2 AND id = $3`, db.At(tx.Now), region, id)
	return err
}
