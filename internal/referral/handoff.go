package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Waivers are the reasons for opening without the call. They are codes: what
// is said of a person here would not be sealed.
var Waivers = []string{"receiver_unreachable", "person_asks", "already_met"}

// Opening says how the tie was handed over.
type Opening struct {
	How    OpenedHow
	Reason string // of a waiver
	// Together is how long both then stay with the person, as foreseen; zero
	// for the usual time.
	Together time.Duration
}

// OpenHandoff is "Appelez-moi avant de commencer", done: the sender's side
// notes that the receiver called. Until then how to reach the person is
// withheld from the receiver, by the rule in package access. Without a call it
// takes a reason and 72 hours after the acceptance, so that a worker who is
// away does not leave the person waiting (people.md P4.3). Any worker of the
// sender may note it: pivots fall ill too.
func (s *Service) OpenHandoff(ctx context.Context, by access.Actor, id access.Referral, act string, o Opening) error {
	return s.act(ctx, by, access.Send, id, act, Call, func(tx *db.Tx, r *referral) (event.Event, error) {
		if err := r.move(Call, tx.Now); err != nil {
			return nil, err
		}
		if !r.closed() {
			return nil, fault.New(fault.Conflict, "referral.already_open")
		}
		if err := o.check(r, tx); err != nil {
			return nil, err
		}
		if err := r.join(o.Together, tx.Now); err != nil {
			return nil, err
		}
		r.Opened, r.OpenedHow, r.OpenedReason, r.Pivot = tx.Now, o.How, o.Reason, by.Worker()
		e := happenedTo(r.ID, OpenedKind)
		e.How, e.Reason = o.How, o.Reason
		return e, nil
	})
}

func (o *Opening) check(r *referral, tx *db.Tx) error {
	switch o.How {
	case ByCall:
		o.Reason = ""
		return nil
	case ByWaiver:
		for _, w := range Waivers {
			if w != o.Reason {
				continue
			}
			if r.State != Accepted || tx.Now.Before(r.AnsweredAt.Add(WaiverAfter)) {
				return fault.Field("reason", "referral.waiver_too_soon", "hours", int(WaiverAfter.Hours()))
			}
			return nil
		}
		return fault.Field("reason", "referral.waiver_reason_missing")
	}
	return fault.Field("how", "referral.opening_missing")
}

// SayCalled notes, on the receiver's side, that they called the pivot as asked.
// It opens nothing: the pivot alone does (OpenHandoff). From here the pivot owes
// it to note the call, and silence is theirs.
func (s *Service) SayCalled(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Answer, id, act, "say_called", func(tx *db.Tx, r *referral) (event.Event, error) {
		switch {
		case by.Kind() != access.Staff:
			return nil, fault.New(fault.NotFound, "error.not_found")
		case r.State != Accepted:
			return nil, fault.New(fault.Conflict, happened[r.State])
		case !r.closed():
			return nil, fault.New(fault.Conflict, "referral.already_open")
		case !r.CalledAt.IsZero():
			return nil, fault.New(fault.Conflict, "referral.call_said_before")
		}
		r.CalledAt = tx.Now
		e := happenedTo(r.ID, CallSaidKind)
		e.Side = Target
		return e, nil
	})
}

// callFirst refuses what the receiver may not do before the call.
func (r *referral) callFirst() error {
	if r.closed() {
		return fault.New(fault.Conflict, "referral.call_first")
	}
	return nil
}

// StartHandoff begins the accompaniment, on the receiver's side.
func (s *Service) StartHandoff(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Answer, id, act, Start, func(tx *db.Tx, r *referral) (event.Event, error) {
		if err := r.callFirst(); err != nil {
			return nil, err
		}
		if err := r.move(Start, tx.Now); err != nil {
			return nil, err
		}
		r.takenUp(by, tx.Now)
		return happenedTo(r.ID, StartedKind), nil
	})
}

// Step is what comes after an attempt that did not reach the person: it stays
// open, and somebody does something next (words.md, "could not reach").
type Step string

// The steps.
const (
	StepCallAgain Step = "call_again"
	StepOtherWay  Step = "other_way"
	StepAskPivot  Step = "ask_pivot"
	StepGoThere   Step = "go_there"
)

// Steps lists them.
var Steps = []Step{StepCallAgain, StepOtherWay, StepAskPivot, StepGoThere}

// Attempt is one try to reach the person.
type Attempt struct {
	Reached bool
	Step    Step // when not reached
}

// NoteContact notes that the receiver reached the person, or did not. Reached
// is the receiver's word for "contact établi"; the two other sides may say
// otherwise. Not reached closes nothing, and wants a next step.
func (s *Service) NoteContact(ctx context.Context, by access.Actor, id access.Referral, act string, a Attempt) error {
	verb := Reach
	if !a.Reached {
		verb = Miss
	}
	return s.act(ctx, by, access.Answer, id, act, verb, func(tx *db.Tx, r *referral) (event.Event, error) {
		if err := r.callFirst(); err != nil {
			return nil, err
		}
		if err := r.move(verb, tx.Now); err != nil {
			return nil, err
		}
		e := happenedTo(r.ID, ContactKind)
		e.Reached, e.Side = &a.Reached, Target
		if !a.Reached {
			if !known(a.Step) {
				return nil, fault.Field("step", "referral.step_missing")
			}
			e.Step = a.Step
			return e, nil
		}
		if r.ContactAt.IsZero() {
			r.ContactAt = tx.Now
		}
		if r.Receiving == "" {
			r.takenUp(by, tx.Now)
		}
		return e, saveOutcome(ctx, tx, r.Region, r.ID, Outcome{Fact: ContactMade, Voice: Target, Said: SaidYes, At: tx.Now, Worker: by.Worker()})
	})
}

func known(s Step) bool {
	for _, k := range Steps {
		if s == k {
			return true
		}
	}
	return false
}
