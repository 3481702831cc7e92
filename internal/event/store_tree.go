package event

import (
	"context"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func insertHash(ctx context.Context, tx *db.Tx, idx int64, h tlog.Hash) error {
	_, err := tx.Exec(ctx, `INSERT INTO log_hash (idx, hash) VALUES ($1, $2)`, idx, h[:])
	return err
}

func findHash(ctx context.Context, tx *db.Tx, idx int64) (h tlog.Hash, err error) {
	var b []byte
	if err := tx.QueryRow(ctx, `SELECT l.hash FROM log_hash AS l WHERE l.idx = $1`, idx).Scan(&b); err != nil {
		return h, err
	}
	if len(b) != len(h) {
		return h, fault.New(fault.Internal, "log.hash_malformed", "idx", idx, "n", len(b))
	}
	return tlog.Hash(b), nil
}

func insertCheckpoint(ctx context.Context, tx *db.Tx, size int64, note string) error {
	_, err := tx.Exec(ctx, `INSERT INTO log_checkpoint (size, at, note) VALUES ($1, $2, $3)`, size, db.At(tx.Now), note)
	return err
}

type stored struct {
	size int64
	note string
}

func checkpoints(ctx context.Context, tx *db.Tx) ([]stored, error) {
	return db.Collect(ctx, tx, func(c *stored) []any { return []any{&c.size, &c.note} },
		`SELECT c.size, c.note FROM log_checkpoint AS c ORDER BY c.size`)
}

func latestCheckpoint(ctx context.Context, tx *db.Tx) (note string, err error) {
	err = tx.QueryRow(ctx, `SELECT c.note FROM log_checkpoint AS c ORDER BY c.size DESC LIMIT 1`).Scan(&note)
	return note, err
}

// takeLease makes holder the one linker until a time, unless another holds it.
func takeLease(ctx context.Context, tx *db.Tx, name, holder string, until time.Time) (mine bool, err error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO lease (name, holder, lease_until) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET holder = $2, lease_until = $3
		WHERE  lease.holder = $2 OR lease.lease_until <= $4`, name, holder, db.At(until), db.At(tx.Now))
	return n == 1, err
}

// dropLease ends a holder's lease now.
func dropLease(ctx context.Context, tx *db.Tx, name, holder string) error {
	_, err := tx.Exec(ctx, `UPDATE lease SET lease_until = $1 WHERE name = $2 AND holder = $3`, db.At(tx.Now), name, holder)
	return err
}

// touch writes a row that means nothing, to learn whether writes are possible.
func touch(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO lease (name, holder, lease_until) VALUES ('ready', '', $1)
		ON CONFLICT (name) DO UPDATE SET lease_until = $1`, db.At(tx.Now))
	return err
}
