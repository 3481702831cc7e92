package place

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// Directory is what places need of the directory.
type Directory interface {
	// Owner is the organisation that gives a published service; fault.NotFound
	// when there is none.
	Owner(ctx context.Context, tx *db.Tx, service access.Service) (access.Org, error)
	// Believed is how long a count in a unit is believed; false when the unit,
	// or the population ("" is anyone), is none of the directory's.
	Believed(unit, population string) (time.Duration, bool)
}

// Service is the use-cases of places.
type Service struct {
	db    *db.DB
	log   *event.Log
	queue *job.Queue
	dir   Directory
}

// The kinds of jobs.
const (
	lapseJob  = "place.lapse"
	forgetJob = "place.forget"
)

// New joins the parts and registers the jobs.
func New(d *db.DB, log *event.Log, queue *job.Queue, dir Directory) *Service {
	s := &Service{db: d, log: log, queue: queue, dir: dir}
	queue.Handle(lapseJob, s.lapse)
	queue.Handle(forgetJob, s.forget)
	return s
}

// counts: who is in the rooms, or answers for them.
func counts(by access.Actor) error {
	if by.Has(access.Intervention, access.Coordination, access.Management) {
		return nil
	}
	return notFound()
}

// holds: those who accompany people.
func holds(by access.Actor) error {
	if by.WorksWithPeople() {
		return nil
	}
	return notFound()
}

// MayCount reports that an actor counts the places of their organisation.
func MayCount(by access.Actor) bool { return counts(by) == nil }

// MayHold reports that an actor holds places of other organisations.
func MayHold(by access.Actor) bool { return holds(by) == nil }

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }
