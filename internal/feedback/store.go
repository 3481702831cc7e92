package feedback

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func insertToken(ctx context.Context, tx *db.Tx, region access.Region, fingerprint string, service access.Service) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO feedback_token (region_id, fingerprint, service_id, expires_at)
		VALUES ($1, $2, $3, $4)`, region, fingerprint, service, db.At(tx.Now.Add(tokenLife)))
	return err
}

func findToken(ctx context.Context, tx *db.Tx, region access.Region, fingerprint string) (service access.Service, err error) {
	err = tx.QueryRow(ctx, `
		SELECT t.service_id
		FROM   feedback_token AS t
		WHERE  t.region_id = $1 AND t.fingerprint = $2 AND t.expires_at > $3`, region, fingerprint, db.At(tx.Now)).Scan(&service)
	return service, err
}

// deleteToken is NotFound for whoever comes second.
func deleteToken(ctx context.Context, tx *db.Tx, region access.Region, fingerprint string) error {
	n, err := tx.Exec(ctx, `DELETE FROM feedback_token WHERE region_id = $1 AND fingerprint = $2`, region, fingerprint)
	if err == nil && n == 0 {
		return spent(fault.New(fault.NotFound, "error.not_found"))
	}
	return err
}

func insert(ctx context.Context, tx *db.Tx, region access.Region, row string, service access.Service, a Answer, sealed []byte) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO feedback (region_id, id, service_id, helped, words, language, month)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, region, row, service, a.Helped, sealed, a.Language, month(tx.Now))
	return err
}

// serviceOf is the service of a referral that the actor may follow.
func serviceOf(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, r access.Referral) (service access.Service, err error) {
	err = tx.QueryRow(ctx, `
		SELECT r.service_id
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.id = $2 AND r.sent_at IS NOT NULL
		AND    (`+sc.Where("r", 3)+`)`, sc.Args(region, r)...).Scan(&service)
	return service, err
}

func counts(ctx context.Context, tx *db.Tx, region access.Region, service access.Service) (c Counts, err error) {
	type line struct {
		helped Helped
		n      int
	}
	lines, err := db.Collect(ctx, tx, func(l *line) []any { return []any{&l.helped, &l.n} }, `
		SELECT f.helped, count(*)
		FROM   feedback AS f
		WHERE  f.region_id = $1 AND f.service_id = $2
		GROUP  BY f.helped`, region, service)
	for _, l := range lines {
		switch l.helped {
		case Yes:
			c.Yes = l.n
		case No:
			c.No = l.n
		case Partly:
			c.Partly = l.n
		}
	}
	return c, err
}

func forgetWords(ctx context.Context, tx *db.Tx, region access.Region, month string) (int64, error) {
	return tx.Exec(ctx, `UPDATE feedback SET words = NULL, language = '' WHERE region_id = $1 AND month < $2 AND words IS NOT NULL`, region, month)
}
