package round

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/pace"
	"passerelle/internal/seal"
)

// Needs is where what is needed at doors is said.
type Needs interface {
	// Known reports that a code is a need.
	Known(code string) bool
	// Hear keeps a need in the caller's transaction. It reports false when the
	// slip's code was another need's already: the need is kept, and nobody
	// learns of it by that code.
	Hear(ctx context.Context, tx *db.Tx, by access.Actor, h Heard) (slip bool, err error)
}

// Heard is a need said at a door, without the door.
type Heard struct {
	Need     string
	Place    string // the round's sector
	Words    string
	Language string
	Slip     string // twelve digits on the paper that was left; empty: none was
}

// Staff is who works in an organisation now.
type Staff interface {
	StaffOf(ctx context.Context, tx *db.Tx, o access.Org) (map[access.Worker]string, error)
}

// Places gives the key of a place as people type it.
type Places interface {
	PlaceOf(typed string) (key string, ok bool)
}

// Service is the use-cases of rounds.
type Service struct {
	db      *db.DB
	log     *event.Log
	queue   *job.Queue
	vault   *seal.Vault
	keys    seal.Keys
	needs   Needs
	staff   Staff
	places  Places
	guesses *pace.Pace
}

// Limits within an hour of links and codes that are none of ours, from one
// place and in all.
const guessesPerSource, guessesPerNode = 60, 5000

// forgetJob is the kind of the job that ends a round's visits.
const forgetJob = "round.forget"

// New joins the parts and registers the job.
func New(d *db.DB, log *event.Log, queue *job.Queue, vault *seal.Vault, keys seal.Keys, c clock.Clock, needs Needs, staff Staff, places Places) *Service {
	s := &Service{
		db: d, log: log, queue: queue, vault: vault, keys: keys, needs: needs, staff: staff, places: places,
		guesses: pace.New(c, guessesPerSource, guessesPerNode),
	}
	queue.Handle(forgetJob, s.forget)
	return s
}

// MayPrepare reports that an actor prepares rounds, and takes phones back.
func MayPrepare(by access.Actor) bool { return by.Has(access.Coordination, access.Management) }

// MayWalk reports that an actor goes from door to door.
func MayWalk(by access.Actor) bool { return by.WorksWithPeople() }

// MaySee reports that an actor does one or the other.
func MaySee(by access.Actor) bool { return MayPrepare(by) || MayWalk(by) }

func prepares(by access.Actor) error {
	if MayPrepare(by) {
		return nil
	}
	return notFound()
}

// sees: who prepares and who walks.
func sees(by access.Actor) error {
	if MaySee(by) {
		return nil
	}
	return notFound()
}

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }

// ofRound is the owner of a round's key.
func ofRound(round string) seal.Owner { return seal.Owner("round:" + round) }
