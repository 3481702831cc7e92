package place

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Count says how many places of a count are free now. Any of those who count
// in the organisation may; for others the count is not there. It returns a
// field error when more are held than would be free: who holds one was
// promised it.
func (s *Service) Count(ctx context.Context, by access.Actor, act, offer string, free int) (err error) {
	defer fault.Wrap(&err, "place.Count(%s)", offer)
	return s.own(ctx, by, act, offer, func(tx *db.Tx, o Offer) error {
		return s.say(ctx, tx, by, o, free)
	})
}

// Step says that so many places more (or less, below zero) are free than was
// last said. Steps of colleagues add up, where counts would overwrite one
// another.
func (s *Service) Step(ctx context.Context, by access.Actor, act, offer string, more int) (err error) {
	defer fault.Wrap(&err, "place.Step(%s)", offer)
	return s.own(ctx, by, act, offer, func(tx *db.Tx, o Offer) error {
		return s.say(ctx, tx, by, o, o.Free+more)
	})
}

func (s *Service) say(ctx context.Context, tx *db.Tx, by access.Actor, o Offer, free int) error {
	believed, ok := s.dir.Believed(o.Unit, o.Population)
	if !ok {
		return fault.Field("unit", "place.unit_missing")
	}
	if err := o.says(free, tx.Now, believed); err != nil {
		return err
	}
	if err := updateOffer(ctx, tx, by.Region(), o); err != nil {
		return err
	}
	return s.tell(ctx, tx, by, o)
}

// Settle chooses how long a place of a count is held, in minutes. Holds that
// run keep the time they were given.
func (s *Service) Settle(ctx context.Context, by access.Actor, act, offer string, n int) (err error) {
	defer fault.Wrap(&err, "place.Settle(%s)", offer)
	if err := minutes(n); err != nil {
		return err
	}
	return s.own(ctx, by, act, offer, func(tx *db.Tx, o Offer) error {
		o.Minutes = n
		if err := updateOffer(ctx, tx, by.Region(), o); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, offerEvent{settledKind, o.ID})
	})
}

// Close counts places no more; fault.Invalid while one of them is held.
func (s *Service) Close(ctx context.Context, by access.Actor, act, offer string) (err error) {
	defer fault.Wrap(&err, "place.Close(%s)", offer)
	return s.own(ctx, by, act, offer, func(tx *db.Tx, o Offer) error {
		if o.Held > 0 {
			return fault.New(fault.Invalid, "place.closing_held", "n", o.Held)
		}
		o.Closed = db.At(tx.Now)
		if err := updateOffer(ctx, tx, by.Region(), o); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, offerEvent{closedKind, o.ID})
	})
}

// own runs an act once on a count of the worker's own organisation that is not
// over.
func (s *Service) own(ctx context.Context, by access.Actor, act, offer string, do func(tx *db.Tx, o Offer) error) error {
	if err := counts(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			o, err := findOffer(ctx, tx, by.Region(), offer)
			if err != nil {
				return "", err
			}
			if o.Org != by.Org() || o.over(tx.Now) {
				return "", notFound()
			}
			return "", do(tx, o)
		})
		return err
	})
}

// Ours are the counts of the worker's own organisation, and what others hold of
// them, the soonest to end first.
func (s *Service) Ours(ctx context.Context, by access.Actor) (offers []Offer, promised []Promised, now time.Time, err error) {
	defer fault.Wrap(&err, "place.Ours")
	if err := counts(by); err != nil {
		return nil, nil, now, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		if offers, err = offersOf(ctx, tx, by.Region(), by.Org()); err != nil {
			return err
		}
		promised, err = promisedBy(ctx, tx, by.Region(), by.Org())
		return err
	})
	return offers, promised, now, err
}
