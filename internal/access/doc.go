// Package access decides who may see and do what.
//
// An Actor says who acts, for which organisation and under which hat. It is an
// argument of each use-case, never hidden in a context, and only the
// constructors here make one.
//
// A rule is written once as data (rule.go): ways in, each a list of named
// checks; a check on what the person answered is a list of named terms. Each
// check and term is stated in Go and in SQL side by side. From it come
//
//   - Allows, for a decision on facts already loaded, and
//   - Scope, the predicate that every query on a protected table embeds, in
//     lists and in single reads alike.
//
// Both forms are proven equal on random facts on both engines, and against an
// oracle that was written apart; each check and term is removed in turn, and the
// proof must miss it. testdata/matrix.golden shows who may do what, to read and
// discuss. To change a rule: the sentence that asks for it, then oracle_test.go,
// then rule.go, then make golden.
//
// The zero Scope permits nothing, and an Actor that lacks one of its ids is
// nobody. What is not permitted looks exactly like what does not exist.
//
// Consent is part of the predicate, so it is looked up in the statement that
// reads what it protects, at the transaction's instant; it is copied nowhere
// and cached nowhere. A refusal beats every grant; of whoever holds a link and
// is not known by name, a refusal of any worker there does. No part is read
// without consent to the need, but for a communication without consent, which
// opens the least, for its hour, on no file that its person closed, and to nobody
// whom they refused by name.
//
// It must not hold a rule of one noun's life (states, delays): those are the
// domain's. There is no role that sees everything.
package access
