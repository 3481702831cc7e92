// Package demo holds the invented region that "passerelle demo" shows:
// organisations, services, workers and stories written for it, in data/.
//
// It guarantees that every reference resolves, that each theme and need has
// doors to show and each state of a referral a story, and that nothing in it
// is real: telephone numbers, addresses and postal codes cannot exist. Its
// tests say so.
//
// It must not write to a database by itself or read the time: the content goes
// in through the same use cases as anybody's.
package demo
