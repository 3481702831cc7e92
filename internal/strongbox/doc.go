// Package strongbox is the vault mode of an organisation: a shelter, a service for
// victims, a Nation. It holds a key of its own, without which nothing of what it
// keeps of its people opens: not to this program, not to whoever runs it, not from
// a backup. See docs/operations.md for what that protects from, and what not.
//
// The key is locked twice, by seven words that the team knows and by the code of
// a sheet that is printed once. Both are drawn here, shown, typed back, and kept
// nowhere: without both, what is sealed is lost. Opening (Open) is for one
// session; its row is locked by the token that the browser of that session holds,
// so that a copy of everything a host keeps opens nothing, and every node answers
// alike. The keys themselves, and what is refused to whoever has a strongbox, are
// in package seal.
//
//	ctx = seal.InSession(ctx, token)          // what a request does may open it
//	drawn := s.Draw()                         // shown and printed, before anything is kept
//	err := s.Make(ctx, admin, act, drawn)     // what was kept before is put in
//	err = s.Open(ctx, worker, "sept mots …")  // in this session alone
//
// What it must not do: keep a word, a code or the key, in a row, a log or memory.
package strongbox
