package need

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// DueMost is the longest promise: after that another would rather be asked.
const DueMost = 14 * 24 * time.Hour

// Take promises that the worker's organisation answers a need, within a time.
// fault.Conflict when another took it first, until the time that they gave is over.
// Who took it may say a new time.
func (s *Service) Take(ctx context.Context, by access.Actor, act, id string, within time.Duration) (err error) {
	defer fault.Wrap(&err, "need.Take(%s)", id)
	if err := answers(by); err != nil {
		return err
	}
	if within <= 0 || within > DueMost {
		return fault.Field("within", "needs.within_missing")
	}
	return s.change(ctx, by, act, id, TakenKind, func(tx *db.Tx, n *Need) error {
		if n.Kept(by.Org(), tx.Now) {
			return fault.New(fault.Conflict, "needs.taken_before")
		}
		n.State, n.TakenBy, n.TakenAt, n.Due = Taken, by.Org(), db.At(tx.Now), db.At(tx.Now.Add(within))
		return nil
	})
}

// Leave gives a need back: it is for anyone again.
func (s *Service) Leave(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "need.Leave(%s)", id)
	if err := answers(by); err != nil {
		return err
	}
	return s.change(ctx, by, act, id, LeftKind, func(_ *db.Tx, n *Need) error {
		if n.State != Taken || n.TakenBy != by.Org() {
			return notFound()
		}
		n.State, n.TakenBy, n.TakenAt, n.Due = Open, "", db.Time{}, db.Time{}
		return nil
	})
}

// Sort corrects what a need is about, or where: codes alone. The words stay.
func (s *Service) Sort(ctx context.Context, by access.Actor, act, id, need, place string) (err error) {
	defer fault.Wrap(&err, "need.Sort(%s)", id)
	if err := answers(by); err != nil {
		return err
	}
	if !s.atlas.KnownNeed(need) {
		return fault.Field("need", "needs.need_unknown")
	}
	key := ""
	if place != "" {
		var ok bool
		if key, ok = s.atlas.PlaceOf(place); !ok {
			return fault.Field("place", "needs.place_unknown")
		}
	}
	return s.change(ctx, by, act, id, SortedKind, func(_ *db.Tx, n *Need) error {
		n.Need, n.Place = need, key
		return nil
	})
}

// change runs an act once on a need that nobody has answered yet.
func (s *Service) change(ctx context.Context, by access.Actor, act, id, kind string, do func(tx *db.Tx, n *Need) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			n, err := findNeed(ctx, tx, by.Region(), id)
			if err != nil {
				return "", err
			}
			if !n.Lives() {
				return "", fault.New(fault.Conflict, "needs.answered_before")
			}
			if err := do(tx, &n); err != nil {
				return "", err
			}
			if err := updateNeed(ctx, tx, by.Region(), n); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, happened{kind, id})
		})
		return err
	})
}
