package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// overBefore are referrals that ended, and drafts that were begun, before an
// instant and still have content. It is for the clock that destroys it: ids.
func overBefore(ctx context.Context, tx *db.Tx, region access.Region, before time.Time, most int) ([]access.Referral, error) {
	return db.Collect(ctx, tx, func(r *access.Referral) []any { return []any{r} }, `
		SELECT r.id
		FROM   referral AS r
		WHERE  r.region_id = $1 AND (r.ended_at < $2 OR r.state = 'proposed' AND r.created_at < $2)
		AND    EXISTS (SELECT 1 FROM referral_package AS k WHERE k.region_id = r.region_id AND k.referral_id = r.id)
		ORDER  BY r.id
		LIMIT  $3`, region, db.At(before), most)
}

func packagesAbout(ctx context.Context, tx *db.Tx, region access.Region, p access.Person) ([]access.Referral, error) {
	return db.Collect(ctx, tx, func(r *access.Referral) []any { return []any{r} }, `
		SELECT r.id FROM referral AS r
		WHERE  r.region_id = $1 AND r.person_id = $2
		ORDER  BY r.id`, region, p)
}

// wipe deletes what a package held; its key is destroyed already.
func wipe(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral) error {
	for _, q := range []string{
		`DELETE FROM referral_note_read WHERE region_id = $1 AND note_id IN (SELECT n.id FROM referral_note AS n WHERE n.region_id = $1 AND n.referral_id = $2)`,
		`DELETE FROM referral_note WHERE region_id = $1 AND referral_id = $2`,
		`DELETE FROM referral_unblock WHERE region_id = $1 AND referral_id = $2`,
		`DELETE FROM referral_space WHERE region_id = $1 AND referral_id = $2`,
		`DELETE FROM referral_resource WHERE region_id = $1 AND referral_id = $2`,
		`DELETE FROM referral_package WHERE region_id = $1 AND referral_id = $2`,
	} {
		if _, err := tx.Exec(ctx, q, region, id); err != nil {
			return err
		}
	}
	return nil
}
