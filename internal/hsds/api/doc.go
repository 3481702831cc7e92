// Package api answers the routes of the HSDS 3.2.3 API under /hsds: what the
// standard requires and all that it leaves optional, read only, for anyone.
//
// Guarantees. An answer holds what directory.Reader lets out and nothing else.
// Lists are in the order of ids, so that pages neither repeat nor skip. A
// page, however large the directory, costs a handful of statements; a stream
// holds a few dozen records in memory and no transaction while it waits for a
// slow reader. A value that cannot be understood is answered by 400 with the
// parameter and the reason; nothing is silently left out of a question.
//
// It must not know sessions or cookies, write to the database, or keep who
// asked what: the counts of rate.go live in memory and hold an address and a
// number.
package api
