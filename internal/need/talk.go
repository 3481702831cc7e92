package need

import (
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// Incoming is a text message as a gateway hands it over.
type Incoming struct {
	Channel string // which gateway
	ID      string // the gateway's; empty: made of who, what and which minute
	From    string // E.164
	Text    string
}

// Outgoing is a text message to send.
type Outgoing struct {
	ID, Channel, To, Text string
}

// Sender sends a text message and returns the gateway's id of it. An error of
// kind Unavailable is tried again later; ErrStopped says that the number wants
// none; any other ends the message, for people to see.
type Sender interface {
	Send(o Outgoing) (gatewayID string, err error)
}

// Voice speaks the languages of the installation.
type Voice interface {
	// Say is a text in a language, in French when it lacks it.
	Say(lang, key string, pairs ...any) string
	// Has reports that a language speaks.
	Has(lang string) bool
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

// word of the machine: what a whole message may ask, in any case, with or
// without accents and dots. STOP within a sentence is a word like another.
type command int

const (
	noCommand command = iota
	cmdStop
	cmdStart
	cmdHelp
	cmdHuman
	cmdForget
	cmdRead
	cmdYes
)

var commands = map[string]command{
	"stop": cmdStop, "arret": cmdStop, "arreter": cmdStop, "unsubscribe": cmdStop, "fin": cmdStop, "cancel": cmdStop, "quit": cmdStop, "end": cmdStop,
	"start": cmdStart, "reprendre": cmdStart, "unstop": cmdStart,
	"help": cmdHelp, "aide": cmdHelp, "info": cmdHelp,
	"humain": cmdHuman, "human": cmdHuman, "personne": cmdHuman, "person": cmdHuman, "agent": cmdHuman, "0": cmdHuman,
	"oublie": cmdForget, "oublier": cmdForget, "forget": cmdForget,
	"lire": cmdRead, "read": cmdRead,
	"oui": cmdYes, "yes": cmdYes, "si": cmdYes, "نعم": cmdYes,
}

func commandOf(folded string) command { return commands[strings.Trim(folded, " .!?,;:\"'")] }
