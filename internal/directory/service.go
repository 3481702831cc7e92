package directory

import (
	"sync"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Service is the use-cases of the directory on one database.
type Service struct {
	db       *db.DB
	log      *event.Log
	vault    *seal.Vault
	underWay sync.Map // id of a task → Progress, of the imports that this node works on
}

// New makes the use-cases of the directory. Events go to log.
func New(d *db.DB, log *event.Log) *Service { return &Service{db: d, log: log} }

// Seals gives the vault that seals what anybody writes about a service, and
// returns s. Without it such words are refused, never kept open.
func (s *Service) Seals(v *seal.Vault) *Service {
	s.vault = v
	return s
}

// keeps reports whether the actor may import into the directory and take an
// import back: whoever operates the installation, and those who coordinate or
// administer in an organisation. What one service says is under another rule:
// see owner.go.
func keeps(by access.Actor) bool {
	return by.Kind() == access.Operator || by.Kind() == access.Machine || by.Has(access.Coordination, access.Administration)
}

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }
