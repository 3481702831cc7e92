package referral

import (
	"context"
	"strconv"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// expire closes a referral that nobody answered. It counts against silence,
// never against the person. It may run twice, and late.
func (s *Service) expire(ctx context.Context, j job.Job) error {
	return s.tend(ctx, j, func(tx *db.Tx, r *referral, _ machineWork) (event.Event, error) {
		if !r.State.Unanswered() {
			return nil, nil
		}
		if tx.Now.Before(r.Expires) { // the clock went back: the queue tries again
			return nil, fault.New(fault.Unavailable, "error.unavailable")
		}
		if err := r.move(Expire, tx.Now); err != nil {
			return nil, err
		}
		r.DeclineBy = OfSilence
		if _, err := spendLinks(ctx, tx, r.Region, r.ID, ""); err != nil {
			return nil, err
		}
		e := happenedTo(r.ID, ExpiredKind)
		e.Receiver, e.Party = r.Receiver, OfSilence
		return e, saveByMachine(ctx, tx, r)
	})
}

// remind says once that an answer is waited for. Who hears of it, and how, is
// the business of whoever reacts to the event.
func (s *Service) remind(ctx context.Context, j job.Job) error {
	return s.tend(ctx, j, func(_ *db.Tx, r *referral, w machineWork) (event.Event, error) {
		if !r.State.Unanswered() || w.Promise != 0 && w.Promise != r.PromisedTo.UnixMilli() { // another date was promised since
			return nil, nil
		}
		e := happenedTo(r.ID, RemindedKind)
		e.Receiver, e.Nth = r.Receiver, w.Nth
		return e, nil
	})
}

// act is what is done once: each promise has its own reminder.
func (w machineWork) act() string {
	if w.Promise != 0 {
		return strconv.Itoa(w.Nth) + "/" + strconv.FormatInt(w.Promise, 10)
	}
	return strconv.Itoa(w.Nth)
}

// tend does a job on a referral exactly once, whatever the queue's retries.
func (s *Service) tend(ctx context.Context, j job.Job, do func(tx *db.Tx, r *referral, w machineWork) (event.Event, error)) error {
	var w machineWork
	if err := j.Args(&w); err != nil {
		return err
	}
	by := access.System(j.Region)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, w.act(), Verb(j.Kind), w.Referral, func() (string, error) {
			r, err := findByMachine(ctx, tx, j.Region, w.Referral)
			if err != nil {
				return "", err
			}
			e, err := do(tx, &r, w)
			if err != nil || e == nil {
				return "", err
			}
			if err := hold(ctx, tx, j.Region, r.ID); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, e)
		})
		return err
	})
}
