package place

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// BoardMost is how many counts a board holds: the first of its order.
const BoardMost = 500

// Filter narrows a board; empty fields do not.
type Filter struct {
	Unit string
	// Population keeps the places for it, and those for anyone.
	Population string
}

// Keeps reports that a count passes the filter.
func (f Filter) Keeps(o Offer) bool {
	return (f.Unit == "" || o.Unit == f.Unit) && (f.Population == "" || o.Population == "" || o.Population == f.Population)
}

// Board are the counts of the region that are not over, those of other
// organisations and one's own, with how many are held: numbers only. Any worker
// reads it. now is the instant at which it is true.
func (s *Service) Board(ctx context.Context, by access.Actor) (list []Offer, now time.Time, err error) {
	defer fault.Wrap(&err, "place.Board")
	if by.Kind() != access.Staff {
		return nil, now, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		list, err = boardOf(ctx, tx, by.Region())
		return err
	})
	return list, now, err
}

// Held are the holds of the worker's own organisation that run, the soonest to
// end first.
func (s *Service) Held(ctx context.Context, by access.Actor) (list []Held, err error) {
	defer fault.Wrap(&err, "place.Held")
	if err := holds(by); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = heldBy(ctx, tx, by.Region(), by.Org())
		return err
	})
	return list, err
}

// FindHeld reads one hold of the worker's own organisation, also for a day
// after its end.
func (s *Service) FindHeld(ctx context.Context, by access.Actor, id string) (h Held, now time.Time, err error) {
	defer fault.Wrap(&err, "place.FindHeld(%s)", id)
	if err := holds(by); err != nil {
		return Held{}, now, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		h, err = findHeld(ctx, tx, by.Region(), by.Org(), id)
		return err
	})
	return h, now, err
}
