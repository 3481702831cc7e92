package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

type linkRow struct {
	Referral access.Referral
	Org      access.Org
	UsedAct  string
	used     db.Time
}

func (l *linkRow) fields() []any { return []any{&l.Referral, &l.Org, &l.used, &l.UsedAct} }

func findLink(ctx context.Context, tx *db.Tx, region access.Region, fingerprint string) (linkRow, error) {
	return db.Find(ctx, tx, (*linkRow).fields, `
		SELECT l.referral_id, l.org_id, l.used_at, l.used_act
		FROM   referral_link AS l
		WHERE  l.region_id = $1 AND l.fingerprint = $2 AND l.expires_at > $3`, region, fingerprint, db.At(tx.Now))
}

func insertLink(ctx context.Context, tx *db.Tx, r *referral, fingerprint string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO referral_link (region_id, fingerprint, referral_id, org_id, created_at, expires_at, used_act)
		VALUES ($1, $2, $3, $4, $5, $6, '')`,
		r.Region, fingerprint, r.ID, r.Receiver, db.At(tx.Now), db.At(tx.Now.Add(LinkLife)))
	return err
}

// spendLinks ends the live links of a referral, remembering by which act, and
// says how many there were.
func spendLinks(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral, act string) (int64, error) {
	return tx.Exec(ctx, `
		UPDATE referral_link SET used_at = $1, used_act = $2
		WHERE  region_id = $3 AND referral_id = $4 AND used_at IS NULL AND expires_at > $5`,
		db.At(tx.Now), act, region, id, db.At(tx.Now))
}

// linkLives says until when the actor's referral has a live link; NotFound when
// it has none any more.
func linkLives(ctx context.Context, tx *db.Tx, by access.Actor) (time.Time, error) {
	var until db.Time
	err := tx.QueryRow(ctx, `
		SELECT MAX(l.expires_at)
		FROM   referral_link AS l
		WHERE  l.region_id = $1 AND l.referral_id = $2 AND l.org_id = $3 AND l.used_at IS NULL AND l.expires_at > $4`,
		by.Region(), by.Referral(), by.Org(), db.At(tx.Now)).Scan(&until)
	if err == nil && until.IsZero() {
		err = deadLink()
	}
	return until.Time, err
}

// deadLink is the one answer for links unknown, run out or spent: a calm page
// that says what to do, and no hint of what exists.
func deadLink() error { return fault.New(fault.NotFound, "referral.link_dead") }
