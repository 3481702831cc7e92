// Package contact is the one door through which words leave for a person, and
// the rule of that door: by which way, at which hours and with which words they
// said that they may be reached.
//
// It guarantees:
//
//   - A gateway takes a Cleared and nothing else, and only Clear, and ClearNotice
//     for what a worker asked to be told, make one that says anything: whoever
//     sends has asked. The zero Cleared is empty, and no
//     gateway takes it (test/house keeps both so).
//   - No profile means no message. A way that was not said is closed; "never"
//     closes all of them.
//   - Hours are those of the person's own clock, daylight saving included. A
//     message that comes too early waits; it is never sent "almost" in time.
//   - A message that was not asked for says nothing: no subject, no
//     organisation, no address of a page (Unsafe).
//
// It must not keep anything, and it must not know who the person is. It is the
// same rule for a message that leaves by itself and for a worker who is about
// to call (Profile.Opens).
package contact
