package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// heldBy are all whom an organisation accompanies, to put them into its
// strongbox.
func heldBy(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]personRow, error) {
	return db.Collect(ctx, tx, (*personRow).fields, `
		SELECT p.id, p.sealed, p.language, p.sign, p.closed_at, p.created_at
		FROM   person AS p
		WHERE  p.region_id = $1 AND p.org_id = $2 AND p.ended_at IS NULL`, region, org)
}

func remark(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, mark string) error {
	_, err := tx.Exec(ctx, `
		UPDATE person SET code_mark = $1
		WHERE  region_id = $2 AND id = $3 AND org_id = $4`, mark, by.Region(), p, by.Org())
	return err
}
