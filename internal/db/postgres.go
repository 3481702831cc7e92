package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"golang.org/x/sync/semaphore"

	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// postgresEngine groups commits by itself; use-cases run side by side at
// SERIALIZABLE and are repeated when two of them met.
type postgresEngine struct {
	db     *DB
	pool   *sql.DB             // reads
	writes *sql.DB             // use-cases
	turns  *semaphore.Weighted // one a use-case that runs; all of them for one that runs alone
	all    int64
	config *pgx.ConnConfig
}

// attempts bounds the repetitions of one use-case. One that met others so often
// as patience says runs with no other of this node beside it, and only another
// node can still have it repeated: a long use-case among short ones, which would
// lose to each of them, has its turn as well.
const (
	attempts = 40
	patience = 4
	longest  = 8 // the wait doubles so many times: at most 256 ms
)

func openPostgres(ctx context.Context, d *DB) (*postgresEngine, error) {
	config, err := pgx.ParseConfig(d.opts.Address)
	if err != nil {
		// The cause would quote the address, which may hold a password.
		return nil, fault.New(fault.Invalid, "db.address_malformed")
	}
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["application_name"] = "passerelle"
	// Every statement is short. PostgreSQL would compile those it believes long,
	// as one that reads a table whole while it is told not to (below): twenty
	// milliseconds for a plan of one.
	config.RuntimeParams["jit"] = "off"
	pool := openConns(config, d.opts.ReadConns)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(fault.New(fault.Unavailable, "db.unreachable").With(err), pool.Close())
	}
	var version int
	if err := pool.QueryRowContext(ctx, `SELECT CAST(current_setting('server_version_num') AS INTEGER)`).Scan(&version); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	if version < 150000 {
		return nil, errors.Join(fault.New(fault.Invalid, "db.too_old").With(fmt.Errorf("server_version_num %d", version)), pool.Close())
	}
	// On a small table PostgreSQL prefers to read it whole, and at SERIALIZABLE
	// that makes every writer of the table a rival of every reader: strangers
	// would have to repeat their work. Use-cases read by index.
	writing := config.Copy()
	writing.RuntimeParams["enable_seqscan"] = "off"
	n := writeConns(d.opts.ReadConns)
	return &postgresEngine{
		db: d, pool: pool, writes: openConns(writing, n), config: config,
		turns: semaphore.NewWeighted(int64(n)), all: int64(n),
	}, nil
}

// writeConns is how many use-cases run side by side. PostgreSQL groups the
// commits of about four connections a processor; more of them only meet one
// another's rows and repeat their work.
func writeConns(atMost int) int {
	const perProcessor, least = 4, 8
	return min(atMost, max(least, perProcessor*runtime.GOMAXPROCS(0)))
}

func openConns(config *pgx.ConnConfig, n int) *sql.DB {
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	return pool
}

func (e *postgresEngine) write(ctx context.Context, fn func(*Tx) error) error {
	var err error
	met := false
	for n := range attempts {
		turns := int64(1)
		if n >= patience {
			turns = e.all
		}
		switch err = e.once(ctx, turns, fn); {
		case retryable(err):
		case duplicate(err) && !met:
			met = true
		default:
			return err
		}
		wait := time.Duration(1+id.Below(1<<min(n, longest))) * time.Millisecond
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return fault.New(fault.Unavailable, "error.unavailable").With(ctx.Err())
		}
	}
	return fault.New(fault.Unavailable, "error.busy").With(err)
}

// once runs the use-case one time, beside others or, with all turns, alone. Who
// asks for all is served in the order of asking, as the others are.
func (e *postgresEngine) once(ctx context.Context, turns int64, fn func(*Tx) error) error {
	if err := e.turns.Acquire(ctx, turns); err != nil {
		return unavailable(err)
	}
	defer e.turns.Release(turns)
	tx, err := e.writes.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return unavailable(err)
	}
	defer tx.Rollback() // after a commit it does nothing; after a panic it frees the connection
	if err := fn(&Tx{Now: e.db.clock.Now(), q: tx, engine: Postgres}); err != nil {
		return err
	}
	// References are checked here (migration 0058).
	if err := translate(tx.Commit()); err != nil {
		if retryable(err) || fault.Is(err, fault.Invalid) {
			return err
		}
		return unavailable(err)
	}
	return nil
}

func (e *postgresEngine) read(ctx context.Context, fn func(*Tx) error) error {
	tx, err := e.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return unavailable(err)
	}
	defer tx.Rollback() // a view has nothing to keep
	return fn(&Tx{Now: e.db.clock.Now(), q: tx, engine: Postgres})
}

// survey does not wait for autovacuum, which leaves tables of fewer than fifty
// rows alone and others for a minute. A table that was never counted is taken
// for one row: its reads go through any index at hand, meet the rows of
// strangers, and at SERIALIZABLE have them repeat their work.
func (e *postgresEngine) survey(ctx context.Context) error {
	var tables []string
	err := e.read(ctx, func(tx *Tx) (err error) {
		tables, err = Collect(ctx, tx, func(name *string) []any { return []any{name} }, `
			SELECT quote_ident(s.relname)
			FROM   pg_stat_user_tables AS s
			JOIN   pg_class AS c ON c.oid = s.relid
			WHERE  s.schemaname = current_schema()
			AND    (c.reltuples < 0 OR s.n_mod_since_analyze >= 10 AND s.n_mod_since_analyze > s.n_live_tup / 5)`)
		return err
	})
	if err != nil {
		return err
	}
	for _, name := range tables {
		if _, err := e.pool.ExecContext(ctx, "ANALYZE "+name); err != nil {
			return unavailable(err)
		}
	}
	return nil
}

func (e *postgresEngine) settle(context.Context) error { return nil }

func (e *postgresEngine) close() error { return errors.Join(e.writes.Close(), e.pool.Close()) }

// retryable recognises, by its code and wherever in the use-case it showed, a
// serialization failure, a deadlock, or a server that has no room left to note
// who met whom: all pass by themselves.
func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01" || pg.Code == "53200")
}

// duplicate recognises a key that is there already. Two use-cases that both looked
// for a row, did not find it and wrote it are mostly told of a serialization
// failure; where the table was still empty, the second is told of a duplicate.
// Done again, it finds the row. One that never looked is told so the second time.
func duplicate(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505"
}

func unavailable(err error) error {
	return fault.New(fault.Unavailable, "error.unavailable").With(err)
}
