// Package event keeps what happened.
//
// A use-case appends a typed event in the transaction of its change (Append),
// so neither exists without the other. The Linker then gives each committed
// event its gap-free position and its leaf in a Merkle tree, in batches, within
// a second, and signs a checkpoint. Whoever keeps a checkpoint elsewhere can
// later prove that nothing before it was changed, removed, reordered or cut
// off (Verify).
//
// Every opening of personal content, and every refusal to open it, is a
// Disclosure, written before the answer leaves: the person reads them on their
// page.
//
// Reactions are of two kinds: InTx must succeed together with the event; After
// is a job, stored in the same transaction, run at least once. There is no
// dispatch in memory that a crash could lose, and nobody asks a question by
// event.
//
// Once makes a retried or double-clicked act happen once.
//
// An event holds opaque ids only, never words, names or addresses.
package event
