package round

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (r *Round) fields() []any {
	return []any{&r.ID, &r.Org, &r.By, &r.Name, &r.Place, &r.Kit, &r.Langs, &r.Prepared, &r.Ends, &r.Closed, &r.Public, &r.sealed, &r.Figures, &r.Doors}
}

func insertRound(ctx context.Context, tx *db.Tx, region access.Region, r Round) (err error) {
	defer fault.Wrap(&err, "round.insertRound")
	_, err = tx.Exec(ctx, `
		INSERT INTO round (region_id, id, org_id, worker_id, name, place, kit, langs, prepared_at, ends_at, closed_at, public_key, sealed_key, figures)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11, $12, '')`,
		region, r.ID, r.Org, r.By, r.Name, r.Place, r.Kit, r.Langs, r.Prepared, r.Ends, r.Public, r.sealed)
	return err
}

// findRound reads a round of one organisation: for any other it is not there.
func findRound(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, id string) (Round, error) {
	return db.Find(ctx, tx, (*Round).fields, `
		SELECT r.id, r.org_id, r.worker_id, r.name, r.place, r.kit, r.langs, r.prepared_at, r.ends_at, r.closed_at, r.public_key, r.sealed_key, r.figures,
		       (SELECT count(*) FROM round_door AS d WHERE d.region_id = r.region_id AND d.round_id = r.id)
		FROM   round AS r
		WHERE  r.region_id = $1 AND r.org_id = $2 AND r.id = $3`, region, org, id)
}

// roundOfDevice reads the round of a phone that proved which it is, or of a job.
func roundOfDevice(ctx context.Context, tx *db.Tx, region access.Region, id string) (Round, error) {
	return db.Find(ctx, tx, (*Round).fields, `
		SELECT r.id, r.org_id, r.worker_id, r.name, r.place, r.kit, r.langs, r.prepared_at, r.ends_at, r.closed_at, r.public_key, r.sealed_key, r.figures,
		       (SELECT count(*) FROM round_door AS d WHERE d.region_id = r.region_id AND d.round_id = r.id)
		FROM   round AS r
		WHERE  r.region_id = $1 AND r.id = $2`, region, id)
}

func roundsOf(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, most int) ([]Round, error) {
	return db.Collect(ctx, tx, func(r *Round) []any { return append(r.fields(), &r.Seen) }, `
		SELECT r.id, r.org_id, r.worker_id, r.name, r.place, r.kit, r.langs, r.prepared_at, r.ends_at, r.closed_at, r.public_key, r.sealed_key, r.figures,
		       (SELECT count(*) FROM round_door AS d WHERE d.region_id = r.region_id AND d.round_id = r.id),
		       (SELECT count(DISTINCT v.door) FROM round_visit AS v WHERE v.region_id = r.region_id AND v.round_id = r.id)
		FROM   round AS r
		WHERE  r.region_id = $1 AND r.org_id = $2
		ORDER  BY r.ends_at DESC, r.id DESC
		LIMIT  $3`, region, org, most)
}

// openRounds counts the rounds of an organisation that phones may still write to:
// their key is not forgotten.
func openRounds(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*) FROM round AS r
		WHERE  r.region_id = $1 AND r.org_id = $2 AND r.closed_at IS NULL AND r.ends_at > $3`, region, org, db.At(tx.Now)).Scan(&n)
	return n, err
}

func closeRound(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, id string, at db.Time) (err error) {
	defer fault.Wrap(&err, "round.closeRound(%s)", id)
	_, err = tx.Exec(ctx, `
		UPDATE round SET closed_at = $1
		WHERE  region_id = $2 AND org_id = $3 AND id = $4`, at, region, org, id)
	return err
}

func insertDoor(ctx context.Context, tx *db.Tx, region access.Region, round string, d Door) (err error) {
	defer fault.Wrap(&err, "round.insertDoor")
	_, err = tx.Exec(ctx, `
		INSERT INTO round_door (region_id, round_id, n, street, side, number, mark)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, region, round, d.N, d.Street, d.Side, d.Number, d.Mark)
	return err
}

func doorsOf(ctx context.Context, tx *db.Tx, region access.Region, round string) ([]Door, error) {
	return db.Collect(ctx, tx, func(d *Door) []any { return []any{&d.N, &d.Street, &d.Side, &d.Number, &d.Mark} }, `
		SELECT d.n, d.street, d.side, d.number, d.mark
		FROM   round_door AS d
		WHERE  d.region_id = $1 AND d.round_id = $2
		ORDER  BY d.n`, region, round)
}

// neverMarks are the doors of a round where somebody had said: do not come back,
// in a round that is forgotten.
func neverMarks(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, round string) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT mine.mark FROM round_door AS mine
		WHERE  mine.region_id = $1 AND mine.round_id = $2
		AND    EXISTS (SELECT 1 FROM round_never AS n WHERE n.region_id = mine.region_id AND n.org_id = $3 AND n.mark = mine.mark)`,
		region, round, org)
}

func insertNever(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, mark string, at db.Time) (err error) {
	defer fault.Wrap(&err, "round.insertNever")
	_, err = tx.Exec(ctx, `
		INSERT INTO round_never (region_id, org_id, mark, at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`, region, org, mark, at)
	return err
}

// roundsAskedNever are the other rounds in which somebody said: do not come
// back, at a door of this one. A mark is of one organisation, so these are too.
// The same doors are looked for by their marks, and put in order here: where the
// statement did it, an engine that knew nothing of the tables read every door, or
// every visit, of the region.
func roundsAskedNever(ctx context.Context, tx *db.Tx, region access.Region, round string) ([]string, error) {
	list, err := db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT d.round_id
		FROM   round_door AS d
		WHERE  d.region_id = $1
		AND    d.mark IN (SELECT mine.mark FROM round_door AS mine WHERE mine.region_id = $1 AND mine.round_id = $2)
		AND    d.round_id <> $2
		AND    EXISTS (SELECT 1 FROM round_visit AS v WHERE v.region_id = d.region_id AND v.round_id = d.round_id AND v.door = d.n AND v.result = 'never')`,
		region, round)
	slices.Sort(list)
	return slices.Compact(list), err
}

// timesAnswered is in how many rounds of an organisation somebody answered at a
// door since a time. What a phone says of its clock is not asked. Asked a door at a
// time, it costs the same however many rounds there were.
func timesAnswered(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, mark string, since db.Time) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(DISTINCT v.round_id)
		FROM   round_door AS d CROSS JOIN round_visit AS v -- in this order: SQLite would go through all visits
		WHERE  d.region_id = $1 AND d.mark = $2 AND v.region_id = d.region_id AND v.round_id = d.round_id AND v.door = d.n
		AND    v.result = 'talked' AND v.received_at > $3
		AND    (SELECT r.org_id FROM round AS r WHERE r.region_id = d.region_id AND r.id = d.round_id) = $4`,
		region, mark, since, org).Scan(&n)
	return n, err
}

// forgetRound keeps the figures of a round, and nothing of its doors.
func forgetRound(ctx context.Context, tx *db.Tx, region access.Region, round, figures string) (err error) {
	defer fault.Wrap(&err, "round.forgetRound(%s)", round)
	for _, q := range []string{
		`DELETE FROM round_visit WHERE region_id = $1 AND round_id = $2`,
		`DELETE FROM round_device WHERE region_id = $1 AND round_id = $2`,
		`DELETE FROM round_door WHERE region_id = $1 AND round_id = $2`,
	} {
		if _, err := tx.Exec(ctx, q, region, round); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `UPDATE round SET figures = $1 WHERE region_id = $2 AND id = $3`, figures, region, round)
	return err
}
