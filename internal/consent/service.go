package consent

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/job"
	"passerelle/internal/pace"
	"passerelle/internal/seal"
)

// Attempts to open a thread: of ten thousand guesses from one place, ten an
// hour are looked at. With 2^50 threads possible, guessing is hopeless long
// before the second bound, which is there for guesses from many places; it is
// kept high so that no crowd can keep people from their own page.
const (
	openPerSource = 10
	openPerNode   = 2000
)

// Service holds the use-cases of consent. It is safe for concurrent use.
type Service struct {
	db       *db.DB
	log      *event.Log
	vault    *seal.Vault
	keys     seal.Keys
	attempts *pace.Pace
	staff    Staff
	queue    *job.Queue
	zone     *time.Location // where a working day begins and ends
}

// New joins the parts. The clock paces attempts to open a thread; everything
// else takes the instant of its transaction.
func New(d *db.DB, log *event.Log, vault *seal.Vault, keys seal.Keys, c clock.Clock) *Service {
	return &Service{db: d, log: log, vault: vault, keys: keys, attempts: pace.New(c, openPerSource, openPerNode), zone: time.UTC}
}

// In gives the zone of the region. It is called once, before anything is read.
func (s *Service) In(zone *time.Location) *Service {
	s.zone = zone
	return s
}

// once runs do unless the same actor has already done this act of this verb
// to this subject. The act comes from the form that was shown.
func once(ctx context.Context, tx *db.Tx, by access.Actor, act, verb, subject string, do func() (string, error)) (string, error) {
	if act != "" { // an empty one stays empty, and is refused
		act = verb + ":" + subject + ":" + act
	}
	return event.Once(ctx, tx, by, act, do)
}
