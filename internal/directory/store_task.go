package directory

import (
	"context"
	"encoding/json"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// taskRow is a task as it is kept.
type taskRow struct {
	Task
	report      string
	at, changed db.Time
}

func (r *taskRow) fields() []any {
	return []any{&r.ID, &r.Dataset, &r.State, &r.Step, &r.File, &r.Address, &r.Language, &r.Size, &r.Rules, &r.Sample, &r.report, &r.Run, &r.Why,
		&r.Org, &r.Worker, &r.Done, &r.All, &r.at, &r.changed}
}

func (r *taskRow) task() (Task, error) {
	t := r.Task
	t.At, t.Changed = r.at.Time, r.changed.Time
	if r.report == "" {
		return t, nil
	}
	return t, json.Unmarshal([]byte(r.report), &t.Report)
}

func findTask(ctx context.Context, tx *db.Tx, task string) (Task, error) {
	r, err := db.Find(ctx, tx, (*taskRow).fields, `
		SELECT t.id, t.dataset, t.state, t.step, t.file, t.address, t.language, t.size, t.rules, t.sample, t.report, t.run_id, t.why,
		       t.org_id, t.worker_id, t.work_done, t.work_all, t.at, t.changed_at
		FROM   import_task AS t
		WHERE  t.id = $1`, task)
	if err != nil {
		return Task{}, err
	}
	return r.task()
}

// listTasks reads the last tasks, without what only their own pages show.
func listTasks(ctx context.Context, tx *db.Tx) (out []Task, err error) {
	rows, err := db.Collect(ctx, tx, (*taskRow).fields, `
		SELECT t.id, t.dataset, t.state, t.step, t.file, t.address, t.language, t.size, '', '', '', t.run_id, t.why,
		       t.org_id, t.worker_id, t.work_done, t.work_all, t.at, t.changed_at
		FROM   import_task AS t
		WHERE  t.state NOT IN ('done', 'dropped')
		ORDER  BY t.at DESC, t.id DESC
		LIMIT  50`)
	for i := range rows {
		t, err := rows[i].task()
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, err
}

func insertTask(ctx context.Context, tx *db.Tx, t Task) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO import_task (id, dataset, state, step, file, address, language, size, rules, sample, report, run_id, why, org_id, worker_id,
		       work_done, work_all, at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, $13, $14, $15, $16, $17, $18)`,
		t.ID, t.Dataset, string(t.State), t.Step, t.File, t.Address, t.Language, t.Size, t.Rules, t.Sample, t.Run, t.Why, string(t.Org), string(t.Worker),
		t.Done, t.All, db.At(t.At), db.At(t.Changed))
	return err
}

func updateTask(ctx context.Context, tx *db.Tx, t Task) error {
	_, err := tx.Exec(ctx, `
		UPDATE import_task
		SET    state = $1, step = $2, file = $3, size = $4, rules = $5, sample = $6, report = $7, run_id = $8, why = $9, work_done = $10, work_all = $11, changed_at = $12
		WHERE  id = $13`,
		string(t.State), t.Step, t.File, t.Size, plain(t.Rules), plain(t.Sample), plain(t.Report.text()), t.Run, t.Why, t.Done, t.All, db.At(t.Changed), t.ID)
	return err
}

func insertPart(ctx context.Context, tx *db.Tx, task string, no int, bytes []byte) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO import_part (task_id, no, bytes)
		VALUES ($1, $2, $3)
		ON CONFLICT (task_id, no) DO UPDATE SET bytes = excluded.bytes`, task, no, bytes)
	return err
}

func findPart(ctx context.Context, tx *db.Tx, task string, no int) ([]byte, error) {
	return db.Find(ctx, tx, func(b *[]byte) []any { return []any{b} }, `
		SELECT p.bytes
		FROM   import_part AS p
		WHERE  p.task_id = $1
		AND    p.no = $2`, task, no)
}

func removeParts(ctx context.Context, tx *db.Tx, task string) error {
	_, err := tx.Exec(ctx, `DELETE FROM import_part WHERE task_id = $1`, task)
	return err
}

// sweepTasks gives up imports that nobody went on with.
func sweepTasks(ctx context.Context, tx *db.Tx, before time.Time) error {
	if _, err := tx.Exec(ctx, `
		DELETE FROM import_part
		WHERE  task_id IN (SELECT t.id FROM import_task AS t WHERE t.changed_at < $1)`, db.At(before)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE import_task
		SET    state = 'dropped', sample = ''
		WHERE  changed_at < $1
		AND    state IN ('receiving', 'columns', 'ready')`, db.At(before))
	return err
}

func removeIssues(ctx context.Context, tx *db.Tx, run string) error {
	_, err := tx.Exec(ctx, `DELETE FROM import_issue WHERE run_id = $1`, run)
	return err
}

// lastMapping reads the latest version of a dataset's mapping; nothing when
// there is none.
func lastMapping(ctx context.Context, tx *db.Tx, dataset string) (rules string, version int, err error) {
	type row struct {
		rules   string
		version int
	}
	r, err := db.Find(ctx, tx, func(r *row) []any { return []any{&r.rules, &r.version} }, `
		SELECT m.rules, m.version
		FROM   import_mapping AS m
		WHERE  m.dataset_id = $1
		ORDER  BY m.version DESC
		LIMIT  1`, dataset)
	if fault.Is(err, fault.NotFound) {
		return "", 0, nil
	}
	return r.rules, r.version, err
}

func insertMapping(ctx context.Context, tx *db.Tx, dataset string, version int, rules, org string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO import_mapping (dataset_id, version, rules, org_id, at)
		VALUES ($1, $2, $3, $4, $5)`, dataset, version, rules, org, db.At(tx.Now))
	return err
}

func datasetNames(ctx context.Context, tx *db.Tx) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT d.name
		FROM   dataset AS d
		ORDER  BY d.name`)
}
