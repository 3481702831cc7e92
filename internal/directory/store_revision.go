package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func insertRevision(ctx context.Context, tx *db.Tx, r revision) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO revision (id, service_id, kind, actor_kind, org_id, org_name, worker_id, source, cause, undoes, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.ID, string(r.Service), string(r.Kind), string(r.By), string(r.Org), r.OrgName, string(r.Worker), r.Source, r.Cause, r.Undoes, r.At)
	return err
}

var insertRevisedFields = `INSERT INTO revision_field (id, revision_id, of_id, resource_type, resource_id, field_name, old_value, new_value, old_state, new_state) VALUES `

// insertRevised stores what a revision changed, in the order given.
func insertRevised(ctx context.Context, tx *db.Tx, revision string, changed []revisedField) error {
	var args []any
	for _, f := range changed {
		args = append(args, tx.NewID(), revision, f.Of, f.Key.Type, f.Key.ID, f.Key.Field, f.OldValue, f.NewValue, f.OldState, f.NewState)
		if len(args) == 10*batch {
			if err := insertTuples(ctx, tx, insertRevisedFields, 10, args); err != nil {
				return err
			}
			args = args[:0]
		}
	}
	return insertTuples(ctx, tx, insertRevisedFields, 10, args)
}

func (r *revision) fields() []any {
	return []any{&r.ID, &r.Service, &r.Kind, &r.By, &r.Org, &r.OrgName, &r.Worker, &r.Source, &r.Cause, &r.Undoes, &r.At}
}

const selectRevisions = `SELECT r.id, r.service_id, r.kind, r.actor_kind, r.org_id, r.org_name, r.worker_id, r.source, r.cause, r.undoes, r.at FROM revision AS r`

func findRevision(ctx context.Context, tx *db.Tx, id string) (revision, error) {
	return db.Find(ctx, tx, (*revision).fields, selectRevisions+` WHERE r.id = $1`, id)
}

// revisionsOf are the last acts on a service, and the last imports that changed
// what it hangs together with, latest first.
func revisionsOf(ctx context.Context, tx *db.Tx, service access.Service, around []string, limit int) ([]revision, error) {
	own, err := db.Collect(ctx, tx, (*revision).fields, selectRevisions+` WHERE r.service_id = $1 ORDER BY r.at DESC, r.id DESC LIMIT $2`, string(service), limit)
	if err != nil {
		return nil, err
	}
	others, err := inBatches(around, func(args []any) ([]revision, error) {
		return db.Collect(ctx, tx, (*revision).fields, selectRevisions+`
			WHERE  r.id IN (SELECT f.revision_id FROM revision_field AS f WHERE f.of_id IN `+tuples(len(args), 1)+`)
			AND    r.service_id <> `+dollar(len(args)+1)+`
			ORDER  BY r.at DESC, r.id DESC LIMIT `+dollar(len(args)+2), append(args, string(service), limit)...)
	})
	return append(own, others...), err
}

// revised are the fields of some revisions, in order, by revision.
func revised(ctx context.Context, tx *db.Tx, ids []string) (map[string][]revisedField, error) {
	rows, err := inBatches(ids, func(args []any) ([]revisedField, error) {
		return db.Collect(ctx, tx, (*revisedField).fields, selectRevised+` WHERE f.revision_id IN `+tuples(len(args), 1)+` ORDER BY f.id`, args...)
	})
	return byRevision(rows), err
}

// revisedNear is revised for imports, which may hold a whole province: those
// fields alone that hang on some things.
func revisedNear(ctx context.Context, tx *db.Tx, ids, near []string) (map[string][]revisedField, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := inBatches(near, func(args []any) ([]revisedField, error) {
		return db.Collect(ctx, tx, (*revisedField).fields, selectRevised+`
			WHERE  f.of_id IN `+tuples(len(args), 1)+`
			AND    f.revision_id IN (SELECT r.id FROM revision AS r WHERE r.service_id = '')
			ORDER  BY f.id`, args...)
	})
	return byRevision(rows), err
}

func byRevision(rows []revisedField) map[string][]revisedField {
	m := map[string][]revisedField{}
	for _, f := range rows {
		m[f.Revision] = append(m[f.Revision], f)
	}
	return m
}

func (f *revisedField) fields() []any {
	return []any{&f.ID, &f.Revision, &f.Of, &f.Key.Type, &f.Key.ID, &f.Key.Field, &f.OldValue, &f.NewValue, &f.OldState, &f.NewState}
}

const selectRevised = `SELECT f.id, f.revision_id, f.of_id, f.resource_type, f.resource_id, f.field_name, f.old_value, f.new_value, f.old_state, f.new_state FROM revision_field AS f`

// undoneBy says which revisions took these back, and were not taken back in
// their turn.
func undoneBy(ctx context.Context, tx *db.Tx, ids []string) (map[string]string, error) {
	type pair struct{ undoes, by string }
	rows, err := inBatches(ids, func(args []any) ([]pair, error) {
		return db.Collect(ctx, tx, func(p *pair) []any { return []any{&p.undoes, &p.by} }, `
			SELECT r.undoes, r.id
			FROM   revision AS r
			WHERE  r.undoes <> ''
			AND    r.undoes IN `+tuples(len(args), 1)+`
			ORDER  BY r.at, r.id`, args...)
	})
	m := map[string]string{}
	for _, p := range rows {
		m[p.undoes] = p.by
	}
	return m, err
}

// bornOf is the import that first told of a service.
func bornOf(ctx context.Context, tx *db.Tx, service access.Service) (b Birth, err error) {
	var at db.Time
	err = tx.QueryRow(ctx, `
		SELECT COALESCE(d.name, ''), r.at
		FROM   service AS s
		LEFT   JOIN import_run AS r ON r.id = s.first_run_id
		LEFT   JOIN dataset AS d ON d.id = s.dataset_id
		WHERE  s.id = $1`, string(service)).Scan(&b.Source, &at)
	b.At = at.Time
	return b, err
}

const selectPublicChanges = `SELECT f.id, f.resource_type, f.resource_id, f.field_name, f.old_value, f.new_value, r.actor_kind, r.org_name, r.source, r.at
	FROM revision_field AS f JOIN revision AS r ON r.id = f.revision_id`

func (c *publicChange) fields() []any {
	return []any{&c.revisedField.ID, &c.Key.Type, &c.Key.ID, &c.Key.Field, &c.OldValue, &c.NewValue, &c.By, &c.OrgName, &c.Source, &c.At}
}

// changesAfter reads the next changes of the whole directory, by id.
func changesAfter(ctx context.Context, tx *db.Tx, after string) ([]publicChange, error) {
	return db.Collect(ctx, tx, (*publicChange).fields, selectPublicChanges+` WHERE f.id > $1 ORDER BY f.id LIMIT 1000`, after)
}

// changesOf reads what changed of some records.
func changesOf(ctx context.Context, tx *db.Tx, ids []string) ([]publicChange, error) {
	return inBatches(ids, func(args []any) ([]publicChange, error) {
		return db.Collect(ctx, tx, (*publicChange).fields, selectPublicChanges+` WHERE f.resource_id IN `+tuples(len(args), 1)+` ORDER BY f.id`, args...)
	})
}
