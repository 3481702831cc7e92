package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func saveResource(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral, d Resource) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO referral_resource (region_id, referral_id, kind, id, part, org_id, stage, mark, sealed, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (region_id, referral_id, kind, id) DO UPDATE SET stage = excluded.stage, sealed = excluded.sealed, updated_at = excluded.updated_at`,
		region, id, d.Kind, d.ID, d.Part, d.Org, d.Stage, d.Mark, d.Body, db.At(tx.Now))
	return err
}

// resource is a Resource as its row says it.
type resource struct {
	Resource
	at db.Time
}

func (d *resource) fields() []any {
	return []any{&d.Kind, &d.ID, &d.Part, &d.Org, &d.Stage, &d.Mark, &d.Body, &d.at}
}

// readResources looks up the right and the resources of a part in one
// statement. An empty list for whoever may not.
func readResources(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id access.Referral, part access.Part) (list []Resource, err error) {
	rows, err := db.Collect(ctx, tx, (*resource).fields, `
		SELECT d.kind, d.id, d.part, d.org_id, d.stage, d.mark, d.sealed, d.updated_at
		FROM   referral AS r
		JOIN   referral_resource AS d ON d.region_id = r.region_id AND d.referral_id = r.id
		WHERE  r.region_id = $1 AND r.id = $2 AND d.part = $3
		AND    (`+sc.Where("r", 4)+`)
		ORDER  BY d.kind, d.id`, sc.Args(region, id, part)...)
	for _, r := range rows {
		r.At = r.at.Time
		list = append(list, r.Resource)
	}
	return list, err
}

// holderOf finds the package of a resource by its own id.
func holderOf(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, kind, id string) (r access.Referral, part access.Part, err error) {
	err = tx.QueryRow(ctx, `
		SELECT d.referral_id, d.part
		FROM   referral AS r
		JOIN   referral_resource AS d ON d.region_id = r.region_id AND d.referral_id = r.id
		WHERE  r.region_id = $1 AND d.kind = $2 AND d.id = $3
		AND    (`+sc.Where("r", 4)+`)`, sc.Args(region, kind, id)...).Scan(&r, &part)
	return r, part, err
}

func countResources(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id access.Referral) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   referral AS r
		JOIN   referral_resource AS d ON d.region_id = r.region_id AND d.referral_id = r.id
		WHERE  r.region_id = $1 AND r.id = $2
		AND    (`+sc.Where("r", 3)+`)`, sc.Args(region, id)...).Scan(&n)
	return n, err
}

// taskStage is the stage of its task, as a system last said it; NotFound when
// none did.
func taskStage(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id access.Referral) (stage string, err error) {
	err = tx.QueryRow(ctx, `
		SELECT d.stage
		FROM   referral AS r
		JOIN   referral_resource AS d ON d.region_id = r.region_id AND d.referral_id = r.id AND d.kind = 'Task'
		WHERE  r.region_id = $1 AND r.id = $2
		AND    (`+sc.Where("r", 3)+`)`, sc.Args(region, id)...).Scan(&stage)
	return stage, err
}

// lastHappened is when something last happened to a referral that the caller
// has found through a Scope. Readings are no change.
func lastHappened(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral) (time.Time, error) {
	var at db.Time
	err := tx.QueryRow(ctx, `
		SELECT MAX(e.at)
		FROM   event AS e
		WHERE  e.region_id = $1 AND e.subject = $2 AND e.kind LIKE 'referral.%'`, region, id).Scan(&at)
	return at.Time, err
}

// told is what a queue tells a system: no content.
type told struct {
	row
	stage, mark string
	updated     db.Time
}

func (t *told) fields() []any { return append(t.row.fields(), &t.stage, &t.mark, &t.updated) }

// tellQueue is a queue for a system, by id, with the stage of each task: of those of
// which something happened since, if an instant is given.
func tellQueue(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, since time.Time) ([]told, error) {
	var from int64
	if !since.IsZero() {
		from = since.UnixMilli()
	}
	return db.Collect(ctx, tx, (*told).fields, `
		SELECT `+columns+`, COALESCE(d.stage, ''), COALESCE(d.mark, ''),
		       (SELECT MAX(e.at) FROM event AS e WHERE e.region_id = r.region_id AND e.subject = r.id AND e.kind LIKE 'referral.%')
		FROM   referral AS r
		LEFT JOIN referral_resource AS d ON d.region_id = r.region_id AND d.referral_id = r.id AND d.kind = 'Task'
		WHERE  r.region_id = $1
		AND    (CAST($2 AS BIGINT) = 0 OR EXISTS (
		       SELECT 1 FROM event AS s WHERE s.region_id = r.region_id AND s.subject = r.id AND s.at >= $2 AND s.kind LIKE 'referral.%'))
		AND    (`+sc.Where("r", 3)+`)
		ORDER  BY r.id`, sc.Args(region, from)...)
}

// tellOne is what tellQueue tells of one referral, if anything.
func tellOne(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id access.Referral) ([]told, error) {
	return db.Collect(ctx, tx, (*told).fields, `
		SELECT `+columns+`, COALESCE(d.stage, ''), COALESCE(d.mark, ''),
		       (SELECT MAX(e.at) FROM event AS e WHERE e.region_id = r.region_id AND e.subject = r.id AND e.kind LIKE 'referral.%')
		FROM   referral AS r
		LEFT JOIN referral_resource AS d ON d.region_id = r.region_id AND d.referral_id = r.id AND d.kind = 'Task'
		WHERE  r.region_id = $1 AND r.id = $2
		AND    (`+sc.Where("r", 3)+`)`, sc.Args(region, id)...)
}

// findMarked are the referrals of a sender whose task bears a mark, of those that
// the scope lets be followed.
func findMarked(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, sender access.Org, mark string) ([]access.Referral, error) {
	return db.Collect(ctx, tx, func(id *access.Referral) []any { return []any{id} }, `
		SELECT r.id
		FROM   referral_resource AS d
		JOIN   referral AS r ON r.region_id = d.region_id AND r.id = d.referral_id
		WHERE  r.region_id = $1 AND d.mark = $2 AND d.kind = 'Task' AND r.sender_org_id = $3
		AND    (`+sc.Where("r", 4)+`)
		ORDER  BY r.id`, sc.Args(region, mark, sender)...)
}
