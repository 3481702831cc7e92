package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Time is an instant as both engines keep it: whole milliseconds since 1970 in
// an integer column. Integers compare alike everywhere; text and timestamptz
// do not. The zero Time is NULL.
type Time struct{ time.Time }

// At is t as an argument of a statement.
func At(t time.Time) Time { return Time{t} }

// Value implements driver.Valuer.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.UnixMilli(), nil
}

// Scan implements sql.Scanner.
func (t *Time) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		t.Time = time.Time{}
	case int64:
		t.Time = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("db.Time: cannot read %T", v)
	}
	return nil
}
