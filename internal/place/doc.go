// Package place is the beds and places of the moment: how many are free now,
// as the organisation that gives them says, and those that another organisation
// holds for a limited time.
//
// It owns the tables place_offer and place_hold, and guarantees:
//
//   - A place is held once. Counting what is left and holding it are one
//     transaction, so two people are never promised the same place.
//   - A hold names nobody: no name, no alias, no free text. Who gives the place
//     sees a code, the organisation that holds it and until when; who holds it
//     sees the code and until when. A day after its end its row is deleted;
//     what stays is its entry in the log, in opaque ids.
//   - Time ends a hold, a count and a temporary place by itself, in the
//     predicate that reads: nothing waits for a job to be free again. The job
//     only notes in the log that it happened.
//   - A count is believed as long as the directory believes its own
//     (Directory.Believed); after that nothing is known, and nothing can be
//     held.
//   - Every act happens once, and is an event.
//
// A free place that is held still counts as free in Offer.Free, which is what
// somebody sees who walks through the room; Offer.Left is what can be promised.
//
// It must not know the directory: a service is an id, and what is asked of the
// directory is the interface Directory.
package place
