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
	Promise  int64           `json:"promise,omitempty"` // the date promised that the reminder is of
}

// reminders are sparse: one at half of the agreed delay, one at its end
// (more were asked to be removed elsewhere: people.md §4).
const reminders = 2

// promised is the number of the one reminder that follows the receiver's own
// promise, instead of those that still wait.
const promised = reminders + 1

func reminderKey(id access.Referral, nth int) string { return string(id) + "/" + strconv.Itoa(nth) }

// A job that was cancelled keeps its key for ever: what is put off has a new one,
// of its date.
func promiseKey(r *referral) string { return datedKey(r.ID, r.PromisedTo) }

func expiryKey(r *referral) string {
	if r.Expires.Equal(r.SentAt.Add(ExpiryAfter)) {
		return string(r.ID)
	}
	return datedKey(r.ID, r.Expires)
}

func datedKey(id access.Referral, at time.Time) string {
	return string(id) + "/" + strconv.FormatInt(at.UnixMilli(), 10)
}

func (s *Service) schedule(ctx context.Context, tx *db.Tx, r *referral) error {
	for nth := 1; nth <= reminders; nth++ {
		at := r.SentAt.Add(r.Delay * time.Duration(nth) / reminders)
		if err := s.queue.Enqueue(ctx, tx, r.Region, jobRemind, reminderKey(r.ID, nth), machineWork{Referral: r.ID, Nth: nth}, at); err != nil {
			return err
		}
	}
	return s.queue.Enqueue(ctx, tx, r.Region, jobExpire, expiryKey(r), machineWork{Referral: r.ID}, r.Expires)
}

// promise has the receiver's own date take the place of the one that was asked
// for: the one reminder waits for it, and nothing closes by itself before.
func (s *Service) promise(ctx context.Context, tx *db.Tx, r *referral, within time.Duration) error {
	if err := s.forgetReminders(ctx, tx, r); err != nil {
		return err
	}
	r.PromisedAt, r.PromisedTo = tx.Now, tx.Now.Add(within)
	w := machineWork{Referral: r.ID, Nth: promised, Promise: r.PromisedTo.UnixMilli()}
	if err := s.queue.Enqueue(ctx, tx, r.Region, jobRemind, promiseKey(r), w, r.PromisedTo); err != nil {
		return err
	}
	if !r.PromisedTo.After(r.Expires) {
		return nil
	}
	if err := s.queue.Cancel(ctx, tx, r.Region, jobExpire, expiryKey(r)); err != nil {
		return err
	}
	r.Expires = tx.Now.Add(ExpiryAfter)
	return s.queue.Enqueue(ctx, tx, r.Region, jobExpire, expiryKey(r), machineWork{Referral: r.ID}, r.Expires)
}

// quiet takes back what waits for an answer, once there is one.
func (s *Service) quiet(ctx context.Context, tx *db.Tx, r *referral) error {
	if err := s.forgetReminders(ctx, tx, r); err != nil {
		return err
	}
	return s.queue.Cancel(ctx, tx, r.Region, jobExpire, expiryKey(r))
}

func (s *Service) forgetReminders(ctx context.Context, tx *db.Tx, r *referral) error {
	keys := []string{promiseKey(r)}
	for nth := 1; nth <= reminders; nth++ {
		keys = append(keys, reminderKey(r.ID, nth))
	}
	for _, key := range keys {
		if err := s.queue.Cancel(ctx, tx, r.Region, jobRemind, key); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) packageKey(ctx context.Context, tx *db.Tx, region access.Region, id access.Referral) (*seal.Key, error) {
	return s.vault.Existing(ctx, tx, region, seal.OfPackage(id))
}
