package need

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (n *Need) fields() []any {
	return []any{&n.ID, &n.At, &n.Via, &n.Need, &n.Place, &n.Wanted, &n.With, &n.Org, &n.State, &n.TakenBy, &n.TakenAt, &n.Due, &n.Settled, &n.Reason}
}

func insertNeed(ctx context.Context, tx *db.Tx, region access.Region, n Need, mark string) (err error) {
	defer fault.Wrap(&err, "need.insertNeed")
	_, err = tx.Exec(ctx, `
		INSERT INTO need (region_id, id, said_at, via, need, place, wanted, with_whom, org_id, receipt_mark, state, taken_org_id, reason, apart)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '', $12)`,
		region, n.ID, n.At, n.Via, n.Need, n.Place, n.Wanted, n.With, n.Org, mark, n.State, n.apart)
	return err
}

// findNeed finds one that may be shown: what only counts is in no list and has no
// page.
func findNeed(ctx context.Context, tx *db.Tx, region access.Region, id string) (Need, error) {
	return db.Find(ctx, tx, (*Need).fields, `
		SELECT n.id, n.said_at, n.via, n.need, n.place, n.wanted, n.with_whom, n.org_id, n.state, n.taken_org_id, n.taken_at, n.due_at, n.settled_at, n.reason
		FROM   need AS n
		WHERE  n.region_id = $1 AND n.id = $2 AND NOT n.apart`, region, id)
}

func findByReceipt(ctx context.Context, tx *db.Tx, region access.Region, mark string) (Need, error) {
	return db.Find(ctx, tx, (*Need).fields, `
		SELECT n.id, n.said_at, n.via, n.need, n.place, n.wanted, n.with_whom, n.org_id, n.state, n.taken_org_id, n.taken_at, n.due_at, n.settled_at, n.reason
		FROM   need AS n
		WHERE  n.region_id = $1 AND n.receipt_mark = $2`, region, mark)
}

func updateNeed(ctx context.Context, tx *db.Tx, region access.Region, n Need) (err error) {
	defer fault.Wrap(&err, "need.updateNeed(%s)", n.ID)
	_, err = tx.Exec(ctx, `
		UPDATE need SET need = $1, place = $2, state = $3, taken_org_id = $4, taken_at = $5, due_at = $6, settled_at = $7, reason = $8
		WHERE  region_id = $9 AND id = $10`,
		n.Need, n.Place, n.State, n.TakenBy, n.TakenAt, n.Due, n.Settled, n.Reason, region, n.ID)
	return err
}

// living are needs that nobody answered yet, the newest first.
func living(ctx context.Context, tx *db.Tx, region access.Region, f Filter, most int) ([]Need, error) {
	return db.Collect(ctx, tx, (*Need).fields, `
		SELECT n.id, n.said_at, n.via, n.need, n.place, n.wanted, n.with_whom, n.org_id, n.state, n.taken_org_id, n.taken_at, n.due_at, n.settled_at, n.reason
		FROM   need AS n
		WHERE  n.region_id = $1 AND NOT n.apart AND n.state IN ('open', 'taken') AND ($2 = '' OR n.need = $2) AND ($3 = '' OR n.place = $3)
		ORDER  BY n.said_at DESC, n.id DESC
		LIMIT  $4`, region, f.Need, f.Place, most)
}

// cells counts by need and place: what was said in the last fourteen days, and
// what is older and not answered.
func lately(ctx context.Context, tx *db.Tx, region access.Region, day, three db.Time) ([]Lately, error) {
	return db.Collect(ctx, tx, func(l *Lately) []any { return []any{&l.Need, &l.Place, &l.Day, &l.Three} }, `
		SELECT n.need, n.place, count(CASE WHEN n.said_at > $1 THEN 1 END), count(*)
		FROM   need AS n
		WHERE  n.region_id = $2 AND NOT n.apart AND n.said_at > $3
		GROUP  BY n.need, n.place
		ORDER  BY 4 DESC, n.need, n.place`, day, region, three)
}

func cells(ctx context.Context, tx *db.Tx, region access.Region, f Filter) ([]Cell, error) {
	return db.Collect(ctx, tx, func(c *Cell) []any {
		return []any{&c.Need, &c.Place, &c.Week, &c.Last, &c.Open, &c.Orgs, &c.Since}
	}, `
		SELECT n.need, n.place,
		       count(CASE WHEN n.said_at >= $1 THEN 1 END),
		       count(CASE WHEN n.said_at >= $2 AND n.said_at < $1 THEN 1 END),
		       count(CASE WHEN n.state IN ('open', 'taken') THEN 1 END),
		       count(DISTINCT CASE WHEN n.org_id <> '' THEN n.org_id END),
		       min(CASE WHEN n.state IN ('open', 'taken') THEN n.said_at END)
		FROM   need AS n
		WHERE  n.region_id = $3 AND NOT n.apart AND (n.said_at >= $2 OR n.state IN ('open', 'taken')) AND ($4 = '' OR n.need = $4) AND ($5 = '' OR n.place = $5)
		GROUP  BY n.need, n.place
		ORDER  BY 5 DESC, n.need, n.place`, db.At(tx.Now.Add(-week)), db.At(tx.Now.Add(-2*week)), region, f.Need, f.Place)
}
