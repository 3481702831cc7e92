package consent

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// personByMark finds an organisation's own person by the mark of their code.
func personByMark(ctx context.Context, tx *db.Tx, by access.Actor, mark string) (p access.Person, err error) {
	sc := by.Scope(access.Accompany, tx.Now)
	err = tx.QueryRow(ctx, `
		SELECT p.id
		FROM   person AS p
		WHERE  p.region_id = $1 AND p.org_id = $2 AND p.code_mark = $3 AND p.ended_at IS NULL
		AND    (`+sc.Where("p", 4)+`)`, sc.Args(by.Region(), by.Org(), mark)...).Scan(&p)
	return p, err
}

// endEarlier has what a receipt allows stop at an instant, if it would last
// longer.
func endEarlier(ctx context.Context, tx *db.Tx, by access.Actor, receipt string, end time.Time) error {
	sc := by.Scope(access.SeeConsent, tx.Now)
	_, err := tx.Exec(ctx, `
		UPDATE consent SET to_at = $1
		WHERE  region_id = $2 AND receipt_id = $3 AND to_at > $1
		AND    (`+sc.Where("consent", 4)+`)`, sc.Args(db.At(end), by.Region(), receipt)...)
	return err
}
