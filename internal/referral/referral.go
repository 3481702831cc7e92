package referral

import (
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// referral is the row: who, to whom, where it stands. It holds no content.
type referral struct {
	ID             access.Referral
	Region         access.Region
	Person         access.Person
	Sender         access.Org
	SenderTeam     access.Team
	SenderWorker   access.Worker
	Receiver       access.Org
	ReceiverWorker access.Worker
	Service        access.Service
	Previous       access.Referral
	State          State
	CallFirst      bool
	OpenedHow      OpenedHow
	OpenedReason   string
	Delay          time.Duration
	DeclineBy      Party
	DeclineReason  string
	Heard          Side          // who noted the answer from a telephone call; empty: it was given here
	Pivot          access.Worker // who hands the bond over
	Receiving      access.Worker // who takes it up, at the receiver; empty: whoever answered by a link
	Version        int

	Created, SentAt, ReceivedAt, AnsweredAt, Ended, Expires, Opened time.Time
	UnwantedBySource, UnwantedByTarget, UnwantedByPerson            time.Time

	PromisedAt, PromisedTo time.Time // the receiver's own promise of an answer: when it was made, for when
	CalledAt               time.Time // the receiver says that they called the pivot
	ContactAt              time.Time // the receiver reached the person

	JointFrom, JointUntil, BondHeld, SteppedBack, CalledBack time.Time // bond.go

	stood standing // where it stood when it was read; store.go
}

// OpenedHow says how the hand-off was opened.
type OpenedHow string

// Ways of opening.
const (
	ByCall   OpenedHow = "call"
	ByWaiver OpenedHow = "waiver"
)

// Party is to whom a refusal is attributed.
type Party string

// Parties of a refusal. Silence belongs to the receiver.
const (
	OfService Party = "service"
	OfPerson  Party = "person"
	OfSilence Party = "silence"
)

// Side is where somebody stands in one referral.
type Side string

// The three sides; also the three voices of an outcome.
const (
	Source    Side = "source" // who refers
	Target    Side = "target" // who receives
	ThePerson Side = "person"
	noSide    Side = ""
)

// Rhythms. No referral closes by itself before 90 days (people.md P2.4: at the
// person's pace); the agreed delay is what is owed, and being late shows long
// before.
const (
	day          = 24 * time.Hour
	DefaultDelay = 72 * time.Hour
	MaxDelay     = 60 * day
	ExpiryAfter  = 90 * day
	WaiverAfter  = 72 * time.Hour
	LinkLife     = 8 * day
)

// move applies a verb; the row is unchanged when it is refused.
func (r *referral) move(v Verb, now time.Time) error {
	next, err := r.State.after(v)
	if err != nil {
		return err
	}
	if r.State.Unanswered() && !next.Unanswered() && r.AnsweredAt.IsZero() && (next == Accepted || next == Declined) {
		r.AnsweredAt = now
	}
	if next == Received && r.ReceivedAt.IsZero() || next == Accepted && r.ReceivedAt.IsZero() {
		r.ReceivedAt = now
	}
	switch {
	case next.Ended() && !r.State.Ended():
		r.Ended = now
	case !next.Ended():
		r.Ended = time.Time{}
	}
	r.State = next
	return nil
}

// side tells where an actor stands; noSide for everybody else.
func (r *referral) side(by access.Actor) Side {
	switch {
	case by.Kind() == access.Holder && by.Person() == r.Person:
		return ThePerson
	case (by.Kind() == access.Staff || by.Kind() == access.Partner) && by.Org() == r.Sender:
		return Source
	case (by.Kind() == access.Staff || by.Kind() == access.LinkedIn || by.Kind() == access.Partner) && by.Org() == r.Receiver:
		return Target
	}
	return noSide
}

// closed reports whether how to reach the person is still withheld.
func (r *referral) closed() bool { return r.CallFirst && r.Opened.IsZero() }

// due is when an answer was agreed for: as the sender asked, or as the receiver
// promised since.
func (r *referral) due() time.Time {
	switch {
	case r.SentAt.IsZero():
		return time.Time{}
	case !r.PromisedTo.IsZero():
		return r.PromisedTo
	}
	return r.SentAt.Add(r.Delay)
}

// Summary is a referral without its package: what a queue may show. It is a
// type of its own so that a page cannot print what was not disclosed.
type Summary struct {
	ID             access.Referral
	Code           string        // short, to say on the telephone; it opens nothing
	Person         access.Person // for the sender and the person alone
	Sender         access.Org
	SenderTeam     access.Team
	SenderWorker   access.Worker // who sent it
	Pivot          access.Worker // who is with the person for the sender now
	Receiver       access.Org
	ReceiverWorker access.Worker
	Service        access.Service
	Previous       access.Referral // the one it follows; for the sender and the person alone
	Side           Side            // where the reader stands
	State          State
	Next           Next // what the reader can do next
	CallFirst      bool
	Opened         time.Time
	OpenedHow      OpenedHow
	OpenedReason   string
	Delay          time.Duration
	Due            time.Time
	Late           time.Duration // of what is owed now; zero: nothing is late
	LateBy         Side          // who owes it: silence is theirs
	Owed           []Promise     // what was promised, by whom, counted from when
	Bond           Bond
	Unread         int // observations of the other side that wait for a "lu"; in a queue alone
	CalledAt       time.Time
	Heard          Side // who noted the answer from a telephone call; empty: given here
	Created        time.Time
	SentAt         time.Time
	ReceivedAt     time.Time
	AnsweredAt     time.Time
	Ended          time.Time
	Expires        time.Time
	DeclineBy      Party
	DeclineReason  string
	// UnwantedBy lists the sides that said the person no longer wants; with
	// the pivot's and the person's own, it is closed.
	UnwantedBy []Side
	Version    int
}

func (r *referral) summary(by access.Actor, now time.Time) Summary {
	s := Summary{
		ID: r.ID, Code: id.CodeOf(6, "referral", string(r.ID)), Sender: r.Sender, SenderTeam: r.SenderTeam, SenderWorker: r.SenderWorker,
		Receiver: r.Receiver, ReceiverWorker: r.ReceiverWorker, Service: r.Service, Side: r.side(by), State: r.State,
		CallFirst: r.CallFirst, Opened: r.Opened, OpenedHow: r.OpenedHow, OpenedReason: r.OpenedReason, Delay: r.Delay, Due: r.due(),
		Created: r.Created, SentAt: r.SentAt, ReceivedAt: r.ReceivedAt, AnsweredAt: r.AnsweredAt, Ended: r.Ended, Expires: r.Expires,
		DeclineBy: r.DeclineBy, DeclineReason: r.DeclineReason, Version: r.Version,
	}
	if s.Side == Source || s.Side == ThePerson {
		// The receiver gets no handle by which two packages could be seen to be
		// about one person.
		s.Person, s.Previous = r.Person, r.Previous
	}
	s.Pivot = r.Pivot
	s.Bond, s.Heard, s.CalledAt, s.Owed = r.bond(now), r.Heard, r.CalledAt, r.owed(now)
	for _, p := range s.Owed {
		if p.Kept.IsZero() && p.Late > s.Late {
			s.Late, s.LateBy = p.Late, p.By
		}
	}
	if !r.UnwantedBySource.IsZero() {
		s.UnwantedBy = append(s.UnwantedBy, Source)
	}
	if !r.UnwantedByTarget.IsZero() {
		s.UnwantedBy = append(s.UnwantedBy, Target)
	}
	if !r.UnwantedByPerson.IsZero() {
		s.UnwantedBy = append(s.UnwantedBy, ThePerson)
	}
	s.Next = r.next(s.Side)
	return s
}

// Next is the one thing to do, per state and side (screens.md S7).
type Next string

// The next actions.
const (
	NextNothing  Next = ""
	NextFinish   Next = "finish"    // complete and send the draft
	NextWait     Next = "wait"      // somebody else's turn
	NextReceive  Next = "receive"   // accuser réception
	NextAnswer   Next = "answer"    // accepter, refuser, évaluer d'abord
	NextCall     Next = "call"      // appeler la personne qui réfère
	NextNoteCall Next = "note_call" // the pivot notes that call
	NextStart    Next = "start"     // commencer
	NextContact  Next = "contact"   // noter un contact
	NextSay      Next = "say"       // dire si cela a aidé
	NextElse     Next = "elsewhere" // another door, or a closed-door report
	NextDoubt    Next = "doubt"     // one side says the person no longer wants: ask them
	NextAskBond  Next = "ask_bond"  // both are with the person: ask whether the bond holds
	NextReturn   Next = "return"    // the person says that it does not hold any more
	NextStepBack Next = "step_back" // the person says that it holds: the pivot may step back
)

func (r *referral) next(side Side) Next {
	if side == Source {
		if r.doubted() {
			return NextDoubt
		}
		if next := r.bondNext(); next != NextNothing {
			return next
		}
	}
	switch r.State {
	case Proposed:
		if side == Source {
			return NextFinish
		}
	case Sent, Received:
		if side == Target && r.State == Sent {
			return NextReceive
		}
		if side == Target {
			return NextAnswer
		}
		return NextWait
	case Accepted:
		switch {
		case side == Target && r.closed():
			return NextCall
		case side == Target:
			return NextStart
		case side == Source && r.closed():
			return NextNoteCall
		}
		return NextWait
	case InHandoff:
		switch {
		case side == Target:
			return NextContact
		case side == Source && r.stage() == BondPassed:
			return NextNothing
		}
		return NextSay
	case NeedMet:
		if side == ThePerson || side == Source && r.stage() != BondPassed {
			return NextSay
		}
	case Declined, Expired:
		if side == Source {
			return NextElse
		}
	case Withdrawn:
	}
	return NextNothing
}

// changedMeanwhile is for a row that changed between a form and its return.
func changedMeanwhile() error { return fault.New(fault.Conflict, "referral.changed_meanwhile") }
