package org

import (
	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/seal"
)

// Service does what can be done with organisations and their workers.
type Service struct {
	db     *db.DB
	log    *event.Log
	keys   seal.Keys
	region access.Region
	guess  *guesses
	hash   *hasher
}

// New makes the service of one node, which serves one region. Guesses are
// counted in its memory: n nodes together allow n times as many.
func New(d *db.DB, log *event.Log, keys seal.Keys, c clock.Clock, region access.Region) *Service {
	return &Service{db: d, log: log, keys: keys, region: region, guess: newGuesses(c), hash: newHasher()}
}
