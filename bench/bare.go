package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"passerelle/internal/id"
)

// bare is the same rows written by the same engine on the same disk, without
// rules, consent, access or sealing.
type bare struct {
	name     string
	clients  int
	alone    func(client, n int) (int, error)
	together func(client, n int) (int, error)
	close    func()
}

const (
	bareUpdate = `UPDATE bare_referral SET state = $1, version = version + 1 WHERE region_id = 'r' AND id = $2`
	bareEvent  = `INSERT INTO bare_event (region_id, id, at, kind, org_id, subject, body) VALUES ('r', $1, $2, 'contact', 'org-2', $3, $4)`
	bareAct    = `INSERT INTO bare_act (region_id, key, result, at) VALUES ('r', $1, '', $2)`
)

// schema has the keys and indexes of ours.
func schema(integer string) string {
	return `CREATE TABLE bare_referral (region_id TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, version ` + integer + ` NOT NULL, PRIMARY KEY (region_id, id));
		CREATE TABLE bare_event (region_id TEXT NOT NULL, id TEXT NOT NULL, at ` + integer + ` NOT NULL, kind TEXT NOT NULL, org_id TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, position ` + integer + `, PRIMARY KEY (region_id, id));
		CREATE INDEX bare_event_position ON bare_event (position);
		CREATE INDEX bare_event_unlinked ON bare_event (region_id, at, id) WHERE position IS NULL;
		CREATE INDEX bare_event_subject ON bare_event (region_id, subject, at);
		CREATE TABLE bare_act (region_id TEXT NOT NULL, key TEXT NOT NULL, result TEXT NOT NULL, at ` + integer + ` NOT NULL, PRIMARY KEY (region_id, key));`
}

// together100 is how many steps share one commit in the grouped reference.
const together100 = 100

func newBareSQLite(path string) (*bare, error) {
	pool, err := driver.Open("file:"+path, func(c *sqlite3.Conn) error {
		return c.Exec(`PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000`)
	})
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	ctx := context.Background()
	c, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.ExecContext(ctx, schema("INTEGER")); err != nil {
		return nil, err
	}
	for i := range stepClients {
		if _, err := c.ExecContext(ctx, `INSERT INTO bare_referral VALUES ('r', $1, 'accepted', 0)`, fmt.Sprint(i)); err != nil {
			return nil, err
		}
	}
	var stmts []*sql.Stmt
	for _, q := range []string{bareUpdate, bareEvent, bareAct, "BEGIN IMMEDIATE", "COMMIT", "SAVEPOINT s", "RELEASE s"} {
		s, err := c.PrepareContext(ctx, q)
		if err != nil {
			return nil, err
		}
		stmts = append(stmts, s)
	}
	run := func(i int, args ...any) error { _, err := stmts[i].ExecContext(ctx, args...); return err }
	three := func(n int) error { return writeThree(func(i int, args ...any) error { return run(i, args...) }, n) }
	return &bare{
		name: "bare, 100 a commit", clients: 1,
		alone: func(_, n int) (int, error) { return 1, errors.Join(run(3), three(n), run(4)) },
		together: func(_, n int) (int, error) {
			err := run(3)
			for i := range together100 {
				err = errors.Join(err, run(5), three(n*together100+i), run(6))
			}
			return together100, errors.Join(err, run(4))
		},
		close: func() { _ = c.Close(); _ = pool.Close() },
	}, nil
}

// writeThree writes the rows of one step with three prepared statements.
func writeThree(run func(i int, args ...any) error, n int) error {
	subject, at := fmt.Sprint(n%stepClients), time.Now()
	return errors.Join(run(0, "in_handoff", subject), run(1, id.New(at), at.UnixMilli(), subject, body), run(2, id.Secret(10), at.UnixMilli()))
}

// newBarePostgres is what pgbench's update and insert would do, from the same
// program and driver: 64 clients, each transaction an update and two inserts.
func newBarePostgres(address string) (*bare, error) {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(32)
	pool.SetMaxIdleConns(32)
	ctx := context.Background()
	if _, err := pool.ExecContext(ctx, schema("BIGINT")); err != nil {
		return nil, err
	}
	for i := range stepClients {
		if _, err := pool.ExecContext(ctx, `INSERT INTO bare_referral VALUES ('r', $1, 'accepted', 0)`, fmt.Sprint(i)); err != nil {
			return nil, err
		}
	}
	if _, err := pool.ExecContext(ctx, `ANALYZE`); err != nil { // as ours is
		return nil, err
	}
	var counter atomic.Int64
	one := func(client, _ int) (int, error) {
		tx, err := pool.BeginTx(ctx, nil)
		if err != nil {
			return 0, err
		}
		qs := []string{bareUpdate, bareEvent, bareAct}
		err = writeThree(func(i int, args ...any) error { _, err := tx.ExecContext(ctx, qs[i], args...); return err }, int(counter.Add(1)))
		if err != nil {
			return 0, errors.Join(err, tx.Rollback())
		}
		return 1, tx.Commit()
	}
	return &bare{name: "bare, 64 clients", clients: 64, alone: one, together: one, close: func() { _ = pool.Close() }}, nil
}

// newDatabase makes an empty database on a cluster.
func newDatabase(cluster, name string) (address string, drop func(), err error) {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, cluster)
	if err != nil {
		return "", nil, err
	}
	name = "bench_" + name + "_" + id.Code(8)
	if _, err := c.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		return "", nil, errors.Join(err, c.Close(ctx))
	}
	u, err := url.Parse(cluster)
	if err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() {
		_, _ = c.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)") // a bench database left over harms nobody
		_ = c.Close(ctx)
	}, nil
}
