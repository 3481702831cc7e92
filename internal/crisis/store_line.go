package crisis

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// What the rows of rules and entries seal; a task seals its words alone.
type (
	ruleWords  struct{ Words, By string }
	entryWords struct{ Words, Origin string }
)

type ruleRow struct {
	Rule
	sealed []byte
}

func (r *ruleRow) fields() []any {
	return []any{&r.ID, &r.Org, &r.sealed, &r.From, &r.Until, &r.Lifted, &r.Renewed}
}

func rulesOf(ctx context.Context, tx *db.Tx, region access.Region, id string) ([]ruleRow, error) {
	return db.Collect(ctx, tx, (*ruleRow).fields, `
		SELECT r.id, r.org_id, r.sealed, r.from_at, r.until_at, r.lifted_at, r.renewed
		FROM   crisis_rule AS r
		WHERE  r.region_id = $1 AND r.crisis_id = $2
		ORDER  BY r.until_at, r.id`, region, id)
}

func findRule(ctx context.Context, tx *db.Tx, region access.Region, id, rule string) (ruleRow, error) {
	return db.Find(ctx, tx, (*ruleRow).fields, `
		SELECT r.id, r.org_id, r.sealed, r.from_at, r.until_at, r.lifted_at, r.renewed
		FROM   crisis_rule AS r
		WHERE  r.region_id = $1 AND r.crisis_id = $2 AND r.id = $3`, region, id, rule)
}

func countRules(ctx context.Context, tx *db.Tx, region access.Region, id string) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM crisis_rule AS r WHERE r.region_id = $1 AND r.crisis_id = $2`, region, id).Scan(&n)
	return n, err
}

func insertRule(ctx context.Context, tx *db.Tx, region access.Region, id string, r Rule, sealed []byte) (err error) {
	defer fault.Wrap(&err, "crisis.insertRule")
	_, err = tx.Exec(ctx, `
		INSERT INTO crisis_rule (region_id, id, crisis_id, org_id, sealed, from_at, until_at, renewed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, region, r.ID, id, r.Org, sealed, r.From, r.Until, r.Renewed)
	return err
}

func updateRule(ctx context.Context, tx *db.Tx, region access.Region, r Rule) (err error) {
	defer fault.Wrap(&err, "crisis.updateRule")
	_, err = tx.Exec(ctx, `
		UPDATE crisis_rule SET until_at = $1, lifted_at = $2, renewed = $3
		WHERE  region_id = $4 AND id = $5`, r.Until, r.Lifted, r.Renewed, region, r.ID)
	return err
}

type taskRow struct {
	Task
	sealed []byte
}

func (t *taskRow) fields() []any {
	return []any{&t.ID, &t.Org, &t.sealed, &t.Given, &t.Due, &t.Done}
}

func tasksOf(ctx context.Context, tx *db.Tx, region access.Region, id string) ([]taskRow, error) {
	return db.Collect(ctx, tx, (*taskRow).fields, `
		SELECT t.id, t.org_id, t.sealed, t.given_at, t.due_at, t.done_at
		FROM   crisis_task AS t
		WHERE  t.region_id = $1 AND t.crisis_id = $2
		ORDER  BY t.due_at, t.id`, region, id)
}

func findTask(ctx context.Context, tx *db.Tx, region access.Region, id, task string) (taskRow, error) {
	return db.Find(ctx, tx, (*taskRow).fields, `
		SELECT t.id, t.org_id, t.sealed, t.given_at, t.due_at, t.done_at
		FROM   crisis_task AS t
		WHERE  t.region_id = $1 AND t.crisis_id = $2 AND t.id = $3`, region, id, task)
}

func countTasks(ctx context.Context, tx *db.Tx, region access.Region, id string) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM crisis_task AS t WHERE t.region_id = $1 AND t.crisis_id = $2`, region, id).Scan(&n)
	return n, err
}

func insertTask(ctx context.Context, tx *db.Tx, region access.Region, id string, t Task, sealed []byte) (err error) {
	defer fault.Wrap(&err, "crisis.insertTask")
	_, err = tx.Exec(ctx, `
		INSERT INTO crisis_task (region_id, id, crisis_id, org_id, sealed, given_at, due_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, region, t.ID, id, t.Org, sealed, t.Given, t.Due)
	return err
}

func finishTask(ctx context.Context, tx *db.Tx, region access.Region, task string) (err error) {
	defer fault.Wrap(&err, "crisis.finishTask")
	_, err = tx.Exec(ctx, `UPDATE crisis_task SET done_at = $1 WHERE region_id = $2 AND id = $3`, db.At(tx.Now), region, task)
	return err
}

type entryRow struct {
	Entry
	sealed []byte
}

func (e *entryRow) fields() []any {
	return []any{&e.ID, &e.Org, &e.Kind, &e.About, &e.sealed, &e.At, &e.Until}
}

func entriesOf(ctx context.Context, tx *db.Tx, region access.Region, id string) ([]entryRow, error) {
	return db.Collect(ctx, tx, (*entryRow).fields, `
		SELECT e.id, e.org_id, e.kind, e.about, e.sealed, e.at, e.until_at
		FROM   crisis_entry AS e
		WHERE  e.region_id = $1 AND e.crisis_id = $2
		ORDER  BY e.at, e.id`, region, id)
}

func insertEntry(ctx context.Context, tx *db.Tx, region access.Region, id string, e Entry, sealed []byte) (err error) {
	defer fault.Wrap(&err, "crisis.insertEntry")
	_, err = tx.Exec(ctx, `
		INSERT INTO crisis_entry (region_id, id, crisis_id, org_id, kind, about, sealed, at, until_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, region, e.ID, id, e.Org, e.Kind, e.About, sealed, e.At, e.Until)
	return err
}
