package share

import (
	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Service is the use-cases of what organisations show elsewhere.
type Service struct {
	db  *db.DB
	log *event.Log
}

// New joins the parts. Events go to log.
func New(d *db.DB, log *event.Log) *Service { return &Service{db: d, log: log} }

// isStaff: any worker, for the lists of the organisation of the hat worn.
func isStaff(by access.Actor) error {
	if by.Kind() == access.Staff {
		return nil
	}
	return notFound()
}

// keepsSite: those who answer for the organisation's site.
func keepsSite(by access.Actor) error {
	if by.Has(access.Management, access.Coordination, access.Administration) {
		return nil
	}
	return notFound()
}

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }
