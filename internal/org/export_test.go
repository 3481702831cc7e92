package org

import "time"

// HashCheaply spares the tests that are not about hashing the work of one.
func (s *Service) HashCheaply() { s.hash.cost = cost{memory: 64, passes: 1, lanes: 1} }

// HashAsServed is the real work again.
func (s *Service) HashAsServed() { s.hash.cost = costNow }

// CodeAt is the code of an application that was given a secret.
func CodeAt(text string, at time.Time) string { return totpAt(totpSecret(text), totpCount(at)) }

// CodeOfBytes is the code of a secret of the standard's examples.
func CodeOfBytes(secret []byte, at time.Time) string { return totpAt(secret, totpCount(at)) }

// BytesOf is a secret as it is sealed.
func BytesOf(text string) []byte { return totpSecret(text) }
