package signal

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

type joinRow struct {
	Join
	signal string
	sealed []byte
}

func (j *joinRow) fields() []any { return []any{&j.ID, &j.signal, &j.Org, &j.sealed, &j.At} }

func joinsOf(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) ([]joinRow, error) {
	return db.Collect(ctx, tx, (*joinRow).fields, `
		SELECT j.id, j.signal_id, j.org_id, j.sealed, j.at
		FROM   signal_join AS j
		WHERE  j.region_id = $1 AND j.signal_id = $2 AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = j.region_id AND t.signal_id = j.signal_id AND (`+sc.Where("t", 3)+`))
		ORDER  BY j.at, j.id`, sc.Args(region, id)...)
}

// joinsSince are those of signals said since an instant.
func joinsSince(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, since db.Time) ([]joinRow, error) {
	return db.Collect(ctx, tx, (*joinRow).fields, `
		SELECT j.id, j.signal_id, j.org_id, j.sealed, j.at
		FROM   signal AS s
		JOIN   signal_join AS j ON j.region_id = s.region_id AND j.signal_id = s.id
		WHERE  s.region_id = $1 AND s.said_at >= $2 AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = s.region_id AND t.signal_id = s.id AND (`+sc.Where("t", 3)+`))
		ORDER  BY j.at, j.id`, sc.Args(region, since)...)
}

func insertJoin(ctx context.Context, tx *db.Tx, region access.Region, signal string, j Join, sealed []byte) (err error) {
	defer fault.Wrap(&err, "signal.insertJoin")
	_, err = tx.Exec(ctx, `
		INSERT INTO signal_join (region_id, id, signal_id, org_id, sealed, at)
		VALUES ($1, $2, $3, $4, $5, $6)`, region, j.ID, signal, j.Org, sealed, j.At)
	return err
}

type legRow struct {
	Leg
	signal      string
	why, answer []byte
}

func (l *legRow) fields() []any {
	return []any{&l.ID, &l.signal, &l.From, &l.To, &l.why, &l.Asked, &l.Due, &l.Read, &l.State, &l.Settled, &l.answer}
}

func legsOf(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) ([]legRow, error) {
	return db.Collect(ctx, tx, (*legRow).fields, `
		SELECT l.id, l.signal_id, l.from_org_id, l.to_org_id, l.why, l.asked_at, l.due_at, l.read_at, l.state, l.settled_at, l.answer
		FROM   signal_leg AS l
		WHERE  l.region_id = $1 AND l.signal_id = $2 AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = l.region_id AND t.signal_id = l.signal_id AND (`+sc.Where("t", 3)+`))
		ORDER  BY l.asked_at, l.id`, sc.Args(region, id)...)
}

// legsSince are those of signals said since an instant.
func legsSince(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, since db.Time) ([]legRow, error) {
	return db.Collect(ctx, tx, (*legRow).fields, `
		SELECT l.id, l.signal_id, l.from_org_id, l.to_org_id, l.why, l.asked_at, l.due_at, l.read_at, l.state, l.settled_at, l.answer
		FROM   signal AS s
		JOIN   signal_leg AS l ON l.region_id = s.region_id AND l.signal_id = s.id
		WHERE  s.region_id = $1 AND s.said_at >= $2 AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = s.region_id AND t.signal_id = s.id AND (`+sc.Where("t", 3)+`))
		ORDER  BY l.asked_at, l.id`, sc.Args(region, since)...)
}

func countDuties(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, org access.Org) (owed Owed, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*), count(CASE WHEN l.due_at < $1 THEN 1 END), count(CASE WHEN l.due_at >= $1 AND l.due_at < $2 THEN 1 END),
		       count(CASE WHEN l.due_at < $1 AND l.due_at - l.asked_at <= $3 THEN 1 END)
		FROM   signal_leg AS l
		WHERE  l.region_id = $4 AND l.to_org_id = $5 AND l.state = 'waiting' AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = l.region_id AND t.signal_id = l.signal_id AND (`+sc.Where("t", 6)+`))`,
		sc.Args(db.At(tx.Now), db.At(tx.Now.Add(Soon)), Soon.Milliseconds(), region, org)...).Scan(&owed.Waiting, &owed.Late, &owed.Soon, &owed.Missed)
	return owed, err
}

// lastAnswerTo is the last answer or refusal to what a conversation said.
func lastAnswerTo(ctx context.Context, tx *db.Tx, region access.Region, talk string) (legRow, error) {
	return db.Find(ctx, tx, (*legRow).fields, `
		SELECT l.id, l.signal_id, l.from_org_id, l.to_org_id, l.why, l.asked_at, l.due_at, l.read_at, l.state, l.settled_at, l.answer
		FROM   signal AS s
		JOIN   signal_leg AS l ON l.region_id = s.region_id AND l.signal_id = s.id
		WHERE  s.region_id = $1 AND s.talk_id = $2 AND s.talk_id <> '' AND l.answer IS NOT NULL
		ORDER  BY l.settled_at DESC, l.id DESC
		LIMIT  1`, region, talk)
}

func insertLeg(ctx context.Context, tx *db.Tx, region access.Region, signal string, l Leg, why []byte) (err error) {
	defer fault.Wrap(&err, "signal.insertLeg")
	_, err = tx.Exec(ctx, `
		INSERT INTO signal_leg (region_id, id, signal_id, from_org_id, to_org_id, why, asked_at, due_at, state)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, region, l.ID, signal, l.From, l.To, why, l.Asked, l.Due, l.State)
	return err
}

// settleLeg ends one leg, once: what was settled is not settled again.
func settleLeg(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, leg string, state State, answer []byte) (err error) {
	defer fault.Wrap(&err, "signal.settleLeg(%s)", leg)
	n, err := tx.Exec(ctx, `
		UPDATE signal_leg SET state = $1, settled_at = $2, answer = $3, read_at = COALESCE(read_at, $2)
		WHERE  region_id = $4 AND id = $5 AND state = 'waiting' AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = signal_leg.region_id AND t.signal_id = signal_leg.signal_id AND (`+sc.Where("t", 6)+`))`,
		sc.Args(state, db.At(tx.Now), answer, region, leg)...)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "signal.not_asked")
	}
	return err
}

func readLeg(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, leg string) (err error) {
	defer fault.Wrap(&err, "signal.readLeg(%s)", leg)
	_, err = tx.Exec(ctx, `
		UPDATE signal_leg SET read_at = $1
		WHERE  region_id = $2 AND id = $3 AND read_at IS NULL AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = signal_leg.region_id AND t.signal_id = signal_leg.signal_id AND (`+sc.Where("t", 4)+`))`,
		sc.Args(db.At(tx.Now), region, leg)...)
	return err
}
