// Package check looks at an HSDS feed from outside, as a program that reads it
// would, and says what is wrong with it, where, and what to do.
//
// It walks the way the validator does that Open Referral recommends: what the
// base tells, each list by its first, middle and last page, records by the ids
// of a page, all against the official schemas of HSDS 3.2.3. Then it goes on
// to what a schema cannot say: whether pages add up, whether a list and its
// records agree, whether filters find what they should, dates, links between
// objects, what is answered to questions that make no sense.
//
// Guarantees. It asks one thing at a time, waits for as long as Retry-After
// says, and only reads: its requests are GET, and the POST twins of lists. No
// feed can make it hold more than Limits allow, send it in circles, keep it
// without end, or make it read anything but addresses of http and https. Each
// fault is told under one rule. Two runs against a feed that did not change
// make the same report.
//
// It must not know our own API: what it tells of a feed holds for anybody's.
package check
