package round

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (d *Device) fields() []any {
	return []any{&d.ID, &d.Round, &d.Worker, &d.Label, &d.Paper, &d.Lent, &d.Claimed, &d.Seen, &d.Skew, &d.Waiting, &d.Handed, &d.Revoked}
}

// insertDevice lends: the secrets of the phone itself come when it opens its
// link, and until then no mark equals what none has.
func insertDevice(ctx context.Context, tx *db.Tx, region access.Region, d Device, link string) (err error) {
	defer fault.Wrap(&err, "round.insertDevice")
	_, err = tx.Exec(ctx, `
		INSERT INTO round_device (region_id, id, round_id, worker_id, label, paper, link_mark, claim_mark, sender_mark, lent_at, claimed_at, seen_at, skew, waiting)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', $8, $9, $10, 0, 0)`,
		region, d.ID, d.Round, d.Worker, d.Label, d.Paper, link, d.Lent, d.Claimed, d.Seen)
	return err
}

func findDevice(ctx context.Context, tx *db.Tx, region access.Region, round, id string) (Device, error) {
	return db.Find(ctx, tx, (*Device).fields, `
		SELECT d.id, d.round_id, d.worker_id, d.label, d.paper, d.lent_at, d.claimed_at, d.seen_at, d.skew, d.waiting, d.handed_at, d.revoked_at
		FROM   round_device AS d
		WHERE  d.region_id = $1 AND d.round_id = $2 AND d.id = $3`, region, round, id)
}

// A phone is found by the mark of one of its three secrets. No mark is empty:
// it is made with a key, of whatever was said. Each has its statement, so that
// each has its index.

func deviceByLink(ctx context.Context, tx *db.Tx, region access.Region, mark string) (Device, error) {
	return db.Find(ctx, tx, (*Device).fields, `
		SELECT d.id, d.round_id, d.worker_id, d.label, d.paper, d.lent_at, d.claimed_at, d.seen_at, d.skew, d.waiting, d.handed_at, d.revoked_at
		FROM   round_device AS d
		WHERE  d.region_id = $1 AND d.link_mark = $2`, region, mark)
}

func deviceByClaim(ctx context.Context, tx *db.Tx, region access.Region, mark string) (Device, error) {
	return db.Find(ctx, tx, (*Device).fields, `
		SELECT d.id, d.round_id, d.worker_id, d.label, d.paper, d.lent_at, d.claimed_at, d.seen_at, d.skew, d.waiting, d.handed_at, d.revoked_at
		FROM   round_device AS d
		WHERE  d.region_id = $1 AND d.claim_mark = $2`, region, mark)
}

func deviceBySender(ctx context.Context, tx *db.Tx, region access.Region, mark string) (Device, error) {
	return db.Find(ctx, tx, (*Device).fields, `
		SELECT d.id, d.round_id, d.worker_id, d.label, d.paper, d.lent_at, d.claimed_at, d.seen_at, d.skew, d.waiting, d.handed_at, d.revoked_at
		FROM   round_device AS d
		WHERE  d.region_id = $1 AND d.sender_mark = $2`, region, mark)
}

func claimOf(ctx context.Context, tx *db.Tx, region access.Region, id string) (mark string, err error) {
	defer fault.Wrap(&err, "round.claimOf(%s)", id)
	err = tx.QueryRow(ctx, `
		SELECT d.claim_mark FROM round_device AS d
		WHERE  d.region_id = $1 AND d.id = $2`, region, id).Scan(&mark)
	return mark, err
}

func claimDevice(ctx context.Context, tx *db.Tx, region access.Region, d Device, claim, sender string) (err error) {
	defer fault.Wrap(&err, "round.claimDevice(%s)", d.ID)
	_, err = tx.Exec(ctx, `
		UPDATE round_device SET claimed_at = $1, claim_mark = $2, sender_mark = $3
		WHERE  region_id = $4 AND id = $5`, d.Claimed, claim, sender, region, d.ID)
	return err
}

func updateDevice(ctx context.Context, tx *db.Tx, region access.Region, d Device) (err error) {
	defer fault.Wrap(&err, "round.updateDevice(%s)", d.ID)
	_, err = tx.Exec(ctx, `
		UPDATE round_device SET seen_at = $1, skew = $2, waiting = $3, handed_at = $4, revoked_at = $5
		WHERE  region_id = $6 AND id = $7`, d.Seen, d.Skew, d.Waiting, d.Handed, d.Revoked, region, d.ID)
	return err
}

// devicesOf are the phones of a round, with what came from each.
func devicesOf(ctx context.Context, tx *db.Tx, region access.Region, round string) ([]Device, error) {
	return db.Collect(ctx, tx, func(d *Device) []any { return append(d.fields(), &d.Received) }, `
		SELECT d.id, d.round_id, d.worker_id, d.label, d.paper, d.lent_at, d.claimed_at, d.seen_at, d.skew, d.waiting, d.handed_at, d.revoked_at,
		       (SELECT count(*) FROM round_visit AS v WHERE v.region_id = d.region_id AND v.device_id = d.id)
		FROM   round_device AS d
		WHERE  d.region_id = $1 AND d.round_id = $2
		ORDER  BY d.lent_at, d.id`, region, round)
}
