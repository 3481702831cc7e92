package reach

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// toPutIn are the people of an organisation of whom something is known and no
// referral was sent.
func toPutIn(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]access.Person, error) {
	return db.Collect(ctx, tx, func(p *access.Person) []any { return []any{p} }, `
		SELECT c.person_id
		FROM   safe_contact AS c
		WHERE  c.region_id = $1 AND c.org_id = $2
		AND    NOT EXISTS (SELECT 1 FROM referral AS r WHERE r.region_id = c.region_id AND r.person_id = c.person_id AND r.sent_at IS NOT NULL)`, region, org)
}

// wasReferred reports whether a referral of a person was sent.
func wasReferred(ctx context.Context, tx *db.Tx, region access.Region, p access.Person) (was bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT 1 FROM referral AS r WHERE r.region_id = $1 AND r.person_id = $2 AND r.sent_at IS NOT NULL)`, region, p).Scan(&was)
	return was, err
}
