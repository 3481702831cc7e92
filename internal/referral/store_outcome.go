package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func saveOutcome(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral, o Outcome) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO outcome (region_id, referral_id, fact, voice, said, at, worker_id, relayed_org)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (region_id, referral_id, fact, voice)
		DO UPDATE SET said = excluded.said, at = excluded.at, worker_id = excluded.worker_id, relayed_org = excluded.relayed_org`,
		region, id, o.Fact, o.Voice, o.Said, db.At(o.At), o.Worker, o.RelayedBy)
	return err
}

// outcomes lists what the sides said. The caller has found the referral
// through a Scope.
func outcomes(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral) ([]Outcome, error) {
	type read struct {
		Outcome
		at db.Time
	}
	rows, err := db.Collect(ctx, tx, func(o *read) []any {
		return []any{&o.Fact, &o.Voice, &o.Said, &o.at, &o.Worker, &o.RelayedBy}
	}, `
		SELECT o.fact, o.voice, o.said, o.at, o.worker_id, o.relayed_org
		FROM   outcome AS o
		WHERE  o.region_id = $1 AND o.referral_id = $2
		ORDER  BY o.fact, o.voice`, region, id)
	out := make([]Outcome, len(rows))
	for i, o := range rows {
		out[i] = o.Outcome
		out[i].At = o.at.Time
	}
	return out, err
}
