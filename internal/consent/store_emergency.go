package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

const emergencyColumns = `e.id, e.org_id, e.person_id, e.recipient_org_id, e.ground, e.contact, e.sealed, e.from_at, e.to_at, e.ended_at, e.due_at,
	       e.worker_id, e.team_id, e.verdict, e.verdict_at, e.verdict_by, e.verdict_sealed`

type emergencyRow struct {
	Emergency
	from, to, ended, due, decided db.Time
}

func (r *emergencyRow) fields() []any {
	return []any{&r.ID, &r.Holder, &r.Person, &r.Recipient, &r.Ground, &r.Contact, &r.sealed, &r.from, &r.to, &r.ended, &r.due,
		&r.Worker, &r.Team, &r.Verdict, &r.decided, &r.DecidedBy, &r.sealedVerdict}
}

func (r emergencyRow) value() Emergency {
	e := r.Emergency
	e.From, e.To, e.Ended, e.Due, e.Decided = r.from.Time, r.to.Time, r.ended.Time, r.due.Time, r.decided.Time
	return e
}

func emergenciesOf(rows []emergencyRow) []Emergency {
	list := make([]Emergency, len(rows))
	for i, r := range rows {
		list[i] = r.value()
	}
	return list
}

// emergencies lists those that the actor may know of, newest first.
func emergencies(ctx context.Context, tx *db.Tx, by access.Actor) ([]Emergency, error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	rows, err := db.Collect(ctx, tx, (*emergencyRow).fields, `
		SELECT `+emergencyColumns+`
		FROM   emergency AS e
		WHERE  e.region_id = $1
		AND    (`+sc.Where("e", 2)+`)
		ORDER  BY e.from_at DESC, e.id DESC`, sc.Args(by.Region())...)
	return emergenciesOf(rows), err
}

func findEmergency(ctx context.Context, tx *db.Tx, by access.Actor, id string) (Emergency, error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	r, err := db.Find(ctx, tx, (*emergencyRow).fields, `
		SELECT `+emergencyColumns+`
		FROM   emergency AS e
		WHERE  e.region_id = $1 AND e.id = $2
		AND    (`+sc.Where("e", 3)+`)`, sc.Args(by.Region(), id)...)
	return r.value(), err
}

// emergencyByMachine is for our own jobs: dates and a verdict, no words.
func emergencyByMachine(ctx context.Context, tx *db.Tx, region access.Region, id string) (Emergency, error) {
	r, err := db.Find(ctx, tx, (*emergencyRow).fields, `
		SELECT `+emergencyColumns+`
		FROM   emergency AS e
		WHERE  e.region_id = $1 AND e.id = $2`, region, id)
	return r.value(), err
}

// lateReviews counts what the worker declared, anywhere, that nobody looked at in
// time: no row leaves it.
func lateReviews(ctx context.Context, tx *db.Tx, by access.Actor) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   emergency AS e
		WHERE  e.region_id = $1 AND e.worker_id = $2 AND e.verdict = '' AND e.due_at <= $3`,
		by.Region(), by.Worker(), db.At(tx.Now)).Scan(&n)
	return n, err
}

func insertEmergency(ctx context.Context, tx *db.Tx, by access.Actor, e Emergency) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO emergency (region_id, id, org_id, person_id, recipient_org_id, ground, contact, sealed, from_at, to_at, due_at,
		                       worker_id, team_id, verdict, verdict_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '')`,
		by.Region(), e.ID, e.Holder, e.Person, e.Recipient, e.Ground, e.Contact, e.sealed, db.At(e.From), db.At(e.To), db.At(e.Due), e.Worker, e.Team)
	return err
}

// endEmergencies ends what is told of a person without their consent.
func endEmergencies(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) error {
	sc := by.Scope(access.SeeConsent, tx.Now)
	_, err := tx.Exec(ctx, `
		UPDATE emergency SET ended_at = $1
		WHERE  region_id = $2 AND person_id = $3 AND ended_at IS NULL AND to_at > $1
		AND    (`+sc.Where("emergency", 4)+`)`, sc.Args(db.At(tx.Now), by.Region(), p)...)
	return err
}

func saveVerdict(ctx context.Context, tx *db.Tx, by access.Actor, e Emergency) error {
	sc := by.Scope(access.SeeConsent, tx.Now)
	_, err := tx.Exec(ctx, `
		UPDATE emergency SET verdict = $1, verdict_at = $2, verdict_by = $3, verdict_sealed = $4, ended_at = $5
		WHERE  region_id = $6 AND id = $7 AND verdict = ''
		AND    (`+sc.Where("emergency", 8)+`)`,
		sc.Args(e.Verdict, db.At(e.Decided), e.DecidedBy, e.sealedVerdict, db.At(e.Ended), by.Region(), e.ID)...)
	return err
}
