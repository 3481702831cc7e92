package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// draftsOf are the referrals that an organisation has not sent, by their ids.
func draftsOf(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]access.Referral, error) {
	return db.Collect(ctx, tx, func(r *access.Referral) []any { return []any{r} }, `
		SELECT r.id
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.sender_org_id = $2 AND r.sent_at IS NULL`, region, org)
}
