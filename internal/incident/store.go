package incident

import (
	"context"
	"encoding/json"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

func (x *Incident) fields() []any { return []any{&x.ID, &x.Opened, &x.Closed} }

// entryRow is a saying as it is kept.
type entryRow struct {
	id, incident string
	worker       access.Worker
	sealed       []byte
	at           db.Time
}

func (e *entryRow) fields() []any { return []any{&e.id, &e.incident, &e.worker, &e.sealed, &e.at} }

func (e entryRow) open(k *seal.Key) (said Said, err error) {
	plain, err := k.Open(e.sealed, e.incident, e.id)
	if err != nil {
		return said, err
	}
	return said, json.Unmarshal(plain, &said)
}

func insertIncident(ctx context.Context, tx *db.Tx, by access.Actor, id string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO incident (region_id, id, org_id, opened_at, closed_at)
		VALUES ($1, $2, $3, $4, NULL)`, by.Region(), id, by.Org(), db.At(tx.Now))
	return err
}

func insertEntry(ctx context.Context, tx *db.Tx, by access.Actor, incident, id string, sealed []byte) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO incident_entry (region_id, id, incident_id, worker_id, sealed, at)
		VALUES ($1, $2, $3, $4, $5, $6)`, by.Region(), id, incident, by.Worker(), sealed, db.At(tx.Now))
	return err
}

func findIncident(ctx context.Context, tx *db.Tx, sc access.Scope, region access.Region, id string) (Incident, error) {
	return db.Find(ctx, tx, (*Incident).fields, `
		SELECT i.id, i.opened_at, i.closed_at
		FROM   incident AS i
		WHERE  i.region_id = $1 AND i.id = $2
		AND    (`+sc.Where("i", 3)+`)`, sc.Args(region, id)...)
}

func incidents(ctx context.Context, tx *db.Tx, sc access.Scope, region access.Region) ([]Incident, error) {
	return db.Collect(ctx, tx, (*Incident).fields, `
		SELECT i.id, i.opened_at, i.closed_at
		FROM   incident AS i
		WHERE  i.region_id = $1
		AND    (`+sc.Where("i", 2)+`)
		ORDER  BY i.opened_at DESC, i.id DESC`, sc.Args(region)...)
}

// entriesOf are all sayings of an incident, the latest first.
func entriesOf(ctx context.Context, tx *db.Tx, sc access.Scope, region access.Region, id string) ([]entryRow, error) {
	return db.Collect(ctx, tx, (*entryRow).fields, `
		SELECT e.id, e.incident_id, e.worker_id, e.sealed, e.at
		FROM   incident_entry AS e
		JOIN   incident AS i ON i.region_id = e.region_id AND i.id = e.incident_id
		WHERE  e.region_id = $1 AND e.incident_id = $2
		AND    (`+sc.Where("i", 3)+`)
		ORDER  BY e.at DESC, e.id DESC`, sc.Args(region, id)...)
}

// latestEntries are the last sayings of each incident, in order of time.
func latestEntries(ctx context.Context, tx *db.Tx, sc access.Scope, region access.Region) ([]entryRow, error) {
	return db.Collect(ctx, tx, (*entryRow).fields, `
		SELECT e.id, e.incident_id, e.worker_id, e.sealed, e.at
		FROM   incident_entry AS e
		JOIN   incident AS i ON i.region_id = e.region_id AND i.id = e.incident_id
		WHERE  e.region_id = $1
		AND    NOT EXISTS (SELECT 1 FROM incident_entry AS later
		                   WHERE  later.region_id = e.region_id AND later.incident_id = e.incident_id AND later.at > e.at)
		AND    (`+sc.Where("i", 2)+`)
		ORDER  BY e.at, e.id`, sc.Args(region)...)
}

func closeIncident(ctx context.Context, tx *db.Tx, sc access.Scope, region access.Region, id string) error {
	n, err := tx.Exec(ctx, `
		UPDATE incident AS i SET closed_at = $1
		WHERE  i.region_id = $2 AND i.id = $3 AND i.closed_at IS NULL
		AND    (`+sc.Where("i", 4)+`)`, sc.Args(db.At(tx.Now), region, id)...)
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return err
}

// heldBy are an organisation's incidents, by their ids.
func heldBy(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT i.id FROM incident AS i WHERE i.region_id = $1 AND i.org_id = $2`, region, org)
}

// quietBefore are the incidents of which nothing was said since an instant.
func quietBefore(ctx context.Context, tx *db.Tx, region access.Region, before time.Time, most int) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT i.id
		FROM   incident AS i
		WHERE  i.region_id = $1 AND i.opened_at < $2
		AND    NOT EXISTS (SELECT 1 FROM incident_entry AS e
		                   WHERE  e.region_id = i.region_id AND e.incident_id = i.id AND e.at >= $2)
		ORDER  BY i.opened_at, i.id LIMIT $3`, region, db.At(before), most)
}

func deleteIncident(ctx context.Context, tx *db.Tx, region access.Region, id string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM incident_entry WHERE region_id = $1 AND incident_id = $2`, region, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM incident WHERE region_id = $1 AND id = $2`, region, id)
	return err
}
