package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func insertUnblocking(ctx context.Context, tx *db.Tx, region access.Region, u Unblocking, sealed []byte) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO referral_unblock (region_id, id, referral_id, line_id, reason, sealed, worker_id, team_id, asked_at, due_at,
		                              answer, answer_reason, answer_org_id, answer_worker_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '', '')`,
		region, u.ID, u.Referral, u.Line, u.Reason, sealed, u.Worker, u.Team, db.At(u.Asked), db.At(u.Due))
	return err
}

// saveUnblockAnswer answers one that waits, through the same predicate as reads
// it; zero rows when it was answered, or is nobody's that the actor may know.
func saveUnblockAnswer(ctx context.Context, tx *db.Tx, by access.Actor, ref access.Referral, id string, said UnblockSaid, sealed []byte) (int64, error) {
	sc := by.Scope(access.Unblock, tx.Now)
	return tx.Exec(ctx, `
		UPDATE referral_unblock SET answer = $1, answer_reason = $2, answer_sealed = $3, answered_at = $4, answer_org_id = $5, answer_worker_id = $6
		WHERE  region_id = $7 AND referral_id = $8 AND id = $9 AND answered_at IS NULL
		AND    EXISTS (SELECT 1 FROM referral AS r WHERE r.region_id = $7 AND r.id = $8 AND (`+sc.Where("r", 10)+`))`,
		sc.Args(said.Answer, said.Reason, sealed, db.At(tx.Now), by.Org(), by.Worker(), by.Region(), ref, id)...)
}

type unblockRow struct {
	Unblocking
	of                   referral
	asked, due, answered db.Time
	sealed, answerSealed []byte
	row                  row
}

func (u *unblockRow) fields() []any {
	return append([]any{&u.ID, &u.Referral, &u.Line, &u.Reason, &u.sealed, &u.Worker, &u.Team, &u.asked, &u.due,
		&u.Answer, &u.AnswerReason, &u.answerSealed, &u.answered, &u.AnswerOrg, &u.AnswerWorker}, u.row.fields()...)
}

func (u *unblockRow) value() Unblocking {
	v := u.Unblocking
	v.Asked, v.Due, v.Answered = u.asked.Time, u.due.Time, u.answered.Time
	u.of = u.row.value()
	return v
}

// unblockings are those of one referral, or those that wait; newest first.
func unblockings(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, ref access.Referral) ([]unblockRow, error) {
	return db.Collect(ctx, tx, (*unblockRow).fields, `
		SELECT u.id, u.referral_id, u.line_id, u.reason, u.sealed, u.worker_id, u.team_id, u.asked_at, u.due_at,
		       u.answer, u.answer_reason, u.answer_sealed, u.answered_at, u.answer_org_id, u.answer_worker_id, `+columns+`
		FROM   referral AS r
		JOIN   referral_unblock AS u ON u.region_id = r.region_id AND u.referral_id = r.id
		WHERE  r.region_id = $1
		AND    (r.id = $2 OR ($2 = '' AND u.answered_at IS NULL AND r.state NOT IN ('need_met', 'withdrawn')))
		AND    (`+sc.Where("r", 3)+`)
		ORDER  BY u.asked_at DESC, u.id DESC
		LIMIT  100`, sc.Args(region, ref)...)
}

// unblockWaits is for our own job: whether an answer is still waited for.
func unblockWaits(ctx context.Context, tx *db.Tx, region access.Region, id string) (waits bool, err error) {
	var n int
	err = tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   referral_unblock AS u
		WHERE  u.region_id = $1 AND u.id = $2 AND u.answered_at IS NULL`, region, id).Scan(&n)
	return n > 0, err
}
