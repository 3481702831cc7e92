package reach

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

type row struct {
	person access.Person
	sealed []byte
	worker access.Worker
	set    db.Time
}

func (r *row) fields() []any { return []any{&r.person, &r.sealed, &r.worker, &r.set} }

func find(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) (row, error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	return db.Find(ctx, tx, (*row).fields, `
		SELECT c.person_id, c.sealed, c.worker_id, c.set_at
		FROM   safe_contact AS c
		WHERE  c.region_id = $1 AND c.person_id = $2
		AND    (`+sc.Where("c", 3)+`)`, sc.Args(by.Region(), p)...)
}

// findForReferral lets through with the part of the package that says how to
// reach the person.
func findForReferral(ctx context.Context, tx *db.Tx, by access.Actor, r access.Referral) (row, error) {
	sc := by.Scope(access.ReadContact, tx.Now)
	return db.Find(ctx, tx, (*row).fields, `
		SELECT c.person_id, c.sealed, c.worker_id, c.set_at
		FROM   referral AS r
		JOIN   safe_contact AS c ON c.region_id = r.region_id AND c.person_id = r.person_id
		WHERE  r.region_id = $1 AND r.id = $2
		AND    (`+sc.Where("r", 3)+`)`, sc.Args(by.Region(), r)...)
}

// findByMachine is for the job that sends: it shows nothing to anybody.
func findByMachine(ctx context.Context, tx *db.Tx, region access.Region, p access.Person) (row, error) {
	return db.Find(ctx, tx, (*row).fields, `
		SELECT c.person_id, c.sealed, c.worker_id, c.set_at
		FROM   safe_contact AS c
		WHERE  c.region_id = $1 AND c.person_id = $2`, region, p)
}

// holderOf is the organisation that accompanies the person who asks: the one
// that made their thread.
func holderOf(ctx context.Context, tx *db.Tx, by access.Actor) (org access.Org, err error) {
	err = tx.QueryRow(ctx, `
		SELECT t.org_id FROM thread AS t
		WHERE  t.region_id = $1 AND t.id = $2 AND t.person_id = $3 AND t.ended_at IS NULL`, by.Region(), by.Thread(), by.Person()).Scan(&org)
	return org, err
}

// save keeps what was said, in the place of what stood there; whose person it is
// was asked before.
func save(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, org access.Org, sealed []byte) error {
	sc := by.Scope(access.SeeConsent, tx.Now)
	n, err := tx.Exec(ctx, `
		UPDATE safe_contact SET sealed = $1, worker_id = $2, set_at = $3
		WHERE  region_id = $4 AND person_id = $5
		AND    (`+sc.Where("safe_contact", 6)+`)`, sc.Args(sealed, by.Worker(), db.At(tx.Now), by.Region(), p)...)
	if err != nil || n > 0 {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO safe_contact (region_id, person_id, org_id, sealed, worker_id, set_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, by.Region(), p, org, sealed, by.Worker(), db.At(tx.Now))
	return err
}

type message struct {
	ID     string
	person access.Person
	org    access.Org
	sealed []byte
	State  State
}

func (m *message) fields() []any { return []any{&m.ID, &m.person, &m.org, &m.sealed, &m.State} }

func messageByMachine(ctx context.Context, tx *db.Tx, region access.Region, id string) (message, error) {
	return db.Find(ctx, tx, (*message).fields, `
		SELECT m.id, m.person_id, m.org_id, m.sealed, m.state
		FROM   contact_message AS m
		WHERE  m.region_id = $1 AND m.id = $2`, region, id)
}

type shown struct {
	Message
	at, until db.Time
}

func (m *shown) fields() []any { return []any{&m.ID, &m.Worker, &m.State, &m.at, &m.until} }

// messages are the latest, newest first.
func messages(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) (list []Message, err error) {
	sc := by.Scope(access.SeeConsent, tx.Now)
	rows, err := db.Collect(ctx, tx, (*shown).fields, `
		SELECT m.id, m.worker_id, m.state, m.at, m.until_at
		FROM   contact_message AS m
		WHERE  m.region_id = $1 AND m.person_id = $2
		AND    (`+sc.Where("m", 3)+`)
		ORDER  BY m.at DESC, m.id DESC
		LIMIT  5`, sc.Args(by.Region(), p)...)
	for _, r := range rows {
		r.Message.At, r.Message.Until = r.at.Time, r.until.Time
		list = append(list, r.Message)
	}
	return list, err
}

func insertMessage(ctx context.Context, tx *db.Tx, by access.Actor, m message, until time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO contact_message (region_id, id, person_id, org_id, worker_id, sealed, state, at, until_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		by.Region(), m.ID, m.person, m.org, by.Worker(), m.sealed, Waiting, db.At(tx.Now), db.At(until))
	return err
}

// settle notes what became of a message, for the job: a state and an hour.
func settle(ctx context.Context, tx *db.Tx, region access.Region, id string, s State, until time.Time) error {
	_, err := tx.Exec(ctx, `
		UPDATE contact_message SET state = $1, until_at = $2
		WHERE  region_id = $3 AND id = $4`, s, db.At(until), region, id)
	return err
}

func deleteMessagesBefore(ctx context.Context, tx *db.Tx, region access.Region, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM contact_message WHERE region_id = $1 AND at < $2 AND state <> 'waiting'`, region, db.At(before))
}

// deleteAbout forgets all that is kept here about somebody.
func deleteAbout(ctx context.Context, tx *db.Tx, region access.Region, p access.Person) error {
	if _, err := tx.Exec(ctx, `DELETE FROM contact_message WHERE region_id = $1 AND person_id = $2`, region, p); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM safe_contact WHERE region_id = $1 AND person_id = $2`, region, p)
	return err
}
