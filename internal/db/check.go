package db

import (
	"context"
	"io/fs"
	"path"

	"passerelle/internal/fault"
)

// check reads every page of the file and every foreign key.
func (e *sqliteEngine) check(ctx context.Context) (faults []string, err error) {
	err = e.read(ctx, func(tx *Tx) error {
		found, err := Collect(ctx, tx, one, `PRAGMA integrity_check`)
		if err != nil {
			return err
		}
		if len(found) != 1 || found[0] != "ok" {
			faults = append(faults, found...)
		}
		dangling, err := Collect(ctx, tx, one, `SELECT DISTINCT f."table" || ': a row refers to a missing ' || f.parent FROM pragma_foreign_key_check AS f`)
		faults = append(faults, dangling...)
		return err
	})
	return faults, err
}

// check relies on PostgreSQL's own constraints, which it never lets be broken;
// page checksums are the operator's (initdb --data-checksums).
func (e *postgresEngine) check(context.Context) ([]string, error) { return nil, nil }

func one(s *string) []any { return []any{s} }

// migrated refuses a schema that is not at the last of the numbered files.
func migrated(ctx context.Context, tx *Tx, dir string) error {
	files, err := fs.ReadDir(Migrations, dir)
	if err != nil {
		return err
	}
	last := path.Base(files[len(files)-1].Name())
	var version int64
	if err := tx.QueryRow(ctx, `SELECT MAX(g.version_id) FROM goose_db_version AS g`).Scan(&version); err != nil {
		return fault.New(fault.Invalid, "db.not_migrated").With(err)
	}
	var want int64
	for _, c := range last {
		if c < '0' || c > '9' {
			break
		}
		want = want*10 + int64(c-'0')
	}
	switch {
	case version < want:
		return fault.New(fault.Invalid, "db.not_migrated")
	case version > want:
		return fault.New(fault.Invalid, "db.too_new")
	}
	return nil
}
