package directory

import (
	"context"

	"passerelle/internal/db"
)

// dataset is one source that is imported again and again under one name.
type dataset struct {
	ID, Name, Language, Version, LastRun string
}

func findDataset(ctx context.Context, tx *db.Tx, id string) (dataset, error) {
	return db.Find(ctx, tx, func(d *dataset) []any { return []any{&d.ID, &d.Name, &d.Language, &d.Version, &d.LastRun} }, `
		SELECT d.id, d.name, d.language, d.version, d.last_run_id
		FROM   dataset AS d
		WHERE  d.id = $1`, id)
}

func saveDataset(ctx context.Context, tx *db.Tx, d dataset) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO dataset (id, name, language, version, last_run_id, at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET language = excluded.language, version = excluded.version,
		       last_run_id = excluded.last_run_id, at = excluded.at`,
		d.ID, d.Name, d.Language, d.Version, d.LastRun, db.At(tx.Now))
	return err
}

func removeDataset(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM dataset WHERE id = $1`, id)
	return err
}

// run is one import as it is kept.
type run struct {
	ID, Dataset, State, ActorKind, Org, Worker string
	At, UndoneAt                               db.Time
	Before                                     string // the run it came after
	Digest, Counts, Ledger                     string
	DatasetName                                string
	Last                                       string // the last run of the dataset; read only
}

func (r *run) fields() []any {
	return []any{&r.ID, &r.Dataset, &r.State, &r.ActorKind, &r.Org, &r.Worker, &r.At, &r.UndoneAt, &r.Before, &r.Digest, &r.Counts, &r.Ledger, &r.DatasetName, &r.Last}
}

func findRun(ctx context.Context, tx *db.Tx, id string) (run, error) {
	return db.Find(ctx, tx, (*run).fields, `
		SELECT r.id, r.dataset_id, r.state, r.actor_kind, r.org_id, r.worker_id, r.at, r.undone_at, r.before_run_id, r.digest, r.counts, r.ledger,
		       COALESCE(d.name, r.dataset_name), COALESCE(d.last_run_id, '')
		FROM   import_run AS r
		LEFT   JOIN dataset AS d ON d.id = r.dataset_id
		WHERE  r.id = $1`, id)
}

func listRuns(ctx context.Context, tx *db.Tx) ([]run, error) {
	return db.Collect(ctx, tx, (*run).fields, `
		SELECT r.id, r.dataset_id, r.state, r.actor_kind, r.org_id, r.worker_id, r.at, r.undone_at, r.before_run_id, r.digest, r.counts, '',
		       COALESCE(d.name, r.dataset_name), COALESCE(d.last_run_id, '')
		FROM   import_run AS r
		LEFT   JOIN dataset AS d ON d.id = r.dataset_id
		ORDER  BY r.at DESC, r.id DESC
		LIMIT  200`)
}

func insertRun(ctx context.Context, tx *db.Tx, r run) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO import_run (id, dataset_id, state, actor_kind, org_id, worker_id, at, undone_at, before_run_id, digest, counts, ledger, dataset_name)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.ID, r.Dataset, r.State, r.ActorKind, r.Org, r.Worker, r.At, r.UndoneAt, r.Before, r.Digest, r.Counts, r.Ledger, r.DatasetName)
	return err
}

func markUndone(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE import_run SET state = 'undone', undone_at = $1 WHERE id = $2`, db.At(tx.Now), id)
	return err
}

var insertIssues = `INSERT INTO import_issue (run_id, no, file, row_no, column_name, value, reason, resource_type, resource_id, field_name) VALUES `

// saveIssues adds up to a batch of issues, numbered from first.
func saveIssues(ctx context.Context, tx *db.Tx, run string, first int, issues []Issue) error {
	var args []any
	for i, x := range issues {
		args = append(args, run, first+i, plain(x.File), x.Row, plain(x.Column), plain(x.Value), x.Reason, x.Table, x.ID, x.Field)
	}
	return insertTuples(ctx, tx, insertIssues, 10, args)
}

// foundFields are the destinations of an issue with its number.
func foundFields(f *Found) []any {
	return []any{&f.No, &f.File, &f.Row, &f.Column, &f.Value, &f.Reason, &f.Table, &f.ID, &f.Field}
}

func listIssues(ctx context.Context, tx *db.Tx, run, reason string, after, limit int) ([]Found, error) {
	return db.Collect(ctx, tx, foundFields, `
		SELECT i.no, i.file, i.row_no, i.column_name, i.value, i.reason, i.resource_type, i.resource_id, i.field_name
		FROM   import_issue AS i
		WHERE  i.run_id = $1
		AND    ($2 = '' OR i.reason = $2)
		AND    i.no > $3
		ORDER  BY i.no
		LIMIT  $4`, run, reason, after, limit)
}

func findIssue(ctx context.Context, tx *db.Tx, run string, no int) (Found, error) {
	return db.Find(ctx, tx, foundFields, `
		SELECT i.no, i.file, i.row_no, i.column_name, i.value, i.reason, i.resource_type, i.resource_id, i.field_name
		FROM   import_issue AS i
		WHERE  i.run_id = $1
		AND    i.no = $2`, run, no)
}

// countIssues counts what an import found, by reason.
func countIssues(ctx context.Context, tx *db.Tx, run string) (map[string]int, error) {
	type row struct {
		reason string
		n      int
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.reason, &r.n} }, `
		SELECT i.reason, count(*)
		FROM   import_issue AS i
		WHERE  i.run_id = $1
		GROUP  BY i.reason`, run)
	m := map[string]int{}
	for _, r := range rows {
		m[r.reason] = r.n
	}
	return m, err
}

// change is a row as it was before a run.
type change struct {
	No               int
	Type, ID, Before string
}

var insertChanges = `INSERT INTO import_change (run_id, no, resource_type, resource_id, before) VALUES `

func saveChanges(ctx context.Context, tx *db.Tx, run string, first int, changes []change) error {
	var args []any
	for i, c := range changes {
		args = append(args, run, first+i, c.Type, c.ID, c.Before)
	}
	return insertTuples(ctx, tx, insertChanges, 5, args)
}

// changesBefore reads a page of changes, the latest first: undone in that
// order, the oldest state is what remains.
func changesBefore(ctx context.Context, tx *db.Tx, run string, no int) ([]change, error) {
	return db.Collect(ctx, tx, func(c *change) []any { return []any{&c.No, &c.Type, &c.ID, &c.Before} }, `
		SELECT c.no, c.resource_type, c.resource_id, c.before
		FROM   import_change AS c
		WHERE  c.run_id = $1
		AND    c.no < $2
		ORDER  BY c.no DESC
		LIMIT  500`, run, no)
}

// addedBy finds the services that a run added.
func addedBy(ctx context.Context, tx *db.Tx, run string) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT s.id
		FROM   service AS s
		WHERE  s.first_run_id = $1
		ORDER  BY s.id`, run)
}

// insertTuples runs one INSERT of several rows. The text of a full batch never
// changes, so it stays prepared; the last rows go one by one for the same
// reason.
func insertTuples(ctx context.Context, tx *db.Tx, head string, width int, args []any) error {
	if len(args) == width*batch {
		_, err := tx.Exec(ctx, head+tuples(width, batch), args...)
		return err
	}
	for i := 0; i < len(args); i += width {
		if _, err := tx.Exec(ctx, head+tuples(width, 1), args[i:i+width]...); err != nil {
			return err
		}
	}
	return nil
}
