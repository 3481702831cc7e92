package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// Why a row ended: columns withdrawn_at and withdrawn_by.
const (
	endedByPerson = "person" // by their thread
	endedByWord   = "word"   // recorded by a worker on their word
	endedByAnswer = "answer" // a newer answer took its place
	endedByLift   = "lift"   // a refusal that the person lifted
)

const answerColumns = `c.id, c.receipt_id, c.org_id, c.person_id, c.recipient_org_id, c.recipient_worker_id, c.part, c.answer,
	       c.from_at, c.to_at, c.ask_again_at, c.withdrawn_at, c.withdrawn_by, c.what_for, c.wording, c.language, c.how, c.worker_id, c.team_id, c.created_at`

type answerRow struct {
	Row
	from, to, askAgain, ended, created db.Time
}

func (r *answerRow) fields() []any {
	return []any{&r.ID, &r.Receipt, &r.Holder, &r.Person, &r.Recipient, &r.RecipientWorker, &r.Part, &r.Answer,
		&r.from, &r.to, &r.askAgain, &r.ended, &r.EndedBy, &r.sealed, &r.Wording, &r.Language, &r.How, &r.Worker, &r.Team, &r.created}
}

func (r answerRow) row() Row {
	o := r.Row
	o.From, o.To, o.AskAgain, o.Ended, o.At = r.from.Time, r.to.Time, r.askAgain.Time, r.ended.Time, r.created.Time
	return o
}

func collect(ctx context.Context, tx *db.Tx, q string, args ...any) ([]Row, error) {
	rows, err := db.Collect(ctx, tx, (*answerRow).fields, q, args...)
	out := make([]Row, len(rows))
	for i, r := range rows {
		out[i] = r.row()
	}
	return out, err
}

// answersAbout lists all that was ever answered about a person, newest first.
func answersAbout(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) ([]Row, error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	return collect(ctx, tx, `
		SELECT `+answerColumns+`
		FROM   consent AS c
		WHERE  c.region_id = $1 AND c.person_id = $2
		AND    (`+sc.Where("c", 3)+`)
		ORDER  BY c.created_at DESC, c.id DESC`, sc.Args(by.Region(), p)...)
}

func answersOf(ctx context.Context, tx *db.Tx, by access.Actor, receipt string) ([]Row, error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	return collect(ctx, tx, `
		SELECT `+answerColumns+`
		FROM   consent AS c
		WHERE  c.region_id = $1 AND c.receipt_id = $2
		AND    (`+sc.Where("c", 3)+`)
		ORDER  BY c.id`, sc.Args(by.Region(), receipt)...)
}

// dueAgain lists answers of the organisation's people to ask for again.
func dueAgain(ctx context.Context, tx *db.Tx, by access.Actor) ([]Row, error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	return collect(ctx, tx, `
		SELECT `+answerColumns+`
		FROM   consent AS c
		WHERE  c.region_id = $1 AND c.part = 'need' AND c.answer IN ('granted', 'later')
		AND    c.withdrawn_at IS NULL AND c.ask_again_at <= $2 AND c.ask_again_at > $3
		AND    (`+sc.Where("c", 4)+`)
		ORDER  BY c.ask_again_at, c.id`, sc.Args(by.Region(), db.At(tx.Now), db.At(tx.Now.AddDate(0, 0, -forgetDays)))...)
}

// standing lists the answers that hold for one recipient and part. A grant or
// refusal that names a worker holds for that worker alone.
func standing(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, recipient access.Org, worker access.Worker, part access.Part) ([]answerRow, error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	return db.Collect(ctx, tx, (*answerRow).fields, `
		SELECT `+answerColumns+`
		FROM   consent AS c
		WHERE  c.region_id = $1 AND c.person_id = $2 AND c.recipient_org_id = $3
		AND    (c.recipient_worker_id = '' OR c.recipient_worker_id = $4)
		AND    c.part = $5 AND c.purpose = $6 AND c.withdrawn_at IS NULL
		AND    (`+sc.Where("c", 7)+`)`, sc.Args(by.Region(), p, recipient, worker, part, Purpose)...)
}

func insertAnswer(ctx context.Context, tx *db.Tx, by access.Actor, q Question, receipt string, whatFor []byte, part access.Part, a Answer) error {
	from, to, askAgain := span(a, q.Until, tx.Now)
	_, err := tx.Exec(ctx, `
		INSERT INTO consent (region_id, id, receipt_id, org_id, person_id, recipient_org_id, recipient_worker_id, purpose, part, answer,
		                     from_at, to_at, ask_again_at, withdrawn_by, what_for, wording, language, how, worker_id, team_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14, $15, $16, $17, $18, $19, $20)`,
		by.Region(), tx.NewID(), receipt, by.Org(), q.Person, q.Recipient, q.Worker, Purpose, part, a,
		db.At(from), db.At(to), db.At(askAgain), whatFor, q.Wording, q.Language, q.How, by.Worker(), by.Team(), db.At(tx.Now))
	return err
}

// replace ends the answers that a new one takes the place of. A Non or Pas
// maintenant to the whole organisation ends what was allowed to any worker of
// it; standing refusals stay, only lift ends them.
func replace(ctx context.Context, tx *db.Tx, by access.Actor, q Question, part access.Part, a Answer) error {
	sc := by.Scope(access.SeeConsent, tx.Now)
	everyone := 0
	if a != Yes && q.Worker == "" {
		everyone = 1
	}
	_, err := tx.Exec(ctx, `
		UPDATE consent SET withdrawn_at = $1, withdrawn_by = $2
		WHERE  region_id = $3 AND person_id = $4 AND recipient_org_id = $5 AND part = $6
		AND    (recipient_worker_id = $7 OR CAST($8 AS INTEGER) = 1)
		AND    answer IN ('granted', 'later') AND withdrawn_at IS NULL
		AND    (`+sc.Where("consent", 9)+`)`,
		sc.Args(db.At(tx.Now), endedByAnswer, by.Region(), q.Person, q.Recipient, part, q.Worker, everyone)...)
	return err
}

// liftRefusals ends the refusals that the person lifts: of the organisation,
// and of the worker named in the same act.
func liftRefusals(ctx context.Context, tx *db.Tx, by access.Actor, q Question, part access.Part) error {
	sc := by.Scope(access.SeeConsent, tx.Now)
	_, err := tx.Exec(ctx, `
		UPDATE consent SET withdrawn_at = $1, withdrawn_by = $2
		WHERE  region_id = $3 AND person_id = $4 AND recipient_org_id = $5 AND part = $6
		AND    (recipient_worker_id = '' OR recipient_worker_id = $7)
		AND    answer = 'refused' AND withdrawn_at IS NULL
		AND    (`+sc.Where("consent", 8)+`)`,
		sc.Args(db.At(tx.Now), endedByLift, by.Region(), q.Person, q.Recipient, part, q.Worker)...)
	return err
}

// latestGrant is the receipt of what was last allowed; NotFound if nothing was.
func latestGrant(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, recipient access.Org) (receipt string, err error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	err = tx.QueryRow(ctx, `
		SELECT c.receipt_id
		FROM   consent AS c
		WHERE  c.region_id = $1 AND c.person_id = $2 AND c.recipient_org_id = $3 AND c.answer = 'granted'
		AND    (`+sc.Where("c", 4)+`)
		ORDER  BY c.created_at DESC, c.id DESC`, sc.Args(by.Region(), p, recipient)...).Scan(&receipt)
	return receipt, err
}

func endGrants(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, recipient access.Org) error {
	sc, why := by.Scope(access.SeeConsent, tx.Now), endedByWord
	if by.Kind() == access.Holder {
		why = endedByPerson
	}
	_, err := tx.Exec(ctx, `
		UPDATE consent SET withdrawn_at = $1, withdrawn_by = $2
		WHERE  region_id = $3 AND person_id = $4 AND recipient_org_id = $5
		AND    answer IN ('granted', 'later') AND withdrawn_at IS NULL
		AND    (`+sc.Where("consent", 6)+`)`,
		sc.Args(db.At(tx.Now), why, by.Region(), p, recipient)...)
	return err
}
