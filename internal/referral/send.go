package referral

import (
	"context"
	"strconv"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Send hands the package to its one receiver. The person's consent for it is
// looked up here, and again at each reading. While a Non stands it is Conflict,
// with a sentence saying that a slip without a name is possible; without a
// live Oui, or with a task unfinished, it is Invalid. Afterwards the content is
// never rewritten.
func (s *Service) Send(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Send, id, act, Send, s.sending(ctx, by))
}

// sending is the act itself, for Send and for Hand.
func (s *Service) sending(ctx context.Context, by access.Actor) func(tx *db.Tx, r *referral) (event.Event, error) {
	return func(tx *db.Tx, r *referral) (event.Event, error) {
		if err := r.move(Send, tx.Now); err != nil {
			return nil, err
		}
		c, err := s.check(ctx, tx, by, r)
		if err != nil {
			return nil, err
		}
		if err := c.refuse(); err != nil {
			return nil, err
		}
		if err := s.barrier(ctx, tx, by, r); err != nil {
			return nil, err
		}
		if err := s.letOut(ctx, tx, by, r); err != nil {
			return nil, err
		}
		r.SentAt, r.Expires = tx.Now, tx.Now.Add(ExpiryAfter)
		e := happenedTo(r.ID, SentKind)
		e.Receiver, e.Service = r.Receiver, r.Service
		return e, s.schedule(ctx, tx, r)
	}
}

// letOut takes the package, and how the person may be reached safely, out of the
// sender's strongbox: from now on they are for the receiver too.
func (s *Service) letOut(ctx context.Context, tx *db.Tx, by access.Actor, r *referral) error {
	if err := s.vault.LetOut(ctx, tx, r.Region, seal.OfPackage(r.ID)); err != nil || s.safety == nil {
		return err
	}
	return s.safety.LetOut(ctx, tx, by, r.Person)
}

// refuse says what keeps a draft from being sent.
func (c Checklist) refuse() error {
	if c.Refused {
		return fault.New(fault.Conflict, "referral.refused_slip")
	}
	keys := map[Task]string{TaskNeed: "referral.need_missing", TaskDoor: "referral.door_missing",
		TaskDone: "referral.done_missing", TaskConsent: "referral.consent_missing"}
	var bad fault.Fields
	for _, t := range c.Tasks {
		if t.Progress != Finished {
			bad = append(bad, fault.Field(string(t.Task), keys[t.Task]))
		}
	}
	return bad.Err()
}

// machineWork are the arguments of a referral's jobs.
type machineWork struct {
	Referral access.Referral `json:"referral"`
	Nth      int             `json:"nth,omitempty"`
}

// reminders are sparse: one at half of the agreed delay, one at its end
// (more were asked to be removed elsewhere: people.md §4).
const reminders = 2

// promised is the number of the one reminder that follows the receiver's own
// promise, instead of those that still wait.
const promised = reminders + 1

func reminderKey(id access.Referral, nth int) string { return string(id) + "/" + strconv.Itoa(nth) }

func (s *Service) schedule(ctx context.Context, tx *db.Tx, r *referral) error {
	for nth := 1; nth <= reminders; nth++ {
		at := r.SentAt.Add(r.Delay * time.Duration(nth) / reminders)
		if err := s.queue.Enqueue(ctx, tx, r.Region, jobRemind, reminderKey(r.ID, nth), machineWork{r.ID, nth}, at); err != nil {
			return err
		}
	}
	return s.queue.Enqueue(ctx, tx, r.Region, jobExpire, string(r.ID), machineWork{Referral: r.ID}, r.Expires)
}

// remindAgain waits until the date that the receiver promised.
func (s *Service) remindAgain(ctx context.Context, tx *db.Tx, r *referral) error {
	for nth := 1; nth <= promised; nth++ {
		if err := s.queue.Cancel(ctx, tx, r.Region, jobRemind, reminderKey(r.ID, nth)); err != nil {
			return err
		}
	}
	return s.queue.Enqueue(ctx, tx, r.Region, jobRemind, reminderKey(r.ID, promised), machineWork{r.ID, promised}, r.PromisedTo)
}

// quiet takes back what waits for an answer, once there is one.
func (s *Service) quiet(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral) error {
	for nth := 1; nth <= promised; nth++ {
		if err := s.queue.Cancel(ctx, tx, region, jobRemind, reminderKey(id, nth)); err != nil {
			return err
		}
	}
	return s.queue.Cancel(ctx, tx, region, jobExpire, string(id))
}

func (s *Service) packageKey(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral) (*seal.Key, error) {
	return s.vault.Existing(ctx, tx, region, seal.OfPackage(id))
}
