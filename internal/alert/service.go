package alert

import (
	"context"
	"sync"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/pace"
)

// Keepers knows which organisations keep the directory of the region.
type Keepers interface {
	// Keeps reports that an organisation does, in the caller's transaction.
	Keeps(ctx context.Context, tx *db.Tx, o access.Org) (bool, error)
}

// Service is the use-cases of alerts.
type Service struct {
	db      *db.DB
	log     *event.Log
	keepers Keepers
	pushed  *pace.Pace
	read    *shelf
}

// New joins the parts.
func New(d *db.DB, log *event.Log) *Service {
	return &Service{db: d, log: log, read: &shelf{all: map[access.Region]map[string]*Alert{}}}
}

// pushesMost is how many alerts a system may bring in an hour, and all of them:
// more than any authority publishes.
const pushesMost, pushesInAll = 600, 3000

// PushedBy lets the information systems of those who keep the directory bring
// alerts by themselves (Push).
func (s *Service) PushedBy(k Keepers, c clock.Clock) *Service {
	s.keepers, s.pushed = k, pace.New(c, pushesMost, pushesInAll)
	return s
}

// MayTake reports that an actor takes in alerts for the region: those who keep
// its directory, and whoever operates the installation.
func MayTake(by access.Actor) bool {
	return by.Kind() == access.Operator || by.Kind() == access.Staff && by.Steward()
}

// Kinds of events: one that is shown, one that ended others, and one that is only
// a test.
const (
	TakenKind = "alert.taken"
	EndedKind = "alert.ended"
	NotedKind = "alert.noted"
)

// happened tells of an alert by its id here, and its status.
type happened struct {
	kind   string
	Alert  string `json:"alert"`
	Status string `json:"status"`
}

func (e happened) Kind() string    { return e.kind }
func (e happened) Subject() string { return e.Alert }

// Shows reports whether an event of a kind changes what a page shows.
func Shows(kind string) bool { return kind == TakenKind || kind == EndedKind }

// Result is what became of an alert that was taken in.
type Result string

// The results.
const (
	Shown  Result = "shown"  // it holds now
	Ended  Result = "ended"  // a cancellation: what it refers to is over
	Noted  Result = "noted"  // a test or an exercise: told to the log
	Before Result = "before" // it was taken in before
)

// Take takes in the bytes of an alert. A fault.Field of "file" says what is wrong,
// and at which line. The same alert again is Before, and changes nothing.
func (s *Service) Take(ctx context.Context, by access.Actor, body []byte) (result Result, err error) {
	defer fault.Wrap(&err, "alert.Take")
	if !MayTake(by) {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	a, err := Read(body)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		result, err = s.take(ctx, tx, by, a, body)
		return err
	})
	return result, err
}

// Push is Take for an information system of an organisation that keeps the
// directory: that it does is asked in the transaction, at each alert, so that a
// system is out as soon as its organisation is. fault.NotFound for any other, and
// fault.TooMany for one that brings too many.
func (s *Service) Push(ctx context.Context, by access.Actor, body []byte) (result Result, err error) {
	defer fault.Wrap(&err, "alert.Push")
	if by.Kind() != access.Partner || s.keepers == nil {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	if !s.pushed.Take(string(by.Worker())) {
		return "", fault.New(fault.TooMany, "error.too_many")
	}
	a, wrong := Read(body)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		switch keeps, err := s.keepers.Keeps(ctx, tx, by.Org()); {
		case err != nil:
			return err
		case !keeps:
			return fault.New(fault.NotFound, "error.not_found")
		case wrong != nil:
			return wrong
		}
		result, err = s.take(ctx, tx, by, a, body)
		return err
	})
	return result, err
}

func (s *Service) take(ctx context.Context, tx *db.Tx, by access.Actor, a *Alert, body []byte) (Result, error) {
	id := tx.NewID()
	switch {
	case a.Status != "Actual":
		return Noted, s.log.Append(ctx, tx, by, happened{NotedKind, id, a.Status})
	case a.Scope != "Public":
		return "", fault.Field("file", "alert.not_public")
	case a.Type == "Ack" || a.Type == "Error":
		return "", fault.Field("file", "alert.not_an_alert")
	}
	ends, over := false, !a.Expires().After(tx.Now)
	for _, r := range a.References {
		if r.Sender != a.Sender {
			return "", fault.Field("file", "alert.other_sender") // nobody takes back what another said
		}
		fresh, err := insertReplaced(ctx, tx, by.Region(), r)
		if err != nil {
			return "", err
		}
		ends = ends || fresh
	}
	switch {
	case ends && (over || a.Type == "Cancel"): // one that came too late to be shown ends what it replaces all the same
		return Ended, s.log.Append(ctx, tx, by, happened{EndedKind, id, a.Status})
	case a.Type == "Cancel":
		return Before, nil
	case over:
		return "", fault.Field("file", "alert.over")
	}
	switch fresh, err := insertAlert(ctx, tx, by, id, a, body); {
	case err != nil:
		return "", err
	case !fresh:
		return Before, nil
	}
	return Shown, s.log.Append(ctx, tx, by, happened{TakenKind, id, a.Status})
}

// Living are the alerts that hold now, the last sent first, and that instant. They
// are public. None is written to: each is understood once, and shown to all who come.
func (s *Service) Living(ctx context.Context, region access.Region) (list []*Alert, now time.Time, err error) {
	defer fault.Wrap(&err, "alert.Living")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, now = nil, tx.Now
		all, err := living(ctx, tx, region)
		if err != nil {
			return err
		}
		known := map[string]*Alert{}
		for _, t := range all {
			a := s.read.of(region, t.id)
			if a == nil {
				if a, err = Read(t.body); err != nil {
					return err
				}
			}
			known[t.id], list = a, append(list, a)
		}
		s.read.keep(region, known)
		return nil
	})
	return list, now, err
}

// shelf has the alerts of each region, understood, that held when they were last
// asked for.
type shelf struct {
	mu  sync.Mutex
	all map[access.Region]map[string]*Alert
}

func (r *shelf) of(region access.Region, id string) *Alert {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all[region][id]
}

func (r *shelf) keep(region access.Region, known map[string]*Alert) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all[region] = known
}
