package partner

import (
	"context"
	"strconv"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// State of a subscription, in the words of FHIR.
type State string

// The states. One that is asked for is tried first; one in error stays so until
// its system asks for it again.
const (
	Requested State = "requested"
	Active    State = "active"
	Failed    State = "error"
	Off       State = "off"
)

// Subscription is where a system wants to be told that a referral moved.
type Subscription struct {
	ID       string
	System   string
	Org      access.Org
	Endpoint string // an https address of a host that the installation lists
	Reason   string // what its system says it is for
	Side     string // "owner", "requester" or "" for both: on which side its organisation stands
	State    State
	Told     int64 // how many events it was told
	Version  int64
	Made     time.Time
	Ends     time.Time // zero: when it is ended

	sealed []byte // Endpoint and Reason, closed
}

// NewSubscription is what a system asks for. Package fhir checked its form.
type NewSubscription struct {
	Endpoint, Reason, Side string
	Ends                   time.Time
}

// subscriptionsMost of one system are not ended.
const subscriptionsMost = 5

// The jobs by which a subscription is tried, and told. Package fhir does them.
const (
	GreetJob = "partner.greet"
	TellJob  = "partner.tell"
)

// Telling is what those jobs are about: opaque ids.
type Telling struct {
	Subscription string          `json:"subscription"`
	Event        string          `json:"event,omitempty"`
	Kind         string          `json:"kind,omitempty"`
	Referral     access.Referral `json:"referral,omitempty"`
	At           time.Time       `json:"at,omitzero"`
}

// Tells joins the queue of jobs, and those who do the work.
func (s *Service) Tells(queue *job.Queue, greet, tell job.Handler) *Service {
	s.queue = queue
	queue.Handle(GreetJob, greet)
	queue.Handle(TellJob, tell)
	return s
}

// Key is with what a subscription's notifications are signed: made of its id with
// the installation's key, and kept nowhere.
func (s *Service) Key(id string) string { return s.keys.Fingerprint("partner-notice", id) }

// Subscribe keeps what a system asks for, and has its address tried. A retried
// act finds what it made.
func (s *Service) Subscribe(ctx context.Context, by access.Actor, act string, n NewSubscription) (sub Subscription, err error) {
	defer fault.Wrap(&err, "partner.Subscribe")
	if by.Kind() != access.Partner {
		return sub, notFound()
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err := event.Once(ctx, tx, by, "subscribe "+act, func() (string, error) {
			live, err := subscribed(ctx, tx, by)
			if err != nil {
				return "", err
			}
			if live >= subscriptionsMost {
				return "", fault.New(fault.Conflict, "fhir.subscriptions_most", "most", subscriptionsMost)
			}
			made := Subscription{ID: tx.NewID(), System: string(by.Worker()), Org: by.Org(), Endpoint: n.Endpoint, Reason: n.Reason, Side: n.Side, State: Requested, Version: 1, Made: tx.Now, Ends: n.Ends}
			sealed, err := s.sealWords(ctx, tx, by.Region(), made)
			if err != nil {
				return "", err
			}
			if err := insertSubscription(ctx, tx, by.Region(), made, sealed); err != nil {
				return "", err
			}
			return made.ID, s.changed(ctx, tx, by, made)
		})
		if err != nil {
			return err
		}
		sub, err = s.found(ctx, tx, by, id)
		return err
	})
	return sub, err
}

// Subscription finds one of the actor's own; NotFound for any other.
func (s *Service) Subscription(ctx context.Context, by access.Actor, id string) (sub Subscription, err error) {
	defer fault.Wrap(&err, "partner.Subscription(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		sub, err = s.found(ctx, tx, by, id)
		return err
	})
	return sub, err
}

// Change ends a subscription (Off), or has its address tried again (Requested),
// at the version that its system read: Conflict at another.
func (s *Service) Change(ctx context.Context, by access.Actor, id string, version int64, to State) (sub Subscription, err error) {
	defer fault.Wrap(&err, "partner.Change(%s)", id)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if sub, err = s.found(ctx, tx, by, id); err != nil {
			return err
		}
		if sub.Version != version {
			return fault.New(fault.Conflict, "fhir.changed_meanwhile")
		}
		sub.State = to
		sub.Version++
		if err := saveSubscription(ctx, tx, by.Region(), sub); err != nil {
			return err
		}
		return s.changed(ctx, tx, by, sub)
	})
	return sub, err
}

func (s *Service) changed(ctx context.Context, tx *db.Tx, by access.Actor, sub Subscription) error {
	if sub.State == Requested {
		key := sub.ID + "/" + strconv.FormatInt(sub.Version, 10)
		if err := s.queue.Enqueue(ctx, tx, by.Region(), GreetJob, key, Telling{Subscription: sub.ID}, tx.Now); err != nil {
			return err
		}
	}
	return s.log.Append(ctx, tx, by, subscriptionChanged{sub.ID, sub.System, sub.Org, sub.State})
}

// OnReferral reacts, in its transaction, to what happened to a referral: each
// subscription that works will be told, if it may be.
func (s *Service) OnReferral(ctx context.Context, tx *db.Tx, rec event.Record) (err error) {
	defer fault.Wrap(&err, "partner.OnReferral")
	list, err := working(ctx, tx, rec.Region)
	if err != nil {
		return err
	}
	for _, id := range list {
		told := Telling{Subscription: id, Event: rec.ID, Kind: rec.Kind, Referral: access.Referral(rec.Subject), At: rec.At}
		if err := s.queue.Enqueue(ctx, tx, rec.Region, TellJob, id+"/"+rec.ID, told, tx.Now); err != nil {
			return err
		}
	}
	return nil
}

// Live finds a subscription for a job, and who would be told: NotFound when it
// was ended, or its system was, or its time is over.
func (s *Service) Live(ctx context.Context, id string) (sub Subscription, by access.Actor, err error) {
	defer fault.Wrap(&err, "partner.Live(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if sub, err = liveSubscription(ctx, tx, s.region, id); err != nil {
			return err
		}
		return s.openWords(ctx, tx, s.region, &sub)
	})
	return sub, access.ForPartner(s.region, sub.System, sub.Org), err
}

// Number gives an event its number in a subscription: the same however often it
// is asked.
func (s *Service) Number(ctx context.Context, t Telling) (n int64, err error) {
	defer fault.Wrap(&err, "partner.Number")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		got, err := event.Once(ctx, tx, access.System(s.region), "tell "+t.Subscription+" "+t.Event, func() (string, error) {
			n, err := tellOne(ctx, tx, s.region, t.Subscription)
			return strconv.FormatInt(n, 10), err
		})
		if err != nil {
			return err
		}
		n, err = strconv.ParseInt(got, 10, 64)
		return err
	})
	return n, err
}

// Settle notes what became of a subscription's address: it answers (Active), or
// it does not (Failed).
func (s *Service) Settle(ctx context.Context, id string, to State) (err error) {
	defer fault.Wrap(&err, "partner.Settle(%s)", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		sub, err := liveSubscription(ctx, tx, s.region, id)
		if err != nil || sub.State == to {
			return err
		}
		sub.State = to
		sub.Version++
		if err := saveSubscription(ctx, tx, s.region, sub); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, access.System(s.region), subscriptionChanged{sub.ID, sub.System, sub.Org, sub.State})
	})
}
