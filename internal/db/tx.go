package db

import (
	"context"
	"database/sql"
	"time"

	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// Tx is one transaction. It must not be kept after the function it was given
// to has returned.
type Tx struct {
	// Now is the one instant of this transaction, UTC, whole milliseconds.
	Now time.Time

	q      querier
	engine Engine
}

// querier is a database/sql transaction, or one of our own connections.
type querier interface {
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

// Engine says which database runs the transaction, for the few statements of
// dialect.go.
func (tx *Tx) Engine() Engine { return tx.engine }

// NewID returns a sortable id dated at the transaction's instant.
func (tx *Tx) NewID() string { return id.New(tx.Now) }

// Exec runs one statement and returns how many rows it touched.
func (tx *Tx) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	if err := storable(args); err != nil {
		return 0, err
	}
	res, err := tx.q.ExecContext(ctx, q, args...)
	if err != nil {
		return 0, translate(err)
	}
	return res.RowsAffected()
}

// Query runs a statement that returns rows. The caller closes them before the
// next statement; Collect and Find do.
func (tx *Tx) Query(ctx context.Context, q string, args ...any) (*Rows, error) {
	if err := storable(args); err != nil {
		return nil, err
	}
	rows, err := tx.q.QueryContext(ctx, q, args...)
	if err != nil {
		return nil, translate(err)
	}
	return &Rows{rows}, nil
}

// QueryRow runs a statement of which the first row is wanted.
func (tx *Tx) QueryRow(ctx context.Context, q string, args ...any) *Row {
	rows, err := tx.Query(ctx, q, args...)
	return &Row{rows: rows, err: err}
}

// Rows is a result being read.
type Rows struct{ rows *sql.Rows }

// Next moves to the next row.
func (r *Rows) Next() bool { return r.rows.Next() }

// Scan reads the columns of the current row.
func (r *Rows) Scan(dest ...any) error { return r.rows.Scan(dest...) }

// Err is what ended the reading early, if anything did.
func (r *Rows) Err() error { return translate(r.rows.Err()) }

// Close frees the result.
func (r *Rows) Close() error { return r.rows.Close() }

// Row is the first row of a result.
type Row struct {
	rows *Rows
	err  error
}

// Scan reads the row; fault.NotFound when there is none.
func (r *Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return fault.New(fault.NotFound, "error.not_found")
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	return r.rows.Close()
}

// Collect reads every row into a T. fields names the destinations in the
// order of the SELECT list.
func Collect[T any](ctx context.Context, tx *Tx, fields func(*T) []any, q string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var t T
		if err := rows.Scan(fields(&t)...); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// Gather is Collect for fields that do no more than take addresses: it asks for
// them once, and a whole table costs no garbage but its rows.
func Gather[T any](ctx context.Context, tx *Tx, fields func(*T) []any, q string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	var t, blank T
	to := fields(&t)
	for rows.Next() {
		t = blank
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// Find reads the first row into a T; fault.NotFound when there is none.
func Find[T any](ctx context.Context, tx *Tx, fields func(*T) []any, q string, args ...any) (t T, err error) {
	err = tx.QueryRow(ctx, q, args...).Scan(fields(&t)...)
	return t, err
}
