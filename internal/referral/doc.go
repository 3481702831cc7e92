// Package referral hands a person over from one organisation to another: the
// draft, the sealed package, the answer, the hand-off of the tie, what became
// of it.
//
// It owns the tables referral, referral_package, referral_link, referral_note,
// referral_note_read, referral_unblock, referral_space,
// referral_handed and outcome, and guarantees:
//
//   - Between organisations travels a package for one named receiver, sealed
//     with a key of its own. A queue shows states and dates, never content; a
//     part of a package is read through a Scope that looks up consent in the
//     same statement, and together with its entry in the log (Show).
//
//   - Not permitted and not existing are one answer: fault.NotFound.
//
//   - "Appelez-moi avant de commencer" withholds how to reach the person until
//     the worker who refers has opened the hand-off.
//
//   - The tie is handed over by both being with the person for a time, named to
//     them; the pivot steps back only after the person has said that the bond
//     holds, and comes back when they say that it does not (bond.go).
//
//   - What is owed is owed both ways, counted from an instant that both see;
//     silence is theirs who owe (promise.go).
//
//   - Accepted closes nothing. Contact made, need met and the bond holding are
//     facts said by three sides; a disagreement is kept (outcome.go).
//
//   - "La personne ne veut plus" takes the pivot's account and the person's
//     (decline.go).
//
//   - An observation keeps its author and its date, is read by the other side,
//     and is never rewritten (note.go).
//
//   - After a closed door one new package follows, with what the person allowed
//     and no handle by which the next receiver could tell (again.go).
//
//   - A person's withdrawal ends it at once. Silence counts against the one who
//     is silent, never against the person.
//
//   - A retried act acts once; of two people who act at once, one wins and the
//     other is told what happened.
//
//   - A blocked way is asked to be opened, and answered, without anything of the
//     person and without changing the referral (unblock.go).
//
//   - What a person asks of one organisation, the other does not read (space.go).
//
//   - A worker who is away hands everybody to a colleague whom the person did not
//     refuse (hand_over.go); one who knows the person reads nothing (know.go).
//
// It must not keep consent, nor copy it: it asks, in its own transaction.
package referral
