// Package round is the rounds of those who go from door to door: what a
// coordinator prepares, what is lent to a phone for a day without network, and
// what comes back from it.
//
// It owns the tables round, round_door, round_device, round_visit, round_need
// and round_never, and guarantees:
//
//   - A door is a place, never a person. A visit is codes: what came of it,
//     how many kits. There is no name, and no column for one.
//   - What was needed at a door goes to the board of needs (Needs), with the
//     sector and without the door; here only how many times it was said stays.
//   - A phone seals each visit to the round's public key and cannot open it
//     again. The private half is sealed with a key of the round, and destroyed
//     with it (Kept after its end).
//   - Visits are a set that only grows, with ids that the phone made: sent
//     twice, late, in another order or by halves, they come to one same state.
//     What is counted (Count) depends on the set alone, on no clock.
//   - A visit is acknowledged after the commit that keeps it, and never before.
//   - Two people at one door are both kept. A door is counted once.
//   - A phone that was taken back (Revoke), or whose worker left, is refused:
//     it learns nothing, and nothing of it is kept.
//   - Both times are kept: ours, and the one that the phone claims.
//
// It must not know the directory nor the pages: the sector is a key that the
// interface Places gives, and services nearby are added on the way out.
package round
