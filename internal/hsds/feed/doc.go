// Package feed keeps, for other programs that follow the directory, since when
// each public record says what it says, and what was withdrawn.
//
// A Keeper reads the log and makes the answers of all that an event may have
// changed; where one differs from what was answered before, it changed now.
// Nobody who changes the directory has to tell it, so nobody can forget to. An
// instant is given after the change was committed, and never lies before one
// given earlier: whoever asks for "what changed since the last instant I saw"
// misses nothing, and may see the last ones twice.
//
// It must not decide what is public: directory.Reader does.
package feed
