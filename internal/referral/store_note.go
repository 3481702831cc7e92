package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func insertNote(ctx context.Context, tx *db.Tx, r *referral, n Note, sealed []byte) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO referral_note (region_id, id, referral_id, side, org_id, team_id, worker_id, sealed, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.Region, n.ID, r.ID, n.Side, n.Org, n.Team, n.Worker, sealed, db.At(n.At))
	return err
}

// insertNoteRead reports whether it is the organisation's first.
func insertNoteRead(ctx context.Context, tx *db.Tx, by access.Actor, note string) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO referral_note_read (region_id, note_id, org_id, worker_id, at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (region_id, note_id, org_id) DO NOTHING`,
		by.Region(), note, by.Org(), by.Worker(), db.At(tx.Now))
	return n > 0, err
}

type noteRow struct {
	Note
	at, read db.Time
	sealed   []byte
}

func (n *noteRow) fields() []any {
	return []any{&n.ID, &n.at, &n.Side, &n.Org, &n.Team, &n.Worker, &n.sealed, &n.Read.Org, &n.Read.Worker, &n.read}
}

func (n noteRow) value() Note {
	v := n.Note
	v.At, v.Read.At = n.at.Time, n.read.Time
	return v
}

// noteColumns: of two organisations, the one that did not write is the one that
// reads.
const noteColumns = `n.id, n.at, n.side, n.org_id, n.team_id, n.worker_id, n.sealed, COALESCE(k.org_id, ''), COALESCE(k.worker_id, ''), k.at`

func notes(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id access.Referral) ([]noteRow, error) {
	return db.Collect(ctx, tx, (*noteRow).fields, `
		SELECT `+noteColumns+`
		FROM   referral AS r
		JOIN   referral_note AS n ON n.region_id = r.region_id AND n.referral_id = r.id
		LEFT JOIN referral_note_read AS k ON k.region_id = n.region_id AND k.note_id = n.id AND k.org_id <> n.org_id
		WHERE  r.region_id = $1 AND r.id = $2
		AND    (`+sc.Where("r", 3)+`)
		ORDER  BY n.at DESC, n.id DESC`, sc.Args(region, id)...)
}

// noteOf is one observation of a referral, by its id.
func noteOf(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id access.Referral, note string) (Note, error) {
	n, err := db.Find(ctx, tx, (*noteRow).fields, `
		SELECT `+noteColumns+`
		FROM   referral AS r
		JOIN   referral_note AS n ON n.region_id = r.region_id AND n.referral_id = r.id
		LEFT JOIN referral_note_read AS k ON k.region_id = n.region_id AND k.note_id = n.id AND k.org_id <> n.org_id
		WHERE  r.region_id = $1 AND r.id = $2 AND n.id = $3
		AND    (`+sc.Where("r", 4)+`)`, sc.Args(region, id, note)...)
	return n.value(), err
}

type waiting struct {
	id access.Referral
	n  int
}

// unread counts, per referral, the observations of the other side that wait for
// the organisation's "lu".
func unread(ctx context.Context, tx *db.Tx, by access.Actor, sc access.Scope) ([]waiting, error) {
	return db.Collect(ctx, tx, func(w *waiting) []any { return []any{&w.id, &w.n} }, `
		SELECT n.referral_id, count(*)
		FROM   referral AS r
		JOIN   referral_note AS n ON n.region_id = r.region_id AND n.referral_id = r.id
		LEFT JOIN referral_note_read AS k ON k.region_id = n.region_id AND k.note_id = n.id AND k.org_id <> n.org_id
		WHERE  r.region_id = $1 AND n.org_id <> $2 AND k.at IS NULL
		AND    (`+sc.Where("r", 3)+`)
		GROUP  BY n.referral_id
		ORDER  BY n.referral_id`, sc.Args(by.Region(), by.Org())...)
}
