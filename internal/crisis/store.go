package crisis

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// crisisWords is what the row of a crisis seals.
type crisisWords struct{ Title, Sector, Why string }

type crisisRow struct {
	Crisis
	sealed []byte
}

func (r *crisisRow) fields() []any {
	return []any{&r.ID, &r.Org, &r.sealed, &r.Opened, &r.Ends, &r.Review, &r.Closed}
}

// open gives the crisis with its words.
func (r crisisRow) open(k *seal.Key) (Crisis, error) {
	var w crisisWords
	err := open(k, r.ID, r.ID, r.sealed, &w)
	c := r.Crisis
	c.Title, c.Sector, c.Why = w.Title, w.Sector, w.Why
	return c, err
}

func findCrisis(ctx context.Context, tx *db.Tx, region access.Region, id string) (crisisRow, error) {
	return db.Find(ctx, tx, (*crisisRow).fields, `
		SELECT c.id, c.org_id, c.sealed, c.opened_at, c.ends_at, c.review_at, c.closed_at
		FROM   crisis AS c
		WHERE  c.region_id = $1 AND c.id = $2`, region, id)
}

// latestCrises lists those of a region, the one that ends last first.
func latestCrises(ctx context.Context, tx *db.Tx, region access.Region, most int) ([]crisisRow, error) {
	return db.Collect(ctx, tx, (*crisisRow).fields, `
		SELECT c.id, c.org_id, c.sealed, c.opened_at, c.ends_at, c.review_at, c.closed_at
		FROM   crisis AS c
		WHERE  c.region_id = $1
		ORDER  BY c.ends_at DESC, c.id DESC
		LIMIT  $2`, region, most)
}

func insertCrisis(ctx context.Context, tx *db.Tx, region access.Region, c Crisis, sealed []byte) (err error) {
	defer fault.Wrap(&err, "crisis.insertCrisis")
	_, err = tx.Exec(ctx, `
		INSERT INTO crisis (region_id, id, org_id, sealed, opened_at, ends_at, review_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, region, c.ID, c.Org, sealed, c.Opened, c.Ends, c.Review)
	return err
}

func updateCrisis(ctx context.Context, tx *db.Tx, region access.Region, c Crisis) (err error) {
	defer fault.Wrap(&err, "crisis.updateCrisis")
	_, err = tx.Exec(ctx, `
		UPDATE crisis SET ends_at = $1, review_at = $2, closed_at = $3
		WHERE  region_id = $4 AND id = $5`, c.Ends, c.Review, c.Closed, region, c.ID)
	return err
}

type memberRow struct {
	Member
	sealed []byte
}

func (m *memberRow) fields() []any { return []any{&m.Org, &m.sealed, &m.Joined, &m.Left} }

func membersOf(ctx context.Context, tx *db.Tx, region access.Region, id string) ([]memberRow, error) {
	return db.Collect(ctx, tx, (*memberRow).fields, `
		SELECT m.org_id, m.sealed, m.joined_at, m.left_at
		FROM   crisis_member AS m
		WHERE  m.region_id = $1 AND m.crisis_id = $2
		ORDER  BY m.joined_at, m.org_id`, region, id)
}

func memberNow(ctx context.Context, tx *db.Tx, region access.Region, id string, org access.Org) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT count(*) FROM crisis_member AS m
		WHERE  m.region_id = $1 AND m.crisis_id = $2 AND m.org_id = $3 AND m.left_at IS NULL`, region, id, org).Scan(&n)
	return n > 0, err
}

func countMembers(ctx context.Context, tx *db.Tx, region access.Region, id string) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*) FROM crisis_member AS m
		WHERE  m.region_id = $1 AND m.crisis_id = $2 AND m.left_at IS NULL`, region, id).Scan(&n)
	return n, err
}

// saveMember joins an organisation, again or for the first time.
func saveMember(ctx context.Context, tx *db.Tx, region access.Region, id string, org access.Org, sealed []byte) (err error) {
	defer fault.Wrap(&err, "crisis.saveMember")
	_, err = tx.Exec(ctx, `
		INSERT INTO crisis_member (region_id, crisis_id, org_id, sealed, joined_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (region_id, crisis_id, org_id) DO UPDATE
		SET    sealed = excluded.sealed, left_at = NULL,
		       joined_at = CASE WHEN crisis_member.left_at IS NULL THEN crisis_member.joined_at ELSE excluded.joined_at END`,
		region, id, org, sealed, db.At(tx.Now))
	return err
}

func endMember(ctx context.Context, tx *db.Tx, region access.Region, id string, org access.Org) (err error) {
	defer fault.Wrap(&err, "crisis.endMember")
	_, err = tx.Exec(ctx, `
		UPDATE crisis_member SET left_at = $1
		WHERE  region_id = $2 AND crisis_id = $3 AND org_id = $4`, db.At(tx.Now), region, id, org)
	return err
}

// overBefore are the crises that were over before an instant.
func overBefore(ctx context.Context, tx *db.Tx, region access.Region, before time.Time) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT c.id FROM crisis AS c
		WHERE  c.region_id = $1 AND (c.ends_at < $2 OR c.closed_at < $2)
		ORDER  BY c.id
		LIMIT  50`, region, db.At(before))
}

// deleteCrisis deletes a crisis and all that was written in it.
func deleteCrisis(ctx context.Context, tx *db.Tx, region access.Region, id string) (err error) {
	defer fault.Wrap(&err, "crisis.deleteCrisis")
	for _, q := range []string{
		`DELETE FROM crisis_entry WHERE region_id = $1 AND crisis_id = $2`,
		`DELETE FROM crisis_task WHERE region_id = $1 AND crisis_id = $2`,
		`DELETE FROM crisis_rule WHERE region_id = $1 AND crisis_id = $2`,
		`DELETE FROM crisis_member WHERE region_id = $1 AND crisis_id = $2`,
		`DELETE FROM crisis WHERE region_id = $1 AND id = $2`,
	} {
		if _, err := tx.Exec(ctx, q, region, id); err != nil {
			return err
		}
	}
	return nil
}
