package db

import (
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"

	"passerelle/internal/fault"
)

// storable refuses text that PostgreSQL cannot hold (a NUL, bytes that are not
// UTF-8). SQLite would take it, and the same visit would then be answered one
// way on one engine and another way on the other.
func storable(args []any) error {
	for _, a := range args {
		s, ok := a.(string)
		if !ok {
			v := reflect.ValueOf(a)
			if v.Kind() != reflect.String { // ids are strings with a name
				continue
			}
			s = v.String()
		}
		if strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
			return fault.New(fault.Invalid, "error.invalid").With(errNotText)
		}
	}
	return nil
}

// errNotText does not quote the text: it may be anything that was typed.
var errNotText = errors.New("db: an argument is not text")
