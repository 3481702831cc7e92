package partner

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

const subscriptionColumns = `n.id, n.system_id, n.org_id, n.sealed, n.side, n.state, n.told, n.version, n.created_at, n.ends_at`

type subscriptionRow struct {
	Subscription
	made, ends db.Time
}

func (r *subscriptionRow) fields() []any {
	return []any{&r.ID, &r.System, &r.Org, &r.sealed, &r.Side, &r.State, &r.Told, &r.Version, &r.made, &r.ends}
}

func (r subscriptionRow) value() Subscription {
	s := r.Subscription
	s.Made, s.Ends = r.made.Time, r.ends.Time
	return s
}

func insertSubscription(ctx context.Context, tx *db.Tx, region access.Region, s Subscription, sealed []byte) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO partner_subscription (region_id, id, system_id, org_id, sealed, side, state, told, version, created_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 1, $8, $9)`,
		region, s.ID, s.System, s.Org, sealed, s.Side, s.State, db.At(s.Made), db.At(s.Ends))
	return err
}

// findSubscription is for the system that made it. Past its end it is off.
func findSubscription(ctx context.Context, tx *db.Tx, by access.Actor, id string) (Subscription, error) {
	r, err := db.Find(ctx, tx, (*subscriptionRow).fields, `
		SELECT `+subscriptionColumns+`
		FROM   partner_subscription AS n
		WHERE  n.region_id = $1 AND n.id = $2 AND n.system_id = $3 AND n.org_id = $4`, by.Region(), id, by.Worker(), by.Org())
	s := r.value()
	if !s.Ends.IsZero() && !s.Ends.After(tx.Now) {
		s.State = Off
	}
	return s, err
}

// subscriptionsOf are those of an organisation's systems that were not ended.
func subscriptionsOf(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]Subscription, error) {
	rows, err := db.Collect(ctx, tx, (*subscriptionRow).fields, `
		SELECT `+subscriptionColumns+`
		FROM   partner_subscription AS n
		WHERE  n.region_id = $1 AND n.org_id = $2 AND n.state <> 'off'
		AND    (n.ends_at IS NULL OR n.ends_at > $3)
		ORDER  BY n.created_at, n.id`, region, org, db.At(tx.Now))
	list := make([]Subscription, len(rows))
	for i, r := range rows {
		list[i] = r.value()
	}
	return list, err
}

// liveSubscription asks in one statement whether it and its system still live.
func liveSubscription(ctx context.Context, tx *db.Tx, region access.Region, id string) (Subscription, error) {
	r, err := db.Find(ctx, tx, (*subscriptionRow).fields, `
		SELECT `+subscriptionColumns+`
		FROM   partner_subscription AS n
		JOIN   partner_system AS s ON s.region_id = n.region_id AND s.id = n.system_id
		WHERE  n.region_id = $1 AND n.id = $2 AND n.state <> 'off' AND s.revoked_at IS NULL
		AND    (n.ends_at IS NULL OR n.ends_at > $3)`, region, id, db.At(tx.Now))
	return r.value(), err
}

// working are those that answered when they were tried.
func working(ctx context.Context, tx *db.Tx, region access.Region) ([]string, error) {
	return db.Collect(ctx, tx, func(id *string) []any { return []any{id} }, `
		SELECT n.id
		FROM   partner_subscription AS n
		WHERE  n.region_id = $1 AND n.state = 'active'
		AND    (n.ends_at IS NULL OR n.ends_at > $2)
		ORDER  BY n.id`, region, db.At(tx.Now))
}

func subscribed(ctx context.Context, tx *db.Tx, by access.Actor) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   partner_subscription AS n
		WHERE  n.region_id = $1 AND n.system_id = $2 AND n.state <> 'off'
		AND    (n.ends_at IS NULL OR n.ends_at > $3)`, by.Region(), by.Worker(), db.At(tx.Now)).Scan(&n)
	return n, err
}

func saveSubscription(ctx context.Context, tx *db.Tx, region access.Region, s Subscription) error {
	_, err := tx.Exec(ctx, `
		UPDATE partner_subscription SET state = $1, version = $2
		WHERE  region_id = $3 AND id = $4`, s.State, s.Version, region, s.ID)
	return err
}

func allOfSystem(ctx context.Context, tx *db.Tx, region access.Region, system string) ([]string, error) {
	return db.Collect(ctx, tx, func(id *string) []any { return []any{id} }, `
		SELECT n.id
		FROM   partner_subscription AS n
		WHERE  n.region_id = $1 AND n.system_id = $2 AND n.sealed IS NOT NULL
		ORDER  BY n.id`, region, system)
}

func endAllOfSystem(ctx context.Context, tx *db.Tx, region access.Region, system string) error {
	_, err := tx.Exec(ctx, `
		UPDATE partner_subscription SET sealed = NULL, state = 'off', version = version + 1
		WHERE  region_id = $1 AND system_id = $2`, region, system)
	return err
}

// tellOne counts one more event.
func tellOne(ctx context.Context, tx *db.Tx, region access.Region, id string) (n int64, err error) {
	if _, err := tx.Exec(ctx, `
		UPDATE partner_subscription SET told = told + 1
		WHERE  region_id = $1 AND id = $2`, region, id); err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `
		SELECT n.told
		FROM   partner_subscription AS n
		WHERE  n.region_id = $1 AND n.id = $2`, region, id).Scan(&n)
	return n, err
}
