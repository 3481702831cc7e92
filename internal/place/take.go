package place

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// Hold keeps one place of another organisation for a limited time, and returns
// the id of the hold. Those who accompany people may. It returns fault.Conflict
// when no place is left or nothing is known any more, and fault.NotFound when
// the places are counted no more. A retried act holds once.
func (s *Service) Hold(ctx context.Context, by access.Actor, act, offer string) (hold string, err error) {
	defer fault.Wrap(&err, "place.Hold(%s)", offer)
	if err := holds(by); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		hold, err = event.Once(ctx, tx, by, act, func() (string, error) {
			return s.hold(ctx, tx, by, offer)
		})
		return err
	})
	return hold, err
}

// hold counts what is left and takes it, in one transaction: of two that would
// take the last place, the database lets one through and has the other look
// again.
func (s *Service) hold(ctx context.Context, tx *db.Tx, by access.Actor, offer string) (string, error) {
	o, err := findOffer(ctx, tx, by.Region(), offer)
	if err != nil {
		return "", err
	}
	if o.Org == by.Org() {
		return "", fault.New(fault.Conflict, "place.own_place")
	}
	if err := o.holdable(tx.Now); err != nil {
		return "", err
	}
	owner, err := s.dir.Owner(ctx, tx, o.Service)
	if err != nil {
		return "", err
	}
	if owner != o.Org { // the service has changed hands since: who counted it does not give it any more
		return "", notFound()
	}
	n, err := countHeldBy(ctx, tx, by.Region(), by.Org())
	if err != nil {
		return "", err
	}
	if n >= HoldsMost {
		return "", fault.New(fault.Conflict, "place.holds_full", "most", HoldsMost)
	}
	h := hold{ID: tx.NewID(), Offer: o.ID, Org: o.Org, Holder: by.Org(), From: db.At(tx.Now), Until: db.At(o.until(tx.Now))}
	if h.Code, err = freeCode(ctx, tx, by.Region(), o.Org); err != nil {
		return "", err
	}
	if err := insertHold(ctx, tx, by.Region(), h); err != nil {
		return "", err
	}
	if err := s.lapseAt(ctx, tx, by.Region(), h); err != nil {
		return "", err
	}
	return h.ID, s.log.Append(ctx, tx, by, holdEvent{heldKind, h.ID, o.ID})
}

// codeDigits is the length of a code: it is said by telephone and remembered on
// the way. Digits are the same in every language.
const codeDigits = 5

// freeCode is a code that no hold of the organisation has had in the last day.
func freeCode(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (string, error) {
	for range 100 {
		code := digits()
		switch taken, err := codeTaken(ctx, tx, region, org, code); {
		case err != nil:
			return "", err
		case !taken:
			return code, nil
		}
	}
	return "", fault.New(fault.Unavailable, "error.busy")
}

func digits() string {
	b := make([]byte, codeDigits)
	for i := range b {
		b[i] = '0' + byte(id.Below(10))
	}
	return string(b)
}

// Extend gives a hold its time once more, from now. Once only: a place that
// waits is refused to somebody else.
func (s *Service) Extend(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "place.Extend(%s)", id)
	if err := holds(by); err != nil {
		return err
	}
	return s.act(ctx, by, act, id, isHolder, func(tx *db.Tx, h hold) error {
		if h.Extended {
			return fault.New(fault.Conflict, "place.extended_before")
		}
		o, err := findOffer(ctx, tx, by.Region(), h.Offer)
		if err != nil {
			return err
		}
		h.Extended = true
		if until := o.until(tx.Now); until.After(h.Until.Time) { // a shorter time was chosen since: it takes nothing away
			h.Until = db.At(until)
		}
		if err := updateHold(ctx, tx, by.Region(), h); err != nil {
			return err
		}
		if err := s.lapseAt(ctx, tx, by.Region(), h); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, holdEvent{extendedKind, h.ID, h.Offer})
	})
}

// LetGo gives a place back that the worker's organisation holds.
func (s *Service) LetGo(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "place.LetGo(%s)", id)
	if err := holds(by); err != nil {
		return err
	}
	return s.act(ctx, by, act, id, isHolder, func(tx *db.Tx, h hold) error {
		return s.end(ctx, tx, by, h, LetGo)
	})
}

// Arrive says that the person with the code is there: the place is taken.
func (s *Service) Arrive(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "place.Arrive(%s)", id)
	if err := counts(by); err != nil {
		return err
	}
	return s.act(ctx, by, act, id, isGiver, func(tx *db.Tx, h hold) error {
		o, err := findOffer(ctx, tx, by.Region(), h.Offer)
		if err != nil {
			return err
		}
		o.Free = max(0, o.Free-1) // a step of what was said, not a new count: it is not said again
		if err := updateOffer(ctx, tx, by.Region(), o); err != nil {
			return err
		}
		return s.end(ctx, tx, by, h, Arrived)
	})
}

// Free takes back a place that the worker's organisation gives.
func (s *Service) Free(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "place.Free(%s)", id)
	if err := counts(by); err != nil {
		return err
	}
	return s.act(ctx, by, act, id, isGiver, func(tx *db.Tx, h hold) error {
		return s.end(ctx, tx, by, h, Freed)
	})
}

func isHolder(by access.Actor, h hold) bool { return h.Holder == by.Org() }
func isGiver(by access.Actor, h hold) bool  { return h.Org == by.Org() }

// act runs an act once on a hold that is the actor's to act on, while it runs.
func (s *Service) act(ctx context.Context, by access.Actor, act, id string, its func(access.Actor, hold) bool, do func(tx *db.Tx, h hold) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			h, err := findHold(ctx, tx, by.Region(), id)
			if err != nil {
				return "", err
			}
			if !its(by, h) {
				return "", notFound()
			}
			if err := h.running(tx.Now); err != nil {
				return "", err
			}
			return "", do(tx, h)
		})
		return err
	})
}

// end closes a hold and stores that its row goes in a day.
func (s *Service) end(ctx context.Context, tx *db.Tx, by access.Actor, h hold, how Ending) error {
	h.Ended, h.Ending = db.At(tx.Now), how
	if err := updateHold(ctx, tx, by.Region(), h); err != nil {
		return err
	}
	if err := s.queue.Enqueue(ctx, tx, by.Region(), forgetJob, h.ID, machineWork{Hold: h.ID}, tx.Now.Add(Kept)); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, holdEvent{endedKind(how), h.ID, h.Offer})
}
