// Package fault carries errors that are safe to show and useful to log.
//
// An Error has a kind, which decides the answer (one table in package web); a
// catalogue key, which says in the reader's language what to do; and a cause,
// which is for the log alone. "Not permitted" has no kind of its own: it is
// NotFound, so that nobody learns what exists by being refused.
//
// What it must not do: hold a sentence for people (those live in the
// catalogue), or a secret or a name in its key or arguments.
package fault
