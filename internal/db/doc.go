// Package db opens the database and runs transactions, alike on SQLite and on
// PostgreSQL. It is the only package that imports database/sql.
//
// # Guarantees
//
// Write runs a use-case in one serializable transaction and returns nil only
// after a durable commit. On SQLite concurrent use-cases are grouped: they run
// one after the other as savepoints of one immediate transaction, and each is
// answered after the single commit that holds it (writer.go). On PostgreSQL
// they run at SERIALIZABLE and are repeated when the server asks for it. In
// both cases the function given to Write may run more than once, so it must
// have no effect outside the transaction; what it assigns to outer variables
// counts only when Write returns nil.
//
// Read gives one consistent, read-only view.
//
// Each transaction has one instant, Tx.Now.
//
// # Portable SQL
//
// Statements are text beside their function, with $1, $2… in order of first
// use and explicit columns. Time is an argument (At, Time), never now(). Text
// is folded for search in Go, as lower() knows only ASCII in SQLite. What
// cannot be said in one text stands in dialect.go.
//
// A caller reads one result to its end before the next statement: PostgreSQL
// has one conversation per transaction.
//
// It must not know anything of Passerelle's nouns: those own their store.go.
package db
