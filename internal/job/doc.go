// Package job keeps durable work: a reminder, an expiry, a reaction to an
// event. A job is stored in the transaction that asks for it, so it exists
// exactly when that transaction does.
//
// Words are those of River: kind, state, attempt, scheduled_at. A job is run at
// least once, by any node that serves its region; its handler must therefore
// be idempotent. The same (region, kind, key) is stored once, whatever the
// retries of those who ask. A node has several jobs in hand at once, of one kind
// too: they begin in the order in which they are due, and may end in another.
//
// It must not carry personal content: arguments are opaque ids, and the last
// error keeps its kind only.
package job
