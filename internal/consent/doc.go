// Package consent keeps what a person allowed and refused, to whom, for what
// and until when; the record an organisation keeps of the people it
// accompanies; and the thread by which a person holds all of it.
//
// It owns the tables person, thread, consent, consent_wording, emergency and worker_tie, and guarantees:
//
//   - A person is known to one organisation alone. There is no search across
//     organisations, and nothing stored by one can be compared with what
//     another stored: the code or alias is sealed with the organisation's key.
//   - A consent names the person, the recipient organisation (and, when asked
//     so, the worker), the part of the facts, the purpose, from when to when,
//     the wording and language that were read, how it was given and who
//     recorded it under which hat. Nobody can record one for another
//     organisation's person.
//   - A Non is stored and beats every Oui: of an organisation, or of one worker
//     there by name, of the organisation that accompanies the person too. The
//     person says it on their page or to any worker who accompanies them; no
//     reason is kept, and nobody is told who bears the name. Only the person
//     lifts it, on their page or by saying so in the act of a new Oui.
//   - A Oui that passed its date permits nothing, and the workers are told whom
//     to ask again.
//   - A Oui given under pressure (sign.go) is told like any other, by every
//     use-case, and grants nothing: what was said stands beside what holds, and
//     only the latter is read by package access. Only somebody who coordinates,
//     and did not record it, is told. Whoever reads the database sees it.
//   - A communication without consent (emergency.go) lasts an hour at most, stands
//     on the person's page at once, is reviewed by somebody else within three
//     working days or its author makes no other, and is impossible once the person
//     closed their file.
//   - A worker who knows somebody in their own life (tie.go) reads nothing of them,
//     by the same predicate as a refusal by name; what they declared is theirs
//     alone, and nobody is told whom it met.
//   - A withdrawal works at the next query: permissions live in these rows
//     alone (package access reads them in the statement that they protect).
//   - Of the five words of a thread only a keyed fingerprint is kept.
//
// It must not know what a referral is: whoever needs to react to an answer
// listens to its events.
package consent
