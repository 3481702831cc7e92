// Package alert takes in what authorities announce for a region, heat, cold,
// smoke, a shelter that opens, in the Common Alerting Protocol 1.2, and tells
// what holds now.
//
// It owns the tables alert and alert_replaced, and guarantees:
//
//   - Hostile XML is refused before it is understood, with its line: a document
//     type, an entity, another encoding, too much of anything.
//   - Only what is meant for everybody is shown: status Actual, scope Public. What
//     is a test or an exercise is told to the log, and to nobody else.
//   - An alert lapses at its time by itself. An update or a cancellation ends what
//     it refers to, of the same sender alone, in whatever order the two arrive; the
//     same alert again changes nothing.
//   - The bytes that came are kept, and read again each time: what is shown is
//     what the authority wrote.
//   - It is taken in by those who keep the directory of the region, by an
//     information system of theirs (Push), and by whoever operates the
//     installation, who vouch for where it comes from. It fetches nothing.
package alert
