package round

// Kinds of events. Each tells of one round in opaque ids: which door, and what
// came of it, is in no log.
const (
	preparedKind = "round.prepared"
	lentKind     = "round.lent"
	openedKind   = "round.opened"
	receivedKind = "round.received"
	handedKind   = "round.handed"
	revokedKind  = "round.revoked"
	closedKind   = "round.closed"
)

// happened tells what became of a round.
type happened struct {
	kind   string
	Round  string `json:"round"`
	Device string `json:"device,omitempty"`
	Visits int    `json:"visits,omitempty"` // kept by this act
}

func (e happened) Kind() string    { return e.kind }
func (e happened) Subject() string { return e.Round }
