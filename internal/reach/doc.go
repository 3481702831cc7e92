// Package reach keeps how a person may be reached safely, and writes to them so.
//
// It owns the tables safe_contact and contact_message, and guarantees:
//
//   - What the person said (way, days and hours, language, voicemail, who may
//     pick up, a word to say first) is theirs to change, on their page or by
//     telling any worker who accompanies them. Whoever reads it is in their log.
//   - It travels with nothing: a receiver who may read how to reach them reads it
//     as it stands at that instant (ForReferral), never a copy.
//   - A message waits, and is judged by package contact when it is about to
//     leave: what the person changed meanwhile holds. Its words are a sentence of
//     the catalogue that says nothing; nobody types any.
//   - All is sealed with a key of the person's own (OfPerson). When that key goes,
//     nothing of it opens again.
//
// It must not know why somebody is called, and must not send by any other way
// than contact.Sender.
package reach
