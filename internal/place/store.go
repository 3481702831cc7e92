package place

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (o *Offer) fields() []any {
	return []any{&o.ID, &o.Org, &o.Service, &o.Unit, &o.Population, &o.Free, &o.Said, &o.Believed, &o.Ends, &o.Minutes, &o.Closed, &o.Held}
}

// findOffer reads a count with what is held of it at the transaction's instant:
// time is in the predicate, so a hold that passed its time holds nothing.
func findOffer(ctx context.Context, tx *db.Tx, region access.Region, id string) (Offer, error) {
	return db.Find(ctx, tx, (*Offer).fields, `
		SELECT o.id, o.org_id, o.service_id, o.unit, o.population, o.free, o.said_at, o.believed_to, o.ends_at, o.hold_minutes, o.closed_at,
		       (SELECT count(*) FROM place_hold AS h
		        WHERE h.region_id = o.region_id AND h.offer_id = o.id AND h.ended_at IS NULL AND h.held_to > $1)
		FROM   place_offer AS o
		WHERE  o.region_id = $2 AND o.id = $3`, db.At(tx.Now), region, id)
}

func offersOf(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]Offer, error) {
	return db.Collect(ctx, tx, (*Offer).fields, `
		SELECT o.id, o.org_id, o.service_id, o.unit, o.population, o.free, o.said_at, o.believed_to, o.ends_at, o.hold_minutes, o.closed_at,
		       (SELECT count(*) FROM place_hold AS h
		        WHERE h.region_id = o.region_id AND h.offer_id = o.id AND h.ended_at IS NULL AND h.held_to > $1)
		FROM   place_offer AS o
		WHERE  o.region_id = $2 AND o.org_id = $3 AND o.closed_at IS NULL AND (o.ends_at IS NULL OR o.ends_at > $1)
		ORDER  BY o.service_id, o.unit, o.population, o.id`, db.At(tx.Now), region, org)
}

func boardOf(ctx context.Context, tx *db.Tx, region access.Region) ([]Offer, error) {
	return db.Collect(ctx, tx, (*Offer).fields, `
		SELECT o.id, o.org_id, o.service_id, o.unit, o.population, o.free, o.said_at, o.believed_to, o.ends_at, o.hold_minutes, o.closed_at,
		       (SELECT count(*) FROM place_hold AS h
		        WHERE h.region_id = o.region_id AND h.offer_id = o.id AND h.ended_at IS NULL AND h.held_to > $1)
		FROM   place_offer AS o
		WHERE  o.region_id = $2 AND o.closed_at IS NULL AND (o.ends_at IS NULL OR o.ends_at > $1)
		ORDER  BY o.unit, o.population, o.service_id, o.id
		LIMIT  $3`, db.At(tx.Now), region, BoardMost)
}

func insertOffer(ctx context.Context, tx *db.Tx, region access.Region, o Offer) (err error) {
	defer fault.Wrap(&err, "place.insertOffer")
	_, err = tx.Exec(ctx, `
		INSERT INTO place_offer (region_id, id, org_id, service_id, unit, population, free, said_at, believed_to, ends_at, hold_minutes, closed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		region, o.ID, o.Org, o.Service, o.Unit, o.Population, o.Free, o.Said, o.Believed, o.Ends, o.Minutes, o.Closed)
	return err
}

func updateOffer(ctx context.Context, tx *db.Tx, region access.Region, o Offer) (err error) {
	defer fault.Wrap(&err, "place.updateOffer(%s)", o.ID)
	_, err = tx.Exec(ctx, `
		UPDATE place_offer SET free = $1, said_at = $2, believed_to = $3, hold_minutes = $4, closed_at = $5
		WHERE  region_id = $6 AND id = $7`,
		o.Free, o.Said, o.Believed, o.Minutes, o.Closed, region, o.ID)
	return err
}
