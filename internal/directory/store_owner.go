package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// ownerOf is the organisation that gives a published service.
func ownerOf(ctx context.Context, tx *db.Tx, service access.Service) (org access.Org, err error) {
	err = tx.QueryRow(ctx, `SELECT s.organization_id FROM service AS s WHERE s.id = $1 AND s.published`, string(service)).Scan(&org)
	return org, err
}

func saveSteward(ctx context.Context, tx *db.Tx, org access.Org, keeps bool) error {
	if !keeps {
		_, err := tx.Exec(ctx, `DELETE FROM steward WHERE org_id = $1`, string(org))
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO steward (org_id, at) VALUES ($1, $2) ON CONFLICT (org_id) DO NOTHING`, string(org), db.At(tx.Now))
	return err
}

// orgNameOf is what an organisation is called in the directory or, when it is
// not in it, among those that sign in; "" when it is nowhere.
func orgNameOf(ctx context.Context, tx *db.Tx, org access.Org) (string, error) {
	names, err := db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT n.name
		FROM   (SELECT 1 AS place, o.name AS name FROM organization AS o WHERE o.id = $1
		        UNION ALL
		        SELECT 2 AS place, g.name_fr AS name FROM org AS g WHERE g.id = $1) AS n
		WHERE  n.name <> ''
		ORDER  BY n.place`, string(org))
	if err != nil || len(names) == 0 {
		return "", err
	}
	return names[0], nil
}
