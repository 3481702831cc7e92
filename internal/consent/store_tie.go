package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

type tieRow struct {
	id      string
	worker  access.Worker
	sealed  []byte
	created db.Time
}

func (t *tieRow) fields() []any { return []any{&t.id, &t.worker, &t.sealed, &t.created} }

func insertTie(ctx context.Context, tx *db.Tx, by access.Actor, id string, sealed []byte) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO worker_tie (region_id, id, org_id, worker_id, sealed, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, by.Region(), id, by.Org(), by.Worker(), sealed, db.At(tx.Now))
	return err
}

// tiesOf are those of one worker or, without one, of all who work there.
func tiesOf(ctx context.Context, tx *db.Tx, region access.Region, o access.Org, w access.Worker) ([]tieRow, error) {
	return db.Collect(ctx, tx, (*tieRow).fields, `
		SELECT t.id, t.worker_id, t.sealed, t.created_at
		FROM   worker_tie AS t
		WHERE  t.region_id = $1 AND t.org_id = $2 AND ($3 = '' OR t.worker_id = $3)
		ORDER  BY t.created_at, t.id`, region, o, w)
}

func countTies(ctx context.Context, tx *db.Tx, by access.Actor) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*) FROM worker_tie AS t
		WHERE  t.region_id = $1 AND t.org_id = $2 AND t.worker_id = $3`, by.Region(), by.Org(), by.Worker()).Scan(&n)
	return n, err
}

func deleteTie(ctx context.Context, tx *db.Tx, by access.Actor, id string) (int64, error) {
	return tx.Exec(ctx, `
		DELETE FROM worker_tie
		WHERE  region_id = $1 AND org_id = $2 AND worker_id = $3 AND id = $4`, by.Region(), by.Org(), by.Worker(), id)
}

// deleteTies are all of one worker in an organisation.
func deleteTies(ctx context.Context, tx *db.Tx, region access.Region, o access.Org, w access.Worker) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM worker_tie
		WHERE  region_id = $1 AND org_id = $2 AND worker_id = $3`, region, o, w)
	return err
}

// isKeptAway is for the barrier itself, which must not be raised twice: whether a
// row of it stands, and nothing else.
func isKeptAway(ctx context.Context, tx *db.Tx, region access.Region, p access.Person, o access.Org, w access.Worker) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   consent AS c
		WHERE  c.region_id = $1 AND c.person_id = $2 AND c.recipient_org_id = $3 AND c.recipient_worker_id = $4
		AND    c.answer = 'refused' AND c.withdrawn_at IS NULL AND c.wording = $5`, region, p, o, w, acquainted).Scan(&n)
	return n > 0, err
}
