package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// TakeOver has the actor take a colleague's place with the person, on their own
// side: who is sick or leaves hands nobody to nobody. The person and the other
// side read the new name. Conflict when it is their place already, when the
// pivot has stepped back, and when nothing is under way.
func (s *Service) TakeOver(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Follow, id, act, "take_over", func(tx *db.Tx, r *referral) (event.Event, error) {
		side := r.side(by)
		if by.Kind() != access.Staff || side == noSide {
			return nil, fault.New(fault.NotFound, "error.not_found")
		}
		if r.State == Proposed || r.State.Ended() {
			return nil, fault.New(fault.Conflict, happened[r.State])
		}
		place := r.place(side)
		switch {
		case place == nil:
			return nil, fault.New(fault.Conflict, "referral.nothing_to_take")
		case *place == by.Worker():
			return nil, fault.New(fault.Conflict, "referral.yours_already")
		}
		*place = by.Worker()
		e := happenedTo(r.ID, TakenOverKind)
		e.Side = side
		return e, nil
	})
}

// place is who is with the person on one side; nil when nobody is to be replaced
// there.
func (r *referral) place(side Side) *access.Worker {
	switch {
	case side == Source && r.stage() != BondPassed:
		return &r.Pivot
	case side == Target && r.stage() != NoBond:
		return &r.Receiving
	}
	return nil
}
