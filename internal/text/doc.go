// Package text makes writings comparable: two spellings that a person would
// call the same word give the same bytes. Search, duplicate detection and the
// folded columns of the database all go through it, so that both engines and
// the in-process index agree by construction.
//
// Guarantees: Fold(Fold(s)) == Fold(s); Words never returns an empty word;
// nothing here panics, whatever the bytes; the same input always gives the
// same output, on every machine.
//
// It knows words, not meanings: that a toothache is a dental need is known by
// the directory.
package text
