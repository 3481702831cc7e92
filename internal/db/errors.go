package db

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"

	"passerelle/internal/fault"
)

// translate gives a driver's error its kind, by code and never by its text:
// unique → Conflict, foreign key, check and not null → Invalid, busy, full and
// lost connections → Unavailable. Serialization failures pass as they are, for
// the retry to recognise.
func translate(err error) error {
	if err == nil || retryable(err) {
		return err
	}
	if pg := (*pgconn.PgError)(nil); errors.As(err, &pg) {
		switch pg.Code {
		case "23505":
			return fault.New(fault.Conflict, "error.conflict").With(err)
		case "23503", "23514", "23502":
			return fault.New(fault.Invalid, "error.invalid").With(err)
		case "53100", "53200", "53300", "57P01", "57P03", "25006":
			return unavailable(err)
		}
		return err
	}
	switch {
	case errors.Is(err, sqlite3.CONSTRAINT_UNIQUE), errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY):
		return fault.New(fault.Conflict, "error.conflict").With(err)
	case errors.Is(err, sqlite3.CONSTRAINT):
		return fault.New(fault.Invalid, "error.invalid").With(err)
	case errors.Is(err, sqlite3.BUSY), errors.Is(err, sqlite3.FULL), errors.Is(err, sqlite3.IOERR), errors.Is(err, sqlite3.READONLY):
		return unavailable(err)
	}
	return err
}
