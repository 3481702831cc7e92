// Package need is what people need, as it appears: said without account, noted
// by a worker, told by telephone or by text message; what becomes of it; and
// the board on which all of it is seen.
//
// It owns the tables need, need_word, need_release and need_public, and guarantees:
//
//   - Nothing is kept of who asks: no name, no number, no address of a machine.
//     What is kept in clear is codes (which need, which place, since when).
//   - The words are sealed with a key of their week. When the key is destroyed
//     (WordsKept later), no copy of the database opens them again.
//   - Words are read by those who accompany people, through a Scope, and each
//     reading is in the log before the answer leaves.
//   - What looks like a person's name or number is asked about before it is
//     kept (package named). Whoever says "send it all the same" is believed.
//   - Who reports gets a receipt, twelve digits that are kept nowhere. With it
//     they learn what came of it, and nothing of what they said is shown again.
//   - Every act happens once, and is an event. A need taken by one organisation
//     is not taken by two.
//   - The words that one organisation adds stand beside those that were said,
//     and never in their place.
//   - The public is told counts alone, by whole quarters, protected once and
//     never made again (publish.go).
//
// It must not know the directory: which needs and places there are is the
// interface Atlas.
package need
