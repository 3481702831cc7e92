package partner

import (
	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/pace"
	"passerelle/internal/seal"
)

// Wrong secrets that are looked at in an hour, from one place and in all.
const (
	guessesPerSource = 20
	guessesPerNode   = 2000
)

// Service holds the use-cases of partners' systems. It is safe for concurrent
// use.
type Service struct {
	db      *db.DB
	log     *event.Log
	keys    seal.Keys
	region  access.Region
	guesses *pace.Pace
	queue   *job.Queue // set by Tells
	vault   *seal.Vault
}

// New makes the service of one node, which serves one region.
func New(d *db.DB, log *event.Log, vault *seal.Vault, keys seal.Keys, c clock.Clock, region access.Region) *Service {
	return &Service{db: d, log: log, vault: vault, keys: keys, region: region, guesses: pace.New(c, guessesPerSource, guessesPerNode)}
}

// administers: the administration of an organisation, under the hat worn now.
func administers(by access.Actor) error {
	if by.Org() != "" && by.Has(access.Administration) {
		return nil
	}
	return notFound()
}

func notFound() error { return fault.New(fault.NotFound, "error.not_found") }
