package access

import (
	"strconv"
	"strings"
	"sync"
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
}

// Scope is what the actor may read for a purpose, at the transaction's instant.
func (a Actor) Scope(p Purpose, now time.Time) Scope { return Scope{a, p, now} }

// Where is the predicate, for the protected table known by alias, with its
// arguments numbered from first. Put it in brackets, and its arguments where
// their numbers say, with Args:
//
//	tx.QueryRow(ctx, `SELECT … FROM referral AS r WHERE r.id = $1 AND (`+sc.Where("r", 2)+`)`, sc.Args(id)...)
func (s Scope) Where(alias string, first int) string { return s.predicate(alias, first).text }

// Args are the statement's own first arguments followed by the predicate's. They
// are the same under any alias.
func (s Scope) Args(own ...any) []any {
	values := s.predicate("", 1).values
	all := make([]any, 0, len(own)+len(values)) // never the caller's spare room
	all = append(all, own...)
	for _, v := range values {
		all = append(all, s.value(v))
	}
	return all
}

// predicates are the texts of the rules, each written once: a statement asks for
// the same few again and again. The key is all that a text can depend on.
var predicates sync.Map // of wanted, each a *predicate

type wanted struct {
	purpose Purpose
	shape
	alias string
	first int
}

func (s Scope) predicate(alias string, first int) *predicate {
	w := wanted{s.purpose, shapeOf(s.actor), alias, first}
	if p, ok := predicates.Load(w); ok {
		return p.(*predicate)
	}
	p, _ := predicates.LoadOrStore(w, rules.write(w))
	return p.(*predicate)
}

// predicate is a condition in SQL, and what its arguments are.
type predicate struct {
	text   string
	values []value
}

// write writes the predicate. Checks that need no row are decided here, so a way
// that cannot be taken adds nothing to the statement.
func (rs ruleset) write(w wanted) *predicate {
	b := &binder{shape: w.shape, alias: w.alias, next: w.first}
	var ways []string
	for _, w := range rs[w.purpose] {
		if t, ok := w.sql(b); ok {
			ways = append(ways, "("+t+")")
		}
	}
	text := "FALSE"
	if len(ways) > 0 {
		text = strings.Join(ways, " OR ")
	}
	return &predicate{text, b.values}
}

// sql joins the checks of one way; ok is false when it can never be taken.
func (w way) sql(b *binder) (text string, ok bool) {
	values, next := len(b.values), b.next
	var parts []string
	for _, c := range w {
		switch t := c.sql(b); t {
		case never:
			b.values, b.next = b.values[:values], next
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

// shape is what the text of a predicate may know of the actor: in what capacity
// they act, never who they are. Who they are goes in arguments.
type shape struct {
	kind                                   ActorKind
	accompanies, answersForField, inCharge bool
}

func shapeOf(a Actor) shape {
	return shape{a.kind, a.WorksWithPeople(), a.answersForField(), a.Has(Privacy)}
}

// value is what an argument of a predicate stands for.
type value byte

const (
	theRegion value = iota
	theOrg
	theWorker
	thePerson
	theReferral
	theInstant
)

func (s Scope) value(v value) any {
	switch v {
	case theRegion:
		return string(s.actor.region)
	case theOrg:
		return string(s.actor.org)
	case theWorker:
		return string(s.actor.worker)
	case thePerson:
		return string(s.actor.person)
	case theReferral:
		return string(s.actor.referral)
	case theInstant:
		return db.At(s.now)
	}
	panic("access: an argument that stands for nothing")
}

// binder numbers the arguments of a predicate in the order of their use.
type binder struct {
	shape
	alias  string
	next   int
	values []value
}

func (b *binder) col(name string) string { return b.alias + "." + name }

func (b *binder) arg(v value) string {
	b.values = append(b.values, v)
	b.next++
	return "$" + strconv.Itoa(b.next-1)
}
