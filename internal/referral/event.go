package referral

import "passerelle/internal/access"

// Happened is the payload of every event here: opaque ids and codes, never a
// word that was typed. One shape serves all of them, because the timeline
// reads them back.
type Happened struct {
	kind string

	Referral access.Referral `json:"referral"`
	Receiver access.Org      `json:"receiver,omitempty"` // sent: to whom a link may have to go
	Service  access.Service  `json:"service,omitempty"`
	Side     Side            `json:"side,omitempty"`    // who said it
	Party    Party           `json:"party,omitempty"`   // declined: to whom it is attributed
	Reason   string          `json:"reason,omitempty"`  // declined, handoff_opened
	How      OpenedHow       `json:"how,omitempty"`     // handoff_opened
	Reached  *bool           `json:"reached,omitempty"` // contact_noted
	Step     Step            `json:"step,omitempty"`    // contact_noted: what comes next
	Fact     Fact            `json:"fact,omitempty"`    // outcome_said
	Said     Said            `json:"said,omitempty"`    // outcome_said
	Relayed  bool            `json:"relayed,omitempty"` // outcome_said: a worker's hand, the person's word
	Nth      int             `json:"nth,omitempty"`     // reminded
	Heard    bool            `json:"heard,omitempty"`   // an answer, noted from a telephone call
	Told     bool            `json:"told,omitempty"`    // declined by the sender: the person told them so
	Space    SpaceAnswer     `json:"space,omitempty"`   // space_said
	Unblock  UnblockAnswer   `json:"unblock,omitempty"` // unblock_said
}

// Kind names the event.
func (h Happened) Kind() string { return h.kind }

// Subject is the referral.
func (h Happened) Subject() string { return string(h.Referral) }

// The kinds of events.
const (
	DraftedKind       = "referral.drafted"
	SavedKind         = "referral.saved"
	SentKind          = "referral.sent"
	ReceivedKind      = "referral.received"
	AssessingKind     = "referral.assessing"
	AcceptedKind      = "referral.accepted"
	DeclinedKind      = "referral.declined"
	DoubtedKind       = "referral.doubted"
	StillWantedKind   = "referral.still_wanted"
	OpenedKind        = "referral.handoff_opened"
	StartedKind       = "referral.handoff_started"
	ContactKind       = "referral.contact_noted"
	OutcomeKind       = "referral.outcome_said"
	ExpiredKind       = "referral.expired"
	WithdrawnKind     = "referral.withdrawn"
	RemindedKind      = "referral.reminded"
	LinkMadeKind      = "referral.link_made"
	DiscardedKind     = "referral.discarded"
	ForgottenKind     = "referral.forgotten" // what it held was destroyed, in its time
	TogetherKind      = "referral.together"
	SteppedBackKind   = "referral.stepped_back"
	CalledBackKind    = "referral.called_back"
	CallSaidKind      = "referral.call_said"
	ObservedKind      = "referral.observed"
	NoteReadKind      = "referral.observation_read"
	FollowedKind      = "referral.followed"
	UnblockAskedKind  = "referral.unblock_asked"
	UnblockSaidKind   = "referral.unblock_said"
	UnblockSilentKind = "referral.unblock_silent"
	SpaceAskedKind    = "referral.space_asked" // by the person, of the organisation of a side
	SpaceSaidKind     = "referral.space_said"
	TakenOverKind     = "referral.taken_over"
	NotedKind         = "referral.noted"     // by a system: a note, who is awaited, an activity
	CancelledKind     = "referral.cancelled" // by who sent it
)

func happenedTo(id access.Referral, kind string) Happened { return Happened{kind: kind, Referral: id} }
