package referral

import "passerelle/internal/fault"

// State of a referral: nine, no more (words.md §2). "En retard" is computed
// from the agreed delay; it is not a state.
type State string

// The states.
const (
	Proposed  State = "proposed"   // proposée: a draft of the sender alone
	Sent      State = "sent"       // envoyée
	Received  State = "received"   // reçue: someone has it in hand
	Accepted  State = "accepted"   // acceptée: which closes nothing
	InHandoff State = "in_handoff" // en accompagnement
	NeedMet   State = "need_met"   // besoin répondu
	Declined  State = "declined"   // refusée: the reason says by whom
	Expired   State = "expired"    // expirée: nobody answered
	Withdrawn State = "withdrawn"  // retirée: the person's act alone
)

// States lists them in the order of screens.
var States = []State{Proposed, Sent, Received, Accepted, InHandoff, NeedMet, Declined, Expired, Withdrawn}

// Verb is an act that may move a referral.
type Verb string

// The verbs.
const (
	Save     Verb = "save"     // fill in the draft
	Send     Verb = "send"     // envoyer
	Receive  Verb = "receive"  // accuser réception
	Assess   Verb = "assess"   // évaluer d'abord: some cannot say yes before meeting the person
	Accept   Verb = "accept"   // accepter
	Decline  Verb = "decline"  // refuser, with a reason
	Doubt    Verb = "doubt"    // one side says the person no longer wants
	Call     Verb = "call"     // the pivot notes the call: the hand-off is open
	Start    Verb = "start"    // commencer l'accompagnement
	Reach    Verb = "reach"    // contact établi
	Miss     Verb = "miss"     // personne non jointe
	Meet     Verb = "meet"     // the need is met, by the rule of outcome.go
	Unmeet   Verb = "unmeet"   // it is said again not to be
	Expire   Verb = "expire"   // nobody answered
	Withdraw Verb = "withdraw" // retirer
)

// moves is the whole life of a referral. A verb that has no entry for a state
// is refused there.
var moves = map[Verb]map[State]State{
	Save:     {Proposed: Proposed},
	Send:     {Proposed: Sent},
	Receive:  {Sent: Received},
	Assess:   {Sent: Received, Received: Received},
	Accept:   {Sent: Accepted, Received: Accepted},
	Decline:  {Sent: Declined, Received: Declined, Accepted: Declined, InHandoff: Declined},
	Doubt:    {Sent: Sent, Received: Received, Accepted: Accepted, InHandoff: InHandoff},
	Call:     {Sent: Sent, Received: Received, Accepted: Accepted},
	Start:    {Accepted: InHandoff},
	Reach:    {Accepted: InHandoff, InHandoff: InHandoff},
	Miss:     {Accepted: Accepted, InHandoff: InHandoff},
	Meet:     {Accepted: NeedMet, InHandoff: NeedMet},
	Unmeet:   {NeedMet: InHandoff},
	Expire:   {Sent: Expired, Received: Expired},
	Withdraw: {Proposed: Withdrawn, Sent: Withdrawn, Received: Withdrawn, Accepted: Withdrawn, InHandoff: Withdrawn},
}

// Ended reports whether nothing more is to be done in this state.
func (s State) Ended() bool {
	return s == NeedMet || s == Declined || s == Expired || s == Withdrawn
}

// Unanswered reports whether the receiver still owes an answer.
func (s State) Unanswered() bool { return s == Sent || s == Received }

// after is the state a verb leads to; Conflict, saying what already happened,
// when it cannot be done any more, or not yet.
func (s State) after(v Verb) (State, error) {
	if next, ok := moves[v][s]; ok {
		return next, nil
	}
	return s, fault.New(fault.Conflict, happened[s])
}

// happened says, to whoever comes second, what the first one did.
var happened = map[State]string{
	Proposed:  "referral.is_proposed",
	Sent:      "referral.is_sent",
	Received:  "referral.is_received",
	Accepted:  "referral.is_accepted",
	InHandoff: "referral.is_in_handoff",
	NeedMet:   "referral.is_need_met",
	Declined:  "referral.is_declined",
	Expired:   "referral.is_expired",
	Withdrawn: "referral.is_withdrawn",
}
