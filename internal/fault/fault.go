package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind is the handful of ways a use-case can refuse.
type Kind int

// The zero Kind is Internal: an error nobody classified is our fault.
const (
	Internal    Kind = iota
	NotFound         // unknown, or hidden from the actor: one answer for both
	Conflict         // somebody else acted first, or the act was done already
	Invalid          // what was typed cannot be accepted; see FieldsOf
	Unavailable      // try again later; nothing was acknowledged
	TooMany          // slow down
	Shut             // sealed under an organisation's own key, which is not at hand: open it and do the same again
)

// String names the kind for logs.
func (k Kind) String() string {
	return [...]string{"internal", "not_found", "conflict", "invalid", "unavailable", "too_many", "shut"}[k]
}

// Error is one refusal.
type Error struct {
	Kind  Kind
	Key   string // catalogue key of the sentence for people
	Args  []any  // name, value pairs for that sentence
	Field string // the form field it speaks of, when Kind is Invalid
	cause error
}

// New makes an error of a kind. args are name, value pairs for the sentence.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Field says what is wrong with one field of a form.
func Field(field, key string, args ...any) *Error {
	return &Error{Kind: Invalid, Key: key, Args: args, Field: field}
}

// With returns a copy of e that remembers its cause, for the log.
func (e *Error) With(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// Error is for logs, never for a page.
func (e *Error) Error() string {
	s := e.Kind.String() + " " + e.Key
	if e.Field != "" {
		s += " at " + e.Field
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.cause }

// Fields are several invalid fields, told all at once.
type Fields []*Error

// Err is nil when nothing is wrong.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// Error is for logs.
func (f Fields) Error() string {
	s := make([]string, len(f))
	for i, e := range f {
		s[i] = e.Error()
	}
	return strings.Join(s, "; ")
}

// KindOf classifies any error; one that was never classified is Internal.
func KindOf(err error) Kind {
	if fs := (Fields)(nil); errors.As(err, &fs) {
		return Invalid
	}
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of kind k. A nil error is of no kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// KeyOf returns the sentence to show and its arguments; "" when the error has
// none, and the page then shows the sentence of its kind.
func KeyOf(err error) (key string, args []any) {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Key, e.Args
	}
	return "", nil
}

// FieldsOf lists what to say beside each field.
func FieldsOf(err error) Fields {
	if fs := (Fields)(nil); errors.As(err, &fs) {
		return fs
	}
	if e := (*Error)(nil); errors.As(err, &e) && e.Field != "" {
		return Fields{e}
	}
	return nil
}

// Wrap, deferred on a function's first line, adds where and with what the
// error happened. It keeps the kind and the sentence.
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
