package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func savePart(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral, part access.Part, sealed []byte) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO referral_package (region_id, referral_id, part, sealed, updated_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (region_id, referral_id, part) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at`,
		region, id, part, sealed, db.At(tx.Now))
	return err
}

// readPart looks up the right and the part in one statement. NotFound when the
// actor may not open it; allowed with no content when it was never written.
func readPart(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id access.Referral, part access.Part) (sealed []byte, err error) {
	err = tx.QueryRow(ctx, `
		SELECT k.sealed
		FROM   referral AS r
		LEFT JOIN referral_package AS k ON k.region_id = r.region_id AND k.referral_id = r.id AND k.part = $1
		WHERE  r.region_id = $2 AND r.id = $3
		AND    (`+sc.Where("r", 4)+`)`, sc.Args(part, region, id)...).Scan(&sealed)
	return sealed, err
}

// remove deletes a draft and what it held.
func remove(ctx context.Context, tx *db.Tx, sc access.Scope, r *referral) error {
	if _, err := tx.Exec(ctx, `
		DELETE FROM referral_package
		WHERE  region_id = $1 AND referral_id = $2
		AND    EXISTS (SELECT 1 FROM referral AS r WHERE r.region_id = referral_package.region_id AND r.id = referral_package.referral_id
		               AND r.state = 'proposed' AND (`+sc.Where("r", 3)+`))`, sc.Args(r.Region, r.ID)...); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		DELETE FROM referral
		WHERE  region_id = $1 AND id = $2 AND state = 'proposed' AND version = $3
		AND    (`+sc.Where("referral", 4)+`)`, sc.Args(r.Region, r.ID, r.Version)...)
	if err == nil && n == 0 {
		return changedMeanwhile()
	}
	return err
}
