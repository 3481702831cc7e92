// Package signal is the field signal: "something is happening here". Somebody
// says it in a few words, others who see the same join it, somebody is asked to
// answer by a time, and what they answer, or that they do not, goes back along
// the same way to those who spoke.
//
// It owns the tables signal, signal_seat, signal_join, signal_leg and
// signal_voice, and guarantees:
//
//   - The words and the voice are kept as the bytes that came, and given back as
//     those bytes. A relay adds who, why and when; nothing rewrites what was said.
//   - Convergence counts organisations, never messages.
//   - Whoever is asked has a clock, and those who see the signal see it: read,
//     answered, refused with its reason, or silent since when. Silence is computed
//     from time; nobody has to note it.
//   - Who sees a signal is in the statement that reads it (access.Heed): those who
//     said it, joined it, or were asked, and all teams of the region where whoever
//     said it opened it to them. Nobody else learns that it exists.
//   - What looks like a person's name is asked about before anything is kept.
//   - Words, voice, reasons and answers are sealed with a key of the signal's own.
//     The log holds opaque ids and instants. Keys and rows have an end (Forget).
//   - Every act happens once.
//
// It must hold nothing about a person who is helped. It knows neither the
// directory (Atlas), nor who works where (Desks), nor how text messages travel
// (Teller).
package signal
