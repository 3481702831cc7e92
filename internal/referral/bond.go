package referral

import (
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fault"
)

// Bond is where the tie stands while it is handed over from the pivot to
// somebody at the receiver (001:2437-2451). All three sides see the same.
type Bond struct {
	Stage       Stage
	Pivot       access.Worker // who hands it over
	Receiver    access.Worker // who takes it up; empty: whoever answered by a link
	From, Until time.Time     // both are with the person: since when, and until when as foreseen
	Overdue     bool          // that time has passed, and the person has not said that it holds
	Held        time.Time     // since when the person says that it holds
	SteppedBack time.Time
	CalledBack  time.Time // the person said afterwards that it does not hold
}

// Stage of a bond. It goes on by what people say, never by time alone.
type Stage string

// The stages.
const (
	NoBond     Stage = ""       // not accepted yet, or over
	BondApart  Stage = "apart"  // accepted: the two have not begun together
	BondJoint  Stage = "joint"  // both are with the person
	BondHeld   Stage = "held"   // the person says that it holds: the pivot may step back
	BondPassed Stage = "passed" // the pivot has stepped back
)

// How long both stay with the person. The end is foreseen, not imposed: only
// the person's word lets the pivot step back.
const (
	DefaultTogether = 14 * day
	MaxTogether     = 90 * day
)

func (r *referral) stage() Stage {
	switch {
	case r.State != Accepted && r.State != InHandoff && r.State != NeedMet:
		return NoBond
	case !r.SteppedBack.IsZero():
		return BondPassed
	case !r.BondHeld.IsZero():
		return BondHeld
	case !r.JointFrom.IsZero():
		return BondJoint
	}
	return BondApart
}

func (r *referral) bond(now time.Time) Bond {
	b := Bond{Stage: r.stage()}
	if b.Stage == NoBond {
		return b
	}
	b.Pivot, b.Receiver, b.From, b.Until = r.Pivot, r.Receiving, r.JointFrom, r.JointUntil
	b.Held, b.SteppedBack, b.CalledBack = r.BondHeld, r.SteppedBack, r.CalledBack
	b.Overdue = b.Stage == BondJoint && now.After(b.Until)
	return b
}

// bondNext is what the bond asks of the pivot; nothing while the call is waited
// for.
func (r *referral) bondNext() Next {
	switch {
	case r.closed():
		return NextNothing
	case r.stage() == BondHeld:
		return NextStepBack
	case r.stage() == BondJoint && !r.CalledBack.IsZero():
		return NextReturn
	case r.stage() == BondJoint:
		return NextAskBond
	}
	return NextNothing
}

// warm reports that the tie is handed over, and not the file alone: then the
// person's voice closes, and nobody else's.
func (r *referral) warm() bool { return r.CallFirst || !r.JointFrom.IsZero() }

// join begins or prolongs the time that both spend with the person.
func (r *referral) join(together time.Duration, now time.Time) error {
	if together == 0 {
		together = DefaultTogether
	}
	if together < day || together > MaxTogether {
		return fault.Field("together", "referral.together_range", "days", int(MaxTogether/day))
	}
	if r.JointFrom.IsZero() {
		r.JointFrom = now
	}
	r.JointUntil, r.CalledBack = now.Add(together), time.Time{}
	return nil
}

// takenUp notes who takes the tie up at the receiver. A call noted before the
// answer begins to count from the answer: nobody was with the person before.
func (r *referral) takenUp(by access.Actor, now time.Time) {
	if by.Org() == r.Receiver && by.Worker() != "" {
		r.Receiving = by.Worker()
	}
	if r.AnsweredAt.Equal(now) && !r.JointFrom.IsZero() {
		r.JointFrom, r.JointUntil = now, now.Add(r.JointUntil.Sub(r.JointFrom))
	}
}

// hear follows what the person says of the bond, and reports whether the pivot
// is called back.
func (r *referral) hear(said Said, now time.Time) (back bool) {
	if r.stage() == NoBond { // nobody was there yet, or is any more
		return false
	}
	if said == SaidYes {
		if r.BondHeld.IsZero() {
			r.BondHeld = now
		}
		r.CalledBack = time.Time{}
		return false
	}
	r.BondHeld = time.Time{}
	if r.SteppedBack.IsZero() {
		return false
	}
	r.SteppedBack, r.CalledBack = time.Time{}, now
	r.JointFrom, r.JointUntil = now, now.Add(DefaultTogether)
	return true
}
