package directory

import (
	"context"
	"slices"

	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// progress is how far a follower has read, and when it last did.
type progress struct {
	position int64
	at       db.Time
}

func followed(ctx context.Context, tx *db.Tx, name string) (p progress, known bool, err error) {
	err = tx.QueryRow(ctx, `SELECT f.position, f.at FROM follower AS f WHERE f.name = $1`, name).Scan(&p.position, &p.at)
	if fault.Is(err, fault.NotFound) {
		return p, false, nil
	}
	return p, err == nil, err
}

func follow(ctx context.Context, tx *db.Tx, name string, position int64) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO follower (name, position, at)
		VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE
		SET    position = excluded.position, at = excluded.at`, name, position, db.At(tx.Now))
	return err
}

// publication is what is known of a public record's answer.
type publication struct {
	Table, ID, Digest string
	Changed           db.Time
	Withdrawn         bool
}

func (p *publication) fields() []any {
	return []any{&p.Table, &p.ID, &p.Digest, &p.Changed, &p.Withdrawn}
}

const selectPublications = `SELECT p.resource_type, p.resource_id, p.digest, p.changed_at, p.withdrawn FROM publication AS p`

// differing are the records whose digest is another one than is kept.
func differing(ctx context.Context, tx *db.Tx, table string, ids []string, digests map[string]string) (out []publication, err error) {
	was, err := publicationsOf(ctx, tx, table, ids)
	if err != nil {
		return nil, err
	}
	for _, x := range ids {
		digest, public := digests[x]
		old, known := was[x]
		switch {
		case public && (!known || old.Withdrawn || old.Digest != digest):
			out = append(out, publication{Table: table, ID: x, Digest: digest})
		case !public && known && !old.Withdrawn:
			out = append(out, publication{Table: table, ID: x, Withdrawn: true})
		}
	}
	return out, nil
}

func savePublications(ctx context.Context, tx *db.Tx, rows []publication) error {
	for part := range slices.Chunk(rows, batch) {
		args := make([]any, 0, 5*len(part))
		for _, r := range part {
			args = append(args, r.Table, r.ID, r.Digest, r.Changed, r.Withdrawn)
		}
		_, err := tx.Exec(ctx, `INSERT INTO publication (resource_type, resource_id, digest, changed_at, withdrawn) VALUES `+tuples(5, len(part))+`
			ON CONFLICT (resource_type, resource_id) DO UPDATE
			SET    digest = excluded.digest, changed_at = excluded.changed_at, withdrawn = excluded.withdrawn`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// publishedIDs are the records of a table that are, or were last seen, public;
// when rowless, only those that no row holds: ours.
func publishedIDs(ctx context.Context, tx *db.Tx, table string, rowless bool) ([]string, error) {
	q := "SELECT p.resource_id FROM publication AS p WHERE p.resource_type = $1 AND NOT p.withdrawn"
	if rowless {
		q += " AND NOT EXISTS (SELECT 1 FROM " + TableOf(table).Name + " AS x WHERE x.id = p.resource_id)"
	}
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, q+" ORDER BY p.resource_id", table)
}

// lastPublication is the latest change of all; zero when there is none.
func lastPublication(ctx context.Context, tx *db.Tx) (at db.Time, err error) {
	err = tx.QueryRow(ctx, `SELECT max(p.changed_at) FROM publication AS p`).Scan(&at)
	return at, err
}

// writtenAt is when the rows of records were last written.
func writtenAt(ctx context.Context, tx *db.Tx, t *Table, records []publication) (map[string]db.Time, error) {
	type row struct {
		id string
		at db.Time
	}
	m := map[string]db.Time{}
	for part := range slices.Chunk(records, batch) {
		ids := make([]string, len(part))
		for i, p := range part {
			ids[i] = p.ID
		}
		args := padded(ids)
		rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.id, &r.at} },
			"SELECT x.id, x.updated_at FROM "+t.Name+" AS x WHERE x.id IN "+tuples(len(args), 1), args...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			m[r.id] = r.at
		}
	}
	return m, nil
}

// changedAt is since when each of some records says what it says.
func changedAt(ctx context.Context, tx *db.Tx, table string, ids []string) (map[string]db.Time, error) {
	known, err := publicationsOf(ctx, tx, table, ids)
	m := make(map[string]db.Time, len(known))
	for id, p := range known {
		m[id] = p.Changed
	}
	return m, err
}

// publicationsOf are those of some records of a table, by id.
func publicationsOf(ctx context.Context, tx *db.Tx, table string, ids []string) (map[string]publication, error) {
	m := make(map[string]publication, len(ids))
	for part := range slices.Chunk(ids, batch) {
		args := padded(part)
		rows, err := db.Collect(ctx, tx, (*publication).fields, selectPublications+` WHERE p.resource_type = $1 AND p.resource_id IN `+tuplesFrom(2, len(args), 1),
			append([]any{table}, args...)...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			m[r.ID] = r
		}
	}
	return m, nil
}

// changesSince reads changes in their order.
func changesSince(ctx context.Context, tx *db.Tx, q ReleaseQuery) ([]publication, error) {
	f := finding{}
	if !q.Since.IsZero() {
		f.and("p.changed_at >= " + f.arg(db.At(q.Since)))
	}
	if !q.Until.IsZero() {
		f.and("p.changed_at <= " + f.arg(db.At(q.Until)))
	}
	if q.Table != "" {
		f.and("p.resource_type = " + f.arg(q.Table))
	}
	if a := q.After; !a.At.IsZero() {
		f.and("(p.changed_at, p.resource_type, p.resource_id) > (" + f.arg(db.At(a.At)) + ", " + f.arg(a.Table) + ", " + f.arg(a.ID) + ")")
	}
	return db.Collect(ctx, tx, (*publication).fields, selectPublications+f.text()+" ORDER BY p.changed_at, p.resource_type, p.resource_id LIMIT "+f.arg(q.Most), f.args...)
}

// since is the condition that a record changed at an instant or after it. One
// that the keeper has not seen yet tells when its own row was written.
func (f *finding) since(table string, at db.Time) {
	seen := "SELECT p.resource_id FROM publication AS p WHERE p.resource_type = " + f.arg(table)
	f.and("x.id IN (" + seen + " AND p.changed_at >= " + f.arg(at) + ") OR (x.updated_at >= " + f.arg(at) + " AND x.id NOT IN (" + seen + "))")
}

// servicesWith are the services that say something of a kind.
func servicesWith(ctx context.Context, tx *db.Tx, k FactKind) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} },
		`SELECT DISTINCT f.service_id FROM service_fact AS f WHERE f.kind = $1 ORDER BY f.service_id`, string(k))
}

// sharing are the records of a table whose answers hold something that is said
// of one of the services: the services of its organisation, since each nests
// all of the organisation's places; those given at one of its places; and
// where they are given.
func sharing(ctx context.Context, tx *db.Tx, table string, services []string) (out []string, err error) {
	for part := range slices.Chunk(services, batch) {
		args := padded(part)
		some := tuples(len(args), 1)
		near := `SELECT n.id
			FROM   service AS n
			WHERE  n.id IN ` + some + `
			OR     n.organization_id IN (SELECT o.organization_id FROM service AS o WHERE o.id IN ` + some + ` AND o.organization_id <> '')
			OR     n.id IN (SELECT b.service_id FROM service_at_location AS a JOIN service_at_location AS b ON b.location_id = a.location_id WHERE a.service_id IN ` + some + ` AND a.location_id <> '')`
		q := near
		switch table {
		case "organization":
			q = `SELECT s.organization_id FROM service AS s WHERE s.organization_id <> '' AND s.id IN (` + near + `)`
		case "service_at_location":
			q = `SELECT a.id FROM service_at_location AS a WHERE a.service_id IN (` + near + `)`
		}
		rows, err := db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, q, args...)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}
