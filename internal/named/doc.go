// Package named finds what looks like a person in free words, so that whoever
// wrote them is asked before they are kept.
//
// It guarantees:
//
//   - It asks too often rather than too seldom: what it finds is a question, and
//     the answer is theirs who wrote.
//   - It says where, in bytes of the very words, so that a page marks them.
//   - It keeps nothing, sends nothing, and knows no list of people: only first
//     names that many bear, and the forms in which names are written.
//
// It must not be relied on alone. In an alphabet without capitals it finds only
// what follows the words with which people say who they are; a first name that
// is also a common word passes when it is written small.
package named
