package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

type personRow struct {
	ID       access.Person
	Language string
	sign     string
	closed   db.Time // never without consent, not even in an emergency
	sealed   []byte
	created  db.Time
}

func (r *personRow) fields() []any {
	return []any{&r.ID, &r.sealed, &r.Language, &r.sign, &r.closed, &r.created}
}

func findPerson(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, p access.Person) (personRow, error) {
	return db.Find(ctx, tx, (*personRow).fields, `
		SELECT p.id, p.sealed, p.language, p.sign, p.closed_at, p.created_at
		FROM   person AS p
		WHERE  p.region_id = $1 AND p.id = $2 AND p.ended_at IS NULL
		AND    (`+sc.Where("p", 3)+`)`, sc.Args(region, p)...)
}

func listPersons(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope) ([]personRow, error) {
	return db.Collect(ctx, tx, (*personRow).fields, `
		SELECT p.id, p.sealed, p.language, p.sign, p.closed_at, p.created_at
		FROM   person AS p
		WHERE  p.region_id = $1 AND p.ended_at IS NULL
		AND    (`+sc.Where("p", 2)+`)
		ORDER  BY p.created_at DESC, p.id DESC`, sc.Args(region)...)
}

func insertPerson(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, mark string, sealed []byte, language string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO person (region_id, id, org_id, code_mark, sealed, language, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		by.Region(), p, by.Org(), mark, sealed, language, db.At(tx.Now))
	return err
}

func updateFacts(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, p access.Person, sealed []byte) error {
	n, err := tx.Exec(ctx, `
		UPDATE person SET sealed = $1
		WHERE  region_id = $2 AND id = $3
		AND    (`+sc.Where("person", 4)+`)`, sc.Args(sealed, region, p)...)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return err
}

// setSign is the person's own act: their record is fixed by the thread they hold.
func setSign(ctx context.Context, tx *db.Tx, by access.Actor, print string) error {
	n, err := tx.Exec(ctx, `
		UPDATE person SET sign = $1
		WHERE  region_id = $2 AND id = $3
		AND    EXISTS (SELECT 1 FROM thread AS t WHERE t.region_id = $2 AND t.person_id = $3 AND t.org_id = person.org_id AND t.id = $4 AND t.ended_at IS NULL)`,
		print, by.Region(), by.Person(), by.Thread())
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return err
}

// setClosed is the person's own act too.
func setClosed(ctx context.Context, tx *db.Tx, by access.Actor, at db.Time) error {
	n, err := tx.Exec(ctx, `
		UPDATE person SET closed_at = $1
		WHERE  region_id = $2 AND id = $3
		AND    EXISTS (SELECT 1 FROM thread AS t WHERE t.region_id = $2 AND t.person_id = $3 AND t.org_id = person.org_id AND t.id = $4 AND t.ended_at IS NULL)`,
		at, by.Region(), by.Person(), by.Thread())
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return err
}

// isClosed says whether the person who asks closed their file.
func isClosed(ctx context.Context, tx *db.Tx, by access.Actor) (bool, error) {
	var at db.Time
	err := tx.QueryRow(ctx, `
		SELECT p.closed_at
		FROM   person AS p
		JOIN   thread AS t ON t.region_id = p.region_id AND t.person_id = p.id AND t.org_id = p.org_id
		WHERE  t.region_id = $1 AND t.person_id = $2 AND t.id = $3 AND t.ended_at IS NULL`,
		by.Region(), by.Person(), by.Thread()).Scan(&at)
	return !at.IsZero(), err
}
