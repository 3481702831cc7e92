package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/id"
)

func insertSpace(ctx context.Context, tx *db.Tx, region access.Region, s Space) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO referral_space (region_id, id, referral_id, org_id, asked_at, answer, worker_id)
		VALUES ($1, $2, $3, $4, $5, '', '')`, region, s.ID, s.Referral, s.Org, db.At(s.Asked))
	return err
}

// saveSpaceAnswer answers what was asked of the actor's own organisation; zero
// rows when it was answered, or was asked of another.
func saveSpaceAnswer(ctx context.Context, tx *db.Tx, by access.Actor, ref access.Referral, space string, a SpaceAnswer, sealed []byte) (int64, error) {
	sc := by.Scope(access.Follow, tx.Now)
	return tx.Exec(ctx, `
		UPDATE referral_space SET answer = $1, sealed = $2, answered_at = $3, worker_id = $4
		WHERE  region_id = $5 AND referral_id = $6 AND id = $7 AND org_id = $8 AND answered_at IS NULL
		AND    EXISTS (SELECT 1 FROM referral AS r WHERE r.region_id = $5 AND r.id = $6 AND (`+sc.Where("r", 9)+`))`,
		sc.Args(a, sealed, db.At(tx.Now), by.Worker(), by.Region(), ref, space, by.Org())...)
}

type spaceRow struct {
	Space
	asked, answered db.Time
	sealed          []byte
}

func (s *spaceRow) fields() []any {
	return []any{&s.ID, &s.Referral, &s.Org, &s.asked, &s.Answer, &s.sealed, &s.answered, &s.Worker}
}

func (s spaceRow) value() Space {
	v := s.Space
	v.Asked, v.Answered, v.Code = s.asked.Time, s.answered.Time, id.CodeOf(6, "referral", string(s.Referral))
	return v
}

// spaces are those of the person who asks, or those that wait for the worker's own
// organisation: nobody reads what was asked of another.
func spaces(ctx context.Context, tx *db.Tx, by access.Actor, sc access.Scope) ([]spaceRow, error) {
	mine := 0
	if by.Kind() == access.Holder {
		mine = 1
	}
	return db.Collect(ctx, tx, (*spaceRow).fields, `
		SELECT w.id, w.referral_id, w.org_id, w.asked_at, w.answer, w.sealed, w.answered_at, w.worker_id
		FROM   referral AS r
		JOIN   referral_space AS w ON w.region_id = r.region_id AND w.referral_id = r.id
		WHERE  r.region_id = $1
		AND    (CAST($2 AS INTEGER) = 1 OR (w.org_id = $3 AND w.answered_at IS NULL))
		AND    (`+sc.Where("r", 4)+`)
		ORDER  BY w.asked_at DESC, w.id DESC
		LIMIT  100`, sc.Args(by.Region(), mine, by.Org())...)
}
