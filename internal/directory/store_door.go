package directory

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

type closedDoor struct{ ID, Service, Reason, Words, Org string }

func saveClosedDoor(ctx context.Context, tx *db.Tx, region access.Region, d closedDoor) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO closed_door (region_id, id, service_id, reason, words, org_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(region), d.ID, d.Service, d.Reason, d.Words, d.Org, db.At(tx.Now))
	return err
}

func closedDoorsOf(ctx context.Context, tx *db.Tx, region access.Region, service access.Service, since db.Time) ([]ClosedDoor, error) {
	return db.Collect(ctx, tx, func(d *ClosedDoor) []any { return []any{&d.ID, &d.Reason, &d.Words, &d.Org, &d.At} }, `
		SELECT d.id, d.reason, d.words, d.org_id, d.at
		FROM   closed_door AS d
		WHERE  d.region_id = $1
		AND    d.service_id = $2
		AND    d.at >= $3
		ORDER  BY d.at DESC, d.id DESC`, string(region), string(service), since)
}

func doorsHeard(ctx context.Context, tx *db.Tx, region access.Region, since db.Time, most int) ([]DoorHeard, error) {
	return db.Collect(ctx, tx, func(d *DoorHeard) []any { return []any{&d.Service, &d.Reason, &d.At} }, `
		SELECT d.service_id, d.reason, d.at
		FROM   closed_door AS d
		WHERE  d.region_id = $1
		AND    d.at >= $2
		ORDER  BY d.at DESC, d.id DESC
		LIMIT  $3`, string(region), since, most)
}

func saveConfirmation(ctx context.Context, tx *db.Tx, service access.Service, org access.Org, name string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO service_confirmation (id, service_id, org_id, org_name, at)
		VALUES ($1, $2, $3, $4, $5)`, tx.NewID(), string(service), string(org), name, db.At(tx.Now))
	return err
}

func serviceOfDoor(ctx context.Context, tx *db.Tx, region access.Region, door string) (s access.Service, err error) {
	err = tx.QueryRow(ctx, `SELECT d.service_id FROM closed_door AS d WHERE d.region_id = $1 AND d.id = $2`, string(region), door).Scan(&s)
	return s, err
}

func saveReply(ctx context.Context, tx *db.Tx, by access.Actor, id string, service access.Service, r DoorReply) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO closed_door_reply (region_id, id, door_id, service_id, org_id, kind, words, lang, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		string(by.Region()), id, r.Report, string(service), string(by.Org()), string(r.Kind), r.Words, r.Lang, db.At(tx.Now))
	return err
}

type replyRow struct {
	DoorReply
	Service string
	at      db.Time
}

// doorReplies reads the last answer to each closed door of a region since an
// instant, latest first.
func doorReplies(ctx context.Context, tx *db.Tx, region access.Region, since db.Time) ([]replyRow, error) {
	return db.Collect(ctx, tx, func(r *replyRow) []any { return []any{&r.Report, &r.Service, &r.Kind, &r.Words, &r.Lang, &r.at} }, `
		SELECT r.door_id, r.service_id, r.kind, r.words, r.lang, r.at
		FROM   closed_door_reply AS r
		JOIN   closed_door AS d ON d.region_id = r.region_id AND d.id = r.door_id
		WHERE  r.region_id = $1
		AND    d.at >= $2
		AND    NOT EXISTS (SELECT 1 FROM closed_door_reply AS later
		                   WHERE  later.region_id = r.region_id AND later.door_id = r.door_id
		                   AND   (later.at > r.at OR (later.at = r.at AND later.id > r.id)))
		ORDER  BY r.at DESC, r.id DESC`, string(region), since)
}

// givenBy are the services of an organisation, and those that became one with
// one of them, however often.
const givenBy = `
		WITH RECURSIVE given (id) AS (
			SELECT s.id FROM service AS s WHERE s.organization_id = $1 AND s.published
			UNION
			SELECT f.service_id FROM service_redirect AS f JOIN given AS g ON g.id = f.to_id
		)`

// doorsOfOrg lists the reports since an instant on the services of an
// organisation.
func doorsOfOrg(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, since db.Time) ([]DoorReported, error) {
	return db.Collect(ctx, tx, func(d *DoorReported) []any {
		return []any{&d.ID, &d.Service, &d.Reason, &d.Words, &d.Org, &d.At}
	}, givenBy+`
		SELECT d.id, d.service_id, d.reason, d.words, d.org_id, d.at
		FROM   given AS g
		JOIN   closed_door AS d ON d.service_id = g.id
		WHERE  d.region_id = $2
		AND    d.at >= $3
		ORDER  BY d.at, d.id`, string(org), string(region), since)
}

// unansweredDoors counts those of doorsOfOrg that have no reply.
func unansweredDoors(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, since db.Time) (n int, err error) {
	err = tx.QueryRow(ctx, givenBy+`
		SELECT count(*)
		FROM   given AS g
		JOIN   closed_door AS d ON d.service_id = g.id
		WHERE  d.region_id = $2
		AND    d.at >= $3
		AND    NOT EXISTS (SELECT 1 FROM closed_door_reply AS r WHERE r.region_id = d.region_id AND r.door_id = d.id)`,
		string(org), string(region), since).Scan(&n)
	return n, err
}

func forgetDoorWords(ctx context.Context, tx *db.Tx, region access.Region, before time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE closed_door SET words = '' WHERE region_id = $1 AND at < $2 AND words <> ''`, region, db.At(before))
}
