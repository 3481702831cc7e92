// Package consortium is how organisations share out a territory and the people
// who live there: who covers which neighbourhood and which population, and where
// nobody does. It is what ambassadors and brigades agree on, kept and printed.
//
// It owns the tables consortium and consortium_part, and guarantees:
//
//   - An organisation takes a part for itself, and lets go of its own: nobody is
//     given work by another, and nobody's part is taken from them.
//   - Two may cover the same part, and both are shown. What nobody covers is
//     computed from what is shared out, and never written down.
//   - Nothing of it is about a person: a neighbourhood, a population as the
//     members call it, an organisation and a number to call.
//   - A neighbourhood or a population that somebody covers is not taken off the
//     plan under their feet.
//   - Every act happens once, and is an event in opaque ids.
//
// It must not know the directory: which places there are is the interface Places.
package consortium
