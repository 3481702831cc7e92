package org

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// How long a proof lets a sensitive page be opened; and its form be sent, which
// may be filled for as long as a session may rest: nobody loses what they typed.
const (
	FreshToAsk = 10 * time.Minute
	FreshToAct = FreshToAsk + Idle
)

// Proof is what a signed-in worker gives to prove again who they are.
type Proof struct {
	Password string
	Code     string // when they have a second step
	Source   string
}

// ProvedAgo is for how long nobody has proved to be the worker of a session:
// whoever finds an open screen has not.
func (s *Service) ProvedAgo(ctx context.Context, by access.Actor, token string) (ago time.Duration, err error) {
	defer fault.Wrap(&err, "org.ProvedAgo(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return 0, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err := provedAt(ctx, tx, s.sessionPrint(token), by.Worker())
		ago = tx.Now.Sub(at.Time) // never: since year one
		return err
	})
	return ago, err
}

// ProveAgain notes that the worker of a session has proved who they are, with
// the passphrase and, if they have one, the second step. It is counted and
// refused as at the door.
func (s *Service) ProveAgain(ctx context.Context, by access.Actor, token string, p Proof) (err error) {
	defer fault.Wrap(&err, "org.ProveAgain(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return err
	}
	var known worker
	var step secondStep
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if known, err = findWorker(ctx, tx, by.Worker()); err != nil {
			return err
		}
		step, err = findSecondStep(ctx, tx, by.Worker())
		return err
	})
	if err != nil {
		return err
	}
	w, err := s.prove(ctx, known.email, p.Password, p.Source)
	if fault.Is(err, fault.Invalid) || err == nil && w != by.Worker() {
		return fault.Field("password", "security.password_refused").With(err)
	}
	if err != nil {
		return err
	}
	if step.on {
		return s.proveCode(ctx, w, p.Code, p.Source, func(tx *db.Tx) error { return s.noteProof(ctx, tx, by, token) })
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.noteProof(ctx, tx, by, token) })
}

func (s *Service) noteProof(ctx context.Context, tx *db.Tx, by access.Actor, token string) error {
	return saveProof(ctx, tx, s.sessionPrint(token), by.Worker())
}
