package access

import (
	"strconv"
	"strings"
	"time"

	"passerelle/internal/db"
)

// Scope is the right to read some rows for one purpose at one instant. Every
// query on a protected table embeds its predicate. Only Actor.Scope makes one;
// the zero Scope permits nothing.
type Scope struct {
	actor   Actor
	purpose Purpose
	now     time.Time
	written *[]any // the arguments of the predicate, once Where wrote it: they are the same under any alias
}

// Scope is what the actor may read for a purpose, at the transaction's instant.
// It is for one goroutine, as its transaction is.
func (a Actor) Scope(p Purpose, now time.Time) Scope {
	return Scope{actor: a, purpose: p, now: now, written: new([]any)}
}

// Where is the predicate, for the protected table known by alias, with its
// arguments numbered from first. Put it in brackets, and its arguments where
// their numbers say, with Args:
//
//	tx.QueryRow(ctx, `SELECT … FROM referral AS r WHERE r.id = $1 AND (`+sc.Where("r", 2)+`)`, sc.Args(id)...)
func (s Scope) Where(alias string, first int) string {
	b := rules.bind(s, alias, first)
	if s.written != nil {
		*s.written = b.args
	}
	return b.text
}

// Args are the statement's own first arguments followed by the predicate's.
func (s Scope) Args(own ...any) []any {
	own = own[:len(own):len(own)] // never write into the caller's spare room
	if s.written != nil && *s.written != nil {
		return append(own, *s.written...)
	}
	return append(own, rules.bind(s, "", 1).args...)
}

// bind writes the predicate. Checks that need no row are decided here, so a
// way that cannot be taken adds nothing to the statement.
func (rs ruleset) bind(s Scope, alias string, first int) *binder {
	b := &binder{Scope: s, alias: alias, next: first}
	var ways []string
	for _, w := range rs[s.purpose] {
		if t, ok := w.sql(b); ok {
			ways = append(ways, "("+t+")")
		}
	}
	b.text = "FALSE"
	if len(ways) > 0 {
		b.text = strings.Join(ways, " OR ")
	}
	return b
}

// sql joins the checks of one way; ok is false when it can never be taken.
func (w way) sql(b *binder) (text string, ok bool) {
	args, next := len(b.args), b.next
	var parts []string
	for _, c := range w {
		switch t := c.sql(b); t {
		case never:
			b.args, b.next = b.args[:args], next
			return "", false
		case always:
		default:
			parts = append(parts, t)
		}
	}
	if len(parts) == 0 { // no check needed the row
		return always, true
	}
	return strings.Join(parts, " AND "), true
}

// The two answers of a check that needs no row.
const (
	always = "TRUE"
	never  = "FALSE"
)

func truth(b bool) string {
	if b {
		return always
	}
	return never
}

// binder numbers the arguments of a predicate in the order of their use.
type binder struct {
	Scope
	alias string
	next  int
	args  []any
	text  string
}

func (b *binder) col(name string) string { return b.alias + "." + name }

func (b *binder) arg(v any) string {
	b.args = append(b.args, v)
	b.next++
	return "$" + strconv.Itoa(b.next-1)
}

func (b *binder) at() db.Time { return db.At(b.now) }
