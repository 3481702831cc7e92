package consortium

import (
	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Places gives the key of a place as people type it.
type Places interface {
	PlaceOf(typed string) (key string, ok bool)
}

// Service is the use-cases of consortia.
type Service struct {
	db     *db.DB
	log    *event.Log
	places Places
}

// New joins the parts.
func New(d *db.DB, log *event.Log, places Places) *Service {
	return &Service{db: d, log: log, places: places}
}

// MayShare reports that an actor begins a plan and takes parts of it for their
// organisation. Every worker of the region reads it.
func MayShare(by access.Actor) bool { return by.Has(access.Coordination, access.Management) }

func shares(by access.Actor) error {
	if MayShare(by) {
		return nil
	}
	return notFound()
}

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }

// happened tells what became of a plan.
type happened struct {
	kind       string
	Consortium string `json:"consortium"`
	Part       string `json:"part,omitempty"`
}

const (
	begunKind   = "consortium.begun"
	changedKind = "consortium.changed"
	takenKind   = "consortium.taken"
	leftKind    = "consortium.left"
	closedKind  = "consortium.closed"
)

func (e happened) Kind() string    { return e.kind }
func (e happened) Subject() string { return e.Consortium }
