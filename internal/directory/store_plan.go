package directory

import (
	"context"

	"passerelle/internal/db"
)

// PostgreSQL keeps the plan of a statement it has seen a few times. Those of an
// import are first seen on empty tables, where reading the whole table is
// right, and are then run a thousand times on tables that grow: a first import
// of five thousand services took a minute instead of seconds.

// byIndex keeps the lookups of an import on their indexes, however small the
// tables are when they are first planned.
func byIndex(ctx context.Context, tx *db.Tx) error {
	if tx.Engine() != db.Postgres {
		return nil
	}
	_, err := tx.Exec(ctx, `SET LOCAL enable_seqscan = off`)
	return err
}

// analyse ends that, and counts the tables again once an import has filled
// them, which also drops the plans that other connections keep.
func analyse(ctx context.Context, tx *db.Tx) error {
	if tx.Engine() != db.Postgres {
		return nil
	}
	if _, err := tx.Exec(ctx, `SET LOCAL enable_seqscan = on`); err != nil {
		return err
	}
	for _, t := range append([]*Table{Translations}, Tables...) {
		if err := counted(ctx, tx, t.Name); err != nil {
			return err
		}
	}
	return counted(ctx, tx, "source_record")
}

// counted has PostgreSQL count a table that was just filled. Of one that it never
// counted it believes that two hundred values share all its rows, and reads a
// third of them to find sixty-four.
func counted(ctx context.Context, tx *db.Tx, table string) error {
	if tx.Engine() != db.Postgres {
		return nil
	}
	_, err := tx.Exec(ctx, `ANALYZE `+table)
	return err
}
