package job

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func insert(ctx context.Context, tx *db.Tx, region access.Region, kind, key, args string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO job (region_id, id, kind, key, args, state, attempt, scheduled_at, created_at, last_error)
		VALUES ($1, $2, $3, $4, $5, 'available', 0, $6, $7, '')
		ON CONFLICT (region_id, kind, key) DO NOTHING`,
		region, tx.NewID(), kind, key, args, db.At(at), db.At(tx.Now))
	return err
}

func cancel(ctx context.Context, tx *db.Tx, region access.Region, kind, key string) error {
	_, err := tx.Exec(ctx, `
		UPDATE job SET state = 'cancelled', finalized_at = $1
		WHERE  region_id = $2 AND kind = $3 AND key = $4 AND state = 'available'`,
		db.At(tx.Now), region, kind, key)
	return err
}

// The jobs that may be taken: those that are due, and those whose worker was lost
// with its lease. Each is looked for by its own index; asked for together, every
// job that waits would be read to take one.
const (
	due  = `j.state = 'available' AND j.scheduled_at <= $2`
	lost = `j.state = 'running' AND j.lease_until <= $2`
)

// claim takes jobs, never more than most, the first due first.
func claim(ctx context.Context, tx *db.Tx, region access.Region, l lane, most int) ([]Job, error) {
	list, err := take(ctx, tx, region, l, most, due)
	if err != nil || len(list) == most {
		return list, err
	}
	more, err := take(ctx, tx, region, l, most-len(list), lost)
	return append(list, more...), err
}

// take claims jobs of one condition. What it chose is written down first, as
// PostgreSQL would choose again for each row it looks at, and pass over what it has
// locked. The condition is said again outside: that is what keeps two workers from
// taking one job there. The instant is named before the condition too: SQLite
// numbers arguments by their first use.
func take(ctx context.Context, tx *db.Tx, region access.Region, l lane, most int, which string) ([]Job, error) {
	list, err := db.Collect(ctx, tx, func(j *Job) []any { return []any{&j.Region, &j.ID, &j.Kind, &j.Key, &j.Attempt, &j.args, &j.due} }, `
		WITH chosen AS MATERIALIZED (
		       SELECT j.id FROM job AS j
		       WHERE  j.region_id = $1 AND CAST($2 AS BIGINT) IS NOT NULL AND `+which+`
		       AND    ($3 = '' OR j.kind = $3) AND j.kind <> $4
		       ORDER  BY j.scheduled_at, j.id LIMIT $5`+db.Claim(tx.Engine())+`)
		UPDATE job AS j SET state = 'running', attempt = attempt + 1, lease_until = $6
		WHERE  j.region_id = $1
		AND    j.id IN (SELECT c.id FROM chosen AS c)
		AND    `+which+`
		RETURNING region_id, id, kind, key, attempt, args, scheduled_at`,
		region, db.At(tx.Now), l.only, l.but, most, db.At(tx.Now.Add(lease)))
	slices.SortFunc(list, func(a, b Job) int { return cmp.Or(a.due.Compare(b.due.Time), strings.Compare(a.ID, b.ID)) })
	return list, err
}

// extend holds a job for another lease, if it is still held.
func extend(ctx context.Context, tx *db.Tx, j Job) (held bool, err error) {
	n, err := tx.Exec(ctx, `
		UPDATE job SET lease_until = $1
		WHERE  region_id = $2 AND id = $3 AND attempt = $4 AND state = 'running'`,
		db.At(tx.Now.Add(lease)), j.Region, j.ID, j.Attempt)
	return n > 0, err
}

func reclaim(ctx context.Context, tx *db.Tx, region access.Region) error {
	_, err := tx.Exec(ctx, `
		UPDATE job SET lease_until = $1
		WHERE  region_id = $2 AND state = 'running'`,
		db.At(tx.Now), region)
	return err
}

func finish(ctx context.Context, tx *db.Tx, j Job, state, why string) error {
	_, err := tx.Exec(ctx, `
		UPDATE job SET state = $1, finalized_at = $2, lease_until = NULL, last_error = $3
		WHERE  region_id = $4 AND id = $5 AND attempt = $6 AND state = 'running'`,
		state, db.At(tx.Now), why, j.Region, j.ID, j.Attempt)
	return err
}

func again(ctx context.Context, tx *db.Tx, j Job, at time.Time, why string) error {
	_, err := tx.Exec(ctx, `
		UPDATE job SET state = 'available', scheduled_at = $1, lease_until = NULL, last_error = $2
		WHERE  region_id = $3 AND id = $4 AND attempt = $5 AND state = 'running'`,
		db.At(at), why, j.Region, j.ID, j.Attempt)
	return err
}

// nextDue reads when the earliest waiting job is due.
func nextDue(ctx context.Context, tx *db.Tx, region access.Region) (time.Time, error) {
	var at db.Time
	err := tx.QueryRow(ctx, `
		SELECT MIN(j.scheduled_at)
		FROM   job AS j
		WHERE  j.region_id = $1 AND j.state = 'available'`, region).Scan(&at)
	return at.Time, err
}
