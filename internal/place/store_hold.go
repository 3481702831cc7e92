package place

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (h *hold) fields() []any {
	return []any{&h.ID, &h.Offer, &h.Org, &h.Holder, &h.Code, &h.From, &h.Until, &h.Extended, &h.Ended, &h.Ending}
}

func (h *Held) fields() []any {
	return []any{&h.ID, &h.Offer, &h.Service, &h.Unit, &h.Population, &h.Code, &h.Until, &h.Extended, &h.Ended, &h.Ending}
}

func (p *Promised) fields() []any {
	return []any{&p.ID, &p.Service, &p.Unit, &p.Population, &p.Code, &p.Holder, &p.Until}
}

func findHold(ctx context.Context, tx *db.Tx, region access.Region, id string) (hold, error) {
	return db.Find(ctx, tx, (*hold).fields, `
		SELECT h.id, h.offer_id, h.org_id, h.holder_org_id, h.code, h.held_at, h.held_to, h.extended, h.ended_at, h.ending
		FROM   place_hold AS h
		WHERE  h.region_id = $1 AND h.id = $2`, region, id)
}

// findHeld reads a hold for the organisation that holds; for any other it is
// not there.
func findHeld(ctx context.Context, tx *db.Tx, region access.Region, holder access.Org, id string) (Held, error) {
	return db.Find(ctx, tx, (*Held).fields, `
		SELECT h.id, h.offer_id, o.service_id, o.unit, o.population, h.code, h.held_to, h.extended, h.ended_at, h.ending
		FROM   place_hold AS h
		JOIN   place_offer AS o ON o.region_id = h.region_id AND o.id = h.offer_id
		WHERE  h.region_id = $1 AND h.id = $2 AND h.holder_org_id = $3`, region, id, holder)
}

func heldBy(ctx context.Context, tx *db.Tx, region access.Region, holder access.Org) ([]Held, error) {
	return db.Collect(ctx, tx, (*Held).fields, `
		SELECT h.id, h.offer_id, o.service_id, o.unit, o.population, h.code, h.held_to, h.extended, h.ended_at, h.ending
		FROM   place_hold AS h
		JOIN   place_offer AS o ON o.region_id = h.region_id AND o.id = h.offer_id
		WHERE  h.region_id = $1 AND h.holder_org_id = $2 AND h.ended_at IS NULL AND h.held_to > $3
		ORDER  BY h.held_to, h.id`, region, holder, db.At(tx.Now))
}

func countHeldBy(ctx context.Context, tx *db.Tx, region access.Region, holder access.Org) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   place_hold AS h
		WHERE  h.region_id = $1 AND h.holder_org_id = $2 AND h.ended_at IS NULL AND h.held_to > $3`, region, holder, db.At(tx.Now)).Scan(&n)
	return n, err
}

func promisedBy(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]Promised, error) {
	return db.Collect(ctx, tx, (*Promised).fields, `
		SELECT h.id, o.service_id, o.unit, o.population, h.code, h.holder_org_id, h.held_to
		FROM   place_hold AS h
		JOIN   place_offer AS o ON o.region_id = h.region_id AND o.id = h.offer_id
		WHERE  h.region_id = $1 AND h.org_id = $2 AND h.ended_at IS NULL AND h.held_to > $3
		ORDER  BY h.held_to, h.id`, region, org, db.At(tx.Now))
}

// codeTaken reports that a hold of the organisation has this code, also one that
// ended in the last day: a door must not take one for another.
func codeTaken(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, code string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   place_hold AS h
		WHERE  h.region_id = $1 AND h.org_id = $2 AND h.code = $3`, region, org, code).Scan(&n)
	return n > 0, err
}

func insertHold(ctx context.Context, tx *db.Tx, region access.Region, h hold) (err error) {
	defer fault.Wrap(&err, "place.insertHold")
	_, err = tx.Exec(ctx, `
		INSERT INTO place_hold (region_id, id, offer_id, org_id, holder_org_id, code, held_at, held_to, extended, ended_at, ending)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		region, h.ID, h.Offer, h.Org, h.Holder, h.Code, h.From, h.Until, h.Extended, h.Ended, h.Ending)
	return err
}

func updateHold(ctx context.Context, tx *db.Tx, region access.Region, h hold) (err error) {
	defer fault.Wrap(&err, "place.updateHold(%s)", h.ID)
	_, err = tx.Exec(ctx, `
		UPDATE place_hold SET held_to = $1, extended = $2, ended_at = $3, ending = $4
		WHERE  region_id = $5 AND id = $6`,
		h.Until, h.Extended, h.Ended, h.Ending, region, h.ID)
	return err
}

func deleteEnded(ctx context.Context, tx *db.Tx, region access.Region, id string) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM place_hold
		WHERE  region_id = $1 AND id = $2 AND ended_at IS NOT NULL`, region, id)
	return err
}
