// Package proof holds the proofs about who reads what, driven through the real
// handlers, by their answers' bytes:
//
//   - over random policies, no answer of any address holds a word that an oracle,
//     written apart from the rule, does not allow (TestI1NoAnswerDisclosesMore);
//   - each column in which words stand is among those that are looked for, or is
//     excused, and each route that reads some is listed (TestI1EachWordIsLookedFor);
//   - once a withdrawal is acknowledged, nothing passes any more, on two nodes
//     over one database, to whoever reads, to a system that polls, and by a job
//     (TestI2NothingPassesOnAnyNode).
//
// Each has its control: the same proof must fail where a protection is missing.
// It must not read the rule, nor package access beyond the names of its ids.
package proof
