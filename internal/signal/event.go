package signal

import (
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// Kinds of events. Each tells of one signal by its id, and of nothing said in it.
const (
	SaidKind     = "signal.said"
	JoinedKind   = "signal.joined"
	RelayedKind  = "signal.relayed"
	ReadKind     = "signal.read"
	AnsweredKind = "signal.answered"
	RefusedKind  = "signal.refused"

	ForgottenKind = "signal.forgotten" // what it held was destroyed, in its time
)

// happened tells of an act: opaque ids and instants.
type happened struct {
	kind   string
	Signal string     `json:"signal"`
	Leg    string     `json:"leg,omitempty"`
	To     access.Org `json:"to,omitempty"` // who is asked
	Due    db.Time    `json:"due,omitzero"` // by when
}

func (e happened) Kind() string    { return e.kind }
func (e happened) Subject() string { return e.Signal }

// Shows reports whether an event of a kind changes what a board shows.
func Shows(kind string) bool { return strings.HasPrefix(kind, "signal.") }
