package need

import (
	"context"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/text"
)

// Incoming is a text message as a gateway hands it over.
type Incoming struct {
	Channel string // which gateway
	ID      string // the gateway's; empty: made of who, what and which minute
	From    string // E.164
	Text    string
}

// Voice speaks the languages of the installation.
type Voice interface {
	// Say is a text in a language, in French when it lacks it.
	Say(lang, key string, pairs ...any) string
	// Has reports that a language speaks.
	Has(lang string) bool
}

// Signals keep what a text message says of a place rather than of who writes it.
type Signals interface {
	// Names are what looks like a person's name in the words.
	Names(words string) []string
	// Hear keeps the words as these bytes, in the transaction of the message.
	Hear(ctx context.Context, tx *db.Tx, region access.Region, talk, words, language string) error
	// AnswerTo is the last answer to what a conversation signalled; empty: none.
	AnswerTo(ctx context.Context, tx *db.Tx, region access.Region, talk string) (string, error)
	// Untie forgets which conversation signalled what.
	Untie(ctx context.Context, tx *db.Tx, region access.Region, talk string) error
}

// talk is a conversation by text messages.
type talk struct {
	ID, Mark, Channel string
	Sealed            []byte // the number
	Week              string
	Language          string
	Step              string     // what was asked last
	Need              string     // the need that it is about
	Wants             bool       // the person asked for a human
	Org               access.Org // whose worker holds it; empty: the menus answer
	Said              db.Time    // when the person wrote last
}

// What was asked last. A step that is not answered is no obstacle: any other
// words begin anew.
const (
	askedNothing = ""
	askedNamed   = "named" // send what looks like a name all the same?
	askedNeed    = "need"  // a number of the menu
	askedPlace   = "place"
	askedSignal  = "signal" // send what is signalled, with what looks like a name?
)

// TalkKept is how long after its last word a conversation, and the number with
// it, is forgotten.
const TalkKept = 14 * 24 * time.Hour

// liveTalk is how long after a message of the person an answer is an answer.
const liveTalk = time.Hour

// States of messages.
const (
	MessageIn        = "in"
	MessageWaiting   = "waiting"
	MessageSent      = "sent"
	MessageDelivered = "delivered"
	MessageFailed    = "failed"
	MessageStopped   = "stopped" // not sent: the number wants none
)

// SignalMost is how many characters of a signal a text message may have.
const SignalMost = 1000

// signalWords begin a message that says what happens somewhere.
var signalWords = map[string]bool{"signal": true, "signaler": true, "signalement": true, "senal": true, "siyal": true, "اشاره": true}

// signals reports that a message begins by the word for it, and whether others
// follow.
func signals(words string) (begins, says bool) {
	first, rest, _ := strings.Cut(strings.TrimSpace(text.Fold(text.Clean(words))), " ")
	return signalWords[strings.Trim(first, " .!?,;:")], strings.TrimSpace(rest) != ""
}
