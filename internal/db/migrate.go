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
	return errors.Join(migrate(ctx, goose.DialectSQLite3, "migrations/sqlite", pool), pool.Close())
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
	_, err = p.Up(ctx)
	return err
}
