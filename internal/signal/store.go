package signal

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

type signalRow struct {
	Signal
	sealed, spot []byte
	forAll       bool
}

func (r *signalRow) fields() []any {
	return []any{&r.ID, &r.Org, &r.Via, &r.Need, &r.Place, &r.Since, &r.Language, &r.At, &r.sealed, &r.spot, &r.Voice, &r.forAll}
}

func findSignal(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) (signalRow, error) {
	return db.Find(ctx, tx, (*signalRow).fields, `
		SELECT s.id, s.org_id, s.via, s.need, s.place, s.since, s.language, s.said_at, s.sealed, s.spot, COALESCE(v.kind, ''), s.for_all
		FROM   signal AS s
		LEFT   JOIN signal_voice AS v ON v.region_id = s.region_id AND v.signal_id = s.id
		WHERE  s.region_id = $1 AND s.id = $2 AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = s.region_id AND t.signal_id = s.id AND (`+sc.Where("t", 3)+`))`,
		sc.Args(region, id)...)
}

// latest lists what the actor sees, the newest first, fifty at most.
func latest(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope) ([]signalRow, error) {
	return db.Collect(ctx, tx, (*signalRow).fields, `
		SELECT s.id, s.org_id, s.via, s.need, s.place, s.since, s.language, s.said_at, s.sealed, s.spot, COALESCE(v.kind, ''), s.for_all
		FROM   signal AS s
		LEFT   JOIN signal_voice AS v ON v.region_id = s.region_id AND v.signal_id = s.id
		WHERE  s.region_id = $1 AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = s.region_id AND t.signal_id = s.id AND (`+sc.Where("t", 2)+`))
		ORDER  BY s.said_at DESC, s.id DESC
		LIMIT  50`, sc.Args(region)...)
}

func insertSignal(ctx context.Context, tx *db.Tx, region access.Region, g Signal, talk string, sealed, spot []byte, forAll bool) (err error) {
	defer fault.Wrap(&err, "signal.insertSignal")
	_, err = tx.Exec(ctx, `
		INSERT INTO signal (region_id, id, talk_id, org_id, via, need, place, since, language, sealed, spot, for_all, said_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		region, g.ID, talk, g.Org, g.Via, g.Need, g.Place, g.Since, g.Language, sealed, spot, forAll, g.At)
	return err
}

func insertSeat(ctx context.Context, tx *db.Tx, region access.Region, id, signal string, org access.Org) (err error) {
	defer fault.Wrap(&err, "signal.insertSeat")
	_, err = tx.Exec(ctx, `
		INSERT INTO signal_seat (region_id, id, signal_id, org_id, at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (region_id, signal_id, org_id) DO NOTHING`, region, id, signal, org, db.At(tx.Now))
	return err
}

type voiceRow struct {
	kind   string
	sealed []byte
}

func (v *voiceRow) fields() []any { return []any{&v.kind, &v.sealed} }

func findVoice(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) (voiceRow, error) {
	return db.Find(ctx, tx, (*voiceRow).fields, `
		SELECT v.kind, v.sealed
		FROM   signal_voice AS v
		WHERE  v.region_id = $1 AND v.signal_id = $2 AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = v.region_id AND t.signal_id = v.signal_id AND (`+sc.Where("t", 3)+`))`,
		sc.Args(region, id)...)
}

func insertVoice(ctx context.Context, tx *db.Tx, region access.Region, signal, kind string, sealed []byte) (err error) {
	defer fault.Wrap(&err, "signal.insertVoice")
	_, err = tx.Exec(ctx, `
		INSERT INTO signal_voice (region_id, signal_id, kind, sealed) VALUES ($1, $2, $3, $4)`, region, signal, kind, sealed)
	return err
}

// talkOf is the conversation that said a signal; empty: a worker did, or it was
// erased.
func talkOf(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) (talk string, err error) {
	err = tx.QueryRow(ctx, `
		SELECT s.talk_id
		FROM   signal AS s
		WHERE  s.region_id = $1 AND s.id = $2 AND EXISTS (
		       SELECT 1 FROM signal_seat AS t WHERE t.region_id = s.region_id AND t.signal_id = s.id AND (`+sc.Where("t", 3)+`))`,
		sc.Args(region, id)...).Scan(&talk)
	return talk, err
}

// untie has signals say no more which conversation they came from.
func untie(ctx context.Context, tx *db.Tx, region access.Region, talk string) (err error) {
	defer fault.Wrap(&err, "signal.untie")
	_, err = tx.Exec(ctx, `UPDATE signal SET talk_id = '' WHERE region_id = $1 AND talk_id = $2 AND talk_id <> ''`, region, talk)
	return err
}

// saidBefore are signals said before an instant, fifty at most.
func saidBefore(ctx context.Context, tx *db.Tx, region access.Region, before time.Time) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT s.id FROM signal AS s
		WHERE  s.region_id = $1 AND s.said_at < $2
		ORDER  BY s.said_at, s.id
		LIMIT  50`, region, db.At(before))
}

// deleteSignal deletes a signal and all that was added to it.
func deleteSignal(ctx context.Context, tx *db.Tx, region access.Region, id string) (err error) {
	defer fault.Wrap(&err, "signal.deleteSignal")
	for _, q := range []string{
		`DELETE FROM signal_voice WHERE region_id = $1 AND signal_id = $2`,
		`DELETE FROM signal_leg WHERE region_id = $1 AND signal_id = $2`,
		`DELETE FROM signal_join WHERE region_id = $1 AND signal_id = $2`,
		`DELETE FROM signal_seat WHERE region_id = $1 AND signal_id = $2`,
		`DELETE FROM signal WHERE region_id = $1 AND id = $2`,
	} {
		if _, err := tx.Exec(ctx, q, region, id); err != nil {
			return err
		}
	}
	return nil
}
