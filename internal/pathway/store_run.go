package pathway

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (r *run) fields() []any {
	return []any{&r.ID, &r.Org, &r.Worker, &r.Of, &r.Number, &r.Trial, &r.Mark, &r.Sealed, &r.Begun, &r.Ends}
}

// findRun reads a run for the worker who began it, under the hat they began it
// with, while it lasts; for any other it is not there.
func findRun(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, worker access.Worker, id string) (run, error) {
	return db.Find(ctx, tx, (*run).fields, `
		SELECT r.id, r.org_id, r.worker_id, r.pathway_id, r.number, r.trial, r.mark, r.sealed, r.begun_at, r.ends_at
		FROM   pathway_run AS r
		WHERE  r.region_id = $1 AND r.id = $2 AND r.org_id = $3 AND r.worker_id = $4 AND r.ends_at > $5`,
		region, id, org, worker, db.At(tx.Now))
}

// findMarked reads a run by the mark of its code, while it lasts.
func findMarked(ctx context.Context, tx *db.Tx, region access.Region, mark string) (run, error) {
	return db.Find(ctx, tx, (*run).fields, `
		SELECT r.id, r.org_id, r.worker_id, r.pathway_id, r.number, r.trial, r.mark, r.sealed, r.begun_at, r.ends_at
		FROM   pathway_run AS r
		WHERE  r.region_id = $1 AND r.mark = $2 AND r.ends_at > $3`, region, mark, db.At(tx.Now))
}

// markTaken reports that a run has this mark, also one that ended and is not
// destroyed yet.
func markTaken(ctx context.Context, tx *db.Tx, region access.Region, mark string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   pathway_run AS r
		WHERE  r.region_id = $1 AND r.mark = $2`, region, mark).Scan(&n)
	return n > 0, err
}

// pastRun is the pathway of a run whose time has passed.
func pastRun(ctx context.Context, tx *db.Tx, region access.Region, id string) (of string, err error) {
	err = tx.QueryRow(ctx, `
		SELECT r.pathway_id
		FROM   pathway_run AS r
		WHERE  r.region_id = $1 AND r.id = $2 AND r.ends_at <= $3`, region, id, db.At(tx.Now)).Scan(&of)
	return of, err
}

func countRuns(ctx context.Context, tx *db.Tx, region access.Region, worker access.Worker) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   pathway_run AS r
		WHERE  r.region_id = $1 AND r.worker_id = $2 AND r.ends_at > $3`, region, worker, db.At(tx.Now)).Scan(&n)
	return n, err
}

func insertRun(ctx context.Context, tx *db.Tx, region access.Region, r run) (err error) {
	defer fault.Wrap(&err, "pathway.insertRun")
	_, err = tx.Exec(ctx, `
		INSERT INTO pathway_run (region_id, id, org_id, worker_id, pathway_id, number, trial, mark, sealed, begun_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		region, r.ID, r.Org, r.Worker, r.Of, r.Number, r.Trial, r.Mark, r.Sealed, r.Begun, r.Ends)
	return err
}

func updateRun(ctx context.Context, tx *db.Tx, region access.Region, id string, sealed []byte) error {
	_, err := tx.Exec(ctx, `
		UPDATE pathway_run SET sealed = $1
		WHERE  region_id = $2 AND id = $3`, sealed, region, id)
	return err
}

func deleteRun(ctx context.Context, tx *db.Tx, region access.Region, id string) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM pathway_run
		WHERE  region_id = $1 AND id = $2`, region, id)
	return err
}
