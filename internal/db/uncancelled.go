package db

import (
	"context"
	"database/sql"
)

// uncancelled runs statements of the shared write transaction with a context
// that cannot end: SQLite interrupts by undoing the whole transaction, and
// that would take down use-cases of strangers.
type uncancelled struct{ *conn }

// ExecContext implements querier.
func (u uncancelled) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	return u.conn.ExecContext(context.WithoutCancel(ctx), q, args...)
}

// QueryContext implements querier.
func (u uncancelled) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	return u.conn.QueryContext(context.WithoutCancel(ctx), q, args...)
}
