package alert

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// insertAlert is false for an alert that was taken in before.
func insertAlert(ctx context.Context, tx *db.Tx, by access.Actor, id string, a *Alert, body []byte) (fresh bool, err error) {
	defer fault.Wrap(&err, "alert.insertAlert")
	n, err := tx.Exec(ctx, `
		INSERT INTO alert (region_id, id, sender, identifier, sent_at, expires_at, org_id, body, taken_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (region_id, sender, identifier, sent_at) DO NOTHING`,
		by.Region(), id, a.Sender, a.Identifier, db.At(a.Sent), db.At(a.Expires()), by.Org(), body, db.At(tx.Now))
	return n > 0, err
}

// insertReplaced is false for what was replaced, or taken back, before.
func insertReplaced(ctx context.Context, tx *db.Tx, region access.Region, r Reference) (fresh bool, err error) {
	defer fault.Wrap(&err, "alert.insertReplaced")
	n, err := tx.Exec(ctx, `
		INSERT INTO alert_replaced (region_id, sender, identifier, sent_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (region_id, sender, identifier, sent_at) DO NOTHING`, region, r.Sender, r.Identifier, db.At(r.Sent))
	return n > 0, err
}

// livingMost is how many alerts may hold at one time: a storm has one for each of
// its areas.
const livingMost = 100

// taken is an alert as it came.
type taken struct {
	id   string
	body []byte
}

// living are those that hold, the last sent first: not past their time, and neither
// replaced nor taken back.
func living(ctx context.Context, tx *db.Tx, region access.Region) ([]taken, error) {
	return db.Collect(ctx, tx, func(t *taken) []any { return []any{&t.id, &t.body} }, `
		SELECT a.id, a.body
		FROM   alert AS a
		WHERE  a.region_id = $1 AND a.expires_at > $2 AND NOT EXISTS (
		       SELECT 1 FROM alert_replaced AS r
		       WHERE  r.region_id = a.region_id AND r.sender = a.sender AND r.identifier = a.identifier AND r.sent_at = a.sent_at)
		ORDER  BY a.sent_at DESC, a.id DESC
		LIMIT  $3`, region, db.At(tx.Now), livingMost)
}
