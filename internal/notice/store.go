package notice

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// row is a wish as it is kept.
type row struct {
	worker                      access.Worker
	rhythm                      Rhythm
	hour                        int
	quietToo                    bool
	onUnblock, onSignal, onLate bool
	calmFrom, calmTo            int
	language                    string
	sealed                      []byte
	stopMark, proofMark         string
	proofUntil, confirmed       db.Time
	toldDay                     string
	pressing, pressed           db.Time
}

func (r *row) fields() []any {
	return []any{&r.worker, &r.rhythm, &r.hour, &r.quietToo, &r.onUnblock, &r.onSignal, &r.onLate, &r.calmFrom, &r.calmTo, &r.language, &r.sealed,
		&r.stopMark, &r.proofMark, &r.proofUntil, &r.confirmed, &r.toldDay, &r.pressing, &r.pressed}
}

func find(ctx context.Context, tx *db.Tx, region access.Region, w access.Worker) (row, error) {
	return db.Find(ctx, tx, (*row).fields, `
		SELECT n.worker_id, n.rhythm, n.hour, n.quiet_too, n.on_unblock, n.on_signal, n.on_late, n.calm_from, n.calm_to, n.language, n.sealed,
		       n.stop_mark, n.proof_mark, n.proof_until, n.confirmed_at, n.told_day, n.pressing_at, n.pressed_at
		FROM   notice_wish AS n
		WHERE  n.region_id = $1 AND n.worker_id = $2`, region, w)
}

// byStop finds whose messages a secret stops; an address that was changed since
// has another.
func byStop(ctx context.Context, tx *db.Tx, region access.Region, mark string) (w access.Worker, err error) {
	err = tx.QueryRow(ctx, `
		SELECT n.worker_id FROM notice_wish AS n
		WHERE  n.region_id = $1 AND n.stop_mark = $2`, region, mark).Scan(&w)
	return w, err
}

func byProof(ctx context.Context, tx *db.Tx, region access.Region, mark string) (w access.Worker, err error) {
	err = tx.QueryRow(ctx, `
		SELECT n.worker_id FROM notice_wish AS n
		WHERE  n.region_id = $1 AND n.proof_mark = $2 AND n.proof_until > $3`, region, mark, db.At(tx.Now)).Scan(&w)
	return w, err
}

func save(ctx context.Context, tx *db.Tx, region access.Region, r row) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO notice_wish (region_id, worker_id, rhythm, hour, quiet_too, on_unblock, on_signal, on_late, calm_from, calm_to, language, sealed,
		                         stop_mark, proof_mark, proof_until, confirmed_at, told_day, pressing_at, pressed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (region_id, worker_id) DO UPDATE SET
		       rhythm = excluded.rhythm, hour = excluded.hour, quiet_too = excluded.quiet_too, on_unblock = excluded.on_unblock, on_signal = excluded.on_signal,
		       on_late = excluded.on_late, calm_from = excluded.calm_from, calm_to = excluded.calm_to, language = excluded.language, sealed = excluded.sealed,
		       stop_mark = excluded.stop_mark, proof_mark = excluded.proof_mark, proof_until = excluded.proof_until, confirmed_at = excluded.confirmed_at,
		       told_day = excluded.told_day, pressing_at = excluded.pressing_at, pressed_at = excluded.pressed_at`,
		region, r.worker, r.rhythm, r.hour, r.quietToo, r.onUnblock, r.onSignal, r.onLate, r.calmFrom, r.calmTo, r.language, r.sealed,
		r.stopMark, r.proofMark, r.proofUntil, r.confirmed, r.toldDay, r.pressing, r.pressed)
	return err
}

// due lists whose day is to be told of at an hour of a day.
func due(ctx context.Context, tx *db.Tx, region access.Region, day string, hour int) ([]row, error) {
	return db.Collect(ctx, tx, (*row).fields, `
		SELECT n.worker_id, n.rhythm, n.hour, n.quiet_too, n.on_unblock, n.on_signal, n.on_late, n.calm_from, n.calm_to, n.language, n.sealed,
		       n.stop_mark, n.proof_mark, n.proof_until, n.confirmed_at, n.told_day, n.pressing_at, n.pressed_at
		FROM   notice_wish AS n
		WHERE  n.region_id = $1 AND n.confirmed_at IS NOT NULL AND n.rhythm <> 'never' AND n.told_day < $2 AND n.hour <= $3 AND n.hour > $4
		ORDER  BY n.worker_id`, region, day, hour, hour-lateMost)
}

// claimDay marks a day as told; false when it was, here or on another node.
func claimDay(ctx context.Context, tx *db.Tx, region access.Region, w access.Worker, day string) (bool, error) {
	n, err := tx.Exec(ctx, `
		UPDATE notice_wish SET told_day = $1
		WHERE  region_id = $2 AND worker_id = $3 AND told_day < $1 AND confirmed_at IS NOT NULL AND rhythm <> 'never'`, day, region, w)
	return n == 1, err
}

// giveBackDay undoes claimDay, for a message that surely did not leave.
func giveBackDay(ctx context.Context, tx *db.Tx, region access.Region, w access.Worker, day, before string) error {
	_, err := tx.Exec(ctx, `
		UPDATE notice_wish SET told_day = $1
		WHERE  region_id = $2 AND worker_id = $3 AND told_day = $4`, before, region, w, day)
	return err
}

// press notes that something presses in an organisation, for those of its workers
// who chose to be told; what presses already stays as it is.
func press(ctx context.Context, tx *db.Tx, region access.Region, t Trigger, o access.Org) error {
	_, err := tx.Exec(ctx, `
		UPDATE notice_wish SET pressing_at = $1
		WHERE  region_id = $2 AND confirmed_at IS NOT NULL AND pressing_at IS NULL
		AND    ((on_unblock AND $3 = 'unblock') OR (on_signal AND $3 = 'signal') OR (on_late AND $3 = 'late'))
		AND    worker_id IN (SELECT h.worker_id FROM hat AS h WHERE h.org_id = $4 AND h.ended_at IS NULL)`, db.At(tx.Now), region, t, o)
	return err
}

func pressing(ctx context.Context, tx *db.Tx, region access.Region, quietSince time.Time) ([]row, error) {
	return db.Collect(ctx, tx, (*row).fields, `
		SELECT n.worker_id, n.rhythm, n.hour, n.quiet_too, n.on_unblock, n.on_signal, n.on_late, n.calm_from, n.calm_to, n.language, n.sealed,
		       n.stop_mark, n.proof_mark, n.proof_until, n.confirmed_at, n.told_day, n.pressing_at, n.pressed_at
		FROM   notice_wish AS n
		WHERE  n.region_id = $1 AND n.confirmed_at IS NOT NULL AND n.pressing_at IS NOT NULL AND (n.pressed_at IS NULL OR n.pressed_at <= $2)
		ORDER  BY n.worker_id`, region, db.At(quietSince))
}

// claimPressing takes up what presses; false when somebody did. told says that a
// message leaves, so that none follows for a while.
func claimPressing(ctx context.Context, tx *db.Tx, region access.Region, r row, told bool) (bool, error) {
	at := r.pressed
	if told {
		at = db.At(tx.Now)
	}
	n, err := tx.Exec(ctx, `
		UPDATE notice_wish SET pressing_at = NULL, pressed_at = $1
		WHERE  region_id = $2 AND worker_id = $3 AND pressing_at = $4`, at, region, r.worker, r.pressing)
	return n == 1, err
}

// giveBackPressing undoes claimPressing, for a message that surely did not leave.
func giveBackPressing(ctx context.Context, tx *db.Tx, region access.Region, r row) error {
	_, err := tx.Exec(ctx, `
		UPDATE notice_wish SET pressing_at = $1, pressed_at = $2
		WHERE  region_id = $3 AND worker_id = $4 AND pressing_at IS NULL`, r.pressing, r.pressed, region, r.worker)
	return err
}

func insertSent(ctx context.Context, tx *db.Tx, region access.Region, id string, w access.Worker, k Kind) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO notice_sent (region_id, id, worker_id, kind, sent_at)
		VALUES ($1, $2, $3, $4, $5)`, region, id, w, k, db.At(tx.Now))
	return err
}

func deleteSent(ctx context.Context, tx *db.Tx, region access.Region, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM notice_sent WHERE region_id = $1 AND id = $2`, region, id)
	return err
}

// countSent is how many messages a worker got since; of one kind, or of all but
// those that ask to confirm an address.
func countSent(ctx context.Context, tx *db.Tx, region access.Region, w access.Worker, since time.Time, proofs bool) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*) FROM notice_sent AS s
		WHERE  s.region_id = $1 AND s.worker_id = $2 AND s.sent_at > $3 AND ((s.kind = 'proof') = $4)`, region, w, db.At(since), proofs).Scan(&n)
	return n, err
}

func deleteSentBefore(ctx context.Context, tx *db.Tx, region access.Region, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM notice_sent WHERE region_id = $1 AND sent_at < $2`, region, db.At(before))
}

// deleteUnproven forgets addresses that nobody confirmed in time.
func deleteUnproven(ctx context.Context, tx *db.Tx, region access.Region, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM notice_wish WHERE region_id = $1 AND confirmed_at IS NULL AND proof_until < $2`, region, db.At(before))
}

// deleteGone forgets the wishes of a worker who works nowhere any more.
func deleteGone(ctx context.Context, tx *db.Tx, region access.Region, w access.Worker) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM notice_wish
		WHERE  region_id = $1 AND worker_id = $2
		AND    NOT EXISTS (SELECT 1 FROM hat AS h JOIN worker AS w ON w.id = h.worker_id
		                   WHERE h.worker_id = $2 AND h.ended_at IS NULL AND w.disabled_at IS NULL)`, region, w)
	return err
}
