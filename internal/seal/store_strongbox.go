package seal

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func hasStrongbox(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (has bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT 1 FROM strongbox AS b WHERE b.region_id = $1 AND b.org_id = $2)`, region, org).Scan(&has)
	return has, err
}

// openingIn is a strongbox as it is open in a session that lives. The session is
// looked up in the statement: one that was ended opens nothing at the next query,
// on any node.
func openingIn(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, session string) (locked []byte, err error) {
	err = tx.QueryRow(ctx, `
		SELECT o.locked
		FROM   strongbox_opening AS o
		JOIN   session AS s ON s.fingerprint = o.session AND s.worker_id = o.worker_id
		JOIN   hat AS h ON h.id = s.hat_id AND h.org_id = o.org_id
		WHERE  o.region_id = $1 AND o.org_id = $2 AND o.session = $3 AND o.ends_at > $4
		AND    s.ended_at IS NULL AND s.expires_at > $4 AND h.ended_at IS NULL`,
		region, org, session, db.At(tx.Now)).Scan(&locked)
	return locked, err
}
