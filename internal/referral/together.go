package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// StayTogether begins, or prolongs from now, the time that the pivot and the
// receiver both spend with the person. Either of them may; the person sees both
// names and both dates. Conflict before the acceptance, before the call that
// was asked for, and once the pivot has stepped back: then the person calls
// them back (SayOutcome).
func (s *Service) StayTogether(ctx context.Context, by access.Actor, id access.Referral, act string, together time.Duration) error {
	return s.act(ctx, by, access.Follow, id, act, "together", func(tx *db.Tx, r *referral) (event.Event, error) {
		if by.Kind() != access.Staff {
			return nil, fault.New(fault.NotFound, "error.not_found")
		}
		switch {
		case r.State != Accepted && r.State != InHandoff:
			return nil, fault.New(fault.Conflict, happened[r.State])
		case r.stage() == BondPassed:
			return nil, fault.New(fault.Conflict, "referral.stepped_back_before")
		}
		if err := r.callFirst(); err != nil {
			return nil, err
		}
		if err := r.join(together, tx.Now); err != nil {
			return nil, err
		}
		e := happenedTo(r.ID, TogetherKind)
		e.Side = r.side(by)
		return e, nil
	})
}

// StepBack ends the pivot's part: from here the receiver alone is with the
// person. Any worker of the sender may note it, and only after the person has
// said that the bond holds, themself or to a worker who noted it as told.
// Conflict before that: neither an acceptance nor a date lets a pivot go.
func (s *Service) StepBack(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Send, id, act, "step_back", func(tx *db.Tx, r *referral) (event.Event, error) {
		if err := r.mayStepBack(); err != nil {
			return nil, err
		}
		r.SteppedBack, r.CalledBack = tx.Now, zero
		e := happenedTo(r.ID, SteppedBackKind)
		e.Side = Source
		return e, nil
	})
}

func (r *referral) mayStepBack() error {
	switch r.stage() {
	case NoBond:
		return fault.New(fault.Conflict, happened[r.State])
	case BondPassed:
		return fault.New(fault.Conflict, "referral.stepped_back_before")
	case BondHeld:
		return r.callFirst()
	}
	return fault.New(fault.Conflict, "referral.bond_not_said")
}
