package consent

import (
	"context"
	"time"

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
	       c.from_at, c.to_at, c.ask_again_at, c.withdrawn_at, c.withdrawn_by, c.said_to_at, c.said_ended_at, c.what_for, c.named, c.wording, c.wording_sealed, c.language, c.how, c.worker_id, c.team_id, c.created_at`

type answerRow struct {
	Row
	from, to, askAgain, ended, created, saidTo, saidEnded db.Time
}

func (r *answerRow) fields() []any {
	return []any{&r.ID, &r.Receipt, &r.Holder, &r.Person, &r.Recipient, &r.RecipientWorker, &r.Part, &r.Answer,
		&r.from, &r.to, &r.askAgain, &r.ended, &r.EndedBy, &r.saidTo, &r.saidEnded, &r.sealed, &r.sealedName, &r.Wording, &r.sealedText, &r.Language, &r.How, &r.Worker, &r.Team, &r.created}
}

// row is the answer as it was said. What was said under pressure is not what is
// granted: the columns from_at, to_at and withdrawn_at decide (package access),
// and nobody whom the screen is shown to sees the difference.
func (r answerRow) row() Row {
	o := r.Row
	o.From, o.To, o.AskAgain, o.Ended, o.At = r.from.Time, r.to.Time, r.askAgain.Time, r.ended.Time, r.created.Time
	if !r.saidTo.IsZero() {
		o.To = r.saidTo.Time
	}
	if !r.saidEnded.IsZero() {
		o.Ended, o.EndedBy = r.saidEnded.Time, endedByAnswer
		if r.Answer == No {
			o.EndedBy = endedByLift
		}
	}
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
		AND    c.withdrawn_at IS NULL AND c.said_ended_at IS NULL AND c.ask_again_at <= $2 AND c.ask_again_at > $3
		AND    (`+sc.Where("c", 4)+`)
		ORDER  BY c.ask_again_at, c.id`, sc.Args(by.Region(), db.At(tx.Now), db.At(tx.Now.AddDate(0, 0, -forgetDays)))...)
}

// pressed lists the answers given under pressure that nothing has replaced, but
// for those that the actor recorded.
func pressed(ctx context.Context, tx *db.Tx, by access.Actor) ([]Row, error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	return collect(ctx, tx, `
		SELECT `+answerColumns+`
		FROM   consent AS c
		WHERE  c.region_id = $1 AND c.part = 'need' AND c.answer = 'granted'
		AND    c.withdrawn_at IS NULL AND c.said_to_at IS NOT NULL AND c.worker_id <> $2
		AND    (`+sc.Where("c", 3)+`)
		ORDER  BY c.created_at DESC, c.id DESC`, sc.Args(by.Region(), by.Worker())...)
}

// standing lists the answers that hold for one recipient and part. A grant or
// refusal that names a worker holds for that worker alone.
func standing(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, recipient access.Org, worker access.Worker, part access.Part) ([]Row, error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	return collect(ctx, tx, `
		SELECT `+answerColumns+`
		FROM   consent AS c
		WHERE  c.region_id = $1 AND c.person_id = $2 AND c.recipient_org_id = $3
		AND    (c.recipient_worker_id = '' OR c.recipient_worker_id = $4)
		AND    c.part = $5 AND c.purpose = $6 AND c.withdrawn_at IS NULL
		AND    (`+sc.Where("c", 7)+`)`, sc.Args(by.Region(), p, recipient, worker, part, Purpose)...)
}

// kept is an answer about to be kept, but for its part.
type kept struct {
	holder            access.Org // accompanies the person
	worker            access.Worker
	team              access.Team // who recorded it, under which hat; nobody when the person did
	receipt           string
	person            access.Person
	recipient         access.Org
	recipientWorker   access.Worker
	answer            Answer
	until             Until
	day               time.Time
	forced            bool // said under pressure: it grants nothing, and ends nothing
	whatFor, named    []byte
	textAt            []byte
	wording, language string
	how               How
}

// ending is how an earlier answer ends; said alone is an ending that is shown and
// does not hold.
type ending struct {
	at, said time.Time
	by       string
}

// ends is how a new answer ends the earlier ones.
func (k kept) ends(a Answer, now time.Time) ending {
	if k.forced && a == Yes {
		return ending{said: now}
	}
	return ending{at: now, by: endedByAnswer}
}

func insertAnswer(ctx context.Context, tx *db.Tx, region access.Region, k kept, part access.Part) error {
	from, to, askAgain := span(k.answer, k.until, k.day, tx.Now)
	var said time.Time
	if k.forced && k.answer == Yes {
		said, to = to, from
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO consent (region_id, id, receipt_id, org_id, person_id, recipient_org_id, recipient_worker_id, purpose, part, answer,
		                     from_at, to_at, said_to_at, ask_again_at, withdrawn_by, what_for, named, wording, wording_sealed, language, how, worker_id, team_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
		region, tx.NewID(), k.receipt, k.holder, k.person, k.recipient, k.recipientWorker, Purpose, part, k.answer,
		db.At(from), db.At(to), db.At(said), db.At(askAgain), k.whatFor, k.named, k.wording, k.textAt, k.language, k.how, k.worker, k.team, db.At(tx.Now))
	return err
}

// slot is where an answer stands: whose, to whom, about what.
type slot struct {
	person    access.Person
	recipient access.Org
	worker    access.Worker
	part      access.Part
}

// replace ends the answers that a new one takes the place of: those of the same
// slot or, for everyone, of the whole organisation. Standing refusals stay, only
// the person lifts them.
func replace(ctx context.Context, tx *db.Tx, by access.Actor, at slot, everyone bool, end ending) error {
	sc, all := by.Scope(access.SeeConsent, tx.Now), 0
	if everyone {
		all = 1
	}
	_, err := tx.Exec(ctx, `
		UPDATE consent SET
		       withdrawn_at = CASE WHEN answer = 'later' THEN CAST($1 AS BIGINT) ELSE CAST($2 AS BIGINT) END,
		       withdrawn_by = CASE WHEN answer = 'later' THEN $3 ELSE $4 END,
		       said_ended_at = COALESCE(said_ended_at, CASE WHEN answer = 'granted' THEN CAST($5 AS BIGINT) END)
		WHERE  region_id = $6 AND person_id = $7 AND recipient_org_id = $8 AND part = $9
		AND    (recipient_worker_id = $10 OR CAST($11 AS INTEGER) = 1)
		AND    answer IN ('granted', 'later') AND withdrawn_at IS NULL
		AND    (`+sc.Where("consent", 12)+`)`,
		sc.Args(db.At(tx.Now), db.At(end.at), endedByAnswer, end.by, db.At(end.said), by.Region(), at.person, at.recipient, at.part, at.worker, all)...)
	return err
}

// liftRefusals ends the refusals that the person lifts: of the organisation,
// and of the worker named in the same act. Those that were said to be lifted
// need not be said again. What keeps away a worker who knows the person is no
// refusal of theirs, and nobody lifts it.
func liftRefusals(ctx context.Context, tx *db.Tx, by access.Actor, at slot, said bool, end ending) error {
	sc, all := by.Scope(access.SeeConsent, tx.Now), 0
	if said {
		all = 1
	}
	_, err := tx.Exec(ctx, `
		UPDATE consent SET withdrawn_at = $1, withdrawn_by = $2, said_ended_at = $3
		WHERE  region_id = $4 AND person_id = $5 AND recipient_org_id = $6 AND part = $7
		AND    (recipient_worker_id = '' OR recipient_worker_id = $8)
		AND    (said_ended_at IS NOT NULL OR CAST($9 AS INTEGER) = 1)
		AND    answer = 'refused' AND withdrawn_at IS NULL AND wording <> $10
		AND    (`+sc.Where("consent", 11)+`)`,
		sc.Args(db.At(end.at), end.by, db.At(end.said), by.Region(), at.person, at.recipient, at.part, at.worker, all, acquainted)...)
	return err
}

// liftReceipt ends a refusal and all that carries it.
func liftReceipt(ctx context.Context, tx *db.Tx, by access.Actor, receipt string) error {
	sc := by.Scope(access.SeeConsent, tx.Now)
	_, err := tx.Exec(ctx, `
		UPDATE consent SET withdrawn_at = $1, withdrawn_by = $2
		WHERE  region_id = $3 AND receipt_id = $4 AND answer = 'refused' AND withdrawn_at IS NULL
		AND    (`+sc.Where("consent", 5)+`)`,
		sc.Args(db.At(tx.Now), endedByLift, by.Region(), receipt)...)
	return err
}

// namedRefusals lists, for a reaction that acts for nobody, the refusals by name
// that stand in an organisation.
func namedRefusals(ctx context.Context, tx *db.Tx, region access.Region, recipient access.Org) ([]Row, error) {
	return collect(ctx, tx, `
		SELECT `+answerColumns+`
		FROM   consent AS c
		WHERE  c.region_id = $1 AND c.recipient_org_id = $2 AND c.answer = 'refused'
		AND    c.withdrawn_at IS NULL AND c.named IS NOT NULL
		ORDER  BY c.id`, region, recipient)
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
