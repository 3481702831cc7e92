// Package corpus makes plainly fictional directories of any size, always the
// same for the same seed. For tests and benchmarks only: nothing in the
// product imports it.
//
// The vocabulary follows Zipf's law, like that of real descriptions, but is
// denser than theirs: a hard case for an index, not a likeness of any region.
package corpus
