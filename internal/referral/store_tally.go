package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

type stateCount struct {
	state State
	n     int
}

// count has no Scope: it returns numbers per state of the actor's own
// organisation, whatever became of each consent.
func count(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, box Box) ([]stateCount, error) {
	return db.Collect(ctx, tx, func(c *stateCount) []any { return []any{&c.state, &c.n} }, `
		SELECT r.state, count(*)
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.sent_at IS NOT NULL
		AND    (($2 = 'out' AND r.sender_org_id = $3) OR ($2 = 'in' AND r.receiver_org_id = $3))
		GROUP  BY r.state
		ORDER  BY r.state`, region, box, org)
}
