package pathway

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

// Referrals is what a pathway needs of referrals.
type Referrals interface {
	// Begin begins a draft about a person whom the actor's organisation
	// accompanies, with what was observed as its need, in the caller's
	// transaction; fault.NotFound when it does not accompany them.
	Begin(ctx context.Context, tx *db.Tx, by access.Actor, person access.Person, observed string) (access.Referral, error)
}

// Service is the use-cases of pathways.
type Service struct {
	db        *db.DB
	log       *event.Log
	queue     *job.Queue
	vault     *seal.Vault
	keys      seal.Keys
	referrals Referrals
	guesses   *pace.Pace
}

// forgetJob destroys a run when its day is over.
const forgetJob = "pathway.forget"

// How often a code that opens nothing may be typed in an hour, by one worker
// and on one node.
const (
	guessesPerWorker = 20
	guessesPerNode   = 2000
)

// Kept is how long a run is kept: the time of a shift, and of the call that
// follows it.
const Kept = 24 * time.Hour

// New joins the parts and registers the job.
func New(d *db.DB, log *event.Log, queue *job.Queue, vault *seal.Vault, keys seal.Keys, c clock.Clock, referrals Referrals) *Service {
	s := &Service{db: d, log: log, queue: queue, vault: vault, keys: keys, referrals: referrals, guesses: pace.New(c, guessesPerWorker, guessesPerNode)}
	queue.Handle(forgetJob, s.forget)
	return s
}

// walks: those who accompany people.
func walks(by access.Actor) error {
	if by.WorksWithPeople() {
		return nil
	}
	return notFound()
}
