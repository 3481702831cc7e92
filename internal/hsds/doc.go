// Package hsds is the edge to the Human Services Data Specification of Open
// Referral: it reads tabular packages of 1.x, 2.0 and 3.x and JSON of 3.x, and
// writes packages of 3.2.3. It also reads the XML that Ontario's directories
// exchange: the sharing format of CIOC and AIRS XML 3.
//
// Open reads a package whole, checks it and maps it to records before anything
// can be written. It promises that nothing read is lost: each cell that holds
// something has exactly one disposition in the ledger, and the rows as they
// came are kept beside the records, so that GiveBack returns them. It streams:
// what it holds in memory grows with the number of objects, by some hundreds of
// bytes each, never with their texts; no row, no archive and no number of
// objects can make it hold more than Limits allow.
//
// A version number in a package is never believed: tables and headers tell
// (layout.go). What may be read two ways is not guessed: it stays in the
// ledger, with an issue that says where and what to do.
//
// What a source says is not public is kept word for word for the operator alone,
// and told; it reaches no field. Where it was public at an earlier import, a
// record without words takes its place and is withheld: a record that its source
// merely leaves out stays.
//
// It must not write to the database (package directory does), nor decide who
// may import.
package hsds

// manifestName is the file of our own exports that lists the others.
const manifestName = "manifest.json"
