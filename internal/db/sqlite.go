package db

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"slices"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/vfs/xts" // encryption at rest; its adiantum sibling tears at a power cut

	"passerelle/internal/fault"
)

// sqliteEngine is one file: one grouping writer, and a pool of readers that
// cannot write.
type sqliteEngine struct {
	db      *DB
	pool    *sql.DB // opens connections; never used directly
	writer  *writer
	readers chan *conn
}

// pragmas of every connection. synchronous=FULL is what makes an
// acknowledgement survive a power cut; secure_delete overwrites what is
// deleted; trusted_schema off keeps a forged file from running functions.
var pragmas = []string{
	"busy_timeout=10000",
	"journal_mode=WAL",
	"synchronous=FULL",
	"foreign_keys=ON",
	"secure_delete=ON",
	"trusted_schema=OFF",
	"temp_store=MEMORY",
	"cache_size=-32000",
}

func openSQLite(ctx context.Context, d *DB) (_ *sqliteEngine, err error) {
	pool, err := openPool(d.opts)
	if err != nil {
		return nil, err
	}
	e := &sqliteEngine{db: d, pool: pool, readers: make(chan *conn, d.opts.ReadConns)}
	w, err := e.connect(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	for range d.opts.ReadConns {
		r, err := e.connect(ctx, "query_only=ON")
		if err != nil {
			return nil, errors.Join(err, w.close(), pool.Close())
		}
		e.readers <- r
	}
	e.writer = startWriter(d, w)
	return e, nil
}

// openPool prepares connections to the file without opening one. The key goes
// in a PRAGMA of its own, before all others: in the address it could be read
// back from the file name.
func openPool(o Options) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Opaque: url.PathEscape(o.Address)}
	settings := pragmas
	clear, err := IsClear(o.Address)
	if err != nil {
		return nil, err
	}
	switch {
	case clear || o.Key == nil:
	case len(o.Key) != 64:
		return nil, fault.New(fault.Invalid, "db.key_malformed")
	default:
		u.RawQuery = "vfs=xts"
		settings = append([]string{"hexkey='" + hex.EncodeToString(o.Key) + "'"}, pragmas...)
	}
	if o.Fleeting {
		settings = append(slices.Clone(settings), "synchronous=OFF")
	}
	return driver.Open(u.String(), func(c *sqlite3.Conn) error {
		for _, p := range settings {
			if err := c.Exec("PRAGMA " + p); err != nil {
				return notOpened(err) // p is never logged: it may be the key
			}
		}
		return nil
	})
}

// IsClear reports whether the file exists and is an unencrypted database.
func IsClear(path string) (bool, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fault.New(fault.Unavailable, "db.unreadable").With(err)
	}
	defer f.Close()
	head := make([]byte, 16)
	switch _, err := io.ReadFull(f, head); {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return false, nil // empty or new: it will be made as asked
	case err != nil:
		return false, fault.New(fault.Unavailable, "db.unreadable").With(err)
	}
	return bytes.Equal(head, []byte("SQLite format 3\x00")), nil
}

// notOpened turns into a sentence what a wrong or missing key looks like, and
// what a folder that nobody may write in, or a full disk, does: also who only
// reads writes the log and the index of it, beside the file.
func notOpened(err error) error {
	switch {
	case fault.KindOf(err) != fault.Internal: // said where it was met
	case errors.Is(err, sqlite3.NOTADB):
		return fault.New(fault.Invalid, "db.key_wrong").With(err)
	case errors.Is(err, sqlite3.CANTOPEN), errors.Is(err, sqlite3.READONLY), errors.Is(err, sqlite3.FULL), errors.Is(err, sqlite3.IOERR), errors.Is(err, sqlite3.PERM):
		return fault.New(fault.Unavailable, "db.unwritable").With(err)
	}
	return err
}

// connect opens one connection of our own, with its statements kept.
func (e *sqliteEngine) connect(ctx context.Context, settings ...string) (*conn, error) {
	c, err := e.pool.Conn(ctx)
	if err != nil {
		return nil, notOpened(err)
	}
	for _, p := range settings {
		if _, err := c.ExecContext(ctx, "PRAGMA "+p); err != nil {
			return nil, errors.Join(notOpened(err), c.Close())
		}
	}
	return &conn{c: c, stmts: map[string]*sql.Stmt{}}, nil
}

func (e *sqliteEngine) write(ctx context.Context, fn func(*Tx) error) error {
	return e.writer.do(ctx, fn)
}

func (e *sqliteEngine) read(ctx context.Context, fn func(*Tx) error) (err error) {
	var c *conn
	select {
	case c = <-e.readers:
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "error.unavailable").With(ctx.Err())
	}
	defer func() { e.readers <- c }()
	if err := c.run(ctx, "BEGIN"); err != nil {
		return translate(err)
	}
	// The view is given up whatever happens, even when the reader has gone.
	defer func() { err = errors.Join(err, c.run(context.WithoutCancel(ctx), "ROLLBACK")) }()
	return fn(&Tx{Now: e.db.clock.Now(), q: c, engine: SQLite})
}

// survey has nothing to do: SQLite plans by what its indexes promise.
func (e *sqliteEngine) survey(context.Context) error { return nil }

func (e *sqliteEngine) settle(ctx context.Context) error {
	c, err := e.pool.Conn(ctx)
	if err != nil {
		return err
	}
	_, err = c.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return errors.Join(err, c.Close())
}

func (e *sqliteEngine) close() error {
	err := e.writer.stop()
	for range cap(e.readers) {
		err = errors.Join(err, (<-e.readers).close())
	}
	return errors.Join(err, e.pool.Close())
}

// conn is one connection with its prepared statements: the text of a
// statement is constant, so preparing it once saves most of its cost.
type conn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

// keptStatements bounds the cache; beyond it statements are prepared each time.
// A node that does everything at once has some six hundred.
const keptStatements = 1024

func (c *conn) prepared(ctx context.Context, q string) (*sql.Stmt, bool, error) {
	if s, ok := c.stmts[q]; ok {
		return s, true, nil
	}
	if len(c.stmts) >= keptStatements {
		return nil, false, nil
	}
	s, err := c.c.PrepareContext(ctx, q)
	if err != nil {
		return nil, false, err
	}
	c.stmts[q] = s
	return s, true, nil
}

// ExecContext implements querier.
func (c *conn) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	s, kept, err := c.prepared(ctx, q)
	if err != nil {
		return nil, err
	}
	if kept {
		return s.ExecContext(ctx, args...)
	}
	return c.c.ExecContext(ctx, q, args...)
}

// QueryContext implements querier.
func (c *conn) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	s, kept, err := c.prepared(ctx, q)
	if err != nil {
		return nil, err
	}
	if kept {
		return s.QueryContext(ctx, args...)
	}
	return c.c.QueryContext(ctx, q, args...)
}

// run executes a statement without arguments (BEGIN, SAVEPOINT…).
func (c *conn) run(ctx context.Context, q string) error {
	_, err := c.ExecContext(ctx, q)
	return err
}

// inTransaction asks SQLite itself whether a transaction is open: some errors
// (disk full, I/O) end it without being asked.
func (c *conn) inTransaction() (open bool, err error) {
	err = c.c.Raw(func(raw any) error {
		d, ok := raw.(driver.Conn)
		if !ok {
			return fmt.Errorf("db: not a SQLite connection: %T", raw)
		}
		open = !d.Raw().GetAutocommit()
		return nil
	})
	return open, err
}

func (c *conn) close() error {
	var err error
	for _, s := range c.stmts {
		err = errors.Join(err, s.Close())
	}
	return errors.Join(err, c.c.Close())
}
