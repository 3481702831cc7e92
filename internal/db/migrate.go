package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"passerelle/internal/fault"
)

// Migrations holds the paired, numbered files of both engines. They only go
// forward; a released file is never edited.
//
//go:embed migrations
var Migrations embed.FS

func (e *sqliteEngine) migrate(ctx context.Context) error {
	pool, err := openPool(e.db.opts)
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	if err := ours(ctx, pool); err != nil {
		return errors.Join(err, pool.Close())
	}
	return errors.Join(notOpened(migrate(ctx, goose.DialectSQLite3, "migrations/sqlite", pool)), pool.Close())
}

// ours refuses a file with tables that no migration of ours made: another
// program's database, or the key store of one of ours.
func ours(ctx context.Context, pool *sql.DB) error {
	var tables, versions int
	err := pool.QueryRowContext(ctx, `
		SELECT count(*), count(CASE WHEN m.name = 'goose_db_version' THEN 1 END)
		FROM   sqlite_schema AS m
		WHERE  m.type = 'table'`).Scan(&tables, &versions)
	if err == nil && tables > 0 && versions == 0 {
		return fault.New(fault.Invalid, "db.foreign")
	}
	return err
}

func (e *postgresEngine) migrate(ctx context.Context) error {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	pool := stdlib.OpenDB(*e.config)
	return errors.Join(migrate(ctx, goose.DialectPostgres, "migrations/postgres", pool, goose.WithSessionLocker(locker)), pool.Close())
}

func migrate(ctx context.Context, d goose.Dialect, dir string, pool *sql.DB, opts ...goose.ProviderOption) error {
	files, err := fs.Sub(Migrations, dir)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(d, pool, files, append(opts, goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		return err
	}
	version, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if known := p.ListSources(); version > known[len(known)-1].Version {
		return fault.New(fault.Invalid, "db.too_new")
	}
	_, err = p.Up(ctx)
	return err
}
