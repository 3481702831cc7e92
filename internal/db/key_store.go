package db

import (
	"context"

	"passerelle/internal/fault"
)

// MigrateKeyStore makes the one table of a key store (package seal), whose
// database has no other: the migrations are those of the main one, where its
// shape stands too (0048), for whoever reads the schema.
func (d *DB) MigrateKeyStore(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "db.MigrateKeyStore")
	return d.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `
		CREATE TABLE IF NOT EXISTS key_half (
			region_id TEXT NOT NULL,
			id        TEXT NOT NULL,
			half      TEXT NOT NULL,
			PRIMARY KEY (region_id, id)
		)`)
		return err
	})
}
