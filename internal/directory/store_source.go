package directory

import (
	"context"

	"passerelle/internal/db"
)

// sourceKey names a source row within its dataset.
type sourceKey struct {
	File, SHA256 string
	Rank         int
}

// sourceRow is a row of the source as it is kept.
type sourceRow struct {
	SourceRow
	FirstRun string
	Absent   db.Time
}

func (r *sourceRow) key() sourceKey { return sourceKey{r.File, r.SHA256, r.Rank} }

func (r *sourceRow) fields() []any {
	return []any{&r.File, &r.SHA256, &r.Rank, &r.No, &r.Header, &r.Raw, &r.Cells, &r.FirstRun, &r.Absent}
}

// sourceKnown finds which rows of one file are there, without their text.
func sourceKnown(ctx context.Context, tx *db.Tx, dataset, file string, sums []string) (map[sourceKey]sourceRow, error) {
	args := padded(sums)
	rows, err := db.Collect(ctx, tx, (*sourceRow).fields, `
		SELECT s.file, s.sha256, s.copy_rank, s.row_no, s.header, '', s.cells, s.first_run_id, s.absent_since
		FROM   source_record AS s
		WHERE  s.dataset_id = $1
		AND    s.file = $2
		AND    s.sha256 IN `+tuplesFrom(3, len(args), 1), append([]any{dataset, file}, args...)...)
	m := make(map[sourceKey]sourceRow, len(rows))
	for _, r := range rows {
		m[r.key()] = r
	}
	return m, err
}

var insertSource = `INSERT INTO source_record (dataset_id, file, sha256, copy_rank, row_no, header, raw, cells, first_run_id, absent_since) VALUES `

func saveSource(ctx context.Context, tx *db.Tx, dataset, run string, rows []SourceRow) error {
	var args []any
	for _, r := range rows {
		args = append(args, dataset, r.File, r.SHA256, r.Rank, r.No, r.Header, r.Raw, r.Cells, run, nil)
	}
	return insertTuples(ctx, tx, insertSource, 10, args)
}

// moveSource tells where a row stands now, what became of its cells, and
// whether it is still there.
func moveSource(ctx context.Context, tx *db.Tx, dataset string, k sourceKey, no int, cells string, absent db.Time) error {
	_, err := tx.Exec(ctx, `
		UPDATE source_record
		SET    row_no = $1, cells = $2, absent_since = $3
		WHERE  dataset_id = $4
		AND    file = $5
		AND    sha256 = $6
		AND    copy_rank = $7`, no, cells, absent, dataset, k.File, k.SHA256, k.Rank)
	return err
}

func removeSource(ctx context.Context, tx *db.Tx, run string) error {
	_, err := tx.Exec(ctx, `DELETE FROM source_record WHERE first_run_id = $1`, run)
	return err
}

// sourceKeys reads the next rows of a dataset that are still in its source.
func sourceKeys(ctx context.Context, tx *db.Tx, dataset string, after sourceKey) ([]sourceRow, error) {
	return db.Collect(ctx, tx, (*sourceRow).fields, `
		SELECT s.file, s.sha256, s.copy_rank, s.row_no, s.header, '', s.cells, s.first_run_id, s.absent_since
		FROM   source_record AS s
		WHERE  s.dataset_id = $1
		AND    s.absent_since IS NULL
		AND    (s.file > $2 OR (s.file = $2 AND s.sha256 > $3) OR (s.file = $2 AND s.sha256 = $3 AND s.copy_rank > $4))
		ORDER  BY s.file, s.sha256, s.copy_rank
		LIMIT  5000`, dataset, after.File, after.SHA256, after.Rank)
}

// sourcePage reads the next rows of a dataset, whole, in the order of its
// files.
func sourcePage(ctx context.Context, tx *db.Tx, dataset, file string, no int) ([]sourceRow, error) {
	return db.Collect(ctx, tx, (*sourceRow).fields, `
		SELECT s.file, s.sha256, s.copy_rank, s.row_no, s.header, s.raw, s.cells, s.first_run_id, s.absent_since
		FROM   source_record AS s
		WHERE  s.dataset_id = $1
		AND    s.absent_since IS NULL
		AND    (s.file > $2 OR (s.file = $2 AND s.row_no > $3))
		ORDER  BY s.file, s.row_no
		LIMIT  1000`, dataset, file, no)
}
