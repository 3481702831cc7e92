package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Colleagues says who accompanies people in an organisation. Package org does.
type Colleagues interface {
	Accompanying(ctx context.Context, tx *db.Tx, o access.Org) (map[access.Worker]bool, error)
}

// Works joins the one who knows who works where, for HandOver. Without it nobody
// can be handed anything.
func (s *Service) Works(c Colleagues) *Service {
	s.colleagues = c
	return s
}

// UndoWithin is how long one press takes back what one press handed over.
const UndoWithin = day

// handedMost is how many one press hands over: more than anybody is with.
const handedMost = 500

// Relay is what a worker's people became when one press handed them to a
// colleague.
type Relay struct {
	Batch    string
	From, To access.Worker
	At       time.Time
	Moved    int
	// Kept are those that this colleague cannot take: the person decided so, or
	// they are nobody's business who asks. Why is not said.
	Kept int
}

// HandOver hands to a colleague, on either side of the desk, every referral under
// way that a worker is with the person in: who is sick or leaves hands nobody to
// nobody. The worker does it, or whoever coordinates there, when the worker is
// away. A person who does not want that colleague stays where they were, and
// nobody is told why. NotFound for anyone else, and for whom does not accompany
// people there.
func (s *Service) HandOver(ctx context.Context, by access.Actor, act string, from, to access.Worker) (h Relay, err error) {
	defer fault.Wrap(&err, "referral.HandOver")
	if by.Kind() != access.Staff || !by.WorksWithPeople() || from != by.Worker() && !by.Has(access.Coordination) {
		return h, fault.New(fault.NotFound, "error.not_found")
	}
	if to == "" || to == from {
		return h, fault.Field("to", "hand_over.to_missing")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		batch, err := once(ctx, tx, by, act, "hand_over", access.Referral(from), func() (string, error) { return s.handOver(ctx, tx, by, from, to) })
		if err != nil {
			return err
		}
		h, err = s.handed(ctx, tx, by, batch)
		h.From, h.To = from, to
		if err != nil {
			return err
		}
		left, err := withWorker(ctx, tx, by, by.Scope(access.Follow, tx.Now), from, handedMost)
		h.Kept = len(left)
		return err
	})
	return h, err
}

func (s *Service) handOver(ctx context.Context, tx *db.Tx, by access.Actor, from, to access.Worker) (string, error) {
	may := map[access.Worker]bool{}
	if s.colleagues != nil {
		var err error
		if may, err = s.colleagues.Accompanying(ctx, tx, by.Org()); err != nil {
			return "", err
		}
	}
	if !may[to] {
		return "", fault.Field("to", "hand_over.to_missing")
	}
	rows, err := withWorker(ctx, tx, by, by.Scope(access.Follow, tx.Now), from, handedMost)
	if err != nil {
		return "", err
	}
	batch := tx.NewID()
	for i := range rows {
		r := &rows[i]
		if follows, err := mayFollow(ctx, tx, by, to, r.ID); err != nil {
			return "", err
		} else if !follows {
			continue
		}
		if err := s.pass(ctx, tx, by, r, from, to); err != nil {
			return "", err
		}
		if err := insertHanded(ctx, tx, by, batch, r.ID, from, to); err != nil {
			return "", err
		}
	}
	return batch, nil
}

// mayFollow asks the rule itself, which knows whom each person keeps away, whether
// a colleague may be with the person of a referral.
func mayFollow(ctx context.Context, tx *db.Tx, by access.Actor, w access.Worker, id access.Referral) (bool, error) {
	colleague := access.ForWorker(by.Region(), w, by.Org(), "", access.Intervention)
	_, err := find(ctx, tx, by.Region(), colleague.Scope(access.Follow, tx.Now), id)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// pass puts one worker in another's place.
func (s *Service) pass(ctx context.Context, tx *db.Tx, by access.Actor, r *referral, from, to access.Worker) error {
	side := r.sideOf(by.Org())
	place := r.place(side)
	if place == nil || *place != from {
		return nil // somebody took over in between
	}
	*place = to
	if err := save(ctx, tx, by.Scope(access.Follow, tx.Now), r); err != nil {
		return err
	}
	e := happenedTo(r.ID, TakenOverKind)
	e.Side = side
	return s.log.Append(ctx, tx, by, e)
}

// UndoHandOver puts everybody back, within a day, who is still where the press
// put them, and has not refused since the worker whom they would go back to.
// Whoever pressed may, the worker themself, or who coordinates.
func (s *Service) UndoHandOver(ctx context.Context, by access.Actor, act, batch string) (err error) {
	defer fault.Wrap(&err, "referral.UndoHandOver(%s)", batch)
	if by.Kind() != access.Staff || !by.WorksWithPeople() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "undo_hand_over", access.Referral(batch), func() (string, error) {
			rows, err := handedOf(ctx, tx, by, by.Scope(access.Follow, tx.Now), batch)
			if err != nil {
				return "", err
			}
			if len(rows) == 0 || !rows[0].mayUndo(by) {
				return "", fault.New(fault.NotFound, "error.not_found")
			}
			if !tx.Now.Before(rows[0].at.Add(UndoWithin)) {
				return "", fault.New(fault.Conflict, "hand_over.too_late")
			}
			for _, h := range rows {
				if follows, err := mayFollow(ctx, tx, by, h.from, h.referral); err != nil {
					return "", err
				} else if !follows {
					continue
				}
				r, err := find(ctx, tx, by.Region(), by.Scope(access.Follow, tx.Now), h.referral)
				if err != nil {
					return "", err
				}
				if err := s.pass(ctx, tx, by, &r, h.to, h.from); err != nil {
					return "", err
				}
			}
			return "", endHanded(ctx, tx, by, batch)
		})
		return err
	})
}

func (h handedRow) mayUndo(by access.Actor) bool {
	return h.by == by.Worker() || h.from == by.Worker() || by.Has(access.Coordination)
}

// LastHanded is what can still be taken back, newest first: the presses of the
// last day that this worker may undo.
func (s *Service) LastHanded(ctx context.Context, by access.Actor) (list []Relay, err error) {
	defer fault.Wrap(&err, "referral.LastHanded")
	if by.Kind() != access.Staff || !by.WorksWithPeople() {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := handedSince(ctx, tx, by, by.Scope(access.Follow, tx.Now), tx.Now.Add(-UndoWithin))
		list = nil
		for _, h := range rows {
			if !h.mayUndo(by) {
				continue
			}
			if n := len(list); n > 0 && list[n-1].Batch == h.batch {
				list[n-1].Moved++
				continue
			}
			list = append(list, Relay{Batch: h.batch, From: h.from, To: h.to, At: h.at.Time, Moved: 1})
		}
		return err
	})
	return list, err
}

func (s *Service) handed(ctx context.Context, tx *db.Tx, by access.Actor, batch string) (h Relay, err error) {
	rows, err := handedOf(ctx, tx, by, by.Scope(access.Follow, tx.Now), batch)
	h = Relay{Batch: batch, At: tx.Now, Moved: len(rows)}
	return h, err
}

// WithWorker counts the referrals under way that a worker is with the person in,
// in the actor's own organisation; for the worker and who coordinates there.
func (s *Service) WithWorker(ctx context.Context, by access.Actor, w access.Worker) (n int, err error) {
	defer fault.Wrap(&err, "referral.WithWorker")
	if by.Kind() != access.Staff || !by.WorksWithPeople() || w != by.Worker() && !by.Has(access.Coordination) {
		return 0, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := withWorker(ctx, tx, by, by.Scope(access.Follow, tx.Now), w, handedMost)
		n = len(rows)
		return err
	})
	return n, err
}
