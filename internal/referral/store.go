package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

const columns = `r.region_id, r.id, r.person_id, r.sender_org_id, r.sender_team_id, r.sender_worker_id, r.receiver_org_id, r.receiver_worker_id,
	       r.service_id, r.previous_id, r.state, r.call_first, r.opened_at, r.opened_how, r.opened_reason, r.delay_hours, r.created_at, r.sent_at,
	       r.received_at, r.answered_at, r.ended_at, r.expires_at, r.decline_by, r.decline_reason, r.unwanted_source_at, r.unwanted_target_at,
	       r.unwanted_person_at, r.pivot_worker_id, r.receiving_worker_id, r.joint_from, r.joint_to, r.bond_held_at, r.stepped_back_at, r.called_back_at,
	       r.promised_at, r.promised_to, r.called_at, r.contact_at, r.answer_heard, r.version`

type row struct {
	referral
	opened, created, sent, received, answered, ended, expires, source, target, person db.Time
	from, until, held, back, recalled, promised, promisedTo, called, contact          db.Time

	hours int64
}

func (r *row) fields() []any {
	return []any{&r.Region, &r.ID, &r.Person, &r.Sender, &r.SenderTeam, &r.SenderWorker, &r.Receiver, &r.ReceiverWorker,
		&r.Service, &r.Previous, &r.State, &r.CallFirst, &r.opened, &r.OpenedHow, &r.OpenedReason, &r.hours, &r.created, &r.sent,
		&r.received, &r.answered, &r.ended, &r.expires, &r.DeclineBy, &r.DeclineReason, &r.source, &r.target,
		&r.person, &r.Pivot, &r.Receiving, &r.from, &r.until, &r.held, &r.back, &r.recalled,
		&r.promised, &r.promisedTo, &r.called, &r.contact, &r.Heard, &r.Version}
}

func (r row) value() referral {
	v := r.referral
	v.Opened, v.Created, v.SentAt, v.ReceivedAt, v.AnsweredAt = r.opened.Time, r.created.Time, r.sent.Time, r.received.Time, r.answered.Time
	v.Ended, v.Expires, v.UnwantedBySource, v.UnwantedByTarget = r.ended.Time, r.expires.Time, r.source.Time, r.target.Time
	v.UnwantedByPerson, v.JointFrom, v.JointUntil, v.BondHeld = r.person.Time, r.from.Time, r.until.Time, r.held.Time
	v.SteppedBack, v.CalledBack, v.PromisedAt, v.PromisedTo = r.back.Time, r.recalled.Time, r.promised.Time, r.promisedTo.Time
	v.CalledAt, v.ContactAt = r.called.Time, r.contact.Time
	v.Delay = time.Duration(r.hours) * time.Hour
	v.stood = v.standing()
	return v
}

func values(rows []row) []referral {
	out := make([]referral, len(rows))
	for i, r := range rows {
		out[i] = r.value()
	}
	return out
}

func find(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id access.Referral) (referral, error) {
	r, err := db.Find(ctx, tx, (*row).fields, `
		SELECT `+columns+`
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.id = $2
		AND    (`+sc.Where("r", 3)+`)`, sc.Args(region, id)...)
	return r.value(), err
}

// list is a queue, newest first. The limit is named before the predicate too:
// SQLite numbers arguments by their first use.
func list(ctx context.Context, tx *db.Tx, by access.Actor, sc access.Scope, f Filter) ([]referral, error) {
	rows, err := db.Collect(ctx, tx, (*row).fields, `
		SELECT `+columns+`
		FROM   referral AS r
		WHERE  r.region_id = $1
		AND    ($2 <> 'out' OR r.sender_org_id = $3)
		AND    ($2 <> 'in' OR r.receiver_org_id = $3)
		AND    ($4 = '' OR r.state = $4)
		AND    ($5 = '' OR r.person_id = $5)
		AND    CAST($6 AS INTEGER) > 0
		AND    (`+sc.Where("r", 7)+`)
		ORDER  BY COALESCE(r.sent_at, r.created_at) DESC, r.id DESC
		LIMIT  $6`, sc.Args(by.Region(), f.Box, by.Org(), f.State, f.Person, f.Limit)...)
	return values(rows), err
}

func insert(ctx context.Context, tx *db.Tx, r *referral) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO referral (region_id, id, person_id, sender_org_id, sender_team_id, sender_worker_id, receiver_org_id, receiver_worker_id,
		                      service_id, previous_id, state, call_first, opened_how, opened_reason, delay_hours, created_at, decline_by, decline_reason,
		                      pivot_worker_id, receiving_worker_id, answer_heard, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', '', $13, $14, '', '', $15, '', '', 1)`,
		r.Region, r.ID, r.Person, r.Sender, r.SenderTeam, r.SenderWorker, r.Receiver, r.ReceiverWorker,
		r.Service, r.Previous, r.State, r.CallFirst, int64(r.Delay/time.Hour), db.At(r.Created), r.Pivot)
	return err
}

// settings are what an act may change beside where a referral stands; whose it
// is never changes.
const settings = `
		       receiver_worker_id = $1, service_id = $2, call_first = $3, opened_at = $4,
		       opened_how = $5, opened_reason = $6, delay_hours = $7, received_at = $8, answered_at = $9,
		       ended_at = $10, expires_at = $11, decline_by = $12, decline_reason = $13,
		       unwanted_source_at = $14, unwanted_target_at = $15, unwanted_person_at = $16, pivot_worker_id = $17, receiving_worker_id = $18,
		       joint_from = $19, joint_to = $20, bond_held_at = $21, stepped_back_at = $22, called_back_at = $23,
		       promised_at = $24, promised_to = $25, called_at = $26, contact_at = $27, answer_heard = $28, version = version + 1`

// standing is where a referral stands in the queues of its organisations.
type standing struct {
	receiver access.Org
	state    State
	sent     int64
}

func (r *referral) standing() standing {
	return standing{r.Receiver, r.State, r.SentAt.UnixMilli()}
}

// arguments are those of settings, and those that follow.
func (r *referral) arguments(more ...any) []any {
	return append([]any{r.ReceiverWorker, r.Service, r.CallFirst, db.At(r.Opened),
		r.OpenedHow, r.OpenedReason, int64(r.Delay / time.Hour), db.At(r.ReceivedAt), db.At(r.AnsweredAt),
		db.At(r.Ended), db.At(r.Expires), r.DeclineBy, r.DeclineReason,
		db.At(r.UnwantedBySource), db.At(r.UnwantedByTarget), db.At(r.UnwantedByPerson), r.Pivot, r.Receiving,
		db.At(r.JointFrom), db.At(r.JointUntil), db.At(r.BondHeld), db.At(r.SteppedBack), db.At(r.CalledBack),
		db.At(r.PromisedAt), db.At(r.PromisedTo), db.At(r.CalledAt), db.At(r.ContactAt), r.Heard}, more...)
}

// save writes a row that find returned, through the same predicate. The version
// makes sure that nobody wrote it in between. Most acts leave a referral where it
// stands, and are written without it: SQLite writes again each index of which a
// column is set, even to what it was.
func save(ctx context.Context, tx *db.Tx, sc access.Scope, r *referral) (err error) {
	var n int64
	if r.stood == r.standing() {
		n, err = tx.Exec(ctx, `
		UPDATE referral SET `+settings+`
		WHERE  region_id = $29 AND id = $30 AND version = $31
		AND    (`+sc.Where("referral", 32)+`)`, sc.Args(r.arguments(r.Region, r.ID, r.Version)...)...)
	} else {
		n, err = tx.Exec(ctx, `
		UPDATE referral SET `+settings+`, receiver_org_id = $29, state = $30, sent_at = $31
		WHERE  region_id = $32 AND id = $33 AND version = $34
		AND    (`+sc.Where("referral", 35)+`)`, sc.Args(r.arguments(r.Receiver, r.State, db.At(r.SentAt), r.Region, r.ID, r.Version)...)...)
	}
	return r.saved(n, err)
}

// saveByMachine is save for our own jobs and reactions, which act for nobody.
func saveByMachine(ctx context.Context, tx *db.Tx, r *referral) error {
	n, err := tx.Exec(ctx, `
		UPDATE referral SET `+settings+`, receiver_org_id = $29, state = $30, sent_at = $31
		WHERE  region_id = $32 AND id = $33 AND version = $34`, r.arguments(r.Receiver, r.State, db.At(r.SentAt), r.Region, r.ID, r.Version)...)
	return r.saved(n, err)
}

// saved takes in what a save did: nothing, when somebody wrote the row before.
func (r *referral) saved(n int64, err error) error {
	if err == nil && n == 0 {
		return changedMeanwhile()
	}
	r.Version++
	r.stood = r.standing()
	return err
}

// findByMachine is find for our own jobs: states and dates, no content.
func findByMachine(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral) (referral, error) {
	r, err := db.Find(ctx, tx, (*row).fields, `
		SELECT `+columns+`
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.id = $2`, region, id)
	return r.value(), err
}

// hold has whoever changes a referral at the same time come wholly before or wholly
// after. What was only read may be ended, and its end acknowledged, while what was
// made of it is still being written: on PostgreSQL both transactions stand, the one
// that read taken as the first.
func hold(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral) error {
	_, err := tx.Exec(ctx, `UPDATE referral SET state = state WHERE region_id = $1 AND id = $2`, region, id)
	return err
}

// followers are the referrals that follow one and are not over, oldest first:
// drafts too.
func followers(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, first access.Referral) ([]access.Referral, error) {
	return db.Collect(ctx, tx, func(id *access.Referral) []any { return []any{id} }, `
		SELECT r.id
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.previous_id = $2
		AND    r.state IN ('proposed', 'sent', 'received', 'accepted', 'in_handoff')
		AND    (`+sc.Where("r", 3)+`)
		ORDER  BY r.id`, sc.Args(region, first)...)
}

// lastAbout is the newest package that the same side sent about a person, before
// another; none when it sent none that the person let stand.
func lastAbout(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, p access.Person, before access.Referral) ([]access.Referral, error) {
	return db.Collect(ctx, tx, func(id *access.Referral) []any { return []any{id} }, `
		SELECT r.id
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.person_id = $2 AND r.id <> $3
		AND    r.state NOT IN ('proposed', 'withdrawn')
		AND    (`+sc.Where("r", 4)+`)
		ORDER  BY r.created_at DESC, r.id DESC
		LIMIT  1`, sc.Args(region, p, before)...)
}

// liveWith lists what a person still has under way with one organisation.
func liveWith(ctx context.Context, tx *db.Tx, region access.Region, p access.Person, receiver access.Org) ([]referral, error) {
	rows, err := db.Collect(ctx, tx, (*row).fields, `
		SELECT `+columns+`
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.person_id = $2 AND r.receiver_org_id = $3
		AND    r.state IN ('sent', 'received', 'accepted', 'in_handoff')
		ORDER  BY r.id`, region, p, receiver)
	return values(rows), err
}

// personOf is whom a referral is about, to write a refused opening in the log;
// "" when there is no such referral.
func personOf(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral) (p access.Person, err error) {
	err = tx.QueryRow(ctx, `
		SELECT COALESCE(MAX(r.person_id), '')
		FROM   referral AS r
		WHERE  r.region_id = $1 AND r.id = $2`, region, id).Scan(&p)
	return p, err
}
