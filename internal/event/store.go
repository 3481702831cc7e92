package event

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func insert(ctx context.Context, tx *db.Tx, r Record) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO event (region_id, id, at, kind, actor_kind, org_id, team_id, worker_id, subject, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		r.Region, r.ID, db.At(r.At), r.Kind, r.By, r.Org, r.Team, r.Worker, r.Subject, r.Body)
	return err
}

// read scans a Record; at is cut to what the database keeps.
type read struct {
	Record
	at       db.Time
	position *int64
}

func (r *read) fields() []any {
	return []any{&r.Region, &r.ID, &r.at, &r.Kind, &r.By, &r.Org, &r.Team, &r.Worker, &r.Subject, &r.Body, &r.position}
}

func records(ctx context.Context, tx *db.Tx, q string, args ...any) ([]Record, error) {
	rows, err := db.Collect(ctx, tx, (*read).fields, q, args...)
	if err != nil {
		return nil, err
	}
	out := make([]Record, len(rows))
	for i, r := range rows {
		out[i] = r.Record
		out[i].At, out[i].Position = r.at.Time, -1
		if r.position != nil {
			out[i].Position = *r.position
		}
	}
	return out, nil
}

func history(ctx context.Context, tx *db.Tx, region access.Region, subject string) ([]Record, error) {
	return records(ctx, tx, `
		SELECT e.region_id, e.id, e.at, e.kind, e.actor_kind, e.org_id, e.team_id, e.worker_id, e.subject, e.body, e.position
		FROM   event AS e
		WHERE  e.region_id = $1 AND e.subject = $2
		ORDER  BY e.at, e.id`, region, subject)
}

func times(ctx context.Context, tx *db.Tx, region access.Region, subject, kind string, after time.Time) ([]time.Time, error) {
	rows, err := db.Collect(ctx, tx, func(at *db.Time) []any { return []any{at} }, `
		SELECT e.at
		FROM   event AS e
		WHERE  e.region_id = $1 AND e.subject = $2 AND e.kind = $3 AND e.at > $4
		ORDER  BY e.at`, region, subject, kind, db.At(after))
	out := make([]time.Time, len(rows))
	for i, r := range rows {
		out[i] = r.Time
	}
	return out, err
}

// The log is one for all regions of a database: the linker and its followers
// are the only readers that cross them, and they see opaque ids.
func since(ctx context.Context, tx *db.Tx, position int64, limit int) ([]Record, error) {
	return records(ctx, tx, `
		SELECT e.region_id, e.id, e.at, e.kind, e.actor_kind, e.org_id, e.team_id, e.worker_id, e.subject, e.body, e.position
		FROM   event AS e
		WHERE  e.position >= $1
		ORDER  BY e.position LIMIT $2`, position, limit)
}

func unlinked(ctx context.Context, tx *db.Tx, limit int) ([]Record, error) {
	return records(ctx, tx, `
		SELECT e.region_id, e.id, e.at, e.kind, e.actor_kind, e.org_id, e.team_id, e.worker_id, e.subject, e.body, e.position
		FROM   event AS e
		WHERE  e.position IS NULL
		ORDER  BY e.at, e.id LIMIT $1`, limit)
}

func countUnlinked(ctx context.Context, tx *db.Tx) (n int64, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM event AS e WHERE e.position IS NULL`).Scan(&n)
	return n, err
}

func countStale(ctx context.Context, tx *db.Tx, before time.Time) (n int64, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM event AS e WHERE e.position IS NULL AND e.at < $1`, db.At(before)).Scan(&n)
	return n, err
}

// countOutside counts entries that no walk from the first position on meets.
func countOutside(ctx context.Context, tx *db.Tx) (n int64, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM event AS e WHERE e.position < 0`).Scan(&n)
	return n, err
}

func next(ctx context.Context, tx *db.Tx) (n int64, err error) {
	err = tx.QueryRow(ctx, `SELECT COALESCE(MAX(e.position), -1) + 1 FROM event AS e`).Scan(&n)
	return n, err
}

func place(ctx context.Context, tx *db.Tx, r Record, position int64) error {
	_, err := tx.Exec(ctx, `UPDATE event SET position = $1 WHERE region_id = $2 AND id = $3`, position, r.Region, r.ID)
	return err
}

func insertDisclosure(ctx context.Context, tx *db.Tx, r Record, d disclosed) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO disclosure (region_id, id, person_id, referral_id, at, org_id, team_id, worker_id, purpose, parts, allowed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.Region, r.ID, d.Person, d.Referral, db.At(r.At), r.Org, r.Team, r.Worker, d.Purpose, d.Parts, d.Allowed)
	return err
}

func disclosures(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope) ([]Seen, error) {
	type row struct {
		Seen
		at    db.Time
		parts string
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any {
		return []any{&r.ID, &r.at, &r.Org, &r.Team, &r.Worker, &r.Referral, &r.Purpose, &r.parts, &r.Allowed}
	}, `
		SELECT d.id, d.at, d.org_id, d.team_id, d.worker_id, d.referral_id, d.purpose, d.parts, d.allowed
		FROM   disclosure AS d
		WHERE  d.region_id = $1 AND (`+sc.Where("d", 2)+`)
		ORDER  BY d.at DESC, d.id DESC`, sc.Args(region)...)
	out := make([]Seen, len(rows))
	for i, r := range rows {
		out[i] = r.Seen
		out[i].At, out[i].Parts = r.at.Time, splitParts(r.parts)
	}
	return out, err
}

// unlogged lists disclosures whose entry in the log is missing or differs.
func unlogged(ctx context.Context, tx *db.Tx) ([]string, error) {
	return db.Collect(ctx, tx, func(id *string) []any { return []any{id} }, `
		SELECT d.id FROM disclosure AS d
		WHERE  NOT EXISTS (
		         SELECT 1 FROM event AS e
		         WHERE  e.region_id = d.region_id AND e.id = d.id AND e.kind = 'disclosure'
		         AND    e.at = d.at AND e.org_id = d.org_id AND e.team_id = d.team_id AND e.worker_id = d.worker_id AND e.subject = d.referral_id)
		ORDER  BY d.id LIMIT $1`, faultLimit)
}

// disclosureOf is what the person is shown of an entry.
func disclosureOf(ctx context.Context, tx *db.Tx, region access.Region, id string) (d disclosed, err error) {
	err = tx.QueryRow(ctx, `
		SELECT d.person_id, d.referral_id, d.purpose, d.parts, d.allowed
		FROM   disclosure AS d
		WHERE  d.region_id = $1 AND d.id = $2`, region, id).Scan(&d.Person, &d.Referral, &d.Purpose, &d.Parts, &d.Allowed)
	return d, err
}

func actResult(ctx context.Context, tx *db.Tx, region access.Region, key string) (result string, err error) {
	err = tx.QueryRow(ctx, `SELECT a.result FROM act AS a WHERE a.region_id = $1 AND a.key = $2`, region, key).Scan(&result)
	return result, err
}

// claimAct reports whether the act is the caller's to do: false once somebody
// has done it. On PostgreSQL a copy that is under way is waited for, then the
// use-case is repeated.
func claimAct(ctx context.Context, tx *db.Tx, region access.Region, key string) (bool, error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO act (region_id, key, result, at) VALUES ($1, $2, '', $3)
		ON CONFLICT (region_id, key) DO NOTHING`, region, key, db.At(tx.Now))
	return n == 1, err
}

func saveActResult(ctx context.Context, tx *db.Tx, region access.Region, key, result string) error {
	_, err := tx.Exec(ctx, `UPDATE act SET result = $1 WHERE region_id = $2 AND key = $3`, result, region, key)
	return err
}
